import { describe, expect, it } from 'vitest';
import { removeDepartedServers } from '../../src/posts/departed-servers.ts';
import { makeContext } from '../jobs/pictures.ts';
import { openPrivacy } from '../posts/privacy-stage.ts';
import { NOW } from './make-post.ts';
import { Stage, type StageOptions } from './stage.ts';

const DAY = 24 * 60 * 60 * 1000;

/** A gateway that writes down in a real database where the bot is, and a server of which something is kept. */
async function openCrew(options: StageOptions = {}) {
  const parts = new AsyncDisposableStack();
  let opened: Stage | undefined;
  const clock = () => opened?.clock.now ?? NOW;
  const kept = parts.use(await openPrivacy(clock));
  const { departures, posts } = kept.stores;
  const stage = parts.use(await Stage.open({ ...options, gateway: { departures } }));
  opened = stage;
  const { guild } = stage;
  const draft = await kept.draft(['a'], { guildId: guild.id, by: stage.minji.id });
  return {
    stage,
    guild,
    departures,
    /** The job of the night. */
    clean: removeDepartedServers({
      ...kept.options,
      departures,
      onFailed: () => {},
      isPresent: (guildId) => stage.gateway.isPresent(guildId),
    }),
    isKept: async () => (await posts.findPost(guild.id, draft.id)) !== undefined,
    files: kept.files,
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
}

describe('a server that throws the bot out', () => {
  it('is forgotten after 30 days, with its files', async () => {
    await using crew = await openCrew();
    const { stage, guild, clean } = crew;
    stage.discord.removeGuild(guild.id);
    await stage.logged('server left');
    expect(stage.gateway.isPresent(guild.id)).toBe(false);
    stage.clock.now += 30 * DAY;
    await clean(makeContext());
    expect(await crew.isKept()).toBe(true);
    stage.clock.now += 1;
    expect(await clean(makeContext())).toBe('1 servers removed, 1 files deleted');
    expect(await crew.isKept()).toBe(false);
    expect(await crew.files()).toEqual([]);
  });

  it('keeps everything when it invites the bot again in time', async () => {
    await using crew = await openCrew();
    const { stage, guild, departures, clean } = crew;
    stage.discord.removeGuild(guild.id);
    await stage.logged('server left');
    stage.discord.createGuild({ name: guild.name, id: guild.id });
    await stage.logged('server joined');
    expect(await departures.due(Number.MAX_SAFE_INTEGER)).toEqual([]);
    stage.clock.now += 40 * DAY;
    await clean(makeContext());
    expect(await crew.isKept()).toBe(true);
  });

  it('is noticed at the next start when the bot was not there to see it', async () => {
    await using crew = await openCrew();
    const { stage, guild, departures } = crew;
    await stage.gateway[Symbol.asyncDispose]();
    stage.discord.removeGuild(guild.id);
    stage.discord.createGuild({ name: '다른 클럽' });
    stage.logs.length = 0;
    await stage.restart();
    await stage.logged('servers compared');
    expect(await departures.due(stage.clock.now + 1)).toEqual([guild.id]);
  });

  it('is noticed when a new session had to begin', async () => {
    await using crew = await openCrew();
    const { stage, guild, departures } = crew;
    stage.discord.createGuild({ name: '다른 클럽' });
    stage.logs.length = 0;
    stage.discord.refuseResumes(1);
    stage.discord.dropSockets();
    stage.discord.removeGuild(guild.id);
    await expect.poll(() => stage.discord.gateway.identifies, { timeout: 12_000 }).toBe(2);
    await stage.logged('servers compared');
    expect(await departures.due(stage.clock.now + 1)).toEqual([guild.id]);
    expect(stage.gateway.isPresent(guild.id)).toBe(false);
  }, 20_000);
});

describe('a server that is out of order', () => {
  it('has not left, neither while the bot runs nor when it starts', async () => {
    await using crew = await openCrew();
    const { stage, guild, departures } = crew;
    stage.discord.takeDown(guild.id);
    stage.logs.length = 0;
    await stage.restart();
    await stage.logged('servers compared');
    expect(stage.gateway.isPresent(guild.id)).toBe(true);
    stage.discord.bringBack(guild.id);
    expect(await (await stage.minji.command('help')).reply()).toBeDefined();
    expect(await departures.due(Number.MAX_SAFE_INTEGER)).toEqual([]);
    expect(stage.logs.map(({ msg }) => msg)).not.toContain('server joined');
  });
});

describe('a server whose return could not be written down', () => {
  it('is not forgotten as long as the bot is in it', async () => {
    await using crew = await openCrew();
    const { stage, guild, departures, clean } = crew;
    await departures.left(guild.id, stage.clock.now - 40 * DAY);
    expect(await clean(makeContext())).toBe('0 servers removed, 0 files deleted');
    expect(await crew.isKept()).toBe(true);
    expect(await departures.due(Number.MAX_SAFE_INTEGER)).toEqual([]);
  });
});
