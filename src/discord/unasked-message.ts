import { MessageFlags, type RawFile, type RESTPostAPIChannelMessageJSONBody } from 'discord.js';
import type { Message } from './command.ts';

export interface UnaskedOptions {
  /**
   * At most 25 signs. Discord remembers it for some minutes and answers with the first message when the same comes
   * again, so that a message can be repeated when nobody knows whether it arrived.
   */
  readonly nonce: string;
  /** Of all that the text names, only these people and roles are called. */
  readonly calls: { readonly users: readonly string[] } | { readonly roles: readonly string[] };
}

/** A new message that no interaction asked for, as Discord's REST API takes it. */
export function unaskedMessage(
  { content, files = [], components = [] }: Message,
  { nonce, calls }: UnaskedOptions,
): { readonly body: RESTPostAPIChannelMessageJSONBody; readonly files: RawFile[] } {
  return {
    body: {
      content,
      components: [...components],
      attachments: files.map(({ name, altText }, id) => ({
        id: String(id),
        filename: name,
        ...(altText !== undefined && { description: altText }),
      })),
      allowed_mentions: {
        parse: [],
        ...('users' in calls ? { users: [...calls.users] } : { roles: [...calls.roles] }),
      },
      flags: MessageFlags.SuppressEmbeds,
      nonce,
      enforce_nonce: true,
    },
    files: files.map(({ name, data }) => ({ name, data })),
  };
}
