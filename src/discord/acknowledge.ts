import {
  type ChatInputCommandInteraction,
  DiscordAPIError,
  type MessageComponentInteraction,
  MessageFlags,
  type ModalSubmitInteraction,
  RESTJSONErrorCodes,
} from 'discord.js';
import type { Message } from './command.ts';
import { isConnectionError } from './connection-error.ts';
import { messageOptions } from './message-options.ts';
import { type Modal, modalData } from './modal.ts';

/** Interactions that can be answered with a modal. Not a modal itself: Discord allows none upon another. */
export type Opener = ChatInputCommandInteraction | MessageComponentInteraction;

/** Interactions that are acknowledged first and answered later. */
export type Deferrable = Opener | ModalSubmitInteraction;

/** `update`: the answer replaces the message that the interaction came from. */
export type Acknowledgement = 'update' | 'public' | 'ephemeral';

/** What became of a first response; only after the first two may anything else be done. */
export type AcknowledgeOutcome = 'acknowledged' | 'already_acknowledged' | 'too_late';

/**
 * Tells Discord within its 3 s that an answer will come.
 *
 * @throws what Discord or the network answered otherwise: then the person sees that the bot did not respond.
 */
export async function acknowledge(
  interaction: Deferrable,
  mode: Acknowledgement,
): Promise<AcknowledgeOutcome> {
  const outcome = await respond(() => defer(interaction, mode));
  // discord.js sets this only after a success, and refuses to edit without it.
  if (outcome === 'already_acknowledged') interaction.deferred = true;
  return outcome;
}

/** Opens a form as the first response. @throws as `acknowledge`. */
export async function openModal(interaction: Opener, modal: Modal): Promise<AcknowledgeOutcome> {
  const data = modalData(modal);
  return await respond(() => interaction.showModal(data));
}

/** Answers in private without an acknowledgement before. @throws as `acknowledge`. */
export async function replyAtOnce(
  interaction: Opener,
  reply: Message,
): Promise<AcknowledgeOutcome> {
  const flags = MessageFlags.Ephemeral | MessageFlags.SuppressEmbeds;
  return await respond(() => interaction.reply({ ...messageOptions(reply), flags }));
}

/**
 * Discord may have taken a first response although we were told of a failure (a 502, a lost connection). The repeated
 * one then fails with 40060 while the person already sees the first: so 40060 is as good as success
 * (discord/discord-api-docs#5558). With 10062 the token is dead and nothing may be done.
 */
async function respond(attempt: () => Promise<unknown>): Promise<AcknowledgeOutcome> {
  try {
    await attempt().catch((error: unknown) => {
      if (!isConnectionError(error)) throw error;
      return attempt();
    });
    return 'acknowledged';
  } catch (error) {
    if (!(error instanceof DiscordAPIError)) throw error;
    if (error.code === RESTJSONErrorCodes.UnknownInteraction) return 'too_late';
    if (error.code !== RESTJSONErrorCodes.InteractionHasAlreadyBeenAcknowledged) throw error;
    return 'already_acknowledged';
  }
}

async function defer(interaction: Deferrable, mode: Acknowledgement): Promise<void> {
  if (mode !== 'update') {
    await interaction.deferReply(mode === 'ephemeral' ? { flags: MessageFlags.Ephemeral } : {});
  } else if (interaction.isCommand()) {
    throw new TypeError('A command has no message to update');
  } else {
    await interaction.deferUpdate();
  }
}
