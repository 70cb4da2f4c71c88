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
import type { ApprovalCards } from '../posts/approval/approval-cards.ts';
import type { SettingsStore } from '../posts/approval/guild-settings.ts';
import type { Decided, Scheduling } from '../posts/approval/scheduling.ts';
import { answerOf, type CountedVote, type Vote } from './approval-answer.ts';
import { APPROVE, REJECT } from './approval-card.ts';
import { managesServer } from './approval-people.ts';
import type { Message } from './command.ts';
import { errorFields } from './error-fields.ts';
import { knownServer } from './known-server.ts';
import { personMention, roleMentions } from './markdown.ts';
import { type Messages, messagesFor } from './messages/messages.ts';
import { OrderedWork } from './ordered-work.ts';
import { type Pacing, RequestPace, RequestPaces } from './request-pace.ts';
import { unaskedLanguage } from './unasked-language.ts';

export interface ApprovalReactionsOptions {
  readonly cards: Pick<ApprovalCards, 'byMessage' | 'noteDeleted' | 'noteChannelDeleted'>;
  readonly scheduling: Pick<Scheduling, 'approve' | 'reject'>;
  readonly settings: Pick<SettingsStore, 'settingsOf'>;
  /** Something is to be shown on a card. */
  readonly onChanged?: (() => void) | undefined;
  readonly client: Client;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly pacing?: Pacing | undefined;
}

/** Of so many cards it is remembered. */
const EXPLAINED = 1000;
/** Of reading what was missed and answering to it; for cards and for those who planned the posts there is as much. */
const REQUESTS_PER_SECOND = 20;
/**
 * Discord takes four in one channel. discord.js knows after the first two: what the first answer says of a bucket, it
 * keeps for a queue that the second is not in (`hashes` in @discordjs/rest 2.6).
 */
