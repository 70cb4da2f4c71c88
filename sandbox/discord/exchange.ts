import { InteractionResponseType } from 'discord-api-types/v10';
import type { Acknowledgement, Interaction } from './interaction.ts';
import type { Message, StoredMessage } from './message.ts';
import { Modal } from './modal.ts';
import { waitFor } from './waiting.ts';
import type { World } from './world.ts';

const r = InteractionResponseType;

export interface WaitOptions {
  /** Real milliseconds; 15,000 when absent, since drawing a poster may come before the answer. */
  readonly timeoutMs?: number;
}

const DEFAULT_TIMEOUT_MS = 15_000;

/** One interaction from the person's side: what shows up on the screen after a command, a click or a form. */
export class Exchange {
  readonly id: string;
  readonly #world: World;
  readonly #interaction: Interaction;
  readonly #label: string;
  #followUpsRead = 0;

  constructor(world: World, interaction: Interaction, label: string) {
    this.id = interaction.id;
    this.#world = world;
    this.#interaction = interaction;
    this.#label = label;
  }

  /** The bot's first answer. Rejects when it did not respond in 3 s. */
  acknowledged(options?: WaitOptions): Promise<Acknowledgement> {
    return this.#wait('an acknowledgement', options, () => this.#interaction.acknowledgement);
  }

  /**
   * The answer, once there is one to read: immediate, or edited in after a deferral; for a component the message
   * it sits on, updated. Rejects when the bot did not respond, or responded with a modal.
   */
  reply(options?: WaitOptions): Promise<Message> {
    return this.#wait('a reply', options, () => {
      const { acknowledgement, original } = this.#interaction;
      if (!acknowledgement) return undefined;
      if (acknowledgement.type === r.Modal) {
        throw new Error(`${this.#label} was answered with a modal: read it with modal()`);
      }
      return original && this.#isAnswered(original) ? original : undefined;
    });
  }

  /** The form the bot opened. Rejects when it did something else. */
  modal(options?: WaitOptions): Promise<Modal> {
    return this.#wait('a modal', options, () => {
      const { acknowledgement, modal } = this.#interaction;
      if (modal) return new Modal(modal, this.#interaction);
      if (acknowledgement) {
        throw new Error(
          `${this.#label} was answered with response type ${acknowledgement.type}, not with a modal`,
        );
      }
      return undefined;
    });
  }

  /** Everything sent after the answer so far. */
  followUps(): readonly Message[] {
    return [...this.#interaction.followUps];
  }

  /** The next one that was not returned by this method before. */
  nextFollowUp(options?: WaitOptions): Promise<Message> {
    const index = this.#followUpsRead;
    this.#followUpsRead += 1;
    return this.#wait('a follow-up', options, () => this.#interaction.followUps[index]);
  }

  #isAnswered(message: StoredMessage): boolean {
    const { type } = this.#interaction.acknowledgement ?? {};
    const isUpdate = type === r.DeferredMessageUpdate || type === r.UpdateMessage;
    if (isUpdate) return message.revision > this.#interaction.originalRevision;
    if (message.deleted && message.loading) {
      throw new Error(`The bot deleted its answer to ${this.#label} before writing it`);
    }
    return !message.loading;
  }

  #wait<T>(what: string, options: WaitOptions = {}, find: () => T | undefined): Promise<T> {
    return waitFor(
      this.#world,
      `${what} to ${this.#label}`,
      options.timeoutMs ?? DEFAULT_TIMEOUT_MS,
      () => {
        if (this.#interaction.expiredUnanswered(this.#world.now())) {
          throw new Error(`The application did not respond to ${this.#label}`);
        }
        return find();
      },
    );
  }
}
