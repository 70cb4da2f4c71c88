import type { PublishProblem } from './problem.ts';

/**
 * How far the publication of a scheduled post has come, written down before and after every step, so that whoever
 * goes on after a crash knows what may have been done:
 *
 * `waiting` (nothing made) -> `container` (made, Instagram still fetches) -> `ready` (FINISHED, waits for its time) ->
 * `sent` (`media_publish` may have been sent: from here on the container is read before anything else) -> `live`
 * (published, its link not yet read) -> `done`.
 *
 * What people see of it is the state of the post: it stays `scheduled` until `sent`, is `publishing` while that is not
 * settled, and then `published`, or what became of it.
 */
const PUBLISH_PHASES = ['waiting', 'container', 'ready', 'sent', 'live', 'done'] as const;
export type PublishPhase = (typeof PUBLISH_PHASES)[number];

/** A post in the queue: when it is due, who wanted it, and how far it has come. Times in epoch milliseconds. */
export interface Publication {
  readonly guildId: string;
  readonly postId: string;
  readonly dueAt: number;
  /** Wanted at once and waits only for its approval, for which it has until `dueAt`; approved, it is due then. */
  readonly asap?: boolean;
  /** When the publisher looks at it next; absent: not before somebody decides something. */
  readonly wakeAt?: number;
  readonly phase: PublishPhase;
  /** Grows with every claim and every change by a person: a writer with an older one changes nothing. */
  readonly fence: number;
  /** Failed tries that count against `MAX_RETRIES`. */
  readonly attempts: number;
  /** How often `media_publish` was sent. */
  readonly sends: number;
  /** Somebody has to approve each revision before it is published. */
  readonly needsApproval: boolean;
  readonly approval?: Approval;
  /** The Instagram account it was scheduled for. */
  readonly accountId?: string;
  readonly container?: Container;
  /** Of the last `media_publish`. */
  readonly sentAt?: number;
  /**
   * What the last `media_publish` was sent for, whatever became of the post since: it may go live at any time. It is
   * read before another container is made or sent, and forgotten once it cannot go live any more or a person vouches.
   */
  readonly sentContainer?: SentContainer;
  /** When the container was first read after that, or anew. */
  readonly doubtedAt?: number;
  /** When the container was first seen unpublished after that. */
  readonly unpublishedSince?: number;
  /** How often the container was read since the last `media_publish`. */
  readonly looks: number;
  /** A person who has looked and says it is not live: Discord user id. */
  readonly vouchedBy?: string;
  /** When facts and limits were last looked at. */
  readonly checkedAt?: number;
  readonly mediaId?: string;
  readonly problem?: PublishProblem;
  /** Discord user id of the person who scheduled it, who hears of everything. */
  readonly createdBy: string;
  readonly createdAt: number;
}

/** Of one revision. */
export interface Approval {
  readonly revision: number;
  /** Discord user id; `removed` once that person has asked to be forgotten: it counts all the same. */
  readonly by: string;
  readonly at: number;
}

export interface Container {
  readonly id: string;
  /** In order; of a carousel whose own container is not made yet, `id` is ''. */
  readonly children?: readonly string[];
  readonly createdAt: number;
  /** The revision it holds. */
  readonly revision: number;
}

export interface SentContainer extends Pick<Container, 'id' | 'revision'> {
  /** Only this account can read it. */
  readonly accountId: string;
}
