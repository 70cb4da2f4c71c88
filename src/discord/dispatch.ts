import {
  type AutocompleteInteraction,
  type ChatInputCommandInteraction,
  DiscordAPIError,
  type Interaction,
  type MessageComponentInteraction,
  RESTJSONErrorCodes,
  SnowflakeUtil,
} from 'discord.js';
import type { Logger } from 'pino';
import type { Clock } from '../events/clock.ts';
import type { Language } from '../events/event.ts';
import { EventSourceError, PostRefusedError } from '../posts/errors.ts';
import { type Acknowledgement, acknowledge, type Deferrable } from './acknowledge.ts';
import type { Call, Choice, Command, Component, Context, Posts, Reply } from './command.ts';
import { deliver, deliverFailure } from './deliver.ts';
import { errorFields } from './error-fields.ts';
import { autocompleteCall, callOf, commandCall, componentCall } from './interaction-call.ts';
import { languageOf } from './language.ts';
import { LatestUpdates } from './latest-updates.ts';
import { ACKNOWLEDGE_LIMIT_MS, CHOICES_LIMIT } from './limits.ts';
import { messagesFor } from './messages/messages.ts';
import { RecentEvents } from './recent-events.ts';
import { explain } from './replies.ts';
import { within } from './within.ts';

/** Older than this, a replayed interaction cannot be acknowledged in time. */
const LATE_MS = ACKNOWLEDGE_LIMIT_MS - 500;
const AUTOCOMPLETE_BUDGET_MS = 2000;

export interface DispatchOptions {
  readonly commands: readonly Command[];
  readonly components: readonly Component[];
  readonly posts: Posts;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Called once per acknowledged interaction, for measurements. */
  readonly onAcknowledged?: ((timing: AcknowledgeTiming) => void) | undefined;
  /** Milliseconds after which an autocomplete is answered with nothing. */
  readonly autocompleteBudgetMs?: number | undefined;
}

export interface AcknowledgeTiming {
  readonly interactionId: string;
  /** From the making of the interaction (its id says when) to its arrival; two clocks are compared. */
  readonly ageMs: number;
  /** From its arrival to Discord's answer to the acknowledgement; for an autocomplete, to its choices. */
  readonly acknowledgedMs: number;
}

/** What is to be done once it is known which command or component an interaction is for. */
interface Work {
  readonly name: string;
  readonly mode: Acknowledgement;
  run(call: Call, context: Context): Promise<Reply>;
}

/** One interaction on its way. */
interface Arrival<I = { readonly id: string }> {
  readonly interaction: I;
  readonly logger: Logger;
  readonly receivedAt: number;
  readonly ageMs: number;
}

/**
 * Answers interactions. Every one goes the same way: dropped when it was replayed too late, acknowledged before anything that
 * could be slow, run, and answered with its reply or with the reason why there is none. Nothing is thrown at the caller.
 */
export class Dispatch {
  readonly #options: DispatchOptions;
  readonly #commands: ReadonlyMap<string, Command>;
  readonly #components: ReadonlyMap<string, Component>;
  readonly #recentEvents: RecentEvents;
  readonly #latestUpdates = new LatestUpdates();
  readonly #inFlight = new Set<Promise<void>>();
  #closed = false;

  constructor(options: DispatchOptions) {
    this.#options = options;
    this.#commands = new Map(options.commands.map((command) => [command.data.name, command]));
    this.#components = new Map(options.components.map((each) => [each.prefix, each]));
    this.#recentEvents = new RecentEvents({ posts: options.posts, clock: options.clock });
  }

  /** Begins to answer and returns at once. @param replayed whether it was asked while we were away. */
  receive(interaction: Interaction, { replayed }: { readonly replayed: boolean }): void {
    if (this.#closed) return;
    const logger = this.#options.logger.child({
      interactionId: interaction.id,
      guildId: interaction.guildId,
      userId: interaction.user.id,
    });
    const answer = this.#answer(interaction, { logger, replayed })
      .catch((error: unknown) => logger.error(errorFields(error), 'interaction not answered'))
      .finally(() => this.#inFlight.delete(answer));
    this.#inFlight.add(answer);
  }

