import type { Language } from '../events/event.ts';
import type { GuildSettings } from '../posts/approval/guild-settings.ts';
import type { KnownServer } from './known-server.ts';
import { serverLanguage } from './language.ts';

/**
 * In which language a server is told what nobody asked for: there is no person's language to go by where it has chosen
 * none, and that of the post is the best guess; without one it is taken for a Korean server, as Rite's are.
 */
export function unaskedLanguage(
  { language }: Pick<GuildSettings, 'language'>,
  server: KnownServer | undefined,
  ofPost: Language = 'ko',
): Language {
  return (
    language ??
    serverLanguage({
      guildLocale: server?.preferredLocale ?? null,
      community: server?.community,
      personLocale: ofPost,
    })
  );
}
