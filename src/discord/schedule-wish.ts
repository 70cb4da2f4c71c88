import { z } from 'zod';
import { LANGUAGES, type Language, TEMPLATE_NAMES, type TemplateName } from '../events/event.ts';
import { THEME_NAMES, type ThemeName } from '../posters/poster.ts';
import type { SizeName } from '../posters/size.ts';
import { postIdSchema } from './draft-name.ts';
import { eventIdSchema } from './event-id.ts';
import { OutdatedComponentError } from './outdated-component.ts';

/** The prefixes of the custom ids around times. */
export const PLAN_PREFIXES = {
  /** A button that carries out a wish. */
  plan: 'plan',
  /** A button that opens the form for the time, and the form. */
  ask: 'plan-ask',
  list: 'plan-list',
} as const;

/** What is to be planned. */
export type PlanTarget =
  | {
      readonly kind: 'new';
      readonly eventId: string;
      readonly template: TemplateName;
      /** Absent: the server's choice. */
      readonly theme?: ThemeName;
      readonly size?: FeedSize;
      readonly language?: Language;
    }
  | { readonly kind: 'post'; readonly postId: string; readonly expected: number }
  /** A post that is planned already. */
  | { readonly kind: 'move'; readonly postId: string };

/** Instagram's feed takes no story. */
export const FEED_SIZES = ['square', 'portrait'] as const satisfies readonly SizeName[];
export type FeedSize = (typeof FEED_SIZES)[number];

export interface PlanWish {
  readonly target: PlanTarget;
  /** Epoch milliseconds, whole seconds. */
  readonly at: number | 'now';
  /** The person has seen that there is one like it on that day. */
  readonly anyway?: boolean;
}

const NONE = '-';
const NOW = 'now';
const TEMPLATE_LETTERS: Readonly<Record<TemplateName, string>> = {
  announcement: 'a',
  lineup: 'l',
  countdown: 'c',
};
const THEME_LETTERS: Readonly<Record<ThemeName, string>> = { night: 'n', neon: 'e', paper: 'p' };
const SIZE_LETTERS: Readonly<Record<FeedSize, string>> = { square: 's', portrait: 'p' };
const LANGUAGE_LETTERS: Readonly<Record<Language, string>> = { ko: 'k', en: 'e' };

/** `plan:n0c-s-:t51abc:<event id>`, `plan:p0:t51abc:<post id>:3`, `plan:m1:now:<post id>`: at most 90 characters. */
export function wishId({ target, at, anyway = false }: PlanWish): string {
  const time = at === 'now' ? NOW : Math.floor(at / 1000).toString(36);
  const [letters, ...rest] = targetParts(target, anyway ? '1' : '0');
  return [PLAN_PREFIXES.plan, letters, time, ...rest].join(':');
}

/** @throws {OutdatedComponentError} when this version cannot read it. */
export function parseWish(customId: string): PlanWish {
  const [, letters = '', time = '', ...rest] = customId.split(':');
  const at = time === NOW ? 'now' : Number.parseInt(time, 36) * 1000;
  if (at !== 'now' && !(/^[0-9a-z]{1,8}$/.test(time) && Number.isSafeInteger(at))) throw unknown();
  return { target: targetOf(letters, rest), at, anyway: letters[1] === '1' };
}

/** `plan-ask:p0:<post id>:3`: opens the form for the time, and is the form's own id. */
export function askId(target: Exclude<PlanTarget, { kind: 'new' }>): string {
  return [PLAN_PREFIXES.ask, ...targetParts(target, '0')].join(':');
}

/** @throws {OutdatedComponentError} when this version cannot read it. */
export function parseAsk(customId: string): Exclude<PlanTarget, { kind: 'new' }> {
  const [, letters = '', ...rest] = customId.split(':');
  const target = targetOf(letters, rest);
  if (target.kind === 'new') throw unknown();
  return target;
}

function targetParts(target: PlanTarget, flag: string): string[] {
  switch (target.kind) {
    case 'new': {
      const { template, theme, size, language, eventId } = target;
      const looks = [
        TEMPLATE_LETTERS[template],
        theme ? THEME_LETTERS[theme] : NONE,
        size ? SIZE_LETTERS[size] : NONE,
        language ? LANGUAGE_LETTERS[language] : NONE,
      ];
      return [`n${flag}${looks.join('')}`, eventId];
    }
    case 'post':
      return [`p${flag}`, target.postId, String(target.expected)];
    case 'move':
      return [`m${flag}`, target.postId];
  }
}

const revisionSchema = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number);

function targetOf(letters: string, rest: readonly string[]): PlanTarget {
  const [first, second] = rest;
  if (letters[0] === 'n' && rest.length === 1) {
    const template = named(TEMPLATE_NAMES, TEMPLATE_LETTERS, letters[2]);
    const theme = named(THEME_NAMES, THEME_LETTERS, letters[3]);
    const size = named(FEED_SIZES, SIZE_LETTERS, letters[4]);
    const language = named(LANGUAGES, LANGUAGE_LETTERS, letters[5]);
    if (!template) throw unknown();
    const looks = { ...(theme && { theme }), ...(size && { size }), ...(language && { language }) };
    return { kind: 'new', eventId: read(eventIdSchema, first), template, ...looks };
  }
  const postId = read(postIdSchema, first);
  if (letters[0] === 'm' && rest.length === 1) return { kind: 'move', postId };
  if (letters[0] !== 'p' || rest.length !== 2) throw unknown();
  return { kind: 'post', postId, expected: read(revisionSchema, second) };
}

function named<Name extends string>(
  names: readonly Name[],
  letters: Readonly<Record<Name, string>>,
  letter: string | undefined,
): Name | undefined {
  return names.find((name) => letters[name] === letter);
}

function read<T>(schema: z.ZodType<T>, text: string | undefined): T {
  const result = schema.safeParse(text);
  if (!result.success) throw unknown(result.error);
  return result.data;
}

function unknown(cause?: unknown): OutdatedComponentError {
  return new OutdatedComponentError('Not a plan', { cause });
}