  /** Takes nothing more and waits for what has begun, but no longer than `limitMs`. */
  async drain(limitMs: number): Promise<void> {
    this.#closed = true;
    await within(limitMs, Promise.all(this.#inFlight));
  }

  async #answer(
    interaction: Interaction,
    { logger, replayed }: { readonly logger: Logger; readonly replayed: boolean },
  ): Promise<void> {
    const receivedAt = this.#options.clock();
    const ageMs = receivedAt - SnowflakeUtil.timestampFrom(interaction.id);
    // Two clocks are compared, and a fast one must not silence the bot: fresh ones are always tried, and Discord says
    // itself (10062) when it is too late.
    if (replayed && ageMs > LATE_MS) {
      logger.warn({ ageMs }, 'interaction dropped: replayed too late to be acknowledged');
      return;
    }
    const arrival = { logger, receivedAt, ageMs };
    if (interaction.isAutocomplete()) await this.#suggest({ ...arrival, interaction });
    else if (interaction.isChatInputCommand()) {
      await this.#work({ ...arrival, interaction }, this.#commandWork(interaction));
    } else if (interaction.isMessageComponent()) {
      await this.#work({ ...arrival, interaction }, this.#componentWork(interaction));
    } else logger.warn({ type: interaction.type }, 'interaction of a kind that is not answered');
  }

  async #work(arrival: Arrival<Deferrable>, work: Work): Promise<void> {
    const { interaction, logger, receivedAt } = arrival;
    // Noted on arrival: answers may come in another order.
    const updated =
      work.mode === 'update' && interaction.isMessageComponent() ? interaction.message.id : '';
    if (updated) this.#latestUpdates.note(updated, interaction.id);
    const outcome = await acknowledge(interaction, work.mode);
    if (outcome === 'too_late') {
      logger.warn({ name: work.name, ageMs: arrival.ageMs }, 'interaction expired unacknowledged');
      return;
    }
    this.#acknowledged(arrival);
    try {
      const reply = await this.#run(arrival, work);
      if (updated && !this.#latestUpdates.isLatest(updated, interaction.id)) {
        logger.info({ name: work.name }, 'answer dropped: the person has picked again');
        return;
      }
      await deliver(interaction, reply);
    } catch (error) {
      await fail(arrival, work, error);
      return;
    }
    logger.info(
      { name: work.name, ms: this.#options.clock() - receivedAt },
      'interaction answered',
    );
  }

  async #run({ interaction, logger }: Arrival<Deferrable>, work: Work): Promise<Reply> {
    const call = callOf(interaction);
    if (!call) return { content: messagesFor(languageOf(interaction.locale)).errors.serverOnly };
    const language = work.mode === 'ephemeral' ? call.language : call.serverLanguage;
    return work.run(call, this.#context(language, logger));
  }

  async #suggest(arrival: Arrival<AutocompleteInteraction>): Promise<void> {
    const { interaction, logger } = arrival;
    const budgetMs = this.#options.autocompleteBudgetMs ?? AUTOCOMPLETE_BUDGET_MS;
    let choices: readonly Choice[] | undefined;
    try {
      choices = await within(budgetMs, this.#choices(arrival));
      if (!choices) logger.warn({ budgetMs }, 'autocomplete took too long');
    } catch (error) {
      logger.warn(errorFields(error), 'autocomplete failed');
    }
    try {
      await interaction.respond((choices ?? []).slice(0, CHOICES_LIMIT));
      this.#acknowledged(arrival);
    } catch (error) {
      // The person has typed on, and this question is forgotten.
      if (!isUnknownInteraction(error)) throw error;
    }
  }

  async #choices({ interaction, logger }: Arrival<AutocompleteInteraction>) {
    const command = this.#commands.get(interaction.commandName);
    const call = callOf(interaction);
    if (!command?.autocomplete || !call) return [];
    const context = this.#context(call.language, logger);
    return command.autocomplete(autocompleteCall(call, interaction), context);
  }

  #commandWork(interaction: ChatInputCommandInteraction): Work {
    const name = interaction.commandName;
    const command = this.#commands.get(name);
    return {
      name,
      mode: command?.acknowledge ?? 'ephemeral',
      run: async (call, context) =>
        command
          ? command.execute(commandCall(call, interaction), context)
          : { content: context.messages.errors.commandGone },
    };
  }

  #componentWork(interaction: MessageComponentInteraction): Work {
    const [name = ''] = interaction.customId.split(':', 1);
    const component = this.#components.get(name);
    return {
      name,
      mode: component?.acknowledge ?? 'ephemeral',
      run: async (call, context) =>
        component
          ? component.execute(componentCall(call, interaction), context)
          : { content: context.messages.errors.componentGone },
    };
  }

  #acknowledged({ interaction, logger, receivedAt, ageMs }: Arrival): void {
    const acknowledgedMs = this.#options.clock() - receivedAt;
    logger.debug({ ageMs, acknowledgedMs }, 'interaction acknowledged');
    this.#options.onAcknowledged?.({ interactionId: interaction.id, ageMs, acknowledgedMs });
  }

  #context(language: Language, logger: Logger): Context {
    const { posts, clock } = this.#options;
    const messages = messagesFor(language);
    return { posts, recentEvents: this.#recentEvents, messages, clock, logger };
  }
}

async function fail({ interaction, logger }: Arrival<Deferrable>, work: Work, error: unknown) {
  const { text, reference } = explain(error, {
    messages: messagesFor(languageOf(interaction.locale)),
    guildId: interaction.guildId ?? '',
    interactionId: interaction.id,
  });
  const fields = { ...errorFields(error), name: work.name, reference };
  if (reference) logger.error(fields, 'interaction failed');
  else if (error instanceof EventSourceError) logger.warn(fields, 'interaction without events');
  // Nothing is wrong, and the message may repeat what the person typed.
  else logger.info({ name: work.name, refusal: refusalOf(error) }, 'interaction refused');
  await deliverFailure(interaction, work.mode, text);
}

function refusalOf(error: unknown): string | undefined {
  if (error instanceof PostRefusedError) return error.refusal;
  return error instanceof Error ? error.name : undefined;
}

function isUnknownInteraction(error: unknown): boolean {
  return error instanceof DiscordAPIError && error.code === RESTJSONErrorCodes.UnknownInteraction;
}
