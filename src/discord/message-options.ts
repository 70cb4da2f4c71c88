import type { BaseMessageOptions } from 'discord.js';
import type { Message } from './command.ts';

type MessageOptions = Required<Pick<BaseMessageOptions, 'content' | 'components'>> &
  Pick<BaseMessageOptions, 'files'>;

/** The whole of a message, for discord.js. */
export function messageOptions(reply: Message): MessageOptions {
  const { content, files = [], keepsFiles = false, components = [] } = reply;
  return {
    content,
    // Given even when empty: files that are already on the message and not in this list go.
    ...(!keepsFiles && {
      files: files.map(({ name, data, altText }) => ({
        attachment: data,
        name,
        ...(altText === undefined ? {} : { description: altText }),
      })),
    }),
    components: [...components],
  };
}
