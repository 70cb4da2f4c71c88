import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { SandboxS3 } from '../../sandbox/s3/index.ts';
import { openDatabase } from '../../src/storage/database.ts';
import { inProject, type Outcome, openTerminal } from '../cli/terminal.ts';

const terminal = openTerminal();
const NOWHERE = 'http://127.0.0.1:1';
/** Nobody listens where the bot would go, so whatever it gets that far with ends there. */
const BOT = {
  DISCORD_TOKEN: 'planted.discord-token',
  DISCORD_API_URL: `${NOWHERE}/api`,
  RITE_URL: NOWHERE,
  RITE_ORGANIZERS: '123456789012345678:planted-organizer',
};
const VERBS = ['start', 'premium list', 'job sweep', 'doctor'] as const;
type Verb = (typeof VERBS)[number];
type Settings = Readonly<Record<string, string>>;
const GUILD = '123456789012345678';

describe.each<{
  what: string;
  /** Breaks the database of which everything is well, and returns how to mend it. */
  harm: (path: string) => () => void;
  sentence: (path: string) => string;
  /** By somebody who is not root. */
  asNobody?: boolean;
  /** Only its content stays the same, for that it can be written is seen before. */
  written?: boolean;
}>([
  {
    what: 'is damaged',
    harm: (path) => overwrite(path, (bytes) => bytes.fill(0x2a, 0, 40)),
    sentence: (path) => `The database ${path} is damaged; stop the bot and restore the last backup`,
  },
  {
    what: 'was cut off',
    harm: (path) => overwrite(path, (bytes) => bytes.subarray(0, 5_000)),
    sentence: (path) => `The database ${path} is damaged; stop the bot and restore the last backup`,
  },
  {
    what: 'belongs to another program',
    harm: (path) =>
      overwrite(path, () => {
        rmSync(path);
        query(path, 'create table bookmarks (url text)');
        return readFileSync(path);
      }),
    sentence: (path) =>
      `${path} is a database of another program; give DATABASE_URL a file of its own`,
  },
  {
    what: 'was used by a newer version',
    written: true,
    harm(path) {
      query(path, "insert into kysely_migration values ('9999-future', '2031-01-01')");
      return () => query(path, "delete from kysely_migration where name = '9999-future'");
    },
    sentence: (path) =>
      `The database ${path} was last used by a newer Rite Bot (it knows 9999-future); install that version, or restore a backup from before`,
  },
  {
    what: 'may only be read',
    asNobody: true,
    harm(path) {
      chmodSync(path, 0o444);
      return () => chmodSync(path, 0o600);
    },
    sentence: (path) =>
      `The database ${path} cannot be written; check the permissions of the file and its folder`,
  },
  {
    what: 'is a folder',
    harm(path) {
      copyFileSync(path, `${path}.kept`);
      rmSync(path);
      mkdirSync(path);
      return () => {
        rmSync(path, { recursive: true });
        copyFileSync(`${path}.kept`, path);
      };
    },
    sentence: (path) =>
      `The database ${path} cannot be opened or read; check its path, permissions and disk`,
  },
])(
  'with a database that $what',
  { timeout: 60_000 },
  ({ harm, sentence, asNobody, written = false }) => {
    it('every verb says it in one sentence, and changes nothing', async () => {
      const { path, settings, list } = await makeDatabase();
      const mend = harm(path);
      const before = fingerprint(path, written);
      for (const verb of VERBS) {
        const run = () => rite(verb, settings);
        expectSaid(verb, await (asNobody ? withoutRights(run) : run()), sentence(path));
      }
      expect(fingerprint(path, written)).toEqual(before);
      mend();
      expect(await list()).toContain(GUILD);
    });
  },
);

it('a database that another program has locked is waited for, then said', {
  timeout: 60_000,
}, async () => {
  const { path, settings, list } = await makeDatabase();
  const other = new BetterSqlite3(path);
  other.exec('begin immediate');
  // Each waits for 5 s, so all at once.
  const outcomes = VERBS.map(async (verb) => {
    const command = [process.execPath, inProject('src/cli.ts'), ...verb.split(' ')];
    return [verb, await terminal.spawn(command, settingsOf(verb, settings)).ended] as const;
  });
  for (const [verb, { code, stdout, stderr }] of await Promise.all(outcomes)) {
    const sentence = `The database ${path} is locked by another program; close that program and try again`;
    expectSaid(verb, { code: code ?? 0, stdout, stderr }, sentence);
  }
  other.close();
  expect(await list()).toContain(GUILD);
});

it('a second bot is refused, and every other verb works beside the first', async () => {
  const { path, settings } = await makeDatabase();
  await using _ = await openDatabase(path, { role: 'bot' });
  const sentence = `Another bot already runs on the database ${path}; stop it, or give this one its own DATABASE_URL`;
  expectSaid('start', await rite('start', settings), sentence);
  for (const verb of VERBS.slice(1))
    expect(await rite(verb as Verb, settings)).toMatchObject({ code: 0 });
});

