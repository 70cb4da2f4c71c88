import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { z } from 'zod';
import { CAPTION_MAX_HASHTAGS } from './events/instagram-limits.ts';

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

const httpUrl = z
  .url({ protocol: /^https?$/, error: 'must be a URL like https://example.com' })
  .refine((text) => /^[^?#@]*$/.test(text), 'must be a plain address, without password, ? or #')
  .transform((text) => text.replace(/\/+$/, ''));

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
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'], {
      error: 'must be one of trace, debug, info, warn, error, silent',
    })
    .optional(),
  SANDBOX_DISCORD_PORT: wholeNumber(0, 65_535).default(0),
  SANDBOX_RITE_PORT: wholeNumber(0, 65_535).default(0),
});

/** Settings that may be shown and logged. */
export interface Config {
  /** Absent: Discord's own address. */
  readonly discordApiUrl?: string;
  readonly riteUrl?: string;
  readonly hashtagLimit: number;
  readonly renderConcurrency: number;
  readonly dataDir: string;
  readonly logLevel?: LogLevel;
  readonly sandbox: { readonly discordPort: number; readonly ritePort: number };
}

export type LogLevel = NonNullable<z.infer<typeof environmentSchema>['LOG_LEVEL']>;

/** Never logged; a type of their own, so that logging the configuration cannot include them. */
export interface Secrets {
  readonly discordToken?: string;
  /** Server id -> organizer id. To Rite the organizer's id is the permission itself. */
  readonly organizers: ReadonlyMap<string, string>;
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
  return {
    config: {
      ...(env.DISCORD_API_URL === undefined ? {} : { discordApiUrl: env.DISCORD_API_URL }),
      ...(env.RITE_URL === undefined ? {} : { riteUrl: env.RITE_URL }),
      hashtagLimit: env.HASHTAG_LIMIT,
      renderConcurrency: env.RENDER_CONCURRENCY,
      dataDir: env.DATA_DIR,
      ...(env.LOG_LEVEL === undefined ? {} : { logLevel: env.LOG_LEVEL }),
      sandbox: { discordPort: env.SANDBOX_DISCORD_PORT, ritePort: env.SANDBOX_RITE_PORT },
    },
    secrets: {
      ...(env.DISCORD_TOKEN === undefined ? {} : { discordToken: env.DISCORD_TOKEN }),
      organizers: env.RITE_ORGANIZERS,
    },
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
