import {
  type APIMessage,
  type APIUser,
  type Client,
  DiscordAPIError,
  RESTJSONErrorCodes,
  Routes,
} from 'discord.js';
import type { Logger } from 'pino';
import type { ApprovalCards } from '../posts/approval/approval-cards.ts';
import type { Approver } from '../posts/approval/scheduling.ts';
import type { Vote } from './approval-answer.ts';
import { APPROVE, REJECT } from './approval-card.ts';
import { approverNow } from './approval-people.ts';
import type { ApprovalReactions } from './approval-reactions.ts';
import { errorFields } from './error-fields.ts';
import type { Pacing } from './request-pace.ts';

export interface ApprovalCatchUpOptions {
  readonly cards: Pick<ApprovalCards, 'waiting' | 'approved'>;
  readonly reactions: Pick<ApprovalReactions, 'countRead' | 'deleted' | 'channelDeleted' | 'pace'>;
  readonly client: Client;
  readonly logger: Logger;
  readonly pacing?: Pick<Pacing, 'now'> | undefined;
}

/** Of an approved post only a rejection is looked for, which takes the approval back. */
type Card = Vote['card'] & { readonly isApproved?: boolean };

interface KnownApprover {
  /** Undefined: has left. */
  readonly approver: Approver | undefined;
  readonly readAt: number;
}

const DECISIONS = [REJECT, APPROVE] as const;
const REJECTIONS = [REJECT] as const;
const CARDS_AT_ONCE = 500;
/** The soonest of the next two months; a server has some dozens. */
const APPROVED = 5000;
/** As many messages, and people under one, as Discord gives at once (reference, "Get Channel Messages"). */
const PAGE = 100;
/**
 * One request at a time in each, so that whatever people do meanwhile never waits for more than one of ours. With so
 * many it goes at its pace also where Discord takes 300 ms for an answer.
 */
const CHANNELS_AT_ONCE = 6;
const RETRY_MS = 60_000;
/** Mostly the same few decide about all. A channel takes a minute or more: a role that is taken away meanwhile ends. */
const KNOWN_MS = 10_000;

/**
 * Finds out what was decided while nobody listened: reads the messages of all cards that wait, a hundred in one request,
 * and asks who has reacted only where somebody other than the bot has. A rejection is looked at first, so that of two
 * who disagreed nothing is published. A thousand cards in one channel take some ten requests.
 */
export class ApprovalCatchUp {
  readonly #options: ApprovalCatchUpOptions;
  readonly #wanted = new Set<(guildId: string) => boolean>();
  #running: Promise<void> | undefined;
  #retry: NodeJS.Timeout | undefined;
  readonly #now: () => number;
  readonly #stop = new AbortController();

  constructor(options: ApprovalCatchUpOptions) {
    this.#options = options;
    this.#now = options.pacing?.now ?? (() => performance.now());
  }

