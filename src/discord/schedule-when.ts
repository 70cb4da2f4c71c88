import { ButtonStyle } from 'discord.js';
import { formatChoice, formatWhen } from '../events/when/format.ts';
import type { WhenReading } from '../events/when/reading.ts';
import { readWhen } from '../events/when.ts';
import { button, row } from './buttons.ts';
import type { Reply } from './command.ts';
import { plain } from './markdown.ts';
import type { Messages } from './messages/messages.ts';
import { askId, type PlanTarget, wishId } from './schedule-wish.ts';

/** What is typed about a time is repeated to so many characters. */
const TYPED_LENGTH = 60;
/** Longer than anybody needs, and short enough for a line. */
export const WHEN_LENGTH = 100;

export interface TimeQuestion {
  readonly typed: string;
  readonly target: PlanTarget;
  /** `YYYY-MM-DD`; absent: `D-3` cannot be read. */
  readonly eventDate?: string;
  readonly messages: Messages;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** The one moment that was meant, or what the person is asked or told; the choices are buttons. */
export function timeOrQuestion(question: TimeQuestion): { readonly at: number } | Reply {
  const { typed, target, eventDate, messages, now } = question;
  const date = eventDate === undefined ? {} : { eventDate };
  const reading = readWhen(typed, { now, ...date });
  if (reading.kind === 'moment') return { at: reading.at };
  const { text, offers } = timeQuestion(typed, reading, messages, now);
  const buttons = [
    ...offers.map(({ at, label }) => button(wishId({ target, at }), label, ButtonStyle.Primary)),
    ...(reading.kind === 'ambiguous' ? [] : againButtons(question)),
  ];
  return { content: text, components: buttons.length > 0 ? [row(...buttons)] : [] };
}

/** What the person is asked or told about a time, with the moments that may have been meant. */
export function timeQuestion(
  typed: string,
  reading: Exclude<WhenReading, { kind: 'moment' }>,
  { language, schedule: { when } }: Messages,
  now: number,
): { readonly text: string; readonly offers: readonly { at: number; label: string }[] } {
  switch (reading.kind) {
    case 'ambiguous': {
      const offers = reading.choices.map((choice) => ({
        at: choice.at,
        label: formatChoice(choice, language, { now }),
      }));
      return { text: `❓ ${when.ask(reading.why, plain(typed, TYPED_LENGTH))}`, offers };
    }
    case 'past': {
      const past = formatWhen(reading.at, language, { now });
      if (reading.next === undefined) return { text: `⚠️ ${when.past(past)}`, offers: [] };
      const next = formatWhen(reading.next, language, { now });
      const offers = [{ at: reading.next, label: next }];
      return { text: `❓ ${when.pastWithNext(past, next)}`, offers };
    }
    case 'unreadable': {
      const words = plain(reading.words ?? typed, TYPED_LENGTH);
      return { text: `⚠️ ${when.unreadable(reading.reason, words)}`, offers: [] };
    }
  }
}

/** A post that is not made yet is in no form: its command is typed again. */
function againButtons({ target, messages }: Pick<TimeQuestion, 'target' | 'messages'>) {
  return target.kind === 'new' ? [] : [button(askId(target), messages.schedule.form.again)];
}
