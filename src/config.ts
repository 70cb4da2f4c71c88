import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { z } from 'zod';
import { CAPTION_MAX_HASHTAGS } from './events/instagram-limits.ts';
import type { PublishTiming } from './posts/publishing/timing.ts';
import { Secret } from './posts/secret.ts';
import { publishSettings, publishTiming, timingFault } from './publish-settings.ts';
import {
  type MediaStore,
  mediaStoreSchema,
  type S3Credentials,
  s3CredentialsSchema,
} from './storage/media-store.ts';
import { type TokenKey, tokenKeysSchema } from './storage/token-vault.ts';

/** A setting is missing or wrong; the message names it and what to do. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

function wholeNumber(from: number, to: number) {
  const message = `must be a whole number from ${from} to ${to}`;
  // Not z.coerce: it would take 0x10 and 1e3 for numbers too.
  return z
    .string()
    .regex(/^\d{1,6}$/, message)
    .transform(Number)
    .refine((value) => value >= from && value <= to, message);
}

// discord.js would try anything, and fail with a stack where a character cannot stand in an HTTP header.
const token = z
  .string()
  .regex(/^[\w.-]+$/, 'must be the bot token alone, without spaces, quotation marks or "Bot"');

const exactUrl = z
  .url({ protocol: /^https?$/, error: 'must be a URL like https://example.com' })
  .refine((text) => /^[^?#@]*$/.test(text), 'must be a plain address, without password, ? or #');

const httpUrl = exactUrl.transform((text) => text.replace(/\/+$/, ''));

const instagramAppId = z
  .string()
  .regex(/^[\w-]{3,64}$/, 'must be the Instagram app ID alone, not the Facebook app ID');

const appSecret = z
  .string()
  .regex(/^[\w-]{4,128}$/, 'must be the app secret alone: letters and figures')
  .transform((text) => new Secret(text));

const snowflake = z.string().regex(/^\d{17,20}$/, 'must be an id of Discord: 17 to 20 figures');

const organizers = z.string().transform((text, context) => {
  const links = new Map<string, string>();
  for (const [index, entry] of text.split(',').entries()) {
    if (entry.trim() === '') continue;
    const match = /^(\d{17,20}):([A-Za-z0-9_-]{1,64})$/.exec(entry.trim());
    if (match?.[1] && match[2] && !links.has(match[1])) {
      links.set(match[1], match[2]);
      continue;
    }
    // The organizer's id opens all of their data, and a slip may put it anywhere, so nothing is quoted.
    const message = match
      ? `names a server twice (entry ${index + 1})`
      : `must look like serverId:organizerId,serverId:organizerId (wrong in entry ${index + 1})`;
    context.addIssue({ code: 'custom', message });
  }
  return links as ReadonlyMap<string, string>;
});

/** Every variable the program reads; `.env.example` explains the same list and a test compares the two. */
export const environmentSchema = z.object({
  DISCORD_TOKEN: token.optional(),
  DISCORD_API_URL: httpUrl.optional(),
  RITE_URL: httpUrl.optional(),
  RITE_ORGANIZERS: organizers.default(new Map()),
  HASHTAG_LIMIT: wholeNumber(0, 30).default(CAPTION_MAX_HASHTAGS),
  RENDER_CONCURRENCY: wholeNumber(1, 16).default(2),
  DATA_DIR: z.string().default('data'),
  DATABASE_URL: z
    .string()
    .regex(
      /^(?:postgres(?:ql)?:\/\/\S+|(?:sqlite:|file:)?[^:]+)$/,
      'must be postgres://user:password@host/database or the path of a file',
    )
    .optional(),
  MEDIA_STORE: mediaStoreSchema.default({ kind: 'files' }),
  S3_ACCESS_KEY_ID: s3CredentialsSchema.shape.accessKeyId.optional(),
  S3_SECRET_ACCESS_KEY: s3CredentialsSchema.shape.secretAccessKey.optional(),
  TOKEN_ENCRYPTION_KEYS: tokenKeysSchema.optional(),
  WEB_HOST: z
    .string()
    .regex(/^[\w.:-]+$/, 'must be an address to listen on')
    .default('127.0.0.1'),
  WEB_PORT: wholeNumber(0, 65_535).optional(),
  PORT: wholeNumber(0, 65_535).optional(),
  PUBLIC_URL: httpUrl.optional(),
  METRICS_TOKEN: z
    .string()
    .regex(/^[\w.~+/=-]{16,}$/, 'must be at least 16 letters and figures')
    .optional(),
  INSTAGRAM_CLIENT_ID: instagramAppId.optional(),
  INSTAGRAM_CLIENT_SECRET: appSecret.optional(),
  // To the letter: one slash more is another address to Instagram.
  INSTAGRAM_REDIRECT_URI: exactUrl.optional(),
  META_APP_SECRET: appSecret.optional(),
  INSTAGRAM_GRAPH_URL: httpUrl.default('https://graph.instagram.com'),
  INSTAGRAM_API_URL: httpUrl.default('https://api.instagram.com'),
  INSTAGRAM_AUTHORIZE_URL: httpUrl.default('https://www.instagram.com/oauth/authorize'),
  ...publishSettings,
  PREMIUM_SKU_ID: snowflake.optional(),
  OPERATOR_CHANNEL_ID: snowflake.optional(),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'], {
      error: 'must be one of trace, debug, info, warn, error, silent',
    })
    .optional(),
  SANDBOX_DISCORD_PORT: wholeNumber(0, 65_535).default(0),
  SANDBOX_RITE_PORT: wholeNumber(0, 65_535).default(0),
  SANDBOX_INSTAGRAM_PORT: wholeNumber(0, 65_535).default(0),
});

