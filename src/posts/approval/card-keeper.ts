import { createHash } from 'node:crypto';
import type { Clock } from '../../events/clock.ts';
import type { AuditLog } from '../audit-log.ts';
import { draftOf } from '../draft.ts';
import { PostNotFoundError } from '../draft-errors.ts';
import type { Drafts } from '../drafts.ts';
import type { KeptPost, MessagePlace, PostState } from '../kept-post.ts';
import type { NoticeStore } from '../notices/notice.ts';
import type { PostStore } from '../post-store.ts';
import type { ApprovalCard, ApprovalCards } from './approval-cards.ts';
import type { CardBoard, CardFault, CardView } from './card-board.ts';
import { CARD_ACTIONS, type DecisionHistory, decisionHistory } from './decision-history.ts';
import type { GuildSettings, SettingsStore } from './guild-settings.ts';
import { revisionDifferences } from './revision-differences.ts';
import type { ScheduleStore } from './schedule-store.ts';

export interface CardKeeperOptions {
  readonly cards: ApprovalCards;
  readonly posts: Pick<PostStore, 'revisionOf'>;
  readonly notices: Pick<NoticeStore, 'add'>;
  readonly schedule: Pick<ScheduleStore, 'find'>;
  readonly drafts: Pick<Drafts, 'find' | 'show'>;
  readonly settings: Pick<SettingsStore, 'settingsOf'>;
  readonly audit: Pick<AuditLog, 'append' | 'linesOf'>;
  readonly board: CardBoard;
  readonly clock: Clock;
  /** Hears of each post whose card shows what has become of it. */
  readonly onShown?: ((kept: KeptPost) => void) | undefined;
  /** Hears why a card could not be shown, and of a store that failed. */
  onFailed(about: { readonly guildId?: string; readonly postId?: string }, error: unknown): void;
  /** Milliseconds between two looks. */
  readonly tickMs?: number;
}

const TICK_MS = 1000;
/** Longer than Discord may take for a message with ten pictures, retries of discord.js included. */
const LEASE_MS = 120_000;
/** A whole campaign: Discord takes five messages in five seconds in one channel. */
const IN_ORDER = 10;
/** While so many servers have cards shown, nothing is claimed; where one of them has to wait, the others go on. */
const SERVERS_AT_ONCE = 6;
const FIRST_WAIT_MS = 10_000;
const LONGEST_WAIT_MS = 30 * 60_000;
/** A card that people delete is posted again so often. */
const REPOSTS = 1;

/** In these a revision is asked about, or on its way out. */
const GOES_OUT: ReadonlySet<PostState> = new Set([
  'awaiting_approval',
  'scheduled',
  'publishing',
  'published',
]);

/**
 * Shows what the database says on cards in the approval channels. It takes whatever cards are due, so nothing that
 * happens to it is lost: a card comes back when its lease is over.
 */
export class CardKeeper implements AsyncDisposable {
  readonly #options: CardKeeperOptions;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<number> | undefined;
  /** Servers whose cards are being shown. */
  readonly #busy = new Map<string, Promise<void>>();
  /** Somebody has looked since the last claim. */
  #again = false;
  #wake: (() => void) | undefined;
  #over = false;

  constructor(options: CardKeeperOptions) {
    this.#options = options;
  }