const TAKEN_BACK_PER_SECOND = 3;
/** Channels. Of all together twenty get a turn in a second. */
const TAKEN_BACK_REMEMBERED = 100;

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
  readonly pace: RequestPace;
  readonly #takenBack: RequestPaces;
  readonly #options: ApprovalReactionsOptions;
  readonly #work = new OrderedWork();
  /** Cards on which somebody was told that they do not decide. */
  readonly #explained = new Set<string>();
  /** Given between the posting of a card and its being written down, while the bot's own reactions are on their way. */
  readonly #early: { readonly data: ReactionPacket['d']; readonly emoji: Vote['emoji'] }[] = [];
  readonly #stop = new AbortController();

  constructor(options: ApprovalReactionsOptions) {
    this.#options = options;
    const { pacing = {} } = options;
    this.pace = new RequestPace({ ...pacing, perSecond: REQUESTS_PER_SECOND, evenly: true });
    this.#takenBack = new RequestPaces({
      ...pacing,
      evenly: true,
      perSecond: TAKEN_BACK_PER_SECOND,
      remembered: TAKEN_BACK_REMEMBERED,
    });
  }

  /** To be given every packet of the gateway. Returns at once. */
  see(packet: unknown): void {
    const { data } = packetSchema.safeParse(packet);
    if (!data || this.#stop.signal.aborted) return;
    if (data.t === GatewayDispatchEvents.MessageReactionAdd) {
      const emoji = decisionOf(data.d.emoji);
      // Our own two among them.
      if (!emoji || data.d.member.user?.bot) return;
      this.#queue(data.d.message_id, () => this.#reacted(data.d, emoji));
      return;
    }
    const { guild_id: guildId } = data.d;
    if (data.t === GatewayDispatchEvents.ChannelDelete) {
      this.#queue(data.d.id, () => this.#noteChannelDeleted(guildId, data.d.id));
      return;
    }
    const ids = data.t === GatewayDispatchEvents.MessageDelete ? [data.d.id] : data.d.ids;
    for (const id of ids) this.#queue(id, () => this.#noteDeleted(guildId, id));
  }

  /** A message is known to be a card from now on. Returns at once. */
  noted(messageId: string): void {
    if (this.#stop.signal.aborted) return;
    // Behind whatever is being looked up for it at this moment.
    this.#queue(messageId, async () => {
      const early = this.#early.filter(({ data }) => data.message_id === messageId);
      for (const one of early) {
        this.#early.splice(this.#early.indexOf(one), 1);
        await this.#reacted(one.data, one.emoji);
      }
    });
  }

  /** Takes nothing more and waits for what has begun, but not for what would be taken back. */
  async close(): Promise<void> {
    this.#stop.abort();
    await this.#work.settled();
  }

  /**
   * A vote that was read from its message some time after it was given. It counts when the card still asks about what
   * it asked about when it was read. Resolves when the answer to it has been given too: whoever reads hundreds, and is
   * stopped, leaves none unanswered. @throws what the database failed with before there was a decision.
   */
  async countRead(vote: Vote): Promise<void> {
    const { guildId, place, revision } = vote.card;
    const counted = await this.#work.run(place.messageId, async () => {
      const card = await this.#options.cards.byMessage(guildId, place.messageId);
      if (!card?.place || card.revision !== revision) return undefined;
      const current: CountedVote = {
        ...vote,
        card: { ...card, place: card.place },
        readLater: true,
      };
      return { vote: current, answer: await this.#count(current) };
    });
    if (!counted?.answer) return;
    const { answer, vote: current } = counted;
    await this.#work.run(answersIn(current), () => this.#reply(current, answer));
  }

  /** A card was found to be gone. @throws what the database failed with. */
  async deleted(guildId: string, messageId: string): Promise<void> {
    await this.#work.run(messageId, () => this.#noteDeleted(guildId, messageId));
  }

  /** The same of a channel. */
  async channelDeleted(guildId: string, channelId: string): Promise<void> {
    await this.#work.run(channelId, () => this.#noteChannelDeleted(guildId, channelId));
  }

  /**
   * Decides, and returns what the person is to be told where it did not become what they wanted. Whoever counts does not
   * wait in the queue of the message until it is said: that takes Discord up to five seconds in a channel in which much
   * is said.
   */
  async #count(vote: CountedVote): Promise<Message | undefined> {
    const { card, emoji, approver } = vote;
    const { scheduling, onChanged, logger } = this.#options;
    const { guildId, postId, revision } = card;
    if (revision === undefined) return undefined;
    let decided: Decided;
    try {
      const decision = { guildId, postId, revision, approver };
      decided = await (emoji === APPROVE
        ? scheduling.approve(decision)
        : scheduling.reject(decision));
    } catch (error) {
      logger.error({ guildId, postId, ...errorFields(error) }, 'decision not saved');
      const text = await this.#messages(guildId);
      return { content: text.approval.failed(personMention(approver.userId)) };
    }
    logger.info(
      { guildId, postId, revision, emoji, outcome: decided.outcome },
      'reaction on a card',
    );
    if (decided.outcome === 'not_approver') {
      this.#queue(`take back ${card.place.channelId}`, () => this.#takeBack(vote));
      return await this.#explanation(vote);
    }
    onChanged?.();
    return answerOf(decided, vote, await this.#messages(guildId));
  }

  async #noteDeleted(guildId: string, messageId: string): Promise<void> {
    const { cards, clock, onChanged, logger } = this.#options;
    const card = await cards.noteDeleted(guildId, messageId, clock());
    if (!card) return;
    logger.info({ guildId, postId: card.postId, messageId }, 'approval card deleted');
    onChanged?.();
  }

  /** With the messages in it: what waits for an approval is asked about where it can be seen. */
  async #noteChannelDeleted(guildId: string, channelId: string): Promise<void> {
    const { cards, clock, onChanged, logger } = this.#options;
    const gone = await cards.noteChannelDeleted(guildId, channelId, clock());
    if (gone.length === 0) return;
    logger.info({ guildId, channelId, cards: gone.length }, 'approval channel deleted');
    onChanged?.();
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
    const vote = { card: { ...card, place: card.place }, emoji, approver };
    const answer = await this.#count(vote);
    if (answer) this.#queue(answersIn(vote), () => this.#reply(vote, answer));
  }

  /** Returns at once. */
  #queue(name: string, work: () => Promise<void>): void {
    this.#work
      .run(name, work)
      .catch((error: unknown) =>
        this.#options.logger.error({ queue: name, ...errorFields(error) }, 'card event lost'),
      );
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
    const { signal } = this.#stop;
    try {
      await this.#takenBack.turn(channelId, signal);
      await this.pace.turn(signal);
      await client.rest.delete(route, { signal });
    } catch (error) {
      // After an absence there may be hundreds, and whoever stops the bot does not wait for them.
      if (signal.aborted) return;
      if (!(error instanceof DiscordAPIError)) throw error;
      logger.debug({ postId, code: error.code }, 'reaction stays');
    }
  }

  /** Once for each card: a server full of people who like a poster is not to be called one by one. */
  async #explanation(vote: CountedVote): Promise<Message | undefined> {
    const { messageId } = vote.card.place;
    if (vote.readLater || this.#explained.has(messageId)) return undefined;
    this.#explained.add(messageId);
    const [oldest] = this.#explained;
    if (this.#explained.size > EXPLAINED && oldest !== undefined) this.#explained.delete(oldest);
    const { guildId } = vote.card;
    const { approval } = await this.#messages(guildId);
    const { approverRoleIds } = await this.#options.settings.settingsOf(guildId);
    const who = personMention(vote.approver.userId);
    return { content: approval.notApprover(who, roleMentions(approverRoleIds)) };
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

/** Those in one channel are given in order, as Discord takes only so many. */
function answersIn({ card }: Vote): string {
  return `answer in ${card.place.channelId}`;
}
