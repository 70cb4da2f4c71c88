import { type Client, MessageFlags } from 'discord.js';
import type { MessagePlace } from '../posts/kept-post.ts';
import type { Acknowledgement, Deferrable } from './acknowledge.ts';
import type { Message, Original } from './command.ts';
import { isConnectionError } from './connection-error.ts';
import { messageOptions } from './message-options.ts';

const ATTEMPTS = 3;

/**
 * Replaces the acknowledged message by the reply: files and components it does not name are gone afterwards.
 *
 * @returns where it stands.
 */
export async function deliver(interaction: Deferrable, reply: Message): Promise<MessagePlace> {
  const options = { ...messageOptions(reply), flags: MessageFlags.SuppressEmbeds } as const;
  for (let left = ATTEMPTS - 1; ; left -= 1) {
    try {
      const { id, channelId } = await interaction.editReply(options);
      return { messageId: id, channelId };
    } catch (error) {
      // Editing a message to the same content twice is harmless. 5xx answers are repeated by discord.js itself.
      if (left === 0 || !isConnectionError(error)) throw error;
    }
  }
}

/** Says something to the person alone, below the acknowledged message. */
export async function whisper(interaction: Deferrable, message: Message): Promise<void> {
  // Not repeated: a follow-up is a new message, and whether it arrived the first time is unknown.
  const flags = MessageFlags.Ephemeral | MessageFlags.SuppressEmbeds;
  await interaction.followUp({ ...messageOptions(message), flags });
}

/**
 * Changes a message that no interaction came from, with the bot's own rights: it must see the channel.
 *
 * @throws what Discord or the network answered.
 */
export async function bringUpToDate(
  client: Client<true>,
  { place, message }: Original,
): Promise<void> {
  const channel = await client.channels.fetch(place.channelId);
  if (!channel?.isTextBased()) return;
  const options = message
    ? ({ ...messageOptions(message), flags: MessageFlags.SuppressEmbeds } as const)
    : { components: [] };
  await channel.messages.edit(place.messageId, options);
}

/**
 * Shows a person why there is no answer. A deferred reply becomes the reason: one call that can be repeated, while
 * deleting a public "thinking" and following up in private takes two, and when the second is lost the person is left
 * with nothing. A message that was to be updated stays as it is, and the reason is whispered to the one who clicked.
 */
export async function deliverInstead(
  interaction: Deferrable,
  mode: Acknowledgement,
  reason: Message,
): Promise<void> {
  if (mode === 'update') await whisper(interaction, reason);
  else await deliver(interaction, reason);
}
