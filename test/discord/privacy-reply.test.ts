import { randomBytes } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { OutdatedComponentError } from '../../src/discord/outdated-component.ts';
import { exportFile, parsePrivacyChoice } from '../../src/discord/privacy-reply.ts';
import type { PersonalExport } from '../../src/posts/personal-data.ts';
import { NOW } from './make-post.ts';

function makeExport(overrides: Partial<PersonalExport> = {}): PersonalExport {
  return {
    userId: '200000000000000001',
    posts: [],
    revisionsOfOthersPosts: [],
    schedules: [],
    decisions: [],
    notices: [],
    instagramAccounts: [],
    signIns: [],
    connections: [],
    linkCodes: [],
    eventExtras: [],
    usage: [],
    audit: [],
    mentions: [],
    ...overrides,
  };
}

function lineWith(text: string): PersonalExport['audit'][number] {
  const details = { text };
  return { guildId: null, at: '2026-12-01T12:00:00.000Z', action: 'a.b', subject: 's', details };
}

describe('the file of an export', () => {
  it('is JSON that people can read', async () => {
    const file = await exportFile(makeExport({ audit: [lineWith('한글')] }), NOW);
    expect(file?.name).toBe('rite-bot-2026-12-01.json');
    expect(file?.data.toString('utf8')).toContain('\n  "userId": "200000000000000001",\n');
    expect(file?.data.toString('utf8')).toContain('한글');
  });

  it('is compressed where Discord would not take it as it is', async () => {
    const audit = Array.from({ length: 10 }, () => lineWith('긴 글 '.repeat(150_000)));
    const file = await exportFile(makeExport({ audit }), NOW);
    expect(file?.name).toBe('rite-bot-2026-12-01.json.gz');
    expect(file?.data.length).toBeLessThan(1_000_000);
    expect(JSON.parse(gunzipSync(file?.data ?? Buffer.alloc(0)).toString('utf8'))).toMatchObject({
      audit,
    });
  });

  it('is none where even that would be too large', async () => {
    const audit = [lineWith(randomBytes(10 * 1024 * 1024).toString('base64'))];
    expect(await exportFile(makeExport({ audit }), NOW)).toBeUndefined();
  });

  it('has the date of Seoul in its name', async () => {
    const morning = Date.parse('2026-12-02T08:59:00+09:00');
    expect((await exportFile(makeExport(), morning))?.name).toBe('rite-bot-2026-12-02.json');
  });
});

describe('the buttons', () => {
  it('are read as they were made, and nothing else is', () => {
    expect(parsePrivacyChoice('privacy-delete:keep')).toBe('keep');
    expect(parsePrivacyChoice('privacy-delete:1795870800000')).toEqual({ until: 1795870800000 });
    for (const id of ['privacy-delete', 'privacy-delete:', 'privacy-delete:all', 'x:1e9']) {
      expect(() => parsePrivacyChoice(id)).toThrow(OutdatedComponentError);
    }
  });
});