/** Settings that may be shown and logged. */
export interface Config {
  /** Absent: Discord's own address. */
  readonly discordApiUrl?: string;
  readonly riteUrl?: string;
  readonly hashtagLimit: number;
  readonly renderConcurrency: number;
  readonly dataDir: string;
  readonly mediaStore: MediaStore;
  readonly web: {
    readonly host: string;
    /** Absent: no web server. */
    readonly port?: number;
    /** Where the web server is reached from the internet. */
    readonly publicUrl?: string;
  };
  readonly instagram: InstagramConfig;
  readonly publish: PublishTiming;
  /** The product that premium servers buy on Discord. */
  readonly premiumSkuId?: string;
  /** Where the daily summary goes. */
  readonly operatorChannelId?: string;
  readonly logLevel?: LogLevel;
  readonly sandbox: {
    readonly discordPort: number;
    readonly ritePort: number;
    readonly instagramPort: number;
  };
}

/** Where Instagram is, and as which app we ask there. */
export interface InstagramConfig {
  /** Absent: nobody can connect by signing in. */
  readonly clientId?: string;
  /** Exactly as registered; absent: `/instagram/callback` under the public address. */
  readonly redirectUri?: string;
  readonly graphUrl: string;
  readonly apiUrl: string;
  readonly authorizeUrl: string;
}

export type LogLevel = NonNullable<z.infer<typeof environmentSchema>['LOG_LEVEL']>;

