import {
  type APIActionRowComponent,
  type APIButtonComponentWithCustomId,
  type APIComponentInMessageActionRow,
  ButtonStyle,
  ComponentType,
} from 'discord.js';
import { formatChoice, formatWhen } from '../events/when/format.ts';
import { readWhen } from '../events/when.ts';
import type { Reply } from './command.ts';
import { plain } from './markdown.ts';
import type { Messages } from './messages/messages.ts';
import { askId, type PlanTarget, wishId } from './schedule-wish.ts';

type Row = APIActionRowComponent<APIComponentInMessageActionRow>;

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
  const { language, schedule } = messages;
  const date = eventDate === undefined ? {} : { eventDate };
  const reading = readWhen(typed, { now, ...date });
  switch (reading.kind) {
    case 'moment':
      return { at: reading.at };
    case 'ambiguous': {
      const buttons = reading.choices.map((choice) =>
        button(
          wishId({ target, at: choice.at }),
          formatChoice(choice, language, { now }),
          ButtonStyle.Primary,
        ),
      );
      const content = schedule.when.ask(reading.why, plain(typed, TYPED_LENGTH));
      return { content: `❓ ${content}`, components: [row(...buttons)] };
    }
    case 'past': {
      const past = formatWhen(reading.at, language, { now });
      if (reading.next === undefined) return again(schedule.when.past(past), question);
      const next = formatWhen(reading.next, language, { now });
      const offer = button(wishId({ target, at: reading.next }), next, ButtonStyle.Primary);
      return {
        content: `❓ ${schedule.when.pastWithNext(past, next)}`,
        components: [row(offer, ...againButtons(question))],
      };
    }
    case 'unreadable': {
      const words = plain(reading.words ?? typed, TYPED_LENGTH);
      return again(schedule.when.unreadable(reading.reason, words), question);
    }
  }
}

/** `(<t:…:F> · <t:…:R>)`: in the time zone of whoever looks, and how long that is. `at` in epoch milliseconds. */
export function timestamps(at: number): string {
  const seconds = Math.floor(at / 1000);
  return `(<t:${seconds}:F> · <t:${seconds}:R>)`;
}

export function row(...components: APIComponentInMessageActionRow[]): Row {
  return { type: ComponentType.ActionRow, components };
}

export function button(
  customId: string,
  label: string,
  style: APIButtonComponentWithCustomId['style'] = ButtonStyle.Secondary,
): APIButtonComponentWithCustomId {
  return { type: ComponentType.Button, style, label, custom_id: customId };
}

function again(text: string, question: Pick<TimeQuestion, 'target' | 'messages'>): Reply {
  const buttons = againButtons(question);
  return { content: `⚠️ ${text}`, components: buttons.length > 0 ? [row(...buttons)] : [] };
}

/** A post that is not made yet is in no form: its command is typed again. */
function againButtons({ target, messages }: Pick<TimeQuestion, 'target' | 'messages'>) {
  return target.kind === 'new' ? [] : [button(askId(target), messages.schedule.form.again)];
}
