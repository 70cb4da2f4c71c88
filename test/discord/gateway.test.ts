import { expect, it } from 'vitest';
import { DiscordGateway } from '../../src/discord/gateway.ts';
import { registerCommands } from '../../src/discord/registration.ts';
import { Stage } from './stage.ts';

const EVENT = { event: 'event-47' };

it('asks for no privileged intent and knows how it is', async () => {
  await using stage = await Stage.open({
    heartbeatIntervalMs: 20,
    gateway: { checkIntervalMs: 5 },
  });
  await expect.poll(() => stage.gateway.health.ping).toBeGreaterThanOrEqual(0);
  expect(stage.gateway.health).toMatchObject({
    connected: true,
    guilds: 1,
    lastEventAt: stage.clock.now,
  });
});

it('serves every server when Discord asks for several connections', async () => {
  await using stage = await Stage.open({ shards: 2 });
  const other = stage.discord.createGuild({ name: '다른 클럽' });
  const people = [stage.minji, other.addMember({ username: 'jisu' })];
  for (const person of people) await (await person.command('post lineup', EVENT)).reply();
  expect(stage.discord.gateway.identifies).toBe(2);
  expect(new Set(stage.posts.requests.map(({ guildId }) => guildId)).size).toBe(2);
});

it('takes a dropped connection up again and answers what was asked meanwhile', async () => {
  await using stage = await Stage.open();
  stage.discord.dropSockets();
  const exchange = await stage.minji.command('post lineup', EVENT);
  expect((await exchange.reply()).attachments).toHaveLength(1);
  expect(stage.discord.gateway).toMatchObject({ identifies: 1, resumes: 1 });
});

it('does not answer what was asked too long before it was back', async () => {
  await using stage = await Stage.open();
  stage.discord.dropSockets();
  await stage.minji.command('post lineup', EVENT);
  stage.clock.now += 5000;
  await stage.logged('interaction dropped: replayed too late to be acknowledged');
  expect(stage.posts.requests).toEqual([]);
});

it('ends with a sentence that says what to do when the token is lost', async () => {
  await using stage = await Stage.open();
  stage.discord.revokeToken();
  const error = await stage.fatal;
  expect(error.loss).toBe('refused');
  expect(error.message).toMatch(/refused the bot token; make a new one/);
  expect(stage.gateway.health.connected).toBe(false);
  // The sentence is for the operator; a stack would bury it.
  const line = await stage.logged('connection to Discord lost');
  expect(line).toMatchObject({ level: 60, loss: 'refused', reason: error.message });
  expect(JSON.stringify(line)).not.toContain('stack');
});

it('ends when the token is wrong from the start', async () => {
  await using stage = await Stage.open();
  const errors: Error[] = [];
  await using gateway = secondGateway(stage, {
    token: 'wrong.token',
    onFatal: (e) => errors.push(e),
  });
  await expect(gateway.ready).rejects.toThrow(/refused the bot token/);
  expect(errors).toHaveLength(1);
});

it('ends when Discord cannot be reached at the start', async () => {
  await using stage = await Stage.open();
  const errors: Error[] = [];
  await using gateway = secondGateway(stage, {
    api: 'http://127.0.0.1:1/api',
    onFatal: (e) => errors.push(e),
  });
  await expect(gateway.ready).rejects.toMatchObject({ loss: 'unreachable' });
  expect(errors).toHaveLength(1);
});

it('ends when Discord has been silent for two minutes on an open connection', async () => {
  await using stage = await Stage.open({ gateway: { checkIntervalMs: 2 } });
  stage.discord.freezeSockets();
  for (const _check of Array(5)) await stage.clock.pass(30_000);
  const error = await stage.fatal;
  expect(error.loss).toBe('silent');
  expect(error.message).toMatch(/nothing for 150 s .* start the bot again/);
  stage.discord.thawSockets();
});

it('bears a network outage of minutes, and ends when there is no connection for a quarter of an hour', async () => {
  await using stage = await Stage.open({ gateway: { checkIntervalMs: 2 } });
  await stage.discord[Symbol.asyncDispose]();
  await stage.logged('gateway reconnecting');
  for (const _check of Array(30)) await stage.clock.pass(30_000);
  expect(stage.logs.some(({ level }) => level === 60)).toBe(false);
  await stage.clock.pass(30_000);
  const error = await stage.fatal;
  expect(error.loss).toBe('unreachable');
  expect(error.message).toMatch(
    /no working connection to Discord for 16 minutes; start the bot again/,
  );
});

it('takes heartbeats for a sign of life', async () => {
  await using stage = await Stage.open({
    heartbeatIntervalMs: 10,
    gateway: { checkIntervalMs: 2 },
  });
  for (const _check of Array(10)) {
    const before = stage.clock.now;
    await stage.clock.pass(30_000);
    await expect.poll(() => stage.gateway.health.lastEventAt).toBeGreaterThan(before);
  }
  expect(stage.gateway.health.connected).toBe(true);
});

it('answers what has been asked before it leaves', async () => {
  await using stage = await Stage.open();
  const { promise: gate, resolve: open } = Promise.withResolvers<void>();
  stage.posts.gate = gate;
  const exchange = await stage.minji.command('post lineup', EVENT);
  await exchange.acknowledged();
  const left = stage.gateway[Symbol.asyncDispose]();
  // Time enough to leave, if it were not for the question.
  const { botToken: token, apiUrl: api } = stage.discord;
  await registerCommands({ token, api, commands: stage.gatewayOptions.commands });
  expect(stage.discord.gateway.connections).toBe(1);
  open();
  expect((await exchange.reply()).attachments).toHaveLength(1);
  await left;
  expect(stage.discord.gateway.connections).toBe(0);
});

it('does not wait for ever for what never ends', async () => {
  await using stage = await Stage.open({ gateway: { drainLimitMs: 1 } });
  stage.posts.gate = new Promise(() => {});
  await (await stage.minji.command('post lineup', EVENT)).acknowledged();
  await stage.gateway[Symbol.asyncDispose]();
  expect(stage.discord.gateway.connections).toBe(0);
});

function secondGateway(
  stage: Stage,
  options: Partial<ConstructorParameters<typeof DiscordGateway>[0]>,
): DiscordGateway {
  return new DiscordGateway({ ...stage.gatewayOptions, ...options });
}
