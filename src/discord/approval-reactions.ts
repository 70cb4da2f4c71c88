import {
  type APIMessage,
  type Client,
  DiscordAPIError,
  GatewayDispatchEvents,
  Routes,
} from 'discord.js';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { Clock } from '../events/clock.ts';
import type { ApprovalCard, ApprovalCards } from '../posts/approval/approval-cards.ts';
import type { SettingsStore } from '../posts/approval/guild-settings.ts';
import type { Approver, Decided, Scheduling } from '../posts/approval/scheduling.ts';
import type { PostState } from '../posts/kept-post.ts';
import { APPROVE, REJECT } from './approval-card.ts';
import { reasonButton } from './approval-dialogs.ts';
import { ApprovalPace } from './approval-pace.ts';
import { managesServer } from './approval-people.ts';
import type { Message } from './command.ts';
import { errorFields } from './error-fields.ts';
import { knownServer } from './known-server.ts';
import { personMention, roleMentions } from './markdown.ts';
import { type Messages, messagesFor } from './messages/messages.ts';
import { unaskedLanguage } from './unasked-language.ts';

export interface ApprovalReactionsOptions {
  readonly cards: Pick<ApprovalCards, 'byMessage' | 'noteDeleted' | 'waitingIn'>;
  readonly scheduling: Pick<Scheduling, 'approve' | 'reject'>;
  readonly settings: Pick<SettingsStore, 'settingsOf'>;
  /** Something is to be shown on a card. */
  readonly onChanged?: (() => void) | undefined;
  readonly client: Client;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** One person's decision, however we learned of it. */
export interface Vote {
  readonly card: ApprovalCard & { readonly place: NonNullable<ApprovalCard['place']> };
  readonly emoji: typeof APPROVE | typeof REJECT;
  readonly approver: Approver;
  /** Read from the message some time afterwards: it may have been counted, and answered, when it was given. */
  readonly readLater?: boolean;
}

/** What was approved is on Instagram, or may be. */
const BEYOND_RECALL: ReadonlySet<PostState> = new Set(['publishing', 'published', 'unconfirmed']);
/** Of so many cards it is remembered. */
const EXPLAINED = 1000;
/** Of reading what was missed and answering to it; for cards and for those who planned the posts there is as much. */
const REQUESTS_PER_SECOND = 20;
/**
 * Discord takes four in one channel. discord.js knows after the first two: what the first answer says of a bucket, it
 * keeps for a queue that the second is not in (`hashes` in @discordjs/rest 2.6).
 */
const TAKEN_BACK_PER_SECOND = 3;

const snowflakes = { guild_id: z.string(), channel_id: z.string() };
const packetSchema = z.discriminatedUnion('t', [
  z.object({
    t: z.literal(GatewayDispatchEvents.MessageReactionAdd),
    d: z.object({
      ...snowflakes,
      message_id: z.string(),
      user_id: z.string(),
      message_author_id: z.string().optional(),
      emoji: z.object({ id: z.string().nullish(), name: z.string().nullish() }),
      member: z.object({
        roles: z.array(z.string()),
        user: z.object({ bot: z.boolean().optional() }).optional(),
      }),
    }),
  }),
  z.object({
    t: z.literal(GatewayDispatchEvents.MessageDelete),
    d: z.object({ ...snowflakes, id: z.string() }),
  }),
  z.object({
    t: z.literal(GatewayDispatchEvents.MessageDeleteBulk),
    d: z.object({ ...snowflakes, ids: z.array(z.string()) }),
  }),
  z.object({
    t: z.literal(GatewayDispatchEvents.ChannelDelete),
    d: z.object({ guild_id: z.string(), id: z.string() }),
  }),
]);
type Packet = z.infer<typeof packetSchema>;
type ReactionPacket = Extract<Packet, { t: GatewayDispatchEvents.MessageReactionAdd }>;

/** Of reactions to messages of ours that are no cards, or not yet, so many are remembered. */
const EARLY_LIMIT = 500;

/**
 * Reactions on approval cards, and cards that are deleted. Read from the packets themselves, so that messages of any age
 * count, whatever discord.js has in its cache, and the roles are those of the moment of the reaction. What is done to
 * one message is done in order.
 */
export class ApprovalReactions {
  /** For whatever is asked of Discord because of reactions. */
  readonly pace = new ApprovalPace({ perSecond: REQUESTS_PER_SECOND });
  readonly #takenBack = new ApprovalPace({ perSecond: TAKEN_BACK_PER_SECOND });
  readonly #options: ApprovalReactionsOptions;
  readonly #queues = new Map<string, Promise<void>>();
  /** Cards on which somebody was told that they do not decide. */
  readonly #explained = new Set<string>();
  /** Given between the posting of a card and its being written down, while the bot's own reactions are on their way. */
  readonly #early: { readonly data: ReactionPacket['d']; readonly emoji: Vote['emoji'] }[] = [];
  #over = false;

