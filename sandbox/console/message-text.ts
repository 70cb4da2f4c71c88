import type { Message } from '../discord/message.ts';
import { type Button, buttonsOf, type Menu, menusOf } from './control.ts';

export interface MessageView {
  readonly number: number;
  /** `edited`, `only you see this` … */
  readonly marks: readonly string[];
  /** One line for each file. */
  readonly files: readonly string[];
  /** What `<@id>` and `<#id>` stand for. */
  readonly nameOf: (id: string) => string | undefined;
  /** Epoch milliseconds: from here on `<t:…:R>` counts. */
  readonly now: number;
}

const UNITS = [
  ['year', 365 * 86_400],
  ['month', 30 * 86_400],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;
const RELATIVE = new Intl.RelativeTimeFormat('ko-KR');

/** A message as it is read in a terminal: who says what, with which files, and what can be done with it. */
export function messageText(
  message: Message,
  { number, marks, files, nameOf, now }: MessageView,
): string {
  const body = [
    ...(message.content === '' ? [] : readable(message.content, nameOf, now).split('\n')),
    ...files,
    ...menuLines(menusOf(message)),
    ...buttonLine(buttonsOf(message)),
    ...reactionLine(message),
  ];
  const heading = [`#${number} ${message.author.username}`, ...marks].join(' · ');
  return ['', heading, ...body.map((line) => `  ${line}`), '', ''].join('\n');
}

/** Discord shows a timestamp in the reader's own time; here that is Seoul. `R` is how long it is until then. */
function readable(content: string, nameOf: MessageView['nameOf'], now: number): string {
  return content
    .replace(/<t:(\d+)(?::(\w))?>/g, (_, seconds: string, style?: string) => {
      const at = Number(seconds) * 1000;
      if (style === 'R') return fromNow(at, now);
      return new Date(at).toLocaleString('ko-KR', {
        timeZone: 'Asia/Seoul',
        dateStyle: 'medium',
        timeStyle: 'short',
      });
    })
    .replace(/<(@[!&]?|#)(\d+)>/g, (mention, sign: string, id: string) => {
      const name = nameOf(id);
      return name === undefined ? mention : `${sign.slice(0, 1)}${name}`;
    });
}

/** In the largest unit that fits: `3일 후`, `10분 전`. */
function fromNow(at: number, now: number): string {
  const seconds = Math.round((at - now) / 1000);
  const [unit, length] = UNITS.find(([, size]) => Math.abs(seconds) >= size) ?? ['second', 1];
  return RELATIVE.format(Math.round(seconds / length), unit);
}

function menuLines(menus: readonly Menu[]): string[] {
  return menus.map((menu) => {
    const number = menus.length > 1 ? `${menu.number} ` : '';
    const options = menu.options.map((option) => {
      const label = option.label === option.value ? '' : ` ${option.label}`;
      return `${option.value}${label}${option.default ? ' ✓' : ''}`;
    });
    return `pick   ${number}${menu.name}${disabledMark(menu)}: ${options.join(' | ')}`;
  });
}

function buttonLine(buttons: readonly Button[]): string[] {
  if (buttons.length === 0) return [];
  const shown = buttons.map((button) => {
    const link = button.url === undefined ? '' : ` → ${button.url}`;
    return `${button.number} ${button.name}${link}${disabledMark(button)}`;
  });
  return [`press  ${shown.join(' | ')}`];
}

function disabledMark({ disabled }: { readonly disabled: boolean }): string {
  return disabled ? ' (disabled)' : '';
}

function reactionLine({ reactions }: Message): string[] {
  const counts = reactions.map(({ emoji, count }) => `${emoji} ${count}`);
  return counts.length === 0 ? [] : [`react  ${counts.join(' | ')}`];
}
