import { randomBytes } from 'node:crypto';
import {
  type APIApplicationCommandOptionChoice,
  type APIBaseInteraction,
  type APIMessageInteractionMetadata,
  type APIModalInteractionResponseCallbackData,
  ApplicationIntegrationType,
  type InteractionResponseType,
  InteractionType,
} from 'discord-api-types/v10';
import type { Channel } from './channel.ts';
import type { StoredMessage } from './message.ts';
import { toApiUser, type User } from './user.ts';

/** The first answer must come this fast, and the token serves this long; milliseconds of the sandbox clock. */
export const RESPONSE_WINDOW_MS = 3_000;
export const TOKEN_LIFETIME_MS = 15 * 60_000;

/** The bot's first answer. */
export interface Acknowledgement {
  readonly type: InteractionResponseType;
  readonly ephemeral: boolean;
  /** Real milliseconds between the dispatch and the callback. */
  readonly afterMs: number;
}

/**
 * Something a person did, and how far the bot has got with it: unanswered, acknowledged, then any number of
 * edits and follow-ups until the token dies.
 */
export class Interaction {
  readonly id: string;
  readonly token: string = randomBytes(48).toString('base64url');
  readonly type: InteractionType;
  readonly user: User;
  readonly channel: Channel;
  readonly createdAt: number;
  /** The message whose button, select or modal this is. */
  readonly source: StoredMessage | undefined;
  readonly #dispatchedAt = performance.now();
  /** As the gateway delivered it. */
  payload: APIBaseInteraction<InteractionType, unknown> | undefined;
  acknowledgement: Acknowledgement | undefined;
  /** What `@original` stands for: the answer, or for a component the message it sits on. */
  original: StoredMessage | undefined;
  /** The revision of `original` when the bot acknowledged; a greater one is its answer. */
  originalRevision = 0;
  readonly followUps: StoredMessage[] = [];
  modal: APIModalInteractionResponseCallbackData | undefined;
  choices: readonly APIApplicationCommandOptionChoice[] | undefined;

  constructor(options: {
    readonly id: string;
    readonly type: InteractionType;
    readonly user: User;
    readonly channel: Channel;
    readonly createdAt: number;
    readonly source?: StoredMessage | undefined;
  }) {
    this.id = options.id;
    this.type = options.type;
    this.user = options.user;
    this.channel = options.channel;
    this.createdAt = options.createdAt;
    this.source = options.source;
  }

  acknowledge(type: InteractionResponseType, ephemeral: boolean): void {
    const afterMs = performance.now() - this.#dispatchedAt;
    this.acknowledgement = { type, ephemeral, afterMs };
  }

  /** Unanswered for too long: from now on a first answer is refused, and the person reads an error. */
  expiredUnanswered(now: number): boolean {
    return this.acknowledgement === undefined && now - this.createdAt > RESPONSE_WINDOW_MS;
  }

  tokenExpired(now: number): boolean {
    return now - this.createdAt > TOKEN_LIFETIME_MS;
  }

  /** What a message says about the interaction it answers; a follow-up also names the first answer. */
  metadata(followUp = false): APIMessageInteractionMetadata {
    const base = {
      id: this.id,
      user: toApiUser(this.user),
      authorizing_integration_owners: this.channel.guild
        ? { [ApplicationIntegrationType.GuildInstall]: this.channel.guild.id }
        : { [ApplicationIntegrationType.GuildInstall]: '0' },
      ...(followUp && this.original ? { original_response_message_id: this.original.id } : {}),
    };
    const opener = this.source
      ? {
          ...base,
          type: InteractionType.MessageComponent as const,
          interacted_message_id: this.source.id,
        }
      : { ...base, type: InteractionType.ApplicationCommand as const };
    return this.type === InteractionType.ModalSubmit
      ? { ...base, type: this.type, triggering_interaction_metadata: opener }
      : opener;
  }
}