  constructor(options: ApprovalReactionsOptions) {
    this.#options = options;
  }

  /** To be given every packet of the gateway. Returns at once. */
  see(packet: unknown): void {
    const { data } = packetSchema.safeParse(packet);
    if (!data || this.#over) return;
    if (data.t === GatewayDispatchEvents.MessageReactionAdd) {
      const emoji = decisionOf(data.d.emoji);
      // Our own two among them.
      if (!emoji || data.d.member.user?.bot) return;
      this.#queue(data.d.message_id, () => this.#reacted(data.d, emoji));
      return;
    }
    const { guild_id: guildId } = data.d;
    if (data.t === GatewayDispatchEvents.ChannelDelete) {
      this.#queue(data.d.id, () => this.channelDeleted(guildId, data.d.id));
      return;
    }
    const ids = data.t === GatewayDispatchEvents.MessageDelete ? [data.d.id] : data.d.ids;
    for (const id of ids) this.#queue(id, () => this.deleted(guildId, id));
  }

  /** A message is known to be a card from now on. Returns at once. */
  noted(messageId: string): void {
    if (this.#over) return;
    // Behind whatever is being looked up for it at this moment.
    this.#queue(messageId, async () => {
      const early = this.#early.filter(({ data }) => data.message_id === messageId);
      for (const one of early) {
        this.#early.splice(this.#early.indexOf(one), 1);
        await this.#reacted(one.data, one.emoji);
      }
    });
  }

  /** Takes nothing more and waits for what has begun. */
  async close(): Promise<void> {
    this.#over = true;
    // Answers are queued by what is being counted.
    while (this.#queues.size > 0) await Promise.all(this.#queues.values());
  }

  /**
   * Decides, and has the person told what became of it where it did not become what they wanted: that takes Discord up
   * to five seconds in a channel in which much is said, and the next decision does not wait for it.
   */
  async count(vote: Vote): Promise<void> {
    const { card, emoji, approver } = vote;
    const { scheduling, onChanged, logger } = this.#options;
    const { guildId, postId, revision } = card;
    if (revision === undefined) return;
    let decided: Decided;
    try {
      const decision = { guildId, postId, revision, approver };
      decided = await (emoji === APPROVE
        ? scheduling.approve(decision)
        : scheduling.reject(decision));
    } catch (error) {
      logger.error({ guildId, postId, ...errorFields(error) }, 'decision not saved');
      const text = await this.#messages(guildId);
      this.#answer(vote, { content: text.approval.failed(personMention(approver.userId)) });
      return;
    }
    logger.info(
      { guildId, postId, revision, emoji, outcome: decided.outcome },
      'reaction on a card',
    );
    if (decided.outcome === 'not_approver') {
      this.#queue(`take back ${card.place.channelId}`, () => this.#takeBack(vote));
      await this.#explain(vote);
      return;
    }
    onChanged?.();
    const answer = answerOf(decided, vote, await this.#messages(guildId));
    if (answer) this.#answer(vote, answer);
  }

  async deleted(guildId: string, messageId: string): Promise<void> {
    const { cards, clock, onChanged, logger } = this.#options;
    const card = await cards.noteDeleted(guildId, messageId, clock());
    if (!card) return;
    logger.info({ guildId, postId: card.postId, messageId }, 'approval card deleted');
    onChanged?.();
  }

  /** With the messages in it: what waits for an approval is asked about where it can be seen. */
  async channelDeleted(guildId: string, channelId: string): Promise<void> {
    for (const { place } of await this.#options.cards.waitingIn(guildId, channelId)) {
      if (place) await this.deleted(guildId, place.messageId);
    }
  }

  async #reacted(data: ReactionPacket['d'], emoji: Vote['emoji']): Promise<void> {
    const { guild_id: guildId, message_id: messageId, user_id: userId, member } = data;
    const { cards, client } = this.#options;
    if (userId === client.user?.id) return;
    const card = await cards.byMessage(guildId, messageId);
    if (!card?.place) {
      if (data.message_author_id !== client.user?.id) return;
      this.#early.push({ data, emoji });
      if (this.#early.length > EARLY_LIMIT) this.#early.shift();
      return;
    }
    const approver = {
      userId,
      roleIds: member.roles,
      managesServer: await managesServer(client, guildId, { userId, roleIds: member.roles }),
    };
    await this.count({ card: { ...card, place: card.place }, emoji, approver });
  }

  /** @param name of what is done in order, such as the id of a message. */
  #queue(name: string, work: () => Promise<void>): void {
    const before = this.#queues.get(name) ?? Promise.resolve();
    const queued = before
      .then(work)
      .catch((error: unknown) =>
        this.#options.logger.error({ queue: name, ...errorFields(error) }, 'card event lost'),
      )
      .finally(() => {
        if (this.#queues.get(name) === queued) this.#queues.delete(name);
      });
    this.#queues.set(name, queued);
  }

  /** Where the bot may: it never counts anyway. */
  async #takeBack({ card: { place, postId }, emoji, approver }: Vote): Promise<void> {
    const { client, logger } = this.#options;
    const { channelId, messageId } = place;
    const route = Routes.channelMessageUserReaction(
      channelId,
      messageId,
      encodeURIComponent(emoji),
      approver.userId,
    );
    try {
      // After an absence there may be hundreds, and whoever stops the bot does not wait for them.
      if (this.#over) return;
      await this.#takenBack.turn();
      await this.pace.turn();
      await client.rest.delete(route);
    } catch (error) {
      if (!(error instanceof DiscordAPIError)) throw error;
      logger.debug({ postId, code: error.code }, 'reaction stays');
    }
  }

  /** Once for each card: a server full of people who like a poster is not to be called one by one. */
  async #explain(vote: Vote): Promise<void> {
    const { messageId } = vote.card.place;
    if (vote.readLater || this.#explained.has(messageId)) return;
    this.#explained.add(messageId);
    const [oldest] = this.#explained;
    if (this.#explained.size > EXPLAINED && oldest !== undefined) this.#explained.delete(oldest);
    const { guildId } = vote.card;
    const { approval } = await this.#messages(guildId);
    const { approverRoleIds } = await this.#options.settings.settingsOf(guildId);
    const who = personMention(vote.approver.userId);
    this.#answer(vote, {
      content: approval.notApprover(who, roleMentions(approverRoleIds)),
    });
  }

  /** In one channel in order, as Discord takes only so many. */
  #answer(vote: Vote, message: Message): void {
    this.#queue(`answer in ${vote.card.place.channelId}`, () => this.#reply(vote, message));
  }

