import { PermissionFlagsBits, Routes } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { SandboxDiscord } from '../../sandbox/discord/index.ts';
import { Bot, codeOf } from './discord-client.ts';

const PNG = `data:image/png;base64,${Buffer.from('89504e470d0a1a0a', 'hex').toString('base64')}`;
const HOUR_MS = 3_600_000;

async function meet(permissions?: bigint) {
  const discord = await SandboxDiscord.start();
  const guild = discord.createGuild({
    name: 'Crew',
    ...(permissions === undefined ? {} : { bot: { permissions } }),
  });
  const bot = await Bot.start(discord);
  const { rest } = bot.client;
  const path = Routes.guildScheduledEvents(guild.id);
  return {
    discord,
    guild,
    rest,
    path,
    make: (body: unknown) => codeOf(rest.post(path, { body })),
    async [Symbol.asyncDispose]() {
      await bot[Symbol.asyncDispose]();
      await discord[Symbol.asyncDispose]();
    },
  };
}

const at = (hours: number) => new Date(Date.now() + hours * HOUR_MS).toISOString();
const event = (changes: object = {}) => ({
  name: 'Night',
  privacy_level: 2,
  entity_type: 3,
  scheduled_start_time: at(1),
  scheduled_end_time: at(5),
  entity_metadata: { location: 'Club' },
  ...changes,
});

describe('an event of a guild', () => {
  test('is made, listed, changed and deleted', async () => {
    await using crew = await meet();
    const made = (await crew.rest.post(crew.path, { body: event({ image: PNG }) })) as {
      readonly id: string;
    };
    expect(made).toMatchObject({ name: 'Night', status: 1, creator_id: crew.discord.botUserId });
    const own = Routes.guildScheduledEvent(crew.guild.id, made.id);
    await crew.rest.patch(own, { body: { name: 'Later night' } });
    expect(await crew.rest.get(crew.path)).toMatchObject([{ id: made.id, name: 'Later night' }]);
    await crew.rest.delete(own);
    expect(await crew.rest.get(crew.path)).toEqual([]);
    expect(await codeOf(crew.rest.patch(own, { body: { name: 'x' } }))).toBe(10070);
    expect(crew.discord.violations).toEqual([]);
  });

  test('that is cancelled cannot be changed any more', async () => {
    await using crew = await meet();
    const { id } = (await crew.rest.post(crew.path, { body: event() })) as { readonly id: string };
    const own = Routes.guildScheduledEvent(crew.guild.id, id);
    await crew.rest.patch(own, { body: { status: 4 } });
    expect(await codeOf(crew.rest.patch(own, { body: { name: 'x' } }))).toBe(180000);
  });

  test('takes the permission to create events', async () => {
    await using crew = await meet(PermissionFlagsBits.ManageEvents);
    expect(await crew.make(event())).toBe(50013);
    expect(crew.discord.violations).toEqual([]);
  });

  test.for<[string, object, string]>([
    ['a name over 100', { name: 'x'.repeat(101) }, 'name'],
    ['a description over 1,000', { description: 'x'.repeat(1001) }, 'description'],
    ['a start in the past', { scheduled_start_time: at(-1) }, 'scheduled_start_time'],
    ['an end before the start', { scheduled_end_time: at(0.5) }, 'scheduled_end_time'],
    ['no end', { scheduled_end_time: undefined }, 'scheduled_end_time'],
    ['no place', { entity_metadata: { location: '' } }, 'entity_metadata.location'],
    ['a place over 100', { entity_metadata: { location: 'x'.repeat(101) } }, 'entity_metadata'],
    ['a picture that is none', { image: 'data:image/png;base64,AAAA' }, 'image'],
  ])('with %s is refused and recorded', async ([, changes, where]) => {
    await using crew = await meet();
    expect(await crew.make(event(changes))).toBe(50035);
    expect(crew.discord.violations.join()).toContain(where);
  });
});
