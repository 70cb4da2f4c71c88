import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { pino } from 'pino';
import { expect, it } from 'vitest';
import { commands } from '../../commands/index.ts';
import { type Actor, type Guild, SandboxDiscord } from '../../sandbox/discord/index.ts';
import { SandboxRite } from '../../sandbox/rite/index.ts';
import { App } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { registerCommands } from '../../src/discord/registration.ts';
import { openDatabase } from '../../src/storage/database.ts';
import { storesOf } from '../../src/storage/stores.ts';
import { NOW } from './bot.ts';
import { pictureOf } from './reply.ts';

const EVENT = 'seoulunderground47';
const MINUTE = 60_000;

it('a post’s picture is served under its token, as it is in the answer, until the post is deleted', async () => {
  await using bot = await WebBot.start();
  const reply = await bot.post();
  const jpeg = pictureOf(reply);
  const { token, post } = await bot.kept();
  const url = `${bot.url}/media/${token}.jpg`;

  const served = await fetch(url);
  expect(served.status).toBe(200);
  expect(served.headers.get('content-type')).toBe('image/jpeg');
  expect(Buffer.from(await served.arrayBuffer()).equals(jpeg)).toBe(true);

  const head = await fetch(url, { method: 'HEAD' });
  expect(head.status).toBe(200);
  expect(head.headers.get('content-length')).toBe(String(jpeg.length));
  const etag = served.headers.get('etag') ?? '';
  expect((await fetch(url, { headers: { 'if-none-match': etag } })).status).toBe(304);
  const part = await fetch(url, { headers: { range: 'bytes=0-1' } });
  expect(part.status).toBe(206);
  expect(Buffer.from(await part.arrayBuffer())).toEqual(jpeg.subarray(0, 2));

  for (const other of [token.replace(/.$/, (sign) => (sign === 'A' ? 'B' : 'A')), hashOf(jpeg)]) {
    expect((await fetch(`${bot.url}/media/${other}.jpg`)).status).toBe(404);
  }
  for (const path of ['/media', '/media/', '/', '/pictures/']) {
    expect((await fetch(bot.url + path)).status).toBe(404);
  }
  await bot.stores(({ posts }) => posts.deletePost({ ...post, by: bot.minji.id, at: NOW }));
  expect((await fetch(url)).status).toBe(404);
  expect(bot.log).not.toContain(token);
});

it('the figures tell of what was made and served, and are for the own network', async () => {
  await using bot = await WebBot.start();
  await bot.post();
  const { token } = await bot.kept();
  await fetch(`${bot.url}/media/${token}.jpg`);
  // One of the jobs that were due at the start.
  await expect.poll(() => bot.text('/metrics')).toMatch(/_count\{operation="job"\} [1-9]/);
  const figures = await bot.text('/metrics');
  expect(figures).toMatch(/^rite_bot_posts_generated_total\{[^}]*template="lineup"[^}]*\} 1$/m);
  expect(figures).toMatch(/^rite_bot_media_\w+\{[^}]*status="200"[^}]*\} 1$/m);
  expect(figures).toContain('rite_bot_render_seconds_count{source="drawn"} 1');
  expect(figures).toMatch(/^rite_bot_rite_seconds_count\{outcome="ok"\} [1-9]/m);
  for (const operation of ['poster.render', 'rite.read', 'image.store', 'post.generate']) {
    const line = `^rite_bot_operation_seconds_count\\{operation="${operation}"\\} [1-9]`;
    expect(figures).toMatch(new RegExp(line, 'm'));
  }
  expect(figures).not.toContain(bot.guildId);
});

it('a bot that is well says so', async () => {
  await using bot = await WebBot.start();
  expect(await bot.json('/healthz')).toMatchObject({ status: 200, body: { status: 'up' } });
  expect(await bot.json('/readyz')).toEqual({
    status: 200,
    body: {
      status: 'ready',
      checks: {
        database: { ok: true },
        gateway: { ok: true },
        disk: { ok: true },
        fonts: { ok: true },
      },
    },
  });
});

it('a bot whose database was taken away is alive and not ready, until it is back', async () => {
  await using bot = await WebBot.start();
  await rename(bot.database, `${bot.database}.away`);
  bot.clock.now += MINUTE;
  expect(await bot.json('/readyz')).toMatchObject({
    status: 503,
    body: {
      status: 'not_ready',
      checks: {
        database: {
          ok: false,
          reason: 'The database cannot be used; the log says why.',
        },
        gateway: { ok: true },
      },
    },
  });
  expect(bot.log).toMatch(/was taken away or replaced while it is in use; stop the bot/);
  expect((await bot.json('/healthz')).status).toBe(200);
  // Another file in its place is not the one that the bot writes into.
  await writeFile(bot.database, 'something else');
  bot.clock.now += MINUTE;
  expect((await bot.json('/readyz')).status).toBe(503);
  await rename(`${bot.database}.away`, bot.database);
  bot.clock.now += MINUTE;
  expect((await bot.json('/readyz')).status).toBe(200);
});

