import { PermissionFlagsBits } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { commands } from '../../commands/index.ts';
import { type Messages, messagesFor } from '../../src/discord/messages/messages.ts';
import { LANGUAGES } from '../../src/events/event.ts';
import type { PersonalSummary, RemovedData } from '../../src/posts/personal-data.ts';

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
    for (const label of Object.values(messages.extras.labels)) {
      expect(label.length).toBeLessThanOrEqual(45);
      // What stands before the colon tells the lines of a refused form apart.
      expect(label).not.toContain(':');
    }
    for (const text of Object.values(messages.extras.placeholders)) {
      expect(text.length).toBeLessThanOrEqual(100);
    }
    const choices = {
      ...messages.themes,
      ...messages.brand.parts,
      ...messages.languages,
      ...messages.templates,
    };
    for (const [path, text] of texts(choices)) expect(text.length, path).toBeLessThanOrEqual(32);
    for (const [path, text] of texts(messages.connect.buttons)) {
      expect(text.length, path).toBeLessThanOrEqual(80);
    }
    for (const [path, text] of texts(messages.notices.buttons)) {
      expect(text.length, path).toBeLessThanOrEqual(80);
    }
    expect(messages.post.themePlaceholder.length).toBeLessThanOrEqual(150);
    expect(messages.drafts.sizePlaceholder.length).toBeLessThanOrEqual(150);
    for (const [path, text] of texts(messages.drafts.buttons)) {
      expect(text.length, path).toBeLessThanOrEqual(80);
    }
    expect(messages.drafts.caption.label.length).toBeLessThanOrEqual(45);
    expect(messages.drafts.caption.description(2200).length).toBeLessThanOrEqual(100);
    expect(messages.help.length).toBeLessThanOrEqual(2000);
  });

  it.each(['ko', 'en'] as const)(
    'names in the %s help what publishes, and by which button',
    (language) => {
      const { help, drafts } = SAMPLES[language];
      const commands = ['/schedule add', '/schedule campaign', '/schedule list', '/settings'];
      for (const command of [...commands, '/connect instagram', '/stats', '/event publish']) {
        expect(help).toContain(`\`${command}\``);
      }
      for (const button of ['schedule', 'publish', 'download', 'redo'] as const) {
        expect(help).toMatch(new RegExp(`[‘“]${drafts.buttons[button]}[’”]`));
      }
    },
  );

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
      if (!WITHOUT_WORDS.includes(path)) expect(text, path).toMatch(/\p{Script=Hangul}/u);
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

  it('is asked for again whether a person may, where Discord hides it from others', () => {
    for (const { data, requires } of commands.filter(({ requires }) => requires)) {
      const bit = PermissionFlagsBits[requires ?? 'Administrator'];
      expect(data.default_member_permissions, data.name).toBe(bit.toString());
    }
  });

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

/** A code, and facts with an arrow between them. */
const WITHOUT_WORDS = ['.language'];

const KEPT: PersonalSummary & RemovedData = {
  posts: 3,
  pictures: 5,
  schedules: 1,
  connections: 1,
  counters: 4,
  traces: 12,
  anonymized: 12,
};

