import type { BaseMessageOptions } from 'discord.js';
import type { Message } from './command.ts';

/** The whole of a message, for discord.js. */
export function messageOptions(
  reply: Message,
): Required<Pick<BaseMessageOptions, 'content' | 'files' | 'components'>> {
  return {
    content: reply.content,
    // Given even when empty: files that are already on the message and not in this list go.
    files: (reply.files ?? []).map(({ name, data, altText }) => ({
      attachment: data,
      name,
      ...(altText === undefined ? {} : { description: altText }),
    })),
    components: [...(reply.components ?? [])],
  };
}
