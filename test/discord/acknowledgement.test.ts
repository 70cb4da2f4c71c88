import { expect, it } from 'vitest';
import type { Command } from '../../src/discord/command.ts';
import { NOW } from './make-post.ts';
import { Stage } from './stage.ts';

const CALLBACK = '/interactions/:interaction/:token/callback';
const ORIGINAL = '/webhooks/:application/:token/messages/@original';
const EVENT = { event: 'event-47' };

it('acknowledges before it asks anybody anything', async () => {
  await using stage = await Stage.open();
  const { promise: gate, resolve: open } = Promise.withResolvers<void>();
  stage.posts.gate = gate;
  const exchange = await stage.minji.command('post lineup', EVENT);
  expect(await exchange.acknowledged()).toMatchObject({ ephemeral: false });
  expect(stage.posts.requests.length).toBeLessThanOrEqual(1);
  open();
  expect((await exchange.reply()).content).toContain('라인업');
});

it('does nothing more when Discord no longer knows the interaction (10062)', async () => {
  await using stage = await Stage.open();
  stage.discord.fault({
    route: CALLBACK,
    status: 404,
    body: { message: 'Unknown interaction', code: 10062 },
  });
  await stage.minji.command('post lineup', EVENT);
  await stage.logged('interaction expired unacknowledged');
  expect(stage.posts.requests).toEqual([]);
  expect(stage.discord.requests.some(({ route }) => route === ORIGINAL)).toBe(false);
});

it('answers although the clock of this machine is an hour fast', async () => {
  const fast = { clock: () => NOW + 3_600_000 };
  await using stage = await Stage.open({ gateway: fast });
  const exchange = await stage.minji.command('post lineup', EVENT);
  expect((await exchange.reply()).attachments).toHaveLength(1);
  expect(stage.acknowledged).toMatchObject([{ ageMs: 3_600_000 }]);
});

it('answers although Discord said 502 to an acknowledgement that it had taken (40060)', async () => {
  await using stage = await Stage.open();
  stage.discord.fault({ route: CALLBACK, status: 502, afterEffect: true });
  const exchange = await stage.minji.command('post lineup', EVENT);
  expect((await exchange.reply()).attachments).toHaveLength(1);
  const statuses = stage.discord.requests
    .filter(({ route }) => route === CALLBACK)
    .map(({ status }) => status);
  expect(statuses).toEqual([502, 400]);
});

it('keeps a private answer private after such a 502', async () => {
  await using stage = await Stage.open();
  stage.discord.fault({ route: CALLBACK, status: 502, afterEffect: true });
  expect((await (await stage.minji.command('events')).reply()).ephemeral).toBe(true);
});

it.each([{ afterEffect: true }, { afterEffect: false }])(
  'acknowledges again when the connection breaks: %o',
  async (fault) => {
    await using stage = await Stage.open();
    stage.discord.fault({ route: CALLBACK, hangUp: true, ...fault });
    const exchange = await stage.minji.command('post lineup', EVENT);
    expect((await exchange.reply()).attachments).toHaveLength(1);
  },
);

it('gives up quietly when the acknowledgement fails for good, and lives on', async () => {
  await using stage = await Stage.open();
  stage.discord.fault({ route: CALLBACK, status: 500, times: 4 });
  await stage.minji.command('post lineup', EVENT);
  await stage.logged('interaction not answered');
  expect(stage.posts.requests).toEqual([]);
  await (await stage.minji.command('post lineup', EVENT)).reply();
});

it.each([
  { hangUp: true, afterEffect: true },
  { hangUp: true },
  { status: 502 },
  { status: 502, afterEffect: true },
])('repeats an answer that Discord may not have taken, with one poster: %o', async (fault) => {
  await using stage = await Stage.open();
  stage.discord.fault({ method: 'PATCH', route: ORIGINAL, ...fault });
  const exchange = await stage.minji.command('post lineup', EVENT);
  await stage.logged('interaction answered');
  const reply = await exchange.reply();
  expect(reply.attachments.map(({ filename }) => filename)).toEqual(['lineup-night.jpg']);
  expect(stage.minji.messages).toHaveLength(1);
});

it('says so when the answer itself is refused', async () => {
  await using stage = await Stage.open();
  stage.discord.fault({
    method: 'PATCH',
    route: ORIGINAL,
    status: 413,
    body: { message: 'Request entity too large', code: 40005 },
  });
  const exchange = await stage.minji.command('post lineup', EVENT);
  expect((await exchange.reply()).content).toMatch(/^문제가 생겨 끝내지 못했습니다/);
});

it('survives an answer that nobody can see any more', async () => {
  await using stage = await Stage.open();
  const { promise: gate, resolve: open } = Promise.withResolvers<void>();
  stage.posts.gate = gate;
  const exchange = await stage.minji.command('post lineup', EVENT);
  await exchange.acknowledged();
  stage.clock.now += 16 * 60_000;
  open();
  await stage.logged('interaction not answered');
  // Discord says 401 to it, which is not about the token.
  expect(stage.gateway.health.connected).toBe(true);
  stage.posts.gate = Promise.resolve();
  await (await stage.minji.command('post lineup', EVENT)).reply();
});

it('tells the person when a command or a menu no longer exists', async () => {
  await using stage = await Stage.open();
  const message = await (await stage.minji.command('post lineup', EVENT)).reply();
  const before = message.content;
  await stage.restart({ commands: [], components: [] });
  const command = await (await stage.minji.command('post lineup', EVENT)).reply();
  expect(command).toMatchObject({ ephemeral: true });
  expect(command.content).toMatch(/^지금은 없는 명령입니다/);
  const menu = await (await stage.minji.select(message, 'theme', ['neon'])).reply();
  expect(menu).toMatchObject({ ephemeral: true });
  expect(menu.content).toMatch(/^이 버튼이나 메뉴는 이제 쓸 수 없습니다/);
  expect(message.content).toBe(before);
});

it('explains itself when a command throws before it returns a promise', async () => {
  await using stage = await Stage.open();
  const [post] = stage.gatewayOptions.commands as [Command];
  const execute = () => {
    throw new Error('at once');
  };
  await stage.restart({ commands: [{ data: post.data, acknowledge: 'public', execute }] });
  const reply = await (await stage.minji.command('post lineup', EVENT)).reply();
  expect(reply.content).toMatch(/^문제가 생겨 끝내지 못했습니다/);
});