it('a bot that cannot store pictures is alive and not ready, until it can', async () => {
  await using bot = await WebBot.start();
  const folder = join(bot.folder, 'pictures');
  await rm(folder, { recursive: true, force: true });
  await writeFile(folder, 'a file where the folder should be');
  bot.clock.now += 2 * MINUTE;
  expect(await bot.json('/readyz')).toMatchObject({
    status: 503,
    body: { checks: { disk: { ok: false, reason: 'Nothing can be stored; the log says why.' } } },
  });
  expect(bot.log).toContain(`${folder}`);
  expect((await bot.json('/healthz')).status).toBe(200);
  await rm(folder);
  bot.clock.now += 2 * MINUTE;
  expect((await bot.json('/readyz')).status).toBe(200);
});

it('a bot that has lost Discord is alive and not ready', async () => {
  await using bot = await WebBot.start();
  await bot.discord[Symbol.asyncDispose]();
  await expect
    .poll(async () => {
      bot.clock.now += MINUTE;
      return await bot.json('/readyz');
    })
    .toMatchObject({
      status: 503,
      body: {
        checks: {
          database: { ok: true },
          gateway: {
            ok: false,
            reason: 'Not connected to Discord; it is tried again by itself.',
          },
        },
      },
    });
  expect((await bot.json('/healthz')).status).toBe(200);
});

it('a bot that is told to stop leaves Discord while somebody still holds its web server', async () => {
  await using bot = await WebBot.start();
  const socket = connect(Number(new URL(bot.url).port), '127.0.0.1');
  socket.on('error', () => {});
  // Its end never comes.
  socket.write('POST /healthz HTTP/1.1\r\nHost: bot\r\nContent-Length: 9\r\n\r\nhalf');
  await once(socket, 'data');
  const stopped = bot.stop();
  await expect.poll(() => bot.discord.gateway.connections).toBe(0);
  socket.destroy();
  await stopped;
});

/** The whole bot with its web server on a port of its own. */
class WebBot implements AsyncDisposable {
  readonly clock = { now: NOW };
  /** All lines so far. */
  log = '';
  readonly discord: SandboxDiscord;
  readonly folder: string;
  readonly #rite: SandboxRite;
  readonly minji: Actor;
  readonly #guild: Guild;
  #app: App | undefined;

  static async start(): Promise<WebBot> {
    const discord = await SandboxDiscord.start();
    const rite = await SandboxRite.start({ clock: () => NOW });
    await registerCommands({ token: discord.botToken, api: discord.apiUrl, commands });
    const bot = new WebBot(discord, rite, await mkdtemp(join(tmpdir(), 'web-bot-')));
    await bot.#begin();
    return bot;
  }

  private constructor(discord: SandboxDiscord, rite: SandboxRite, folder: string) {
    this.discord = discord;
    this.folder = folder;
    this.#rite = rite;
    this.#guild = discord.createGuild({ name: '클럽 지하실', preferredLocale: 'ko' });
    this.minji = this.#guild.addMember({ username: 'minji', locale: 'ko' });
  }

  get guildId(): string {
    return this.#guild.id;
  }

  get database(): string {
    return join(this.folder, 'rite-bot.db');
  }

  /** Where its web server is. */
  get url(): string {
    return /"url":"([^"]+)","msg":"web server listens"/.exec(this.log)?.[1] ?? '';
  }

  async post() {
    const exchange = await this.minji.command('post lineup', { event: EVENT });
    return await exchange.reply();
  }

  /** What the database says of the only post there is. */
  async kept() {
    return await this.stores(async ({ posts }) => {
      const { guildId } = this;
      const { posts: found } = await posts.listPosts({ guildId, limit: 2 });
      expect(found).toHaveLength(1);
      const post = { guildId, postId: found[0]?.id ?? '' };
      const kept = await posts.findPost(guildId, post.postId);
      return { post, token: kept?.revision.pictures[0]?.token ?? '' };
    });
  }

  /** As a verb of the command line would use them, beside the bot. */
  async stores<T>(use: (stores: ReturnType<typeof storesOf>) => Promise<T>): Promise<T> {
    await using database = await openDatabase(this.database);
    return await use(storesOf(database, () => this.clock.now));
  }

  async json(path: string): Promise<{ status: number; body: unknown }> {
    const response = await fetch(this.url + path);
    return { status: response.status, body: await response.json() };
  }

  async text(path: string): Promise<string> {
    return await (await fetch(this.url + path)).text();
  }

  async stop(): Promise<void> {
    await this.#app?.[Symbol.asyncDispose]();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    await this.discord[Symbol.asyncDispose]();
    await this.#rite[Symbol.asyncDispose]();
    await rm(this.folder, { recursive: true });
    expect(this.discord.violations).toEqual([]);
  }

  async #begin(): Promise<void> {
    const lines = new Writable({
      write: (line: Buffer, _encoding, done) => {
        this.log += line.toString();
        done();
      },
    });
    this.#app = await App.create(
      {
        ...readConfig({}, 'no such file').config,
        discordApiUrl: this.discord.apiUrl,
        riteUrl: this.#rite.url,
        hashtagLimit: 5,
        renderConcurrency: 1,
        dataDir: this.folder,
        mediaStore: { kind: 'files' },
        web: { host: '127.0.0.1', port: 0 },
      },
      {
        discordToken: this.discord.botToken,
        organizers: new Map([[this.#guild.id, this.#rite.organizerId]]),
      },
      { clock: () => this.clock.now, logger: pino({ level: 'trace' }, lines) },
    );
    await this.#app.gateway.ready;
  }
}

function hashOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
