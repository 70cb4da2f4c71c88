import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { SandboxDiscord } from '../../sandbox/discord/index.ts';
import { SandboxRite } from '../../sandbox/rite/index.ts';
import { freePort } from '../../src/cli/free-port.ts';
import { Secret } from '../../src/posts/secret.ts';
import { connectionContext } from '../../src/posts/token-seal.ts';
import { openDatabase } from '../../src/storage/database.ts';
import { storesOf } from '../../src/storage/stores.ts';
import { TokenVault, tokenKeysSchema } from '../../src/storage/token-vault.ts';
import { probeRoutes } from '../../src/web/media-probe.ts';
import { WebServer } from '../../src/web/server.ts';
import { inProject, openTerminal } from './terminal.ts';

/** What a name server would say of these names; of others it is asked. */
const addresses = vi.hoisted(() => new Map<string, string>());
vi.mock('node:dns/promises', async (original) => {
  const real = await original<typeof import('node:dns/promises')>();
  return {
    ...real,
    lookup: async (name: string, options: { all: true }) => {
      const address = addresses.get(name);
      return address === undefined ? await real.lookup(name, options) : [{ address, family: 4 }];
    },
  };
});

const terminal = openTerminal();
const GUILD = '123456789012345678';
const OTHER_GUILD = '123456789012345679';

afterEach(() => {
  addresses.clear();
  rmSync(join(terminal.folder, 'data'), { recursive: true, force: true });
});

describe('doctor', () => {
  it('says what is not set, which is no fault', async () => {
    expect(await doctor()).toEqual({
      code: 0,
      lines: [
        'good  fonts      complete',
        'good  database   sqlite, up to date',
        expect.stringMatching(/^good {2}pictures {3}can be stored, \d+\.\d GB free$/),
        '-     keys       TOKEN_ENCRYPTION_KEYS: nothing can be connected',
        '-     accounts   no server has Instagram',
        'good  queue      0 scheduled, 0 to approve, 0 held, 0 unconfirmed',
        '-     discord    DISCORD_TOKEN: the bot runs against the sandbox',
        '-     rite       RITE_URL: only sample events',
        '-     instagram  INSTAGRAM_CLIENT_ID: nobody can sign in; rite-bot connect instagram takes a token',
        '-     public url WEB_PORT: no picture has a public address',
      ],
    });
  });

  it('says what is good, without a secret', async () => {
    await using discord = await SandboxDiscord.start();
    await using rite = await SandboxRite.start({ relativeTo: Date.now });
    const key = makeKey('k1');
    await connect(GUILD, key);
    const { code, lines } = await doctor({
      DISCORD_TOKEN: discord.botToken,
      DISCORD_API_URL: discord.apiUrl,
      RITE_URL: rite.url,
      RITE_ORGANIZERS: `${GUILD}:${rite.organizerId},${OTHER_GUILD}:someotherorganizer`,
      TOKEN_ENCRYPTION_KEYS: key,
    });
    expect(lines.slice(3)).toEqual([
      'good  keys       the first key seals all 1 connections',
      '-     accounts   no server has Instagram',
      'good  queue      0 scheduled, 0 to approve, 0 held, 0 unconfirmed',
      expect.stringMatching(/^good {2}discord {4}takes the token; \d+ connections left today$/),
      `good  rite       server ${GUILD}: ${rite.events.size} events`,
      `good  rite       server ${OTHER_GUILD}: 0 events`,
      '-     instagram  INSTAGRAM_CLIENT_ID: nobody can sign in; rite-bot connect instagram takes a token',
      '-     public url WEB_PORT: no picture has a public address',
    ]);
    expect(code).toBe(0);
    for (const secret of [discord.botToken, rite.organizerId, 'someotherorganizer', key]) {
      expect(lines.join()).not.toContain(secret);
    }
    expect(discord.gateway.identifies).toBe(0);
  });
});