const ARGUMENTS: Readonly<Record<string, readonly unknown[]>> = {
  '.post.counts': [{ characters: 1812, hashtags: 5, mentions: 1 }, 2200],
  '.post.captionAttached': ['caption.txt'],
  '.post.altText': [{ template: 'Line-up', event: 'Night', night: 'Thu 24 Dec', venue: '' }],
  '.post.altTextActs': ['A, B'],
  '.post.textShortened': ['poster', 'Very long name'],
  '.post.actsOmitted': ['caption', 2],
  '.brand.logo': [512, 120],
  '.brand.corrected': [[{ theme: 'Night', accent: '`#8FA0FF`' }]],
  '.brand.previewOf': ['Thu 24 Dec', 'Night'],
  '.brand.altText': ['Night', 'Night'],
  '.brand.tooManyHashtags': [11, 10],
  '.connect.code': ['RITE-7F3K-9Q2M', '<t:1795870800:R>'],
  '.connect.alreadyByProof': ['<@1>', '<t:1795870800:R>'],
  '.connect.confirmDisconnect': ['<@1>', '<t:1795870800:R>'],
  '.connect.confirmDisconnectToOperator': ['<@1>', '<t:1795870800:R>'],
  '.instagram.status.riteByProof': ['<@1>', '<t:1795870800:R>'],
  '.instagram.status.alive': ['@club', '<@1>', '<t:1795870800:R>', '<t:1795870800:f>'],
  '.instagram.status.dead': ['@club', '<@1>', '<t:1795870800:R>'],
  '.instagram.confirmDisconnect': ['@club', '<@1>', '<t:1795870800:R>'],
  '.privacy.confirmDelete': [KEPT, '<t:1795870800:t>'],
  '.privacy.deleted': [KEPT, '0123456789abcdef'],
  '.privacy.receipt': [KEPT, '<t:1795870800:f>'],
  '.drafts.left': ['<@1>', 1],
  '.drafts.noneLeft': ['<@1>', 'in 3 hours'],
  '.drafts.regenerated': [['name', 'lineup']],
  '.drafts.caption.description': [2200],
  '.drafts.caption.tooMany': ['hashtags', 6, 5],
  '.drafts.list.heading': [3, false],
  '.drafts.list.by': ['<@1>', '3 days ago'],
  '.drafts.errors.quotaReached': [2, 'Fri 18 Dec', 'in 3 hours'],
  '.notices.scheduledFor': ['Fri 18 Dec, 9 PM', '(<t:1795870800:F> · <t:1795870800:R>)'],
  '.notices.again': ['<t:1795870800:f>', '<t:1795870800:R>'],
  '.notices.expires': ['Fri 18 Dec, 9 PM', '<t:1795870800:R>'],
  '.notices.difference': ['장소', 'A', 'B'],
  '.notices.withdrawn.what': ['Night', 'Fri 18 Dec, 9 PM'],
  '.notices.publishNow.ask': ['Night', '@club'],
  '.notices.status.due': ['Fri 18 Dec, 9 PM', '<t:1795870800:R>'],
  '.notices.status.awaiting': ['Fri 18 Dec, 9 PM', '<t:1795870800:R>'],
  '.schedule.when.ask': ['half_day', '8시'],
  '.schedule.when.pastWithNext': ['Tue 1 Dec, 7 PM', 'Wed 2 Dec, 7 PM'],
  '.schedule.when.unreadable': ['no_such_time', '25시'],
  '.schedule.planned': ['Wed 2 Dec, 8 PM', '<t:1795870800:F>'],
  '.schedule.moved': ['Wed 2 Dec, 8 PM', '<t:1795870800:F>'],
  '.schedule.campaign.skipped': ['too_soon', 'A, B'],
  '.approval.when': ['Fri 18 Dec, 9 PM', '<t:1795870800:R>'],
  '.approval.by': ['<@1>', 2],
  '.approval.approved': ['<@1>', '<t:1795870800:R>', 2],
  '.approval.rejected': ['<@1>', '<t:1795870800:R>', 2],
  '.approval.since': [2, 'A, B'],
  '.approval.remind': [
    { roles: '<@&1>', event: 'Night', exact: '<t:1:F>', relative: '<t:1:R>', link: 'https://a' },
  ],
  '.approval.decidedAlready': ['<@1>', '<@2>', 'A'],
  '.approval.decidedByYou': ['<@1>', 'A'],
  '.approval.beyondRecall': ['<@1>', 'A'],
  '.approval.notApprover': ['<@1>', '<@&2>'],
  '.approval.asap': ['Fri 18 Dec, 9 PM'],
  '.approval.notWaiting': ['<@1>', 'A'],
  '.approval.reasonSaved': ['<@1>', 'A'],
  '.settings.missing': ['<#1>', 'A'],
  '.settings.optionalMissing': ['<#1>', 'A'],
  '.settings.roleGone': ['A', 2],
  '.stats.heading': [30, 3, false],
  '.stats.partly': [2, 3],
  '.errors.unexpected': ['ABC123'],
} satisfies Partial<Record<`.${keyof Messages}.${string}`, unknown[]>>;

function sample(text: SampledText, path: string): string {
  const fallback = path.startsWith('.errors.refusals') ? [{ event: 'Night', guildId: '1' }] : [1];
  const result = text(...(ARGUMENTS[path] ?? fallback));
  expect(result, path).not.toMatch(/undefined|NaN|\[object/);
  return result;
}
