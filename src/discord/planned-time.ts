import { formatWhen } from '../events/when/format.ts';
import type { Publication } from '../posts/publishing/publication.ts';
import { timestamps } from './markdown.ts';
import type { Messages } from './messages/messages.ts';

/** For a question about a post that may be planned. */
export interface PlannedView {
  /** What is planned for it by now. */
  readonly publication?: Publication | undefined;
  readonly messages: Messages;
  /** Epoch milliseconds. */
  readonly now: number;
}

/**
 * `예약 시각: 12월 22일 (화) 저녁 8시 (<t:…:F> · <t:…:R>)`, by which people know which of an event's posts it is. No line
 * for one that is not planned, or that goes out as soon as it is approved and so has no time.
 */
export function plannedTime(
  publication: Pick<Publication, 'dueAt' | 'asap'> | undefined,
  { messages, now }: Pick<PlannedView, 'messages' | 'now'>,
): readonly string[] {
  if (!publication || publication.asap) return [];
  const { dueAt } = publication;
  const when = formatWhen(dueAt, messages.language, { now });
  return [messages.notices.scheduledFor(when, `(${timestamps(dueAt)})`)];
}