describe('the doctor finds wrong', () => {
  it('a token that Discord refuses', async () => {
    await using discord = await SandboxDiscord.start();
    const settings = { DISCORD_TOKEN: 'wrong.token', DISCORD_API_URL: discord.apiUrl };
    expect(await finding('discord', settings)).toEqual([
      1,
      'WRONG discord    refuses DISCORD_TOKEN; make a new one in the Developer Portal',
    ]);
  });

  it('a Discord that cannot be reached', async () => {
    const settings = {
      DISCORD_TOKEN: 'some.token',
      DISCORD_API_URL: `http://127.0.0.1:${await freePort()}/api`,
    };
    const [code, line] = await finding('discord', settings);
    expect(line).toMatch(
      /^WRONG discord {4}cannot be asked \(connect ECONNREFUSED 127\.0\.0\.1:\d+\)$/,
    );
    expect(code).toBe(1);
  });

  it('a Discord that lets the bot connect no more today', async () => {
    await using discord = await SandboxDiscord.start();
    discord.fault({
      method: 'GET',
      route: '/gateway/bot',
      status: 200,
      body: {
        url: 'ws://127.0.0.1:1',
        shards: 1,
        session_start_limit: { total: 1000, remaining: 0, reset_after: 1, max_concurrency: 1 },
      },
    });
    const settings = { DISCORD_TOKEN: discord.botToken, DISCORD_API_URL: discord.apiUrl };
    expect(await finding('discord', settings)).toEqual([
      1,
      'WRONG discord    takes the token, but lets the bot connect no more today; something starts it again and again',
    ]);
  });

  it('a Rite that is not set where the bot needs it', async () => {
    await using discord = await SandboxDiscord.start();
    const settings = { DISCORD_TOKEN: discord.botToken, DISCORD_API_URL: discord.apiUrl };
    expect(await finding('rite', settings)).toEqual([
      1,
      'WRONG rite       RITE_URL is missing; the bot does not start without it',
    ]);
  });

  it.each([
    ['without a server in the settings', '', ''],
    ['for a server', `${GUILD}:riteorganizerdemo`, `server ${GUILD}: `],
  ])('a Rite that is not one, %s', async (_, organizers, whom) => {
    const page = createServer((_request, response) => response.end('<h1>Welcome</h1>'));
    const url = await listening(page);
    const settings = { RITE_URL: url, RITE_ORGANIZERS: organizers };
    expect(await finding('rite', settings)).toEqual([
      1,
      `WRONG rite       ${whom}what answers under RITE_URL is not Rite`,
    ]);
    const nowhere = `http://127.0.0.1:${await freePort()}`;
    expect(await finding('rite', { ...settings, RITE_URL: nowhere })).toEqual([
      1,
      `WRONG rite       ${whom}RITE_URL does not answer; check the address and the connection`,
    ]);
  });

  it('nothing in a Rite that answers and whose servers link themselves', async () => {
    await using rite = await SandboxRite.start();
    expect(await finding('rite', { RITE_URL: rite.url })).toEqual([
      0,
      'good  rite       answers; no server in RITE_ORGANIZERS, servers link themselves by /connect rite',
    ]);
    expect(rite.forbidden).toEqual([]);
  });

  it('an organizer that Rite does not take for one', async () => {
    await using rite = await SandboxRite.start();
    const settings = { RITE_URL: rite.url, RITE_ORGANIZERS: `${GUILD}:NOT_AN_ID` };
    expect(await finding('rite', settings)).toEqual([
      1,
      `WRONG rite       server ${GUILD}: Rite refuses or fails; check RITE_URL, and the organizer id in RITE_ORGANIZERS`,
    ]);
  });

  it('connections whose key is gone, and says which keys are old', async () => {
    const [old, present] = [makeKey('old'), makeKey('present')];
    await connect(GUILD, old);
    await connect(OTHER_GUILD, present);
    expect(await finding('keys', {})).toEqual([
      1,
      'WRONG keys       TOKEN_ENCRYPTION_KEYS is missing: 2 connections cannot be opened',
    ]);
    expect(await finding('keys', { TOKEN_ENCRYPTION_KEYS: present })).toEqual([
      1,
      'WRONG keys       1 of 2 connections cannot be opened: put their key back into TOKEN_ENCRYPTION_KEYS, or connect them again (rite-bot keys rotate names them)',
    ]);
    expect(await finding('keys', { TOKEN_ENCRYPTION_KEYS: `${present},${old}` })).toEqual([
      0,
      'good  keys       1 connections have an earlier key: run rite-bot keys rotate',
    ]);
  });
});

