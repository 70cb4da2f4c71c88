import { lookup } from 'node:dns/promises';
import { z } from 'zod';
import { RiteClient } from '../clients/rite.ts';
import { type Config, readConfig, type Secrets } from '../config.ts';
import { checkToken } from '../discord/account.ts';
import { createLogger } from '../logger.ts';
import { FontError, Fonts } from '../posters/typesetting/fonts.ts';
import { EventNotFoundError, EventSourceError } from '../posts/errors.ts';
import { ImageStoreError } from '../posts/image-store.ts';
import type { PostState } from '../posts/kept-post.ts';
import { connectionContext } from '../posts/token-seal.ts';
import { fontsDirectory } from '../project.ts';
import { publishingFault } from '../publishing.ts';
import { State } from '../state.ts';
import { DatabaseError } from '../storage/database-error.ts';
import { operatorPosts } from '../storage/operator-posts.ts';
import { returnsElsewhere } from '../web/instagram-routes.ts';
import { checkPublicUrl } from '../web/public-url.ts';
import { parseFlags } from './flags.ts';
import type { Verb } from './verb.ts';

const help = `Usage: rite-bot doctor

Looks at everything the bot needs and says, line by line, what is good, what is wrong and what is not set: fonts,
database, pictures, keys, accounts, the queue, Discord, Rite, Instagram's app, and whether PUBLIC_URL reaches the running bot. Changes nothing but the tables of
an older database, and may run beside the bot. What only others can see, such as a firewall that lets in this machine
alone, it cannot see either.

Exit code 0; 1 when something is wrong.
`;

/** What one look found: `unset` is no fault. */
interface Finding {
  readonly what: string;
  readonly state: 'good' | 'wrong' | 'unset';
  /** One sentence, without secrets. */
  readonly says: string;
}

/** Is everything there? */
export const doctor = {
  summary: 'look at everything the bot needs and say what is wrong',
  help,
  async run(args, { stdout }) {
    parseFlags(args, {});
    const { config, secrets } = readConfig();
    let wrong = 0;
    for (const look of [fonts, database, discord, rite, instagram, publicUrl]) {
      for (const { what, state, says } of await look(config, secrets)) {
        const mark = { good: 'good ', wrong: 'WRONG', unset: '-    ' }[state];
        stdout.write(`${mark} ${what.padEnd(10)} ${says}\n`);
        if (state === 'wrong') wrong += 1;
      }
    }
    return wrong === 0 ? 0 : 1;
  },
} satisfies Verb;

async function fonts(): Promise<Finding[]> {
  try {
    Fonts.load(fontsDirectory);
    return [{ what: 'fonts', state: 'good', says: 'complete' }];
  } catch (error) {
    if (!(error instanceof FontError)) throw error;
    return [{ what: 'fonts', state: 'wrong', says: error.message }];
  }
}

async function database(config: Config, secrets: Secrets): Promise<Finding[]> {
  const logger = createLogger(config.logLevel ?? 'silent');
  try {
    await using state = await State.open(config, secrets, {
      role: 'tool',
      clock: Date.now,
      logger,
    });
    await state.database.ping();
    return [
      { what: 'database', state: 'good', says: `${state.database.dialect}, up to date` },
      await pictures(state),
      await keys(state),
      await accounts(state),
      await queue(state, publishingFault(config, secrets)),
    ];
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    return [{ what: 'database', state: 'wrong', says: error.message }];
  }
}

async function pictures({ images }: State): Promise<Finding> {
  const what = 'pictures';
  try {
    const check = await images.check();
    if (!check.ready) return { what, state: 'wrong', says: check.problem };
    const room =
      check.freeBytes === undefined ? '' : `, ${(check.freeBytes / 1e9).toFixed(1)} GB free`;
    return { what, state: 'good', says: `can be stored${room}` };
  } catch (error) {
    if (!(error instanceof ImageStoreError)) throw error;
    return { what, state: 'wrong', says: error.message };
  }
}