// Where the kernel lets nobody mount a disk of their own, there is no way to have one for a whole program.
if (spawnSync('unshare', ['-rm', 'true']).status === 0) {
  const program = [process.execPath, inProject('src/cli.ts')].map((part) => `'${part}'`).join(' ');
  const script = (...lines: readonly string[]) =>
    terminal.spawn(['unshare', '-rm', 'sh', '-c', lines.join('\n')]).ended;

  const mounted = 'mount -t tmpfs -o size=4m tmpfs disk';
  it('what a full disk had no room for is said, and what was stored before is there again', {
    timeout: 60_000,
  }, async () => {
    mkdirSync('disk');
    const { stdout, stderr } = await script(
      `${mounted} && cd disk`,
      `${program} premium grant ${GUILD}`,
      'cat /dev/zero > filler 2> /dev/null',
      `${program} premium grant 123456789012345679; echo "code $?"`,
      `${program} job sweep; echo "code $?"`,
      `${program} doctor | grep database`,
      'rm filler',
      `${program} premium list; echo "code $?"`,
    );
    const sentence =
      'There is no room left for the database data/rite-bot.db; free some disk space';
    expect(stderr).toBe(`rite-bot: ${sentence}\n`.repeat(2));
    expect(stdout.replace(/since \S+/, 'since …')).toBe(
      `${GUILD} has premium now\ncode 1\ncode 1\nWRONG database   ${sentence}\n${GUILD}  since …  until revoked\ncode 0\n`,
    );
  });
}

it.each([
  ['DATA_DIR is a file', 'occupied'],
  ['DATA_DIR is in a file', 'occupied/data'],
])('%s: said in one sentence', async (_, folder) => {
  writeFileSync('occupied', 'something of somebody');
  for (const verb of VERBS) {
    const outcome = await rite(verb, { DATA_DIR: folder });
    const path = join(folder, 'rite-bot.db');
    expectSaid(
      verb,
      outcome,
      `The database ${path} cannot be opened or read; check its path, permissions and disk`,
    );
  }
  expect(readFileSync('occupied', 'utf8')).toBe('something of somebody');
});

describe('settings that are wrong are said with their name and without their value:', () => {
  const key = randomBytes(32).toString('base64');
  const short = Buffer.from('planted-short').toString('base64');
  it.each<[string, Settings, string]>([
    [
      'a short key',
      { TOKEN_ENCRYPTION_KEYS: `k1:${short}` },
      'has a key of 13 bytes instead of 32',
    ],
    [
      'two keys of one id',
      { TOKEN_ENCRYPTION_KEYS: `k1:${key},k1:${key}` },
      'entry 2 has the id of an earlier key',
    ],
    ['a key without an id', { TOKEN_ENCRYPTION_KEYS: key }, 'entry 1 is not a key with its id'],
    [
      'a database of another kind',
      { DATABASE_URL: 'mysql://rite:planted@host/x' },
      'DATABASE_URL must be',
    ],
    [
      'a bucket without keys',
      { MEDIA_STORE: 's3://pictures?region=us-east-1' },
      'S3_ACCESS_KEY_ID is missing',
    ],
    [
      'a key in the bucket’s address',
      { MEDIA_STORE: 's3://planted:planted@pictures?region=us-east-1' },
      'MEDIA_STORE must not hold a password',
    ],
    [
      'a port that is none',
      { WEB_PORT: '70000' },
      'WEB_PORT must be a whole number from 0 to 65535',
    ],
  ])('%s', async (_, settings, text) => {
    for (const verb of VERBS) {
      const { code, stdout, stderr } = await rite(verb, settings);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toMatch(/^rite-bot: [^\n]+\n$/);
      expect(stderr).toContain(text);
      expectNoSecret(stderr, [key, short]);
    }
  });
});

it('a missing key is no reason not to start, but for what needs it', async () => {
  const { settings } = await makeDatabase();
  const { stdout } = await rite('doctor', settings);
  expect(stdout).toContain('-     keys       TOKEN_ENCRYPTION_KEYS: nothing can be connected\n');
});

it('a port for the web that is taken is said by the bot', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as { port: number };
  const { settings } = await makeDatabase();
  const outcome = await rite('start', { ...settings, WEB_PORT: String(port), LOG_LEVEL: 'silent' });
  expectSaid(
    'start',
    outcome,
    `The web server cannot listen on 127.0.0.1 port ${port}: another program does already; stop it or choose another port`,
  );
});

