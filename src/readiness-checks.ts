import { readdirSync } from 'node:fs';
import { access, mkdir, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { GatewayHealth } from './discord/gateway.ts';
import type { Clock } from './events/clock.ts';
import type { ImageStore } from './posts/image-store.ts';
import { DatabaseError } from './storage/database-error.ts';
import type { ReadinessCheck, ReadinessVerdict } from './web/readiness.ts';

export interface ReadinessChecksOptions {
  readonly database: { ping(): Promise<void> };
  readonly images: Pick<ImageStore, 'check'>;
  /** How the connection to Discord does; absent in a process that needs none. */
  readonly gateway?: () => GatewayHealth;
  readonly clock: Clock;
  readonly dataDir: string;
  /** Complete when the checks are made: a program that lacks a font does not start. */
  readonly fontsDirectory: string;
  /** On the disk of the data folder; default 64 MB. */
  readonly minFreeBytes?: number;
}

const MIN_FREE_BYTES = 64 * 1024 * 1024;
/** Storing a probe costs two writes, or two requests to a bucket. */
const PICTURES_FRESH_MS = 60_000;

/** What the bot needs for its work. The reasons are for everybody, the details for the log. */
export function readinessChecks(options: ReadinessChecksOptions): ReadinessCheck[] {
  const { database, images, gateway, clock, dataDir, fontsDirectory } = options;
  const minFreeBytes = options.minFreeBytes ?? MIN_FREE_BYTES;
  const fonts = readdirSync(fontsDirectory);
  let pictures: { readonly at: number; readonly problem: string | undefined } | undefined;

  async function pictureProblem(): Promise<string | undefined> {
    if (!pictures || clock() - pictures.at > PICTURES_FRESH_MS) {
      const check = await images.check();
      pictures = { at: clock(), problem: check.ready ? undefined : check.problem };
    }
    return pictures.problem;
  }

  return [
    {
      name: 'database',
      check: async () => verdict('The database cannot be used', await databaseProblem(database)),
    },
    ...(gateway ? [gatewayCheck(gateway)] : []),
    {
      name: 'disk',
      async check() {
        const problem = (await spaceProblem(dataDir, minFreeBytes)) ?? (await pictureProblem());
        return verdict('Nothing can be stored', problem);
      },
    },
    {
      name: 'fonts',
      check: async () => verdict('Fonts are missing', await missingFile(fontsDirectory, fonts)),
    },
  ];
}

function gatewayCheck(gateway: () => GatewayHealth): ReadinessCheck {
  return {
    name: 'gateway',
    async check() {
      return gateway().connected
        ? { ok: true }
        : { ok: false, reason: 'Not connected to Discord; it is tried again by itself.' };
    },
  };
}

function verdict(reason: string, detail: string | undefined): ReadinessVerdict {
  return detail === undefined
    ? { ok: true }
    : { ok: false, reason: `${reason}; the log says why.`, detail };
}

async function databaseProblem(
  database: ReadinessChecksOptions['database'],
): Promise<string | undefined> {
  try {
    await database.ping();
    return undefined;
  } catch (error) {
    if (error instanceof DatabaseError) return error.message;
    throw error;
  }
}

/** The database and the posters stand there, also where pictures go to a bucket. */
async function spaceProblem(folder: string, minFreeBytes: number): Promise<string | undefined> {
  await mkdir(folder, { recursive: true });
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize >= minFreeBytes) return undefined;
  const [free, wanted] = [bavail * bsize, minFreeBytes].map((bytes) => Math.floor(bytes / 2 ** 20));
  return `Only ${free} MB are free on the disk of ${folder}; ${wanted} MB are needed.`;
}

async function missingFile(folder: string, names: readonly string[]): Promise<string | undefined> {
  for (const name of names) {
    try {
      await access(join(folder, name));
    } catch {
      return `${join(folder, name)} cannot be read; install the program again.`;
    }
  }
  return undefined;
}
