import {
  type AutocompleteInteraction,
  DiscordAPIError,
  type Interaction,
  type Message,
  MessageFlags,
  PermissionFlagsBits,
  RESTJSONErrorCodes,
  SnowflakeUtil,
} from 'discord.js';
import type { Logger } from 'pino';
import type { Clock } from '../events/clock.ts';
import type { Language } from '../events/event.ts';
import {
  type AcknowledgeOutcome,
  acknowledge,
  type Deferrable,
  type Opener,
  openModal,
  replyAtOnce,
} from './acknowledge.ts';
import type { Call } from './call.ts';
import type { Answer, Choice, Context, Original, Message as Said, Services } from './command.ts';
import { type Asking, contextFor } from './context.ts';
import { bringUpToDate, deliver, deliverInstead, whisper } from './deliver.ts';
import { directCall } from './direct-call.ts';
import { errorFields } from './error-fields.ts';
import { autocompleteCall, callOf } from './interaction-call.ts';
import { interactionFailure } from './interaction-failure.ts';
import { languageOf } from './language.ts';
import { LatestUpdates } from './latest-updates.ts';
import { ACKNOWLEDGE_LIMIT_MS, CHOICES_LIMIT } from './limits.ts';
import { messagesFor } from './messages/messages.ts';
import { NotAllowedError } from './not-allowed.ts';
import { RecentEvents } from './recent-events.ts';
import {
  type AnswerWork,
  type ModalWork,
  type Registered,
  Registry,
  type Work,
} from './registry.ts';
import { settingsIfReadable } from './server-settings.ts';
import { ShownEditions } from './shown-editions.ts';
import { within } from './within.ts';

/** Older than this, a replayed interaction cannot be acknowledged in time. */
const LATE_MS = ACKNOWLEDGE_LIMIT_MS - 500;
/** What may pass before the choices of an autocomplete or a modal, which are first responses, are on their way. */
const FIRST_RESPONSE_BUDGET_MS = 2000;

export interface DispatchOptions extends Registered, Services {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Called once per acknowledged interaction, for measurements. */
  readonly onAcknowledged?: ((timing: AcknowledgeTiming) => void) | undefined;
  /** Milliseconds after which an autocomplete is answered with nothing. */
  readonly autocompleteBudgetMs?: number | undefined;
  /** Milliseconds after which a modal is given up and the person asked to try again. */
  readonly modalBudgetMs?: number | undefined;
}

export interface AcknowledgeTiming {
  readonly interactionId: string;
  /** From the making of the interaction (its id says when) to its arrival; two clocks are compared. */
  readonly ageMs: number;
  /** From its arrival to Discord's answer to the acknowledgement; for an autocomplete, to its choices. */
  readonly acknowledgedMs: number;
}

/** One interaction on its way. */
interface Arrival<I = { readonly id: string }> {
  readonly interaction: I;
  readonly logger: Logger;
  readonly receivedAt: number;
  readonly ageMs: number;
}

/**
 * Answers interactions. Every one goes the same way: dropped when it was replayed too late, acknowledged before anything
 * that could be slow, run, and answered with its reply or with the reason why there is none. Only choices and modals,
 * which cannot come after an acknowledgement, are waited for first, and not for long. Nothing is thrown at the caller.
 */
export class Dispatch {
  readonly #options: DispatchOptions;
  readonly #registry: Registry;
  readonly #recentEvents: RecentEvents;
  readonly #latestUpdates = new LatestUpdates();
  readonly #shownEditions = new ShownEditions();
  readonly #inFlight = new Set<Promise<void>>();
  #closed = false;

