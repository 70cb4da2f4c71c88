import { formatWhen } from '../events/when/format.ts';
import type { KeptPost } from '../posts/kept-post.ts';
import type { Publication } from '../posts/publishing/publication.ts';
import { relativeTime } from './markdown.ts';
import type { Messages } from './messages/messages.ts';
import { shorten } from './shorten.ts';

export interface PlanStatusOptions {
  readonly messages: Messages;
  /** Epoch milliseconds. */
  readonly now: number;
  /** At most so many signs of why it is not published. */
  readonly reasonLength?: number;
}

/**
 * Where a post stands on its way to Instagram, in one line without a break: when it goes out, why it does not, or where
 * it is. Undefined when there is nothing to say beyond its state.
 */
export function planStatus(
  { state, permalink }: Pick<KeptPost, 'state' | 'permalink'>,
  publication: Pick<Publication, 'dueAt' | 'problem' | 'asap'> | undefined,
  { messages, now, reasonLength = 200 }: PlanStatusOptions,
): string | undefined {
  const { status, problems, again } = messages.notices;
  if (state === 'published') return permalink ? `[${status.link}](<${permalink}>)` : status.noLink;
  if (state === 'unconfirmed') return status.unconfirmed;
  if (!publication) return undefined;
  const { dueAt, problem, asap } = publication;
  switch (state) {
    case 'scheduled':
    case 'awaiting_approval': {
      const when = formatWhen(dueAt, messages.language, { now });
      if (asap) return `${messages.approval.asap(when)} · ${relativeTime(dueAt)}`;
      return status[state === 'scheduled' ? 'due' : 'awaiting'](when, relativeTime(dueAt));
    }
    case 'held':
    case 'failed': {
      if (!problem) return undefined;
      const { until } = problem;
      const reason = status.problem(shorten(problems[problem.kind].reason, reasonLength));
      if (until === undefined) return reason;
      const when = formatWhen(until, messages.language, { now });
      return `${reason} ${again(when, relativeTime(until))}`;
    }
    default:
      return undefined;
  }
}
