import { type InteractionEditReplyOptions, MessageFlags } from 'discord.js';
import type { Acknowledgement, Deferrable } from './acknowledge.ts';
import type { Reply } from './command.ts';
import { isConnectionError } from './connection-error.ts';

const ATTEMPTS = 3;

/** Replaces the acknowledged message by the reply: files and components it does not name are gone afterwards. */
export async function deliver(interaction: Deferrable, reply: Reply): Promise<void> {
  const options = editOptions(reply);
  for (let left = ATTEMPTS - 1; ; left -= 1) {
    try {
      await interaction.editReply(options);
      return;
    } catch (error) {
      // Editing a message to the same content twice is harmless. 5xx answers are repeated by discord.js itself.
      if (left === 0 || !isConnectionError(error)) throw error;
    }
  }
}

/**
 * Shows a person why there is no answer. A deferred reply becomes the text: one call that can be repeated, while
 * deleting a public "thinking" and following up in private takes two, and when the second is lost the person is left
 * with nothing. A message that was to be updated stays as it is, and the text is whispered to the one who clicked.
 */
export async function deliverFailure(
  interaction: Deferrable,
  mode: Acknowledgement,
  text: string,
): Promise<void> {
  if (mode !== 'update') {
    await deliver(interaction, { content: text });
    return;
  }
  // Not repeated: a follow-up is a new message, and whether it arrived the first time is unknown.
  await interaction.followUp({ content: text, flags: MessageFlags.Ephemeral });
}

function editOptions(reply: Reply): InteractionEditReplyOptions {
  return {
    content: reply.content,
    // Given even when empty: files that are already on the message and not in this list go.
    files: (reply.files ?? []).map(({ name, data, altText }) => ({
      attachment: data,
      name,
      ...(altText === undefined ? {} : { description: altText }),
    })),
    components: [...(reply.components ?? [])],
    flags: MessageFlags.SuppressEmbeds,
  };
}