describe('the public address', { timeout: 60_000 }, () => {
  let bot: Awaited<ReturnType<typeof startBot>>;
  let port: number;
  beforeAll(async () => {
    bot = await startBot();
    port = bot.port;
  }, 60_000);
  afterAll(() => bot.stop());
  const look = (publicUrl: string, settings: Settings = {}) =>
    finding('public url', { WEB_PORT: String(port), PUBLIC_URL: publicUrl, ...settings });

  it('that reaches the running bot is good', async () => {
    addresses.set('localhost', '203.0.113.7');
    expect(await look(`http://localhost:${port}`)).toEqual([
      0,
      expect.stringMatching(
        /^good {2}public url Pictures under http:\/\/localhost:\d+ are reached /,
      ),
    ]);
  });

  it('that only this machine knows is wrong', async () => {
    const [code, line] = await look(`http://127.0.0.1:${port}`);
    expect(line).toMatch(
      /^WRONG public url http:\S+ leads to 127\.0\.0\.1, which only machines of /,
    );
    expect(code).toBe(1);
  });

  it('that leads to another bot is wrong', async () => {
    await using other = await WebServer.start({
      host: '127.0.0.1',
      port: 0,
      logger: pino({ level: 'silent' }),
      routes: [probeRoutes({ instance: 'another' })],
    });
    const [code, line] = await look(other.url);
    expect(line).toMatch(/^WRONG public url http:\S+ leads to another Rite Bot than this one/);
    expect(code).toBe(1);
  });

  it('that leads to some other server is wrong', async () => {
    const url = await listening(createServer((_request, response) => response.end('hello')));
    const [code, line] = await look(url);
    expect(line).toMatch(/^WRONG public url http:\S+ leads to a server that is not this bot/);
    expect(code).toBe(1);
  });

  it('that leads nowhere is wrong', async () => {
    const [code, line] = await look(`http://127.0.0.1:${await freePort()}`);
    expect(line).toMatch(
      /^WRONG public url http:\S+ cannot be reached from this machine \(ECONNREFUSED\)/,
    );
    expect(code).toBe(1);
  });

  it('cannot be looked at while no bot runs, or something else has its port', async () => {
    const free = await freePort();
    const url = await listening(createServer((_request, response) => response.end('hello')));
    for (const taken of [free, Number(new URL(url).port)]) {
      expect(await look(`http://127.0.0.1:${port}`, { WEB_PORT: String(taken) })).toEqual([
        1,
        `WRONG public url no bot answers on http://127.0.0.1:${taken}/healthz; start it, then look again`,
      ]);
    }
  });

  it('needs a port that is known before', async () => {
    expect(await look('https://bot.example.com', { WEB_PORT: '0' })).toEqual([
      1,
      'WRONG public url WEB_PORT is 0, any free port, so no PUBLIC_URL can lead there; set a port',
    ]);
  });
});

type Settings = Readonly<Record<string, string>>;

async function doctor(settings: Settings = {}) {
  const { code, stdout, stderr } = await terminal.rite(['doctor'], settings);
  expect(stderr).toBe('');
  expect(stdout).not.toMatch(/^\s+at /m);
  return { code, lines: stdout.trimEnd().split('\n') };
}

/** The exit code, and the line about one thing. */
async function finding(what: string, settings: Settings): Promise<[number, string]> {
  const { code, lines } = await doctor(settings);
  const found = lines.filter((line) => line.slice(6, 16).trimEnd() === what);
  expect(found).toHaveLength(1);
  return [code, found[0] ?? ''];
}

/** A whole bot beside us. */
async function startBot(): Promise<{ port: number; stop(): Promise<void> }> {
  const rite = await SandboxRite.start();
  const discord = await SandboxDiscord.start();
  const port = await freePort();
  const command = [process.execPath, inProject('src/cli.ts'), 'start'];
  const bot = terminal.spawn(command, {
    DISCORD_TOKEN: discord.botToken,
    DISCORD_API_URL: discord.apiUrl,
    RITE_URL: rite.url,
    DATA_DIR: 'data-of-the-bot',
    WEB_PORT: String(port),
  });
  const healthy = async () => {
    const { status } = await fetch(`http://127.0.0.1:${port}/healthz`);
    expect(status).toBe(200);
  };
  await vi.waitFor(healthy, { timeout: 30_000 });
  return {
    port,
    async stop() {
      bot.child.kill('SIGTERM');
      await bot.ended;
      await discord[Symbol.asyncDispose]();
      await rite[Symbol.asyncDispose]();
    },
  };
}

async function connect(guildId: string, keys: string): Promise<void> {
  // Makes the folder and the tables.
  await terminal.rite(['premium', 'list']);
  const vault = new TokenVault(tokenKeysSchema.parse(keys));
  await using database = await openDatabase(join(terminal.folder, 'data/rite-bot.db'));
  await storesOf(database, Date.now).connections.connect({
    guildId,
    kind: 'rite',
    sealed: vault.seal(new Secret('planted-organizer'), connectionContext(guildId, 'rite')),
    keyId: keys.split(':')[0] ?? '',
    connectedBy: '111111111111111111',
    connectedAt: 0,
  });
}

function makeKey(id: string): string {
  return `${id}:${randomBytes(32).toString('base64')}`;
}

async function listening(server: ReturnType<typeof createServer>): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
