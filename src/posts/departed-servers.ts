import type { Clock } from '../events/clock.ts';
import type { Departures } from './departures.ts';
import type { RecurringWork } from './recurring-work.ts';
import { deleteUnneeded, type UnneededImagesOptions, WRITING_MS } from './unneeded-images.ts';

export interface DepartedServersOptions extends UnneededImagesOptions {
  readonly departures: Pick<Departures, 'due' | 'returned' | 'removeGuild'>;
  readonly clock: Clock;
  /** Whether the bot is in this server as far as this process knows; absent where nobody knows. */
  isPresent?(guildId: string): boolean;
}

const GRACE_MS = 30 * 24 * 60 * 60 * 1000;

/** Removes what was kept for servers that the bot left 30 days ago. */
export function removeDepartedServers(options: DepartedServersOptions): RecurringWork {
  const { departures, clock } = options;
  return async ({ signal }) => {
    const now = clock();
    let servers = 0;
    let files = 0;
    for (const guildId of await departures.due(now - GRACE_MS)) {
      signal.throwIfAborted();
      // Its return may have been missed, as while the database was locked; nothing brings the data back afterwards.
      if (options.isPresent?.(guildId)) {
        await departures.returned(guildId);
        continue;
      }
      const removal = await departures.removeGuild(guildId, now - GRACE_MS);
      if (removal.outcome !== 'removed') continue;
      servers++;
      files += await deleteUnneeded(removal.hashes, now - WRITING_MS, options);
    }
    return `${servers} servers removed, ${files} files deleted`;
  };
}