async function keys({ vault, stores }: State): Promise<Finding> {
  const what = 'keys';
  const connections = await stores.connections.all();
  if (!vault) {
    return connections.length === 0
      ? { what, state: 'unset', says: 'TOKEN_ENCRYPTION_KEYS: nothing can be connected' }
      : {
          what,
          state: 'wrong',
          says: `TOKEN_ENCRYPTION_KEYS is missing: ${connections.length} connections cannot be opened`,
        };
  }
  const lost = connections.filter(
    ({ guildId, kind, sealed }) => !vault.open(sealed, connectionContext(guildId, kind)).ok,
  ).length;
  if (lost > 0) {
    const says = `${lost} of ${connections.length} connections cannot be opened: put their key back into TOKEN_ENCRYPTION_KEYS, or connect them again (rite-bot keys rotate names them)`;
    return { what, state: 'wrong', says };
  }
  const old = connections.filter(({ sealed }) => vault.needsRotation(sealed)).length;
  const says =
    old === 0
      ? `the first key seals all ${connections.length} connections`
      : `${old} connections have an earlier key: run rite-bot keys rotate`;
  return { what, state: 'good', says };
}

async function accounts({ stores }: State): Promise<Finding> {
  const what = 'accounts';
  const connections = await stores.connections.all();
  const guilds = connections.filter(({ kind }) => kind === 'instagram');
  if (guilds.length === 0) return { what, state: 'unset', says: 'no server has Instagram' };
  const found = await Promise.all(
    guilds.map(({ guildId }) => stores.instagramAccounts.find(guildId)),
  );
  const dead = found.filter((account) => account?.state === 'dead');
  return dead.length === 0
    ? { what, state: 'good', says: `${guilds.length} servers have Instagram` }
    : {
        what,
        state: 'wrong',
        says: `${dead.length} of ${guilds.length} servers must connect Instagram again: ${dead.map((account) => account?.guildId).join(', ')}`,
      };
}

async function queue({ database }: State, fault: string | undefined): Promise<Finding> {
  const what = 'queue';
  const posts = await operatorPosts(database.kysely, {});
  const count = (state: PostState) => posts.filter((post) => post.state === state).length;
  const says = `${count('scheduled')} scheduled, ${count('awaiting_approval')} to approve, ${count('held')} held, ${count('unconfirmed')} unconfirmed`;
  // Where nobody has planned anything, nobody misses it.
  if (fault !== undefined && count('scheduled') > 0) {
    return { what, state: 'wrong', says: `${says}; nothing of it goes out: ${fault}` };
  }
  return { what, state: count('unconfirmed') === 0 ? 'good' : 'wrong', says };
}

/** As which app people sign in, and whether they come back to where they set out. */
async function instagram({
  instagram: { clientId, redirectUri },
  web: { publicUrl },
}: Config): Promise<Finding[]> {
  const what = 'instagram';
  if (clientId === undefined) {
    const says =
      'INSTAGRAM_CLIENT_ID: nobody can sign in; rite-bot connect instagram takes a token';
    return [{ what, state: 'unset', says }];
  }
  if (publicUrl === undefined) {
    const says =
      'PUBLIC_URL is missing: people have nowhere to sign in from, and no picture can be fetched';
    return [{ what, state: 'wrong', says }];
  }
  if (redirectUri !== undefined && returnsElsewhere(publicUrl, redirectUri)) {
    const says =
      'INSTAGRAM_REDIRECT_URI leads to another site than PUBLIC_URL, so nobody can finish signing in; use one address for both';
    return [{ what, state: 'wrong', says }];
  }
  const says = `people come back to ${redirectUri ?? `${publicUrl}/instagram/callback`}; it must be registered exactly so`;
  return [{ what, state: 'good', says }];
}

