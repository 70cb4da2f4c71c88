import { describe, expect, it } from 'vitest';
import { commands } from '../../commands/index.ts';
import { type Messages, messagesFor } from '../../src/discord/messages/messages.ts';
import { LANGUAGES } from '../../src/events/event.ts';

const SAMPLES = { ko: messagesFor('ko'), en: messagesFor('en') };

describe('the messages table', () => {
  it('has the same texts with the same parameters in every language', () => {
    expect(shapeOf(SAMPLES.en)).toEqual(shapeOf(SAMPLES.ko));
  });

  it.each(LANGUAGES)('holds only composed characters (NFC) and no empty text in %s', (language) => {
    for (const [path, text] of texts(messagesFor(language))) {
      expect(text.normalize('NFC'), path).toBe(text);
      expect(text.trim(), path).not.toBe('');
    }
  });

  it.each(LANGUAGES)('fits into Discord’s limits in %s', (language) => {
    const messages = messagesFor(language);
    for (const [path, text] of texts({ ...messages.commands, ...messages.options })) {
      expect(text.length, path).toBeLessThanOrEqual(100);
    }
    const choices = { ...messages.themes, ...messages.languages, ...messages.templates };
    for (const [path, text] of texts(choices)) expect(text.length, path).toBeLessThanOrEqual(32);
    expect(messages.post.themePlaceholder.length).toBeLessThanOrEqual(150);
    expect(messages.help.length).toBeLessThanOrEqual(2000);
  });

  it('says of dropped hashtags only what is true for any limit the operator sets', () => {
    expect(SAMPLES.ko.post.hashtagsDropped(3)).toBe('설정한 개수를 넘어 해시태그 3개를 뺐습니다.');
    expect(SAMPLES.en.post.hashtagsDropped(3)).toBe("3 hashtags left out: over this bot's limit.");
  });

  it('sends nobody to mend an event when an answer of Rite, maybe a list, cannot be read', () => {
    expect(SAMPLES.ko.errors.source.invalid_answer).not.toMatch(/이름|날짜/);
    expect(SAMPLES.en.errors.source.invalid_answer).not.toMatch(/\b(?:event|name|date)\b/);
  });

  it('does not call a night that is being planned one that is going on', () => {
    expect(SAMPLES.ko.phases.planning).toBe('준비 중');
  });

  it('says what Korean users read in Korean', () => {
    for (const [path, text] of texts(SAMPLES.ko)) {
      if (path !== '.language') expect(text, path).toMatch(/\p{Script=Hangul}/u);
    }
  });
});

describe('every command', () => {
  it.each(commands.map(({ data }) => [data.name, data] as const))(
    '/%s is described in Korean and English, with English names',
    (_name, data) => {
      for (const part of describedParts(data)) {
        expect(part.name).toMatch(/^[a-z]{1,32}$/);
        expect(part.name_localizations).toBeUndefined();
        expect(Object.keys(part.description_localizations ?? {}).toSorted()).toEqual([
          'en-US',
          'ko',
        ]);
      }
      expect(JSON.stringify(data).length).toBeLessThanOrEqual(8000);
    },
  );

  it('is for servers only', () => {
    for (const { data } of commands) {
      expect(data).toMatchObject({ contexts: [0], integration_types: [0] });
    }
  });
});

interface Described {
  readonly name: string;
  readonly name_localizations?: object | null | undefined;
  readonly description_localizations?: object | null | undefined;
  readonly options?: readonly Described[] | undefined;
}

function describedParts(part: Described): Described[] {
  return [part, ...(part.options ?? []).flatMap(describedParts)];
}

/** The names of the texts, and how many parameters each takes. */
function shapeOf(value: unknown): unknown {
  if (typeof value === 'function') return value.length;
  if (typeof value !== 'object' || value === null) return typeof value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => a.localeCompare(b))
      .map(([key, one]) => [key, shapeOf(one)]),
  );
}

/** Every text with its path; functions are called with samples. */
function texts(value: unknown, path = ''): [path: string, text: string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value === 'function') return [[path, String(sample(value as SampledText, path))]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) => texts(one, `${path}.${key}`));
}

type SampledText = (...args: unknown[]) => string;

const ARGUMENTS: Readonly<Record<string, readonly unknown[]>> = {
  '.post.counts': [{ characters: 1812, hashtags: 5, mentions: 1 }, 2200],
  '.post.captionAttached': ['caption.txt'],
  '.post.altText': [{ template: 'Line-up', event: 'Night', night: 'Thu 24 Dec', venue: '' }],
  '.post.altTextActs': ['A, B'],
  '.post.textShortened': ['poster', 'Very long name'],
  '.post.actsOmitted': ['caption', 2],
  '.errors.unexpected': ['ABC123'],
} satisfies Partial<Record<`.${keyof Messages}.${string}`, unknown[]>>;

function sample(text: SampledText, path: string): string {
  const fallback = path.startsWith('.errors.refusals') ? [{ event: 'Night', guildId: '1' }] : [1];
  const result = text(...(ARGUMENTS[path] ?? fallback));
  expect(result, path).not.toMatch(/undefined|NaN|\[object/);
  return result;
}
