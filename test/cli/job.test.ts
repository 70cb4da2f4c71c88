import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { JOB_NAMES } from '../../src/jobs.ts';
import { openDatabase } from '../../src/storage/database.ts';
import { storesOf } from '../../src/storage/stores.ts';
import { answering, startScriptedServer } from '../fixtures/scripted-server.ts';
import { makeDraft } from '../storage/make-draft.ts';
import { openTerminal } from './terminal.ts';

const terminal = openTerminal();
const DAY_MS = 24 * 60 * 60 * 1000;
const JSON_TYPE = { 'content-type': 'application/json' };

describe('job', () => {
  it.each(JOB_NAMES)('%s runs by hand on an empty database and says what it did', async (name) => {
    await using discord = await startScriptedServer(answering(200, '[]', JSON_TYPE));
    const { code, stdout, stderr } = await terminal.rite(['job', name], {
      DISCORD_TOKEN: 'the.bot.token',
      DISCORD_API_URL: discord.url,
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(new RegExp(`^${name}: .+\\n$`));
  });

  describe('departed-servers', () => {
    const departed = ['1', '2'].map((end) => `10000000000000010${end}`);
    const [back = '', gone = ''] = departed;

    /** What is kept for two servers that seem to have been left long ago, after the job. */
    async function keptAfter(variables: Record<string, string>) {
      await using database = await openDatabase(join(terminal.folder, 'data', 'rite-bot.db'));
      const { posts, departures } = storesOf(database, Date.now);
      for (const guildId of departed) {
        await posts.createDraft(makeDraft({ guildId }));
        await departures.left(guildId, Date.now() - 31 * DAY_MS);
      }
      const outcome = await terminal.rite(['job', 'departed-servers'], variables);
      const count = (guildId: string) => posts.countPosts({ guildId }, 10);
      return { ...outcome, back: await count(back), gone: await count(gone) };
    }

    it.each([
      ['without a token', {}, 'DISCORD_TOKEN is missing: departed-servers asks Discord'],
      ['when the token is refused', { DISCORD_TOKEN: 'wrong.token' }, 'DISCORD_TOKEN is refused'],
    ])('removes nothing %s', async (_when, variables, sentence) => {
      await using discord = await startScriptedServer(answering(401, '{}', JSON_TYPE));
      const settings = { DISCORD_API_URL: discord.url, ...variables };
      const { code, stderr, back, gone } = await keptAfter(settings);
      expect(code).toBe(2);
      expect(stderr).toContain(sentence);
      expect([back, gone]).not.toContain(0);
    });

    it('asks Discord for all servers, page by page, and spares one that came back unseen', async () => {
      const others = Array.from({ length: 200 }, (_, n) => ({ id: `${100_000 + n}` }));
      await using discord = await startScriptedServer(
        answering(200, JSON.stringify(others), JSON_TYPE),
        answering(200, JSON.stringify([{ id: back }]), JSON_TYPE),
      );
      const settings = { DISCORD_TOKEN: 'the.bot.token', DISCORD_API_URL: discord.url };
      const outcome = await keptAfter(settings);
      expect(outcome).toMatchObject({
        code: 0,
        stdout: expect.stringMatching(/^departed-servers: 1 servers removed/),
        gone: 0,
      });
      expect(outcome.back).toBeGreaterThan(0);
      expect(discord.requests).toEqual([
        'GET /v10/users/@me/guilds?limit=200&after=0',
        'GET /v10/users/@me/guilds?limit=200&after=100199',
      ]);
    });
  });

  it.each([
    [['job'], `the job must be one of ${JOB_NAMES.join(', ')}, not ""`],
    [['job', 'clean'], `the job must be one of ${JOB_NAMES.join(', ')}, not "clean"`],
    [['job', 'sweep', 'clean-up'], 'one job at a time'],
  ])('%j is refused', async (args, sentence) => {
    expect(await terminal.rite(args)).toEqual({
      code: 2,
      stdout: '',
      stderr: `rite-bot: ${sentence}\n`,
    });
  });
});
