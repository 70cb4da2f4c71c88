import { createSecretKey, randomBytes } from 'node:crypto';
import { pino } from 'pino';
import { SandboxRite } from '../../sandbox/rite/index.ts';
import { RiteClient } from '../../src/clients/rite.ts';
import type { Clock } from '../../src/events/clock.ts';
import { LinkedOrganizers, type UnreadableLink } from '../../src/posts/linked-organizers.ts';
import { OrganizerLinking } from '../../src/posts/organizer-linking.ts';
import { OrganizerMap } from '../../src/posts/organizer-map.ts';
import { storesOf } from '../../src/storage/stores.ts';
import { type TokenKey, TokenVault } from '../../src/storage/token-vault.ts';
import { openTemporarySqlite } from '../storage/databases.ts';
import { EVENING } from '../storage/make-draft.ts';

export const OPERATORS_GUILD = '100000000000000099';

export function makeKey(id: string): TokenKey {
  return { id, key: createSecretKey(randomBytes(32)) };
}

export interface LinkingStageOptions {
  /** `null`: no key is configured. */
  readonly keys?: readonly TokenKey[] | null;
  /** Default `time`. */
  readonly clock?: Clock;
}

export type LinkingStage = Awaited<ReturnType<typeof openLinking>>;

/** Linking as in the program: a real database, real seals, and the real client of a local Rite. */
export async function openLinking(options: LinkingStageOptions = {}) {
  const { keys = [makeKey('k1')] } = options;
  const parts = new AsyncDisposableStack();
  const rite = parts.use(await SandboxRite.start());
  const { database } = parts.use(await openTemporarySqlite());
  const time = { now: EVENING };
  const clock = options.clock ?? (() => time.now);
  const stores = storesOf(database, clock);
  const lines: string[] = [];
  const client = new RiteClient({
    url: rite.url,
    clock,
    logger: pino({ level: 'trace' }, { write: (line: string) => lines.push(line) }),
    sleep: async () => {},
  });
  const operatorLinks = new OrganizerMap(new Map([[OPERATORS_GUILD, 'operatorsorganizer']]));
  const unreadable: [guildId: string, failure: UnreadableLink][] = [];
  /** The two services as a process with these keys has them. */
  const processWith = (present: readonly TokenKey[] | null) => {
    const seal = present ? new TokenVault(present) : undefined;
    const kept = { ...stores, operatorLinks, seal };
    return {
      options: { ...kept, proofs: client, clock },
      linking: new OrganizerLinking({ ...kept, proofs: client, clock }),
      links: new LinkedOrganizers({
        ...kept,
        onUnreadable: (guildId, failure) => unreadable.push([guildId, failure]),
      }),
    };
  };
  return {
    rite,
    time,
    stores,
    database,
    client,
    /** What the client logged. */
    lines,
    unreadable,
    processWith,
    ...processWith(keys),
    /** Writes into the description of the event, as its organizer does. */
    describe(eventId: string, description: string) {
      rite.patch(eventId, { description });
    },
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
}
