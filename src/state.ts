import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Config, Secrets } from './config.ts';
import type { Clock } from './events/clock.ts';
import type { ImageStore } from './posts/image-store.ts';
import { type Database, openDatabase } from './storage/database.ts';
import { ImageFiles } from './storage/image-files.ts';
import { ImageS3 } from './storage/image-s3.ts';
import { type Stores, storesOf } from './storage/stores.ts';
import { TokenVault } from './storage/token-vault.ts';

export interface StateOptions {
  /** `bot`: the one process that answers Discord. `tool`: a verb, which may run beside it. */
  readonly role: 'bot' | 'tool';
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Everything that outlives the process: the database with its stores, the pictures, and the keys that open secrets. */
export class State implements AsyncDisposable {
  readonly database: Database;
  readonly stores: Stores;
  readonly images: ImageStore;
  /** Absent without TOKEN_ENCRYPTION_KEYS: then nothing can be connected. */
  readonly vault: TokenVault | undefined;

  /** @throws {DatabaseError} with a sentence for the operator. */
  static async open(
    config: Pick<Config, 'dataDir' | 'mediaStore'>,
    secrets: Pick<Secrets, 'databaseUrl' | 's3' | 'tokenKeys'>,
    { role, clock, logger }: StateOptions,
  ): Promise<State> {
    const url = secrets.databaseUrl ?? join(config.dataDir, 'rite-bot.db');
    const database = await openDatabase(url, {
      role,
      onConnectionLost: (error) => logger.warn({ err: error }, 'database connection lost'),
    });
    return new State(database, {
      stores: storesOf(database, clock),
      images: imageStore(config, secrets, { clock, logger }),
      vault: secrets.tokenKeys && new TokenVault(secrets.tokenKeys),
    });
  }

  private constructor(
    database: Database,
    { stores, images, vault }: Pick<State, 'stores' | 'images' | 'vault'>,
  ) {
    this.database = database;
    this.stores = stores;
    this.images = images;
    this.vault = vault;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.database[Symbol.asyncDispose]();
  }
}

function imageStore(
  { dataDir, mediaStore }: Pick<Config, 'dataDir' | 'mediaStore'>,
  { s3 }: Pick<Secrets, 's3'>,
  { clock, logger }: Pick<StateOptions, 'clock' | 'logger'>,
): ImageStore {
  const onDamaged = (hash: string) => logger.error({ hash }, 'picture damaged');
  if (mediaStore.kind === 'files') {
    return new ImageFiles({ directory: join(dataDir, 'pictures'), clock, onDamaged });
  }
  // The configuration refuses a bucket without its keys.
  if (!s3) throw new TypeError('A bucket without keys');
  return new ImageS3({ location: mediaStore, credentials: s3, clock, onDamaged });
}
