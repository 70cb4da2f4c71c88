import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect } from 'vitest';
import { SandboxInstagram } from '../../sandbox/instagram/index.ts';
import { freePort } from '../../src/cli/free-port.ts';
import { todayInSeoul } from '../../src/events/night.ts';
import { makeRiteDocument } from '../fixtures/rite-document.ts';
import { type Outcome, openTerminal } from './terminal.ts';

export const GUILD = '123456789012345678';
export const USER = '223456789012345678';
/** The night of `EVENT_FILE` is so many days ahead. */
export const DAYS_AHEAD = 20;
export const EVENT_FILE = 'night.json';

/**
 * A terminal beside an Instagram, whose verbs find everything set but a Discord token. After every test nothing that was
 * printed may hold a token.
 */
export function openPublishing() {
  const terminal = openTerminal();
  const keys = `k1:${randomBytes(32).toString('base64')}`;
  let instagram: SandboxInstagram;
  let port = 0;
  beforeAll(async () => {
    instagram = await SandboxInstagram.start({ readsInProgress: 0 });
    port = await freePort();
    const date = todayInSeoul(Date.now()).add({ days: DAYS_AHEAD }).toString();
    writeFileSync(EVENT_FILE, JSON.stringify(makeRiteDocument({ date })));
  });
  afterAll(() => instagram[Symbol.asyncDispose]());

  const settings = () => ({
    LOG_LEVEL: 'error',
    TOKEN_ENCRYPTION_KEYS: keys,
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    WEB_PORT: `${port}`,
    INSTAGRAM_GRAPH_URL: instagram.graphUrl,
    INSTAGRAM_API_URL: instagram.apiUrl,
  });

  function checked(outcome: Outcome): Outcome {
    for (const secret of [...instagram.secrets, keys.slice(3)]) {
      expect(outcome.stdout + outcome.stderr).not.toContain(secret);
    }
    return outcome;
  }

  return {
    terminal,
    settings,
    get instagram() {
      return instagram;
    },
    async rite(
      args: readonly string[],
      { piped, set = {} }: { readonly piped?: string; readonly set?: Record<string, string> } = {},
    ): Promise<Outcome> {
      return checked(
        await terminal.rite(
          args,
          { ...settings(), ...set },
          piped === undefined ? undefined : { piped },
        ),
      );
    },
    /** Connects a server to a new account of Instagram. */
    async connect(username: string, guild = GUILD): Promise<Outcome> {
      const token = instagram.addAccount({ username }).issueToken();
      const args = ['connect', 'instagram', '--guild', guild, '--user', USER, '--token-stdin'];
      return await this.rite(args, { piped: `${token}\n` });
    },
    /** Schedules a line-up of the night in `EVENT_FILE`. */
    async schedule(at: string, ...more: readonly string[]): Promise<Outcome> {
      const args = ['schedule', 'lineup', '--event', EVENT_FILE, '--guild', GUILD, '--user', USER];
      return await this.rite([...args, '--at', at, '--json', ...more]);
    },
    async posts(...args: readonly string[]): Promise<readonly Record<string, unknown>[]> {
      return JSON.parse((await this.rite(['posts', '--json', ...args])).stdout);
    },
  };
}
