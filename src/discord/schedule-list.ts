import { formatDate, formatTime } from '../events/korean-date.ts';
import { todayInSeoul } from '../events/night.ts';
import type { PlannedPost } from '../posts/approval/schedule-store.ts';
import type { PostState } from '../posts/kept-post.ts';
import { button, row } from './buttons.ts';
import type { Reply } from './command.ts';
import { inlineCode, plain } from './markdown.ts';
import type { Messages } from './messages/messages.ts';
import { OutdatedComponentError } from './outdated-component.ts';
import { PLAN_PREFIXES } from './schedule-wish.ts';

/** So many fit a message, whatever they are named, each on a day of its own. */
const ON_PAGE = 10;
const NAME_LENGTH = 60;
const SEOUL = 'Asia/Seoul';
const DAY_MS = 86_400_000;
/** These go out; the others on the list have, or do not. */
const GOES_OUT: ReadonlySet<PostState> = new Set(['awaiting_approval', 'scheduled', 'publishing']);

/** What the calendar shows: what was due since the day before yesterday, so that last night's failures are in it. */
export function calendarSpan(now: number): { from: number; to: number; limit: number } {
  const today = todayInSeoul(now).toZonedDateTime(SEOUL).epochMilliseconds;
  return { from: today - 2 * DAY_MS, to: today + 62 * DAY_MS, limit: 500 };
}

/** `plan-list:2`. @throws {OutdatedComponentError} */
export function parseListPage(customId: string): number {
  const page = /^[^:]*:(\d{1,4})$/.exec(customId)?.[1];
  if (page === undefined) throw new OutdatedComponentError('Not a page of the calendar');
  return Number(page);
}

/** The calendar by days of Seoul; `page` from 0, and the last one when there are fewer. */
export function calendarReply(
  planned: readonly PlannedPost[],
  {
    page,
    connected,
    messages,
    now,
  }: {
    page: number;
    /** Whether there is an account to publish to; without one they will be held. */
    connected: boolean;
    messages: Messages;
    now: number;
  },
): Reply {
  const { list } = messages.schedule;
  if (planned.length === 0) return { content: list.none(), components: [] };
  const last = Math.ceil(planned.length / ON_PAGE) - 1;
  const shown = Math.min(page, last);
  const entries = planned.slice(shown * ON_PAGE, (shown + 1) * ON_PAGE);
  const days = Map.groupBy(entries, ({ publication }) =>
    todayInSeoul(publication.dueAt).toString(),
  );
  const lines = [...days].flatMap(([date, posts]) => [
    `**${formatDate(date, { language: messages.language, today: todayInSeoul(now) })}**`,
    ...posts.map((one) => entryOf(one, messages)),
  ]);
  const goOut = planned.filter(({ post: { state } }) => GOES_OUT.has(state)).length;
  const heading = list.heading(goOut, planned.length - goOut);
  const warnings = goOut > 0 && !connected ? [`⚠️ ${list.notConnected()}`] : [];
  const pages = last > 0 ? ` (${shown + 1}/${last + 1})` : '';
  const buttons = [
    ...(shown > 0 ? [pageButton(shown - 1, list.earlier)] : []),
    ...(shown < last ? [pageButton(shown + 1, list.later)] : []),
  ];
  return {
    content: [`### ${heading}${pages}`, ...warnings, ...lines].join('\n'),
    components: buttons.length > 0 ? [row(...buttons)] : [],
  };
}

function entryOf({ post, publication }: PlannedPost, messages: Messages): string {
  const { language, templates, drafts } = messages;
  const local = Temporal.Instant.fromEpochMilliseconds(publication.dueAt).toZonedDateTimeISO(SEOUL);
  const time = formatTime(local.toPlainTime().toString({ smallestUnit: 'minute' }), language);
  const name = plain(post.eventName, NAME_LENGTH);
  const facts = [
    name,
    templates[post.template],
    `**${drafts.states[post.state]}**`,
    inlineCode(post.id),
  ];
  // Its time is only the one until which it can be approved.
  const asap = publication.asap && post.state === 'awaiting_approval';
  return `- ${[asap ? messages.approval.asap(time) : time, facts.join(' · ')].join(' ')}`;
}

function pageButton(page: number, label: string) {
  return button(`${PLAN_PREFIXES.list}:${page}`, label);
}
