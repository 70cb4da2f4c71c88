import { formatNight } from '../events/korean-date.ts';
import { todayInSeoul } from '../events/night.ts';
import type { ReadPost, ScheduledEventOutcome } from '../posts/scheduled-events.ts';
import type { Reply } from './command.ts';
import { plain, relativeTime } from './markdown.ts';
import type { Messages } from './messages/messages.ts';

const NAME_LENGTH = 80;

export interface ScheduledEventReplyOptions {
  readonly guildId: string;
  readonly messages: Messages;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** The answer to `/event publish`. */
export function scheduledEventReply(
  outcome: ScheduledEventOutcome,
  { guildId, messages, now }: ScheduledEventReplyOptions,
): Reply {
  const { scheduledEvent: texts, language } = messages;
  switch (outcome.outcome) {
    case 'published': {
      const { how, discordId, post } = outcome;
      const night = formatNight(post.event, { language, today: todayInSeoul(now) });
      const lines = [
        texts.published[how],
        `**${night}** ${plain(post.event.name, NAME_LENGTH)}`,
        // Bare, so that Discord shows the event below the message.
        `https://discord.com/events/${guildId}/${discordId}`,
        ...warnings(post, messages),
        `-# ${texts.kept()}`,
      ];
      return { content: lines.join('\n') };
    }
    case 'sample':
      return { content: texts.sample() };
    case 'no_times':
      return { content: texts.noTimes(plain(outcome.eventName, NAME_LENGTH)) };
    case 'begun':
      return { content: texts.begun(plain(outcome.eventName, NAME_LENGTH)) };
    default:
      return { content: `⚠️ ${texts.faults[outcome.outcome]}` };
  }
}

function warnings(
  { event, readAt, stale, unreadableTimeslots, unread }: ReadPost,
  { post }: Messages,
): string[] {
  const said = [
    stale && post.stale(relativeTime(readAt)),
    event.phase === 'draft' && post.draft(),
    unreadableTimeslots > 0 && post.timeslotsUnreadable(unreadableTimeslots),
    unread.includes('extras') && post.extrasUnread(),
    unread.includes('brand') && post.brandUnread(),
  ];
  return said.flatMap((text) => (text ? [`⚠️ ${text}`] : []));
}