/** Never logged; a type of their own, so that logging the configuration cannot include them. */
export interface Secrets {
  readonly discordToken?: string;
  /** Server id -> organizer id. To Rite the organizer's id is the permission itself. */
  readonly organizers: ReadonlyMap<string, string>;
  /** May hold a password. Absent: a file in the data folder. */
  readonly databaseUrl?: string;
  readonly s3?: S3Credentials;
  /** The first seals, all open. */
  readonly tokenKeys?: readonly TokenKey[];
  readonly metricsToken?: string;
  readonly instagramClientSecret?: Secret;
  /** Meta's documents do not say which of an app's two secrets signs its callbacks. */
  readonly metaAppSecret?: Secret;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the process's environment, with `.env` in the working directory for what it does not set. */
export function readConfig(
  environment: Environment = process.env,
  envFile = '.env',
): { config: Config; secrets: Secrets } {
  const values = { ...readEnvFile(envFile), ...withoutEmpty(environment) };
  const result = environmentSchema.safeParse(values);
  if (!result.success) {
    const [issue] = result.error.issues;
    const name = String(issue?.path[0] ?? 'configuration');
    throw new ConfigError(`${name} ${issue?.message ?? 'is wrong'}; see .env.example`);
  }
  const env = result.data;
  if ((env.S3_ACCESS_KEY_ID === undefined) !== (env.S3_SECRET_ACCESS_KEY === undefined)) {
    throw new ConfigError(
      'S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY belong together; set both or neither, see .env.example',
    );
  }
  if (env.MEDIA_STORE.kind === 's3' && env.S3_ACCESS_KEY_ID === undefined) {
    throw new ConfigError(
      'S3_ACCESS_KEY_ID is missing: MEDIA_STORE names a bucket, which takes a key pair; see .env.example',
    );
  }
  if ((env.INSTAGRAM_CLIENT_ID === undefined) !== (env.INSTAGRAM_CLIENT_SECRET === undefined)) {
    throw new ConfigError(
      'INSTAGRAM_CLIENT_ID and INSTAGRAM_CLIENT_SECRET belong together; set both or neither, see .env.example',
    );
  }
  const publish = publishTiming(env);
  const fault = timingFault(publish);
  if (fault !== undefined) throw new ConfigError(`${fault}; see .env.example`);
  return {
    config: {
      hashtagLimit: env.HASHTAG_LIMIT,
      renderConcurrency: env.RENDER_CONCURRENCY,
      dataDir: env.DATA_DIR,
      mediaStore: env.MEDIA_STORE,
      sandbox: {
        discordPort: env.SANDBOX_DISCORD_PORT,
        ritePort: env.SANDBOX_RITE_PORT,
        instagramPort: env.SANDBOX_INSTAGRAM_PORT,
      },
      web: {
        host: env.WEB_HOST,
        ...set({ port: env.WEB_PORT ?? env.PORT, publicUrl: env.PUBLIC_URL }),
      },
      instagram: {
        graphUrl: env.INSTAGRAM_GRAPH_URL,
        apiUrl: env.INSTAGRAM_API_URL,
        authorizeUrl: env.INSTAGRAM_AUTHORIZE_URL,
        ...set({ clientId: env.INSTAGRAM_CLIENT_ID, redirectUri: env.INSTAGRAM_REDIRECT_URI }),
      },
      publish,
      ...set({
        discordApiUrl: env.DISCORD_API_URL,
        riteUrl: env.RITE_URL,
        logLevel: env.LOG_LEVEL,
        premiumSkuId: env.PREMIUM_SKU_ID,
        operatorChannelId: env.OPERATOR_CHANNEL_ID,
      }),
    },
    secrets: {
      organizers: env.RITE_ORGANIZERS,
      ...set({
        discordToken: env.DISCORD_TOKEN,
        databaseUrl: env.DATABASE_URL,
        tokenKeys: env.TOKEN_ENCRYPTION_KEYS,
        metricsToken: env.METRICS_TOKEN,
        instagramClientSecret: env.INSTAGRAM_CLIENT_SECRET,
        metaAppSecret: env.META_APP_SECRET,
        s3:
          env.S3_ACCESS_KEY_ID && env.S3_SECRET_ACCESS_KEY
            ? {
                accessKeyId: env.S3_ACCESS_KEY_ID,
                secretAccessKey: env.S3_SECRET_ACCESS_KEY,
              }
            : undefined,
      }),
    },
  };
}

/** What is not set is absent. */
function set<T extends Record<string, unknown>>(
  values: T,
): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

// Node's own parser skips lines it does not understand, which turns a typing slip into a setting silently not made.
function readEnvFile(path: string): Environment {
  if (!existsSync(path)) return {};
  let text: string;
  try {
    // Editors on Windows put a byte order mark first, which would become part of the first name.
    text = readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch (cause) {
    throw new ConfigError(`${path} cannot be read; check its permissions`, { cause });
  }
  let openQuote: string | undefined;
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (openQuote !== undefined) {
      if (line.includes(openQuote)) openQuote = undefined;
      continue;
    }
    if (/^\s*(#|$)/.test(line)) continue;
    const match = /^\s*(?:export\s+)?[A-Za-z_][A-Za-z0-9_]*\s*=\s*(.*)$/.exec(line);
    if (!match) {
      throw new ConfigError(`${path} line ${index + 1} is not NAME=value; correct or remove it`);
    }
    const quote = /^["'`]/.exec(match[1] ?? '')?.[0];
    if (quote && !match[1]?.slice(1).includes(quote)) openQuote = quote;
  }
  if (openQuote !== undefined) {
    throw new ConfigError(`${path} has a quotation mark ${openQuote} that is never closed`);
  }
  return withoutEmpty(parseEnv(text));
}

/** `NAME=` in a file or a shell means "not set". Ends are trimmed: Docker keeps the CR of a file made on Windows. */
function withoutEmpty(environment: Environment): Environment {
  return Object.fromEntries(
    Object.entries(environment)
      .map(([name, value]) => [name, value?.trim()])
      .filter(([, value]) => value),
  );
}