  /** After every session that began anew. Returns at once. @param isOfShard whether a server is of that session. */
  begin(isOfShard: (guildId: string) => boolean): void {
    if (this.#over) return;
    this.#wanted.add(isOfShard);
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
    });
  }

  /** Reads nothing more, and waits until what was counted is answered. */
  async close(): Promise<void> {
    this.#stop.abort();
    clearTimeout(this.#retry);
    await this.#running;
  }

  get #over(): boolean {
    return this.#stop.signal.aborted;
  }

  async #run(): Promise<void> {
    for (const isOfShard of this.#wanted) {
      this.#wanted.delete(isOfShard);
      try {
        const failed = await this.#readAll(isOfShard);
        if (failed > 0) this.#later(isOfShard);
      } catch (error) {
        this.#options.logger.error(errorFields(error), 'approval cards not read');
        this.#later(isOfShard);
      }
    }
  }

  #later(isOfShard: (guildId: string) => boolean): void {
    if (this.#over) return;
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.begin(isOfShard), RETRY_MS);
    this.#retry.unref();
  }

  /** Returns how many channels could not be read although another time they may be. */
  async #readAll(isOfShard: (guildId: string) => boolean): Promise<number> {
    const cards = (await this.#waiting()).filter(({ guildId }) => isOfShard(guildId));
    if (cards.length === 0) return 0;
    const channels = [...Map.groupBy(cards, ({ place }) => place.channelId)];
    let failed = 0;
    const reader = async () => {
      for (let next = channels.shift(); next && !this.#over; next = channels.shift()) {
        const [channelId, those] = next;
        if (!(await this.#readChannel(channelId, those))) failed += 1;
      }
    };
    await Promise.all(Array.from({ length: CHANNELS_AT_ONCE }, reader));
    if (!this.#over) this.#options.logger.info({ cards: cards.length }, 'approval cards read');
    return failed;
  }

  async #waiting(): Promise<Card[]> {
    const all: Card[] = [];
    for (let after: string | undefined; ; ) {
      const page = await this.#options.cards.waiting(CARDS_AT_ONCE, after);
      for (const card of page) {
        if (card.place) all.push({ ...card, place: card.place });
      }
      after = page.at(-1)?.postId;
      if (page.length < CARDS_AT_ONCE) break;
    }
    for (const card of await this.#options.cards.approved(APPROVED)) {
      if (card.place) all.push({ ...card, place: card.place, isApproved: true });
    }
    return all;
  }

  async #readChannel(channelId: string, cards: readonly Card[]): Promise<boolean> {
    try {
      const left = cards.toSorted((a, b) => (idOf(a) < idOf(b) ? -1 : 1));
      const known = new Map<string, KnownApprover>();
      while (left[0] && !this.#over) {
        const { messages, upTo } = await this.#messagesFrom(channelId, idOf(left[0]));
        while (left[0] && idOf(left[0]) <= upTo && !this.#over) {
          const card = left.shift();
          if (card) await this.#readCard(card, messages.get(card.place.messageId), known);
        }
      }
      return true;
    } catch (error) {
      // What is left is read after the next start.
      if (this.#over) return true;
      const { reactions, logger } = this.#options;
      logger.warn({ channelId, ...errorFields(error) }, 'reactions not read');
      if (!(error instanceof DiscordAPIError)) return false;
      const [card] = cards;
      if (card && error.code === RESTJSONErrorCodes.UnknownChannel) {
        await reactions.channelDeleted(card.guildId, channelId);
      }
      return isForGood(error);
    }
  }

  /** The message with this id, if it is there, and those after it; everything up to `upTo` is among them. */
  async #messagesFrom(channelId: string, id: bigint) {
    const query = new URLSearchParams({ after: String(id - 1n), limit: String(PAGE) });
    const route = Routes.channelMessages(channelId);
    const page = (await this.#get(route, query)) as APIMessage[];
    const ids = page.map((message) => BigInt(message.id));
    const last = ids.reduce((highest, each) => (each > highest ? each : highest), id);
    return {
      messages: new Map(page.map((message) => [message.id, message])),
      upTo: page.length < PAGE ? 1n << 64n : last,
    };
  }

  /** @param known who was looked up for this channel lately. */
  async #readCard(
    card: Card,
    message: APIMessage | undefined,
    known: Map<string, KnownApprover>,
  ): Promise<void> {
    if (!message) return await this.#noteGone(card);
    // Asked about anew, under a message that is still to come.
    if (card.revision === undefined) return;
    for (const emoji of card.isApproved ? REJECTIONS : DECISIONS) {
      const reaction = message.reactions?.find((one) => !one.emoji.id && one.emoji.name === emoji);
      if (!reaction || reaction.count <= (reaction.me ? 1 : 0)) continue;
      const people = await this.#people(card, emoji);
      if (!people) return await this.#noteGone(card);
      for (const userId of people) {
        const approver = await this.#knownApprover(card.guildId, userId, known);
        if (this.#over) return;
        if (approver) await this.#options.reactions.countRead({ card, emoji, approver });
      }
    }
  }

  async #noteGone({ guildId, place }: Card): Promise<void> {
    await this.#options.reactions.deleted(guildId, place.messageId);
  }

  /** Undefined when the message is gone. */
  async #people({ place }: Card, emoji: string): Promise<string[] | undefined> {
    const route = Routes.channelMessageReaction(
      place.channelId,
      place.messageId,
      encodeURIComponent(emoji),
    );
    const all: string[] = [];
    try {
      for (let after = '0'; ; ) {
        const query = new URLSearchParams({ after, limit: String(PAGE) });
        const users = (await this.#get(route, query)) as APIUser[];
        all.push(...users.filter(({ bot }) => !bot).map(({ id }) => id));
        after = users.at(-1)?.id ?? after;
        if (users.length < PAGE) return all;
      }
    } catch (error) {
      if (error instanceof DiscordAPIError && error.code === RESTJSONErrorCodes.UnknownMessage) {
        return undefined;
      }
      throw error;
    }
  }

  async #knownApprover(
    guildId: string,
    userId: string,
    known: Map<string, KnownApprover>,
  ): Promise<Approver | undefined> {
    const found = known.get(userId);
    if (found && this.#now() - found.readAt < KNOWN_MS) return found.approver;
    const approver = await this.#approver(guildId, userId);
    known.set(userId, { approver, readAt: this.#now() });
    return approver;
  }

  /** Undefined for somebody who has left. */
  async #approver(guildId: string, userId: string): Promise<Approver | undefined> {
    try {
      await this.#options.reactions.pace.turn(this.#stop.signal);
      return await approverNow(this.#options.client, guildId, userId);
    } catch (error) {
      if (error instanceof DiscordAPIError && error.code === RESTJSONErrorCodes.UnknownMember) {
        return undefined;
      }
      throw error;
    }
  }

  async #get(route: `/${string}`, query: URLSearchParams): Promise<unknown> {
    const { reactions, client } = this.#options;
    const { signal } = this.#stop;
    await reactions.pace.turn(signal);
    return await client.rest.get(route, { query, signal });
  }
}

function idOf({ place }: Card): bigint {
  return BigInt(place.messageId);
}

/** Nothing to be read there, now or in a minute. */
function isForGood({ status }: DiscordAPIError): boolean {
  return status === 403 || status === 404;
}