  /** Under the card, calling the person; when it cannot be said, the card says what became of it. */
  async #reply({ card: { place, guildId }, approver }: Vote, message: Message): Promise<void> {
    const { client, logger } = this.#options;
    const { channelId, messageId } = place;
    const body = {
      content: message.content,
      components: [...(message.components ?? [])],
      message_reference: { message_id: messageId, fail_if_not_exists: false },
      allowed_mentions: { parse: [], users: [approver.userId], replied_user: false },
    };
    try {
      await this.pace.turn();
      (await client.rest.post(Routes.channelMessages(channelId), { body })) as APIMessage;
    } catch (error) {
      logger.warn({ guildId, channelId, ...errorFields(error) }, 'approver not answered');
    }
  }

  async #messages(guildId: string): Promise<Messages> {
    const { settings, client } = this.#options;
    const chosen = await settings.settingsOf(guildId).catch(() => undefined);
    return messagesFor(unaskedLanguage(chosen ?? {}, knownServer(client, guildId)));
  }
}

/** What an emoji decides; undefined for all others, servers' own ones among them. */
function decisionOf({
  id,
  name,
}: {
  readonly id?: string | null | undefined;
  readonly name?: string | null | undefined;
}): Vote['emoji'] | undefined {
  if (id) return undefined;
  return [APPROVE, REJECT].find((emoji) => emoji === name) as Vote['emoji'] | undefined;
}

function answerOf(
  decided: Exclude<Decided, { outcome: 'not_approver' }>,
  { card, emoji, approver, readLater = false }: Vote,
  messages: Messages,
): Message | undefined {
  const { approval, drafts } = messages;
  const who = personMention(approver.userId);
  switch (decided.outcome) {
    case 'decided': {
      if (emoji === APPROVE) return undefined;
      const name = { postId: card.postId, expected: card.revision ?? 0 };
      return { content: approval.askReason(who), components: [reasonButton(name, messages)] };
    }
    case 'decided_already': {
      const { state } = decided;
      const word = drafts.states[state];
      if (readLater && decided.by === approver.userId) return undefined;
      if (emoji === REJECT && BEYOND_RECALL.has(state)) {
        return { content: approval.beyondRecall(who, word) };
      }
      if (emoji === APPROVE && state === 'rejected') {
        return { content: approval.rejectedForGood(who) };
      }
      if (decided.by === approver.userId) return { content: approval.decidedByYou(who, word) };
      const by = decided.by === undefined ? '' : personMention(decided.by);
      return { content: approval.decidedAlready(who, by, word) };
    }
    case 'outdated':
      return { content: approval.outdated(who) };
    case 'not_waiting':
      return { content: approval.notWaiting(who, drafts.states[decided.state]) };
    case 'not_found':
      return undefined;
  }
}
