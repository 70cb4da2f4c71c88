import type { Client, User } from 'discord.js';
import type { Logger } from 'pino';
import type { Language } from '../events/event.ts';
import { ownServer } from './channel-permissions.ts';
import type { Context, Services } from './command.ts';
import { sendDirect } from './direct-message.ts';
import { messagesFor } from './messages/messages.ts';

/** Whoever asks, and about which server: under a direct message Discord names none. */
export interface Asking {
  readonly interaction: { readonly user: User; readonly client: Client };
  readonly logger: Logger;
  readonly guildId: string;
  /** Of whoever will read the answer. */
  readonly language: Language;
  readonly recentEvents: Context['recentEvents'];
}

/** What a command may use, and nothing else of what it is taken from. */
export function contextFor(
  services: Services & Pick<Context, 'clock'>,
  { interaction, logger, guildId, language, recentEvents }: Asking,
): Context {
  const { posts, drafts, draftEdits, premium, downloads, clock } = services;
  const { settings, rejections } = services;
  const { brands, extras, linking, instagram, privacy } = services;
  const { scheduling, campaigns, stats, scheduledEvents } = services;
  return {
    settings,
    rejections,
    server: ownServer(interaction.client, guildId),
    posts,
    drafts,
    draftEdits,
    premium,
    downloads,
    brands,
    extras,
    linking,
    instagram,
    privacy,
    scheduling,
    campaigns,
    stats,
    scheduledEvents,
    recentEvents,
    messages: messagesFor(language),
    clock,
    logger,
    sendDirect: (reply) => sendDirect(interaction.user, reply),
  };
}
