import {
  type ChatInputCommandInteraction,
  DiscordAPIError,
  type MessageComponentInteraction,
  MessageFlags,
  RESTJSONErrorCodes,
} from 'discord.js';
import type { Component } from './command.ts';
import { isConnectionError } from './connection-error.ts';

/** Interactions that are acknowledged first and answered later. */
export type Deferrable = ChatInputCommandInteraction | MessageComponentInteraction;

export type Acknowledgement = Component['acknowledge'];

/** What became of an acknowledgement; only after the first two may anything else be done. */
export type AcknowledgeOutcome = 'acknowledged' | 'already_acknowledged' | 'too_late';

/**
 * Tells Discord within its 3 s that an answer will come.
 *
 * Discord may have taken an acknowledgement although we were told of a failure (a 502, a lost connection). The repeated
 * one then fails with 40060 while the person already sees "thinking": so 40060 is as good as success
 * (discord/discord-api-docs#5558). With 10062 the token is dead and nothing may be done.
 *
 * @throws what Discord or the network answered otherwise: then the person sees that the bot did not respond.
 */
export async function acknowledge(
  interaction: Deferrable,
  mode: Acknowledgement,
): Promise<AcknowledgeOutcome> {
  try {
    await defer(interaction, mode).catch((error: unknown) => {
      if (!isConnectionError(error)) throw error;
      return defer(interaction, mode);
    });
    return 'acknowledged';
  } catch (error) {
    if (!(error instanceof DiscordAPIError)) throw error;
    if (error.code === RESTJSONErrorCodes.UnknownInteraction) return 'too_late';
    if (error.code !== RESTJSONErrorCodes.InteractionHasAlreadyBeenAcknowledged) throw error;
    // discord.js sets this only after a success, and refuses to edit without it.
    interaction.deferred = true;
    return 'already_acknowledged';
  }
}

async function defer(interaction: Deferrable, mode: Acknowledgement): Promise<void> {
  if (mode !== 'update') {
    await interaction.deferReply(mode === 'ephemeral' ? { flags: MessageFlags.Ephemeral } : {});
  } else if (interaction.isMessageComponent()) {
    await interaction.deferUpdate();
  } else {
    throw new TypeError('Only a component has a message to update');
  }
}