async function discord(config: Config, secrets: Secrets): Promise<Finding[]> {
  const what = 'discord';
  if (secrets.discordToken === undefined) {
    return [{ what, state: 'unset', says: 'DISCORD_TOKEN: the bot runs against the sandbox' }];
  }
  const report = await checkToken({ token: secrets.discordToken, api: config.discordApiUrl });
  switch (report.outcome) {
    case 'good':
      return [
        report.sessionsLeft > 0
          ? {
              what,
              state: 'good',
              says: `takes the token; ${report.sessionsLeft} connections left today`,
            }
          : {
              what,
              state: 'wrong',
              says: 'takes the token, but lets the bot connect no more today; something starts it again and again',
            },
      ];
    case 'refused':
      return [
        {
          what,
          state: 'wrong',
          says: 'refuses DISCORD_TOKEN; make a new one in the Developer Portal',
        },
      ];
    case 'unreachable':
      return [{ what, state: 'wrong', says: `cannot be asked (${report.problem})` }];
  }
}

async function rite(config: Config, { organizers, discordToken }: Secrets): Promise<Finding[]> {
  const what = 'rite';
  if (config.riteUrl === undefined) {
    return discordToken === undefined
      ? [{ what, state: 'unset', says: 'RITE_URL: only sample events' }]
      : [{ what, state: 'wrong', says: 'RITE_URL is missing; the bot does not start without it' }];
  }
  const client = new RiteClient({
    url: config.riteUrl,
    clock: Date.now,
    logger: createLogger('silent'),
  });
  const servers = [...organizers];
  if (servers.length === 0) return [await riteAlone(client)];
  return await Promise.all(
    servers.map(async ([guildId, organizerId]): Promise<Finding> => {
      try {
        const { events } = await client.listEvents(organizerId);
        return { what, state: 'good', says: `server ${guildId}: ${events.length} events` };
      } catch (error) {
        if (!(error instanceof EventSourceError)) throw error;
        return { what, state: 'wrong', says: `server ${guildId}: ${REASONS[error.reason]}` };
      }
    }),
  );
}

/** Where no organizer is known to ask for: whether Rite answers at all. */
async function riteAlone(client: RiteClient): Promise<Finding> {
  const what = 'rite';
  try {
    await client.readProof(NO_EVENT);
  } catch (error) {
    if (error instanceof EventSourceError) {
      return { what, state: 'wrong', says: REASONS[error.reason] };
    }
    if (!(error instanceof EventNotFoundError)) throw error;
  }
  const says = 'answers; no server in RITE_ORGANIZERS, servers link themselves by /connect rite';
  return { what, state: 'good', says };
}

/** Has the form of an id. */
const NO_EVENT = '0'.repeat(32);

const REASONS = {
  unreachable: 'RITE_URL does not answer; check the address and the connection',
  timeout: 'RITE_URL answers too slowly',
  server_error: 'Rite refuses or fails; check RITE_URL, and the organizer id in RITE_ORGANIZERS',
  invalid_answer: 'what answers under RITE_URL is not Rite',
} as const satisfies Record<EventSourceError['reason'], string>;

const healthSchema = z.object({ instance: z.string() });

async function publicUrl({ web }: Config): Promise<Finding[]> {
  const what = 'public url';
  if (web.port === undefined || web.publicUrl === undefined) {
    const missing = web.port === undefined ? 'WEB_PORT' : 'PUBLIC_URL';
    return [{ what, state: 'unset', says: `${missing}: no picture has a public address` }];
  }
  if (web.port === 0) {
    const says = 'WEB_PORT is 0, any free port, so no PUBLIC_URL can lead there; set a port';
    return [{ what, state: 'wrong', says }];
  }
  const host = web.host === '0.0.0.0' || web.host === '::' ? '127.0.0.1' : web.host;
  const own = `http://${host.includes(':') ? `[${host}]` : host}:${web.port}/healthz`;
  let instance: string;
  try {
    const response = await fetch(own, { signal: AbortSignal.timeout(3_000) });
    instance = healthSchema.parse(await response.json()).instance;
  } catch {
    return [{ what, state: 'wrong', says: `no bot answers on ${own}; start it, then look again` }];
  }
  const { ok, sentence } = await checkPublicUrl({
    publicUrl: web.publicUrl,
    instance,
    lookup: async (name) => (await lookup(name, { all: true })).map(({ address }) => address),
  });
  return [{ what, state: ok ? 'good' : 'wrong', says: sentence }];
}
