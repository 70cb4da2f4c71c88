import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '../../events/clock.ts';
import type { ScheduleStore } from '../approval/schedule-store.ts';
import type { PostState } from '../kept-post.ts';
import type { PostName, PostStore } from '../post-store.ts';
import type { RecurringWork } from '../recurring-work.ts';
import type { ScheduledEvents } from '../scheduled-events.ts';
import type { FactCheck, FactVerdict } from './checks.ts';
import type { FactDifference } from './problem.ts';
import type { Publication } from './publication.ts';
import type { PublicationStore } from './publication-store.ts';
import { type Move, noticeFor, stopped, toApprove } from './transitions.ts';

export interface FactWatchOptions {
  readonly schedule: Pick<ScheduleStore, 'upcoming'>;
  readonly publications: Pick<PublicationStore, 'find' | 'write'>;
  readonly posts: Pick<PostStore, 'findPost'>;
  readonly facts: FactCheck;
  /** Absent in a process that does not speak with Discord. */
  readonly scheduledEvents?: Pick<ScheduledEvents, 'refresh'>;
  readonly clock: Clock;
  /** Told why a post, or the servers' calendars, could not be looked at; the others are. */
  onFailed(about: PostName | 'scheduled_events', error: unknown): void;
}

/** So many posts in one go, the soonest first: those further away have their turn on another day. */
const LOOKED_AT = 10_000;
/** What the publisher has in hand, or takes up so soon, it checks itself, and two must not write about one post. */
const PUBLISHERS_OWN_MS = 15 * 60 * 1000;
const WATCHED: readonly PostState[] = ['scheduled', 'awaiting_approval'];

type Seen = FactVerdict['verdict'] | 'left';

/**
 * Daily: reads the events of all posts that are still to go out. A post whose event says something else is drawn anew and
 * waits for another approval; one whose event will not be, or is over, is held. Then the servers' calendars.
 */
export function factWatch(options: FactWatchOptions): RecurringWork {
  return async ({ signal }) => {
    const { schedule, clock, scheduledEvents, onFailed } = options;
    const counts: Record<Seen, number> = {
      unchanged: 0,
      changed: 0,
      stopped: 0,
      unchecked: 0,
      left: 0,
    };
    for (const name of await schedule.upcoming(clock(), LOOKED_AT)) {
      if (signal.aborted) break;
      try {
        counts[await look(name, options)] += 1;
      } catch (error) {
        onFailed(name, error);
      }
    }
    const renewed = await scheduledEvents?.refresh(signal).catch((error: unknown) => {
      onFailed('scheduled_events', error);
      return 0;
    });
    const looks = Object.entries(counts).map(([seen, count]) => `${count} ${seen}`);
    return [...looks, ...(renewed === undefined ? [] : [`${renewed} calendar`])].join(', ');
  };
}

async function look(name: PostName, options: FactWatchOptions): Promise<Seen> {
  const { publications, posts, facts, clock } = options;
  // Before the post: what is decided about it in between makes the fence grow, and nothing is written.
  const publication = await publications.find(name.guildId, name.postId);
  const post = await posts.findPost(name.guildId, name.postId);
  if (!publication || !post || !WATCHED.includes(post.state)) return 'left';
  const { wakeAt = Number.POSITIVE_INFINITY, asap, dueAt } = publication;
  if (wakeAt <= clock() + PUBLISHERS_OWN_MS) return 'left';
  const verdict = await facts.check(post, asap ? clock() : dueAt);
  if (verdict.verdict === 'stopped') {
    const { change } = stopped(publication, verdict.reason, clock());
    const { outcome } = await publications.write(publication, change);
    return outcome === 'written' ? 'stopped' : 'left';
  }
  if (verdict.verdict !== 'changed') return verdict.verdict;
  const { differences } = verdict;
  if (!isKnown(post.state, publication, differences)) {
    const { change } = changed(publication, differences, clock());
    const { outcome } = await publications.write(publication, change);
    if (outcome === 'lost') return 'left';
  }
  await verdict.revise();
  return 'changed';
}

/** Told and waiting already, but it could not be drawn. */
function isKnown(
  state: PostState,
  { problem, approval }: Publication,
  differences: readonly FactDifference[],
): boolean {
  return (
    state === 'awaiting_approval' &&
    approval === undefined &&
    problem?.kind === 'facts_changed' &&
    isDeepStrictEqual(problem.changes, differences)
  );
}

/** Told again also where facts had changed before: it is something else this time. */
function changed(
  publication: Publication,
  differences: readonly FactDifference[],
  at: number,
): Move {
  const move = toApprove(publication, { kind: 'facts_changed', changes: differences }, at);
  return {
    ...move,
    change: {
      ...move.change,
      notices: [noticeFor(publication, { kind: 'facts_changed', differences })],
      audit: { action: 'post.facts_changed', details: { differences: differences.length } },
    },
  };
}
