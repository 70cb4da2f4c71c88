import type { Logger } from 'pino';
import type { GuildSettings, SettingsStore } from '../posts/approval/guild-settings.ts';
import { errorFields } from './error-fields.ts';
import { within } from './within.ts';

/** A choice that is not known in time matters less than the answer it is about. */
const LIMIT_MS = 1000;

/** What a server has chosen; undefined when that cannot be read just now, so that nobody goes without an answer for it. */
export async function settingsIfReadable(
  settings: Pick<SettingsStore, 'settingsOf'>,
  guildId: string,
  logger: Pick<Logger, 'warn'>,
): Promise<GuildSettings | undefined> {
  try {
    const chosen = await within(LIMIT_MS, settings.settingsOf(guildId));
    if (!chosen) logger.warn({ guildId }, 'settings not read in time');
    return chosen;
  } catch (error) {
    logger.warn({ guildId, ...errorFields(error) }, 'settings not read');
    return undefined;
  }
}
