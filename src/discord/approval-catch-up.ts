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
import { APPROVE, REJECT } from './approval-card.ts';
import { approverNow } from './approval-people.ts';
import type { ApprovalReactions, Vote } from './approval-reactions.ts';
import { errorFields } from './error-fields.ts';

export interface ApprovalCatchUpOptions {
  readonly cards: Pick<ApprovalCards, 'waiting' | 'approved'>;
  readonly reactions: Pick<ApprovalReactions, 'count' | 'deleted' | 'channelDeleted' | 'pace'>;
  readonly client: Client;
  readonly logger: Logger;
}

/** Of an approved post only a rejection is looked for, which takes the approval back. */
type Card = Vote['card'] & { readonly isApproved?: boolean };

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
  #over = false;

  constructor(options: ApprovalCatchUpOptions) {
    this.#options = options;
  }

  /** After every session that began anew. Returns at once. @param isOfShard whether a server is of that session. */
  begin(isOfShard: (guildId: string) => boolean): void {
    if (this.#over) return;
    this.#wanted.add(isOfShard);
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
    });
  }

  async close(): Promise<void> {
    this.#over = true;
    clearTimeout(this.#retry);
    await this.#running;
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
    this.#options.logger.info({ cards: cards.length }, 'approval cards read');
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
      // Mostly the same few decide about all; a channel is read in seconds.
      const approvers = new Map<string, Approver | undefined>();
      while (left[0] && !this.#over) {
        const { messages, upTo } = await this.#messagesFrom(channelId, idOf(left[0]));
        while (left[0] && idOf(left[0]) <= upTo && !this.#over) {
          const card = left.shift();
          if (card) await this.#readCard(card, messages.get(card.place.messageId), approvers);
        }
      }
      return true;
    } catch (error) {
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

  /** @param approvers who was looked up for this channel so far; undefined: has left. */
  async #readCard(
    card: Card,
    message: APIMessage | undefined,
    approvers: Map<string, Approver | undefined>,
  ): Promise<void> {
    const { reactions } = this.#options;
    if (!message) {
      await reactions.deleted(card.guildId, card.place.messageId);
      return;
    }
    for (const emoji of card.isApproved ? REJECTIONS : DECISIONS) {
      const reaction = message.reactions?.find((one) => !one.emoji.id && one.emoji.name === emoji);
      if (!reaction || reaction.count <= (reaction.me ? 1 : 0)) continue;
      for (const userId of await this.#people(card, emoji)) {
        if (!approvers.has(userId)) {
          approvers.set(userId, await this.#approver(card.guildId, userId));
        }
        const approver = approvers.get(userId);
        if (approver) await reactions.count({ card, emoji, approver, readLater: true });
      }
    }
  }

  async #people({ place }: Card, emoji: string): Promise<string[]> {
    const route = Routes.channelMessageReaction(
      place.channelId,
      place.messageId,
      encodeURIComponent(emoji),
    );
    const all: string[] = [];
    for (let after = '0'; ; ) {
      const query = new URLSearchParams({ after, limit: String(PAGE) });
      const users = (await this.#get(route, query)) as APIUser[];
      all.push(...users.filter(({ bot }) => !bot).map(({ id }) => id));
      after = users.at(-1)?.id ?? after;
      if (users.length < PAGE) return all;
    }
  }

  /** Undefined for somebody who has left. */
  async #approver(guildId: string, userId: string): Promise<Approver | undefined> {
    try {
      await this.#options.reactions.pace.turn();
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
    await reactions.pace.turn();
    return await client.rest.get(route, { query });
  }
}

function idOf({ place }: Card): bigint {
  return BigInt(place.messageId);
}

/** Nothing to be read there, now or in a minute. */
function isForGood({ status }: DiscordAPIError): boolean {
  return status === 403 || status === 404;
}