  constructor(options: DispatchOptions) {
    this.#options = options;
    this.#registry = new Registry(options);
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
      await this.#begin({ ...arrival, interaction }, this.#registry.commandWork(interaction));
    } else if (interaction.isMessageComponent()) {
      await this.#begin({ ...arrival, interaction }, this.#registry.componentWork(interaction));
    } else if (interaction.isModalSubmit()) {
      await this.#work({ ...arrival, interaction }, this.#registry.modalWork(interaction));
    } else logger.warn({ type: interaction.type }, 'interaction of a kind that is not answered');
  }

  #begin(arrival: Arrival<Opener>, work: Work): Promise<void> {
    return work.mode === 'modal' ? this.#open(arrival, work) : this.#work(arrival, work);
  }

  async #work(arrival: Arrival<Deferrable>, work: AnswerWork): Promise<void> {
    const { interaction, logger, receivedAt } = arrival;
    // Noted on arrival: answers may come in another order.
    const updated = updatedBy(arrival, work);
    if (updated) this.#latestUpdates.note(updated, interaction.id);
    const outcome = await acknowledge(interaction, work.mode);
    if (!this.#responded(arrival, work, outcome)) return;
    try {
      const answer = await this.#asked(arrival, work, (call, context) => work.run(call, context));
      await this.#tell(arrival, work, answer);
    } catch (error) {
      const { text, components } = interactionFailure({ ...arrival, name: work.name }, error);
      const salvaged = this.#salvage(arrival, work);
      const content = salvaged ? [text, salvaged.content].join('\n\n') : text;
      const remedy = components && { components };
      await deliverInstead(interaction, work.mode, { ...remedy, ...salvaged, content });
      return;
    }
    logger.info(
      { name: work.name, ms: this.#options.clock() - receivedAt },
      'interaction answered',
    );
  }

  async #tell(arrival: Arrival<Deferrable>, work: AnswerWork, answer: Answer): Promise<void> {
    const { interaction, logger } = arrival;
    if (!('content' in answer)) {
      await deliverInstead(interaction, work.mode, answer.aside);
      return;
    }
    if (this.#isLatest(updatedBy(arrival, work), interaction.id, answer.edition)) {
      const place = await deliver(interaction, answer);
      await answer.onDelivered?.(place);
    } else {
      logger.info({ name: work.name }, 'answer dropped: the message shows a later one');
    }
    if (answer.aside) await whisper(interaction, answer.aside);
    const { original, edition } = answer;
    if (original) await this.#follow(arrival, original, original.edition ?? edition);
  }

  async #follow(
    { interaction, logger }: Arrival<Deferrable>,
    original: Original,
    // Without one, it is what remains of something that is no more.
    edition = Number.POSITIVE_INFINITY,
  ): Promise<void> {
    if (!this.#shownEditions.admit(original.place.messageId, edition)) return;
    try {
      await bringUpToDate(interaction.client, original);
    } catch (error) {
      // Deleted, or in a channel that the bot does not see: its buttons bring it up to date when they are used.
      logger.info({ ...original.place, ...errorFields(error) }, 'original message not updated');
    }
  }

  #isLatest(updated: string | undefined, interactionId: string, edition?: number): boolean {
    if (updated === undefined) return true;
    return edition === undefined
      ? this.#latestUpdates.isLatest(updated, interactionId)
      : this.#shownEditions.admit(updated, edition);
  }

  /** A modal can only be the first response: it is made within the budget, or the person learns why there is none. */
  async #open(arrival: Arrival<Opener>, work: ModalWork): Promise<void> {
    const { interaction, logger } = arrival;
    const budgetMs = this.#options.modalBudgetMs ?? FIRST_RESPONSE_BUDGET_MS;
    const { errors } = messagesFor(languageOf(interaction.locale));
    let refusal: Said = { content: errors.tooSlow };
    try {
      const opening = this.#asked(arrival, work, (call, context) => work.open(call, context));
      const modal = await within(budgetMs, opening);
      if (modal) {
        const outcome = await openModal(interaction, modal);
        if (this.#responded(arrival, work, outcome)) {
          logger.info({ name: work.name }, 'modal opened');
        }
        return;
      }
      logger.warn({ name: work.name, budgetMs }, 'modal took too long');
    } catch (error) {
      const { text, components } = interactionFailure({ ...arrival, name: work.name }, error);
      refusal = { content: text, ...(components && { components }) };
    }
    const outcome = await replyAtOnce(interaction, refusal);
    this.#responded(arrival, work, outcome);
  }

  /** Whether Discord took the first response, so that the person sees something. */
  #responded(arrival: Arrival, { name }: Work, outcome: AcknowledgeOutcome): boolean {
    const { logger, ageMs } = arrival;
    if (outcome === 'too_late') logger.warn({ name, ageMs }, 'interaction expired unacknowledged');
    else this.#acknowledged(arrival);
    return outcome !== 'too_late';
  }

  /** Does what was asked for, if it was asked in a server by somebody who may. */
  async #asked<T>(
    { interaction, logger }: Arrival<Deferrable>,
    { mode, requires, guildOf }: Work,
    run: (call: Call, context: Context) => Promise<T>,
  ): Promise<T> {
    const asked = callOf(interaction) ?? (guildOf && (await directCall(interaction, guildOf())));
    if (!asked) throw new NotAllowedError('in_servers_only');
    // Discord checks it too, but by a server's own settings, and not again for buttons of an hour ago.
    if (requires && !interaction.memberPermissions?.has(PermissionFlagsBits[requires])) {
      throw new NotAllowedError(requires);
    }
    // A form is the first response and has no time to lose; what is in it is for the person alone.
    const call = mode === 'modal' ? asked : await this.#inServerLanguage(asked, logger);
    const seenByOthers =
      interaction.guildId !== null &&
      (mode === 'public' ||
        (mode === 'update' && !messageOf(interaction)?.flags.has(MessageFlags.Ephemeral)));
    const language = seenByOthers ? call.serverLanguage : call.language;
    return await run(call, this.#context(language, { interaction, logger, guildId: call.guildId }));
  }

  /** What a server has chosen for its language goes before what Discord knows of it. */
  async #inServerLanguage(call: Call, logger: Logger): Promise<Call> {
    const { language } =
      (await settingsIfReadable(this.#options.settings, call.guildId, logger)) ?? {};
    return language === undefined ? call : { ...call, serverLanguage: language };
  }

  #context(
    language: Language,
    asking: Pick<Asking, 'interaction' | 'logger' | 'guildId'>,
  ): Context {
    return contextFor(this.#options, { ...asking, language, recentEvents: this.#recentEvents });
  }

  #salvage({ interaction, logger }: Arrival<Deferrable>, work: AnswerWork): Said | undefined {
    const call = callOf(interaction);
    try {
      if (!call) return undefined;
      const { language, guildId } = call;
      return work.salvage?.(call, this.#context(language, { interaction, logger, guildId }));
    } catch (error) {
      logger.error(errorFields(error), 'nothing salvaged');
      return undefined;
    }
  }

  async #suggest(arrival: Arrival<AutocompleteInteraction>): Promise<void> {
    const { interaction, logger } = arrival;
    const budgetMs = this.#options.autocompleteBudgetMs ?? FIRST_RESPONSE_BUDGET_MS;
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
    const command = this.#registry.command(interaction.commandName);
    const call = callOf(interaction);
    if (!command?.autocomplete || !call) return [];
    const { language, guildId } = call;
    const context = this.#context(language, { interaction, logger, guildId });
    return command.autocomplete(autocompleteCall(call, interaction), context);
  }

  #acknowledged({ interaction, logger, receivedAt, ageMs }: Arrival): void {
    const acknowledgedMs = this.#options.clock() - receivedAt;
    logger.debug({ ageMs, acknowledgedMs }, 'interaction acknowledged');
    this.#options.onAcknowledged?.({ interactionId: interaction.id, ageMs, acknowledgedMs });
  }
}

/** The id of the message that the answer replaces. */
function updatedBy({ interaction }: Arrival<Deferrable>, { mode }: Work): string | undefined {
  return mode === 'update' ? messageOf(interaction)?.id : undefined;
}

/** The message whose component or modal it is. */
function messageOf(interaction: Deferrable): Message | undefined {
  return interaction.isCommand() ? undefined : (interaction.message ?? undefined);
}

function isUnknownInteraction(error: unknown): boolean {
  return error instanceof DiscordAPIError && error.code === RESTJSONErrorCodes.UnknownInteraction;
}
