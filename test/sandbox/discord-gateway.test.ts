import { once } from 'node:events';
import { Events, type Interaction, SlashCommandBuilder } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { SandboxDiscord } from '../../sandbox/discord/index.ts';
import { Bot, codeOf, eventually, ManualClock } from './discord-client.ts';

const PING = new SlashCommandBuilder().setName('ping').setDescription('Answers').toJSON();

async function pong(interaction: Interaction): Promise<void> {
  if (interaction.isChatInputCommand()) await interaction.reply(`pong ${interaction.guildId}`);
}

async function meet(options: Parameters<typeof SandboxDiscord.start>[0] = {}) {
  const discord = await SandboxDiscord.start(options);
  const guild = discord.createGuild({ name: 'Crew' });
  const mina = guild.addMember({ username: 'mina' });
  const bot = await Bot.start(discord, { onInteraction: pong });
  await bot.client.application.commands.set([PING]);
  return {
    discord,
    guild,
    mina,
    bot,
    async [Symbol.asyncDispose]() {
      await bot[Symbol.asyncDispose]();
      await discord[Symbol.asyncDispose]();
    },
  };
}

/** Speaks the gateway by hand, for what discord.js never does. */
async function connect(discord: SandboxDiscord) {
  const socket = new WebSocket(`ws://127.0.0.1:${discord.port}/?v=10&encoding=json`);
  await once(socket, 'message');
  const closed = once(socket, 'close').then(([code]) => code as number);
  return { socket, closed, send: (payload: unknown) => socket.send(JSON.stringify(payload)) };
}

describe('starting', () => {
  test('a port in use is named', async () => {
    await using discord = await SandboxDiscord.start();
    await expect(SandboxDiscord.start({ port: discord.port })).rejects.toThrow(
      `Port ${discord.port} on 127.0.0.1 is already in use`,
    );
  });

  test('a token that discord.js would cut is refused', async () => {
    await expect(SandboxDiscord.start({ botToken: 'bot-token' })).rejects.toThrow('must not start');
  });

  test('a wrong token is refused, by both doors', async () => {
    await using discord = await SandboxDiscord.start();
    await using bot = new Bot(discord);
    await expect(bot.client.login('wrong')).rejects.toThrow('invalid token');
    const { send, closed } = await connect(discord);
    send({ op: 2, d: { token: 'wrong', intents: 1, properties: {} } });
    expect(await closed).toBe(4004);
  });

  test('privileged intents are refused with 4014, unknown ones with 4013', async () => {
    await using discord = await SandboxDiscord.start();
    await using bot = new Bot(discord, { intents: 1 | (1 << 15) });
    await expect(bot.client.login(discord.botToken)).rejects.toThrow('disallowed intents');
    const { send, closed } = await connect(discord);
    send({ op: 2, d: { token: discord.botToken, intents: 2 ** 30, properties: {} } });
    expect(await closed).toBe(4013);
  });

  test('nonsense on the wire closes the connection with the code for it', async () => {
    await using discord = await SandboxDiscord.start();
    const nonsense = await connect(discord);
    nonsense.socket.send('{');
    const unknownOpcode = await connect(discord);
    unknownOpcode.send({ op: 99 });
    const badShard = await connect(discord);
    badShard.send({ op: 2, d: { token: discord.botToken, intents: 1, shard: [2, 2] } });
    const unidentified = await connect(discord);
    unidentified.send({ op: 3, d: {} });
    const closings = [nonsense, unknownOpcode, badShard, unidentified].map((one) => one.closed);
    expect(await Promise.all(closings)).toEqual([4002, 4001, 4010, 4003]);
  });

  test('the bot knows its guilds, and a guild in an outage only by id', async () => {
    await using discord = await SandboxDiscord.start();
    const guild = discord.createGuild({ name: 'Crew', preferredLocale: 'ko' });
    const lost = discord.createGuild({ name: 'Lost', available: false });
    await using bot = await Bot.start(discord, { waitGuildTimeout: 10 });
    const { cache } = bot.client.guilds;
    expect([cache.get(guild.id)?.preferredLocale, cache.get(lost.id)?.available]).toEqual([
      'ko',
      false,
    ]);
    expect((await bot.client.guilds.fetch(guild.id)).name).toBe('Crew');
    expect((await cache.get(guild.id)?.members.fetchMe())?.user.username).toBe('rite-bot');
  });

  test('guilds that come and go, new channels and roles reach a running bot', async () => {
    await using world = await meet();
    const { client } = world.bot;
    const joined = once(client, Events.GuildCreate);
    const guild = world.discord.createGuild({ name: 'Second' });
    await joined;
    const role = guild.createRole({ name: 'staff' });
    const created = once(client, Events.ChannelCreate);
    const channel = guild.createChannel({ name: 'office' });
    await created;
    expect(client.guilds.cache.get(guild.id)?.roles.cache.get(role.id)?.name).toBe('staff');
    expect(client.channels.cache.has(channel.id)).toBe(true);
    const left = once(client, Events.GuildDelete);
    world.discord.removeGuild(guild.id);
    await left;
    expect(client.guilds.cache.has(guild.id)).toBe(false);
  });

  test('three shards share the guilds, and each command goes to the shard of its guild', async () => {
    await using discord = await SandboxDiscord.start({ shards: 3 });
    const guilds = Array.from({ length: 9 }, (_, index) =>
      discord.createGuild({ name: `Crew ${index}` }),
    );
    await using bot = await Bot.start(discord, { shards: 'auto', onInteraction: pong });
    await bot.client.application.commands.set([PING]);
    const answers = await Promise.all(
      guilds.map(async (guild) => {
        const exchange = await guild.addMember({ username: 'mina' }).command('ping');
        return (await exchange.reply()).content;
      }),
    );
    expect(answers).toEqual(guilds.map((guild) => `pong ${guild.id}`));
    const shardIds = bot.client.guilds.cache.map((guild) => guild.shardId).sort();
    expect(shardIds).toEqual([0, 0, 0, 1, 1, 1, 2, 2, 2]);
    expect(discord.gateway.identifies).toBe(3);
  });
});

