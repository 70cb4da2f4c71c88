import type { Language } from '../events/event.ts';

/** The language of ours nearest to a Discord locale such as `ko` or `en-GB`. */
export function languageOf(locale: string): Language {
  return locale === 'ko' ? 'ko' : 'en';
}

export interface ServerLocale {
  /** The server's preferred locale as Discord sends it with an interaction. */
  readonly guildLocale: string | null;
  /** Whether the server is a Community server; undefined when it is not known. */
  readonly community: boolean | undefined;
  /** The locale of the person who asks. */
  readonly personLocale: string;
}

/**
 * The language of a server. Only Community servers can choose a locale; every other server says `en-US`, which then
 * means nothing (Discord reference, Guild object, `preferred_locale`), so there the person who asks decides.
 */
export function serverLanguage({ guildLocale, community, personLocale }: ServerLocale): Language {
  const chosen = guildLocale !== null && (guildLocale !== 'en-US' || community === true);
  return languageOf(chosen ? guildLocale : personLocale);
}