  /** Looks again and again from now on: when there is a connection, for a try without one only puts cards off. */
  start(): void {
    if (this.#over || this.#timer) return;
    this.#timer = setInterval(() => this.look(), this.#options.tickMs ?? TICK_MS);
    this.#timer.unref();
    this.look();
  }

  /** Somebody knows that there is something to show, and does not wait for the next tick. */
  look(): void {
    if (this.#over) return;
    if (this.#running) {
      this.#again = true;
      this.#wake?.();
      return;
    }
    this.runOnce().catch((error: unknown) => this.#options.onFailed({}, error));
  }

  /** Shows everything that is due now; returns how many cards it looked at. @throws what the store throws. */
  async runOnce(): Promise<number> {
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
      if (!this.#again) return;
      this.#again = false;
      this.look();
    });
    return await this.#running;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#over = true;
    clearInterval(this.#timer);
    await this.#running?.catch(() => {});
    await Promise.all(this.#busy.values());
  }

  async #run(): Promise<number> {
    const { cards, clock } = this.#options;
    for (let seen = 0; ; ) {
      const hasRoom = !this.#over && this.#busy.size < SERVERS_AT_ONCE;
      this.#again = false;
      const claim = { now: clock(), leaseMs: LEASE_MS, limit: IN_ORDER };
      const exceptServers = [...this.#busy.keys()];
      const due = hasRoom ? await cards.claimDue({ ...claim, exceptServers }) : [];
      seen += due.length;
      // In one server one after the other, as they go out: a campaign is read from top to bottom.
      for (const [guildId, those] of Map.groupBy(due, (card) => card.guildId)) {
        const lane = this.#keepInOrder(those).finally(() => this.#busy.delete(guildId));
        this.#busy.set(guildId, lane);
      }
      if (this.#busy.size === 0) return seen;
      if (hasRoom && (due.length > 0 || this.#again)) continue;
      await Promise.race([...this.#busy.values(), ...(hasRoom ? [this.#looked()] : [])]);
    }
  }

  async #looked(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#wake = resolve;
    await promise;
  }

  async #keepInOrder(due: readonly ApprovalCard[]): Promise<void> {
    const { schedule } = this.#options;
    const timed = await Promise.all(
      due.map(async (card) => {
        const found = await schedule.find(card.guildId, card.postId).catch(() => undefined);
        return { card, dueAt: found?.dueAt ?? 0 };
      }),
    );
    for (const { card } of timed.toSorted((a, b) => a.dueAt - b.dueAt)) await this.#keep(card);
  }

  async #keep(card: ApprovalCard): Promise<void> {
    try {
      const kept = await this.#show(card);
      this.#options.onShown?.(kept);
    } catch (error) {
      // Deleted meanwhile, and its card with it.
      if (error instanceof PostNotFoundError) return;
      const { guildId, postId } = card;
      this.#options.onFailed({ guildId, postId }, error);
      await this.#later(card).catch((failure: unknown) =>
        this.#options.onFailed({ guildId, postId }, failure),
      );
    }
  }

  async #show(card: ApprovalCard): Promise<KeptPost> {
    const { drafts, board, cards, clock, settings } = this.#options;
    const { guildId, postId, place } = card;
    const [kept, chosen] = await Promise.all([
      drafts.find({ guildId, postId }),
      settings.settingsOf(guildId),
    ]);
    const history = await decisionHistory(this.#options.audit, { guildId, postId });
    const isOutdated = card.revision !== kept.revision.number;
    // Reactions cannot be taken from people, and a message that is edited calls nobody: there is a new one.
    if (!place || (isOutdated && GOES_OUT.has(kept.state))) {
      await this.#post(card, kept, chosen, history);
      return kept;
    }
    if (isOutdated && card.revision !== undefined) {
      // Nobody is asked about the new one, and the message goes on showing the old one.
      await cards.settle(card, { ...place, revision: card.revision });
      return kept;
    }
    if (isOutdated) {
      // Asked anew, and before anybody could be asked it was cancelled, say.
      const { language } = chosen;
      await board.retire(place, undefined, { guildId, ...(language && { language }) });
      await cards.postpone(card, { wakeAt: null });
      return kept;
    }
    const view = await this.#view(kept, chosen, history, []);
    const { fault } = await board.rewrite(place, view);
    if (fault === 'gone') {
      await cards.noteDeleted(guildId, place.messageId, clock());
    } else if (fault === 'closed') {
      await this.#later(card);
    } else {
      await cards.settle(card, { ...place, revision: kept.revision.number });
    }
    return kept;
  }

  async #post(
    card: ApprovalCard,
    kept: KeptPost,
    chosen: GuildSettings,
    history: DecisionHistory,
  ): Promise<void> {
    const { cards, board, drafts, audit, clock } = this.#options;
    const { guildId, postId, place, reposts } = card;
    const { number } = kept.revision;
    const repost = place === undefined && history.cardsOf(number) > 0;
    if (repost && reposts >= REPOSTS) {
      await cards.postpone(card, { wakeAt: null });
      return;
    }
    const draft = await drafts.show({ guildId, postId });
    // Changed while it was read: the change has made it due again.
    if (draft.revision !== number) return await this.#later(card);
    const again = place !== undefined || history.endedAt !== undefined;
    const shown = await this.#view(kept, chosen, history, draft.post.poster.pages);
    const view = again && !repost ? { ...shown, again } : shown;
    const posted = await this.#postSomewhere(kept, chosen, view, keyOf(card, kept, history));
    if (!posted) {
      await this.#tellUnasked(kept, view, history);
      return await this.#later(card);
    }
    const settled = await cards.settle(card, {
      ...posted,
      revision: number,
      ...(repost ? { repost } : {}),
    });
    if (settled === 'lost') {
      // Asked anew meanwhile, or deleted: whoever decided here would decide nothing.
      const now = await cards.find(guildId, postId);
      if (now?.place?.messageId !== posted.messageId) await board.retire(posted, undefined, view);
      return;
    }
    board.noted(posted);
    const details = { revision: number, messageId: posted.messageId };
    const action = repost ? CARD_ACTIONS.reposted : CARD_ACTIONS.posted;
    await audit.append({ guildId, at: clock(), action, subject: postId, details });
    if (place && place.messageId !== posted.messageId) await board.retire(place, posted, view);
  }

  /** The one who scheduled it is told, once for each revision; the card is tried again all the same. */
  async #tellUnasked(
    { guildId, id: postId, state, revision: { number } }: KeptPost,
    { publication }: CardView,
    history: DecisionHistory,
  ): Promise<void> {
    const { notices, audit, clock } = this.#options;
    if (state !== 'awaiting_approval' || !publication || history.isUnaskedKnown(number)) return;
    const at = clock();
    const notice = { guildId, postId, userId: publication.createdBy };
    await notices.add({ ...notice, content: { kind: 'unasked' } }, at);
    const details = { revision: number };
    await audit.append({ guildId, at, action: CARD_ACTIONS.unasked, subject: postId, details });
  }

  /** In the channel that was chosen, else in that for notices, else where the post was made. */
  async #postSomewhere(
    kept: KeptPost,
    { approvalChannelId, noticeChannelId }: GuildSettings,
    view: CardView,
    key: string,
  ): Promise<MessagePlace | undefined> {
    const { board, onFailed } = this.#options;
    const { guildId, id: postId } = kept;
    let astray: CardView['astray'];
    const channels = new Set([approvalChannelId, noticeChannelId, kept.message?.channelId]);
    for (const channelId of channels) {
      if (channelId === undefined) continue;
      const posted = await board.post(channelId, { ...view, ...(astray && { astray }) }, key);
      if ('place' in posted) return posted.place;
      onFailed({ guildId, postId }, new ChannelUnusableError(channelId, posted.fault));
      // What is wrong with the one that was chosen is what people can put right.
      astray ??= posted.fault === 'gone' ? 'channel_gone' : 'channel_closed';
    }
    return undefined;
  }

  async #view(
    kept: KeptPost,
    { language, approverRoleIds }: GuildSettings,
    history: DecisionHistory,
    pages: readonly Buffer[],
  ): Promise<CardView> {
    const { guildId, id, revision, permalink } = kept;
    const publication = await this.#options.schedule.find(guildId, id);
    const decision = history.decisions.find((one) => one.revision === revision.number);
    const before = history.decisions.find(
      (one) => one.kind === 'approved' && one.revision < revision.number,
    );
    return {
      guildId,
      draft: draftOf(kept, pages),
      kept: permalink === undefined ? {} : { permalink },
      approverRoleIds,
      ...(language && { language }),
      ...(publication && { publication }),
      ...(decision && { decision }),
      ...(before && (await this.#since(kept, before.revision))),
    };
  }

  async #since(kept: KeptPost, number: number): Promise<Pick<CardView, 'since'>> {
    const { guildId, id: postId, revision, template } = kept;
    const before = await this.#options.posts.revisionOf({ guildId, postId }, number);
    if (!before) return {};
    return { since: { revision: number, ...revisionDifferences(before, revision, template) } };
  }

  async #later(card: ApprovalCard): Promise<void> {
    const wait = Math.min(FIRST_WAIT_MS * 2 ** Math.min(card.attempts, 20), LONGEST_WAIT_MS);
    await this.#options.cards.postpone(card, { wakeAt: this.#options.clock() + wait });
  }
}

/** For the log: a channel that was chosen cannot be used. */
class ChannelUnusableError extends Error {
  override readonly name = 'ChannelUnusableError';

  constructor(channelId: string, fault: CardFault) {
    super(
      fault === 'gone'
        ? `The channel ${channelId} for approval cards is gone; choose another with /settings.`
        : `The bot may not post cards in the channel ${channelId}; see /settings check.`,
    );
  }
}

/** Names the card that is to be posted: after a crash between posting it and writing that down it is the same. */
function keyOf({ place }: ApprovalCard, kept: KeptPost, history: DecisionHistory): string {
  const { number } = kept.revision;
  const last = history.endedAt ?? 0;
  const parts = [kept.id, number, history.cardsOf(number), place?.messageId ?? '', last];
  return createHash('sha256').update(parts.join(':')).digest('base64url').slice(0, 24);
}