describe('losing the connection', () => {
  test('after a dropped socket the session is resumed and a missed command replayed', async () => {
    await using world = await meet();
    const resumed = once(world.bot.client, Events.ShardResume);
    world.discord.dropSockets();
    const exchange = await world.mina.command('ping');
    expect((await exchange.reply()).content).toContain('pong');
    await resumed;
    expect(world.discord.gateway).toMatchObject({ identifies: 1, resumes: 1, connections: 1 });
  });

  test('a command that was missed for too long arrives, but can no longer be answered', async () => {
    const clock = new ManualClock();
    await using world = await meet({ now: clock.now });
    const codes: unknown[] = [];
    world.bot.client.removeAllListeners(Events.InteractionCreate);
    world.bot.client.on(Events.InteractionCreate, async (interaction) => {
      if (interaction.isChatInputCommand()) codes.push(await codeOf(interaction.reply('late')));
    });
    world.discord.dropSockets();
    const exchange = await world.mina.command('ping');
    clock.advance(3500);
    await expect(exchange.reply()).rejects.toThrow('did not respond');
    await eventually(() => codes).toEqual([10062]);
  });

  test('when the resume is refused, the bot identifies anew and misses what happened', async () => {
    const clock = new ManualClock();
    await using world = await meet({ now: clock.now });
    world.discord.refuseResumes(1);
    const ready = once(world.bot.client, Events.ShardReady);
    world.discord.dropSockets();
    const missed = await world.mina.command('ping');
    await ready;
    clock.advance(3001);
    await expect(missed.reply()).rejects.toThrow('did not respond');
    expect((await (await world.mina.command('ping')).reply()).content).toContain('pong');
    expect(world.discord.gateway).toMatchObject({ identifies: 2, resumes: 0, sessions: 1 });
  });

  test('asked to reconnect, the bot resumes', async () => {
    await using world = await meet();
    const resumed = once(world.bot.client, Events.ShardResume);
    world.discord.requestReconnect();
    await resumed;
    expect(world.discord.gateway.resumes).toBe(1);
  });

  test('when heartbeats are not acknowledged any more, the bot gives the connection up', async () => {
    await using world = await meet({ heartbeatIntervalMs: 100 });
    const resumed = once(world.bot.client, Events.ShardResume);
    world.discord.stopAcks();
    await resumed;
    expect(world.discord.gateway).toMatchObject({ identifies: 1, resumes: 1 });
  });

  test('a frozen connection carries nothing until it thaws', async () => {
    await using world = await meet();
    world.discord.freezeSockets();
    const exchange = await world.mina.command('ping');
    await expect(exchange.reply({ timeoutMs: 100 })).rejects.toThrow('nothing came within 100 ms');
    world.discord.thawSockets();
    expect((await exchange.reply()).content).toContain('pong');
  });

  test('a revoked token ends the session and every later call', async () => {
    await using world = await meet();
    const invalidated = once(world.bot.client, Events.ShardDisconnect);
    world.discord.revokeToken();
    const [{ code }] = (await invalidated) as [{ code: number }];
    expect(code).toBe(4004);
    await expect(
      world.bot.client.users.fetch(world.mina.id, { force: true }),
    ).rejects.toMatchObject({ status: 401 });
  });

  test('a bot that left in order has no session to come back to', async () => {
    await using world = await meet();
    await world.bot.client.destroy();
    await eventually(() => world.discord.gateway.sessions).toBe(0);
  });

  test('two instances of the bot hear the same command: one answers, the other is refused', async () => {
    await using world = await meet();
    const codes: unknown[] = [];
    await using twin = await Bot.start(world.discord, {
      onInteraction: async (interaction) => {
        if (interaction.isChatInputCommand()) codes.push(await codeOf(interaction.reply('twin')));
      },
    });
    const exchange = await world.mina.command('ping');
    await exchange.reply();
    await eventually(
      () => codes.length + world.bot.errors.length + twin.errors.length,
    ).toBeGreaterThan(0);
    const callbacks = world.discord.requests.filter((one) => one.route.endsWith('/callback'));
    await eventually(() => callbacks.map((one) => one.status).sort()).toEqual([204, 400]);
  });
});
