import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { ConfigError, environmentSchema, readConfig } from '../src/config.ts';
import { DEFAULT_TIMING } from '../src/posts/publishing/timing.ts';

const folder = mkdtempSync(join(tmpdir(), 'config-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const GUILD = '123456789012345678';
const OTHER_GUILD = '987654321098765432';
const NO_FILE = join(folder, 'no such file');

describe('without any setting', () => {
  it('the defaults are safe and there are no secrets', () => {
    expect(readConfig({}, NO_FILE)).toEqual({
      config: {
        hashtagLimit: 5,
        renderConcurrency: 2,
        dataDir: 'data',
        sandbox: { discordPort: 0, ritePort: 0, instagramPort: 0 },
        mediaStore: { kind: 'files' },
        web: { host: '127.0.0.1' },
        instagram: {
          graphUrl: 'https://graph.instagram.com',
          apiUrl: 'https://api.instagram.com',
          authorizeUrl: 'https://www.instagram.com/oauth/authorize',
        },
        publish: DEFAULT_TIMING,
      },
      secrets: { organizers: new Map() },
    });
  });
});

describe('a good value', () => {
  it.each([
    [
      'DISCORD_API_URL',
      'http://127.0.0.1:4000/api',
      { discordApiUrl: 'http://127.0.0.1:4000/api' },
    ],
    ['DISCORD_API_URL', 'https://discord.com/api/', { discordApiUrl: 'https://discord.com/api' }],
    [
      'RITE_URL',
      'https://happy-otter-1.convex.cloud',
      { riteUrl: 'https://happy-otter-1.convex.cloud' },
    ],
    ['RITE_URL', 'http://localhost:3210/', { riteUrl: 'http://localhost:3210' }],
    ['HASHTAG_LIMIT', '0', { hashtagLimit: 0 }],
    ['HASHTAG_LIMIT', '30', { hashtagLimit: 30 }],
    ['RENDER_CONCURRENCY', '16', { renderConcurrency: 16 }],
    ['DATA_DIR', '/var/lib/rite bot', { dataDir: '/var/lib/rite bot' }],
    ['LOG_LEVEL', 'silent', { logLevel: 'silent' }],
    ['SANDBOX_DISCORD_PORT', '65535', { sandbox: { discordPort: 65_535 } }],
    ['SANDBOX_RITE_PORT', '4001\r', { sandbox: { ritePort: 4001 } }],
    ['SANDBOX_INSTAGRAM_PORT', '4002', { sandbox: { instagramPort: 4002 } }],
    ['PORT', '8080', { web: { port: 8080 } }],
    [
      'INSTAGRAM_REDIRECT_URI',
      'https://rite.example.kr/instagram/callback/',
      { instagram: { redirectUri: 'https://rite.example.kr/instagram/callback/' } },
    ],
    ['PUBLISH_TICK_SECONDS', '0.25', { publish: { ...DEFAULT_TIMING, tickMs: 250 } }],
  ])('of %s is taken: %j', (name, value, expected) => {
    expect(readConfig({ [name]: value }, NO_FILE).config).toMatchObject(expected);
  });

  it('of a secret goes to the secrets and not to what may be logged', () => {
    const { config, secrets } = readConfig(
      {
        DISCORD_TOKEN: 'MTIz.abc-def_g.h',
        RITE_ORGANIZERS: ` ${GUILD}:organizer_1 ,${OTHER_GUILD}:org-2,`,
      },
      NO_FILE,
    );
    expect(secrets).toEqual({
      discordToken: 'MTIz.abc-def_g.h',
      organizers: new Map([
        [GUILD, 'organizer_1'],
        [OTHER_GUILD, 'org-2'],
      ]),
    });
    expect(JSON.stringify(config)).not.toMatch(/MTIz|organizer_1|org-2/);
  });
});

describe('a bad value', () => {
  it.each([
    ['DISCORD_TOKEN', 'Bot MTIz.abc', 'must be the bot token alone'],
    ['DISCORD_TOKEN', '"MTIz.abc"', 'must be the bot token alone'],
    ['DISCORD_TOKEN', '토큰', 'must be the bot token alone'],
    ['DISCORD_API_URL', 'discord.com/api', 'must be a URL like https://example.com'],
    ['DISCORD_API_URL', 'ws://127.0.0.1:1', 'must be a URL like https://example.com'],
    ['RITE_URL', 'https://:80', 'must be a URL like https://example.com'],
    ['RITE_URL', 'https://me:pw@rite.example', 'must be a plain address'],
    ['RITE_URL', 'https://rite.example/?team=1', 'must be a plain address'],
    ['HASHTAG_LIMIT', '31', 'must be a whole number from 0 to 30'],
    ['HASHTAG_LIMIT', '-1', 'must be a whole number from 0 to 30'],
    ['HASHTAG_LIMIT', '2.5', 'must be a whole number from 0 to 30'],
    ['HASHTAG_LIMIT', '0x5', 'must be a whole number from 0 to 30'],
    ['RENDER_CONCURRENCY', '0', 'must be a whole number from 1 to 16'],
    ['RENDER_CONCURRENCY', 'many', 'must be a whole number from 1 to 16'],
    ['LOG_LEVEL', 'verbose', 'must be one of trace, debug, info, warn, error, silent'],
    ['SANDBOX_DISCORD_PORT', '65536', 'must be a whole number from 0 to 65535'],
    ['SANDBOX_RITE_PORT', 'http', 'must be a whole number from 0 to 65535'],
    ['INSTAGRAM_GRAPH_URL', 'graph.instagram.com', 'must be a URL like https://example.com'],
    ['INSTAGRAM_CLIENT_ID', 'my app', 'must be the Instagram app ID alone'],
    ['INSTAGRAM_CLIENT_SECRET', 'a secret', 'must be the app secret alone'],
    ['PUBLISH_TICK_SECONDS', 'often', 'must be a number of seconds from 0.05 to 60'],
    ['PUBLISH_LEASE_SECONDS', '0.5', 'must be a number of seconds from 1 to 3600'],
  ])('of %s is refused by name and not repeated: %j', (name, value, sentence) => {
    const message = refusal({ [name]: value });
    expect(message.startsWith(`${name} ${sentence}`)).toBe(true);
    expect(message).toMatch(/; see \.env\.example$/);
    expect(message).not.toContain(value);
  });

  it.each([
    ['k57secretorganizer', 1],
    [`k57secretorganizer:${GUILD}`, 1],
    [`${GUILD}:ok,9secret8organizer:${GUILD}`, 2],
    [`${GUILD}:ok;${OTHER_GUILD}:secretorganizer`, 1],
    [`${GUILD}:secret organizer`, 1],
    ['12345:secretorganizer', 1],
    [`${GUILD}${GUILD}secretorganizer`, 1],
    [`${GUILD}:ok, ${GUILD}:secretorganizer`, 2],
  ])('of RITE_ORGANIZERS is named by its place alone: %s', (value, entry) => {
    const message = refusal({ RITE_ORGANIZERS: value });
    expect(message).toMatch(
      /^RITE_ORGANIZERS (?:must look like serverId:organizerId|names a server twice)/,
    );
    expect(message).toContain(`entry ${entry})`);
    expect(message).not.toMatch(/secret|\d{2}/);
  });
});

describe('the times of publishing', () => {
  it.each([
    [{ PUBLISH_LEASE_SECONDS: '20', PUBLISH_HTTP_TIMEOUT_SECONDS: '20' }, 'PUBLISH_LEASE_SECONDS'],
    [{ PUBLISH_GRACE_SECONDS: '60' }, 'PUBLISH_GRACE_SECONDS'],
    [{ PUBLISH_LEASE_SECONDS: '100' }, 'PUBLISH_GRACE_SECONDS'],
  ])('are refused when one would not outlast the other: %j', (environment, name) => {
    expect(refusal(environment)).toMatch(
      new RegExp(`^${name} \\([\\d.]+\\) must be longer than PUBLISH_\\w+_SECONDS`),
    );
  });
});

describe('.env', () => {
  it('gives what the environment does not', () => {
    const path = envFile('HASHTAG_LIMIT=3\nRENDER_CONCURRENCY=4\nDATA_DIR=from-file\n');
    const { config } = readConfig({ HASHTAG_LIMIT: '1', DATA_DIR: '' }, path);
    expect(config).toMatchObject({ hashtagLimit: 1, renderConcurrency: 4, dataDir: 'from-file' });
  });

  it.each([
    ['comments, empty lines and empty values', '# a\n\n  # b\nHASHTAG_LIMIT=\nDATA_DIR=x # why\n'],
    ['quotation marks', 'DATA_DIR="x"'],
    ['export', 'export DATA_DIR=x'],
    ['lines of Windows', '\uFEFFDATA_DIR=x\r\nHASHTAG_LIMIT=5\r\n'],
    ['several lines in quotation marks', "OTHER='a\nnot a setting\nb'\nDATA_DIR=x"],
    ['settings of other programs', 'SOMETHING_ELSE=1\nDATA_DIR=x'],
  ])('may have %s', (_what, content) => {
    const { config } = readConfig({}, envFile(content));
    expect(config).toMatchObject({ dataDir: 'x', hashtagLimit: 5 });
  });

  it.each([
    ['DATA_DIR=x\nHASHTAG_LIMIT 5', 'line 2 is not NAME=value; correct or remove it'],
    ['secret-token-alone', 'line 1 is not NAME=value; correct or remove it'],
    ['DISCORD_TOKEN="secret\nDATA_DIR=x', 'has a quotation mark " that is never closed'],
  ])('with a slip is refused: %j', (content, sentence) => {
    const path = envFile(content);
    expect(refusal({}, path)).toBe(`${path} ${sentence}`);
  });

  it('that is a folder is refused', () => {
    const path = join(folder, 'folder');
    mkdirSync(path);
    expect(refusal({}, path)).toBe(`${path} cannot be read; check its permissions`);
  });
});

describe('.env.example', () => {
  const text = readFileSync(new URL('../.env.example', import.meta.url), 'utf8');
  const settings = text.replace(/^#(?=[A-Z0-9_]+=)/gm, '');

  it('has every variable of the program and no other', () => {
    expect(Object.keys(parseEnv(settings)).sort()).toEqual(
      Object.keys(environmentSchema.shape).sort(),
    );
  });

  it('sets nothing when it is copied as it is', () => {
    expect(parseEnv(text)).toEqual({});
  });

  it('shows the defaults where there are any', () => {
    const { config } = readConfig({}, NO_FILE);
    expect(readConfig({}, envFile(settings))).toMatchObject({ config, secrets: {} });
  });
});

function refusal(environment: Readonly<Record<string, string>>, path = NO_FILE): string {
  try {
    readConfig(environment, path);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error('It was not refused');
}

function envFile(content: string): string {
  const path = join(mkdtempSync(join(folder, 'env-')), '.env');
  writeFileSync(path, content);
  return path;
}