describe('pictures in a bucket', () => {
  const keys = {
    S3_ACCESS_KEY_ID: 'SANDBOXKEY',
    S3_SECRET_ACCESS_KEY: 'sandbox/secret+key0123456789',
  };

  it.each<[string, Settings, (url: string) => string]>([
    [
      'with a wrong secret',
      { S3_SECRET_ACCESS_KEY: 'planted-wrong-secret' },
      (url) =>
        `${url}, bucket pictures, answered SignatureDoesNotMatch (403) to GET; check S3_SECRET_ACCESS_KEY.`,
    ],
    [
      'with a wrong key',
      { S3_ACCESS_KEY_ID: 'planted-wrong-key' },
      (url) =>
        `${url}, bucket pictures, answered InvalidAccessKeyId (403) to GET; check S3_ACCESS_KEY_ID.`,
    ],
    [
      'that does not exist',
      { MEDIA_STORE: 'missing' },
      (url) =>
        `${url}, bucket missing, answered NoSuchBucket (404) to GET; check the bucket in MEDIA_STORE.`,
    ],
  ])('%s: the sweep and the doctor say so', async (_, wrong, ending) => {
    await using s3 = await SandboxS3.start();
    const store = `s3://${wrong.MEDIA_STORE ?? 'pictures'}?endpoint=${s3.url}&region=us-east-1`;
    const { settings: state } = await makeDatabase();
    const settings = { ...state, ...keys, ...wrong, MEDIA_STORE: store };
    await expectWrongBucket(settings, `The picture storage at ${ending(s3.url)}`);
  });

  it('that cannot be reached: the sweep and the doctor say so', async () => {
    const s3 = await SandboxS3.start();
    const { url } = s3;
    await s3[Symbol.asyncDispose]();
    const { settings: state } = await makeDatabase();
    const settings = {
      ...state,
      ...keys,
      MEDIA_STORE: `s3://pictures?endpoint=${url}&region=us-east-1`,
    };
    await expectWrongBucket(
      settings,
      `The picture storage at ${url}, bucket pictures, cannot be reached (ECONNREFUSED) to GET; check the address in MEDIA_STORE.`,
    );
  });

  async function expectWrongBucket(settings: Settings, sentence: string): Promise<void> {
    const swept = await rite('job sweep', settings);
    expect(swept).toEqual({ code: 1, stdout: '', stderr: `sweep: ${sentence}\n` });
    const looked = await rite('doctor', settings);
    expect(looked).toMatchObject({ code: 1, stderr: '' });
    expect(looked.stdout).toContain(`\nWRONG pictures   ${sentence.replace('to GET', 'to PUT')}\n`);
    expectNoSecret(looked.stdout + swept.stderr, [keys.S3_SECRET_ACCESS_KEY]);
    // What has nothing to do with pictures goes on.
    expect(await rite('premium list', settings)).toMatchObject({ code: 0 });
  }
});

/** A database with something in it. */
async function makeDatabase() {
  const path = join(terminal.folder, randomBytes(6).toString('hex'), 'rite-bot.db');
  const settings = { DATABASE_URL: path, DATA_DIR: join(path, '..', 'data') };
  await terminal.rite(['premium', 'grant', GUILD], settings);
  return {
    path,
    settings,
    list: async () => (await terminal.rite(['premium', 'list'], settings)).stdout,
  };
}

function rite(verb: Verb, settings: Settings): Promise<Outcome> {
  return terminal.rite(verb.split(' '), settingsOf(verb, settings));
}

function settingsOf(verb: Verb, settings: Settings): Settings {
  return verb === 'start' ? { ...BOT, ...settings } : settings;
}

function expectSaid(verb: Verb, { code, stdout, stderr }: Outcome, sentence: string): void {
  expect(code, verb).toBe(1);
  if (verb === 'doctor') {
    expect(stderr).toBe('');
    expect(stdout).toContain(`\nWRONG database   ${sentence}\n`);
  } else {
    expect({ stdout, stderr }, verb).toEqual({ stdout: '', stderr: `rite-bot: ${sentence}\n` });
  }
  expectNoSecret(stdout + stderr);
}

function expectNoSecret(text: string, secrets: readonly string[] = []): void {
  for (const secret of ['planted', ...secrets]) expect(text).not.toContain(secret);
  expect(text).not.toMatch(/^\s+at /m);
}

/** Returns how to put back what there was. */
function overwrite(path: string, change: (bytes: Buffer) => Uint8Array): () => void {
  const before = readFileSync(path);
  writeFileSync(path, change(Buffer.from(before)));
  return () => writeFileSync(path, before);
}

function query(path: string, statement: string): void {
  const file = new BetterSqlite3(path);
  file.exec(statement);
  file.close();
}

/** Of the bytes of a file or of its content. */
function fingerprint(path: string, ofContent: boolean): unknown {
  if (statSync(path).isDirectory()) return readdirSync(path);
  return ofContent
    ? contentOf(path)
    : createHash('sha256').update(readFileSync(path)).digest('hex');
}

function contentOf(path: string): unknown {
  const file = new BetterSqlite3(path);
  const tables = file.prepare("select name from sqlite_master where type = 'table'").pluck().all();
  const rows = tables.map((name) => file.prepare(`select * from ${String(name)}`).all());
  file.close();
  return { tables, rows };
}

/** Permissions bind everybody but root, so for the moment of the test root is somebody else. */
async function withoutRights<T>(work: () => Promise<T>): Promise<T> {
  if (process.getuid?.() !== 0) return await work();
  chmodSync(terminal.folder, 0o777);
  process.seteuid?.(65_534);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
  }
}
