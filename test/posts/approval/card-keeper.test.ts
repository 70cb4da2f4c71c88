import { describe, expect, test } from 'vitest';
import type { CardBoard, CardView } from '../../../src/posts/approval/card-board.ts';
import { CardKeeper } from '../../../src/posts/approval/card-keeper.ts';
import { draftOf } from '../../../src/posts/draft.ts';
import type { MessagePlace } from '../../../src/posts/kept-post.ts';
import type { PostName } from '../../../src/posts/post-store.ts';
import { type Stores, storesOf } from '../../../src/storage/stores.ts';
import { openTemporarySqlite } from '../../storage/databases.ts';
import { EVENING, GUILD, JUNHO, MINA, OTHER_GUILD } from '../../storage/make-draft.ts';
import { claimOne, DUE, planOf, planPost } from '../../storage/plan-post.ts';

const CHANNEL = '31';
const WAIT = { timeout: 10_000, interval: 5 };

describe('the keeper of cards', () => {
  test('goes on with other servers while Discord lets one wait', async () => {
    await using on = await KeeperStage.open();
    const letGo = on.board.hold(GUILD);
    const slow = await on.planned();
    const done = on.keeper.runOnce();
    await expect.poll(() => on.board.begun, WAIT).toEqual([slow]);
    const quick = await on.planned({ guildId: OTHER_GUILD });
    on.keeper.look();
    await expect.poll(() => on.card(quick, OTHER_GUILD), WAIT).toHaveProperty('place');
    expect(await on.card(slow)).not.toHaveProperty('place');
    letGo();
    await done;
    expect(await on.card(slow)).toHaveProperty('place');
  });

  test('shows the posts of one server one after the other, in the order in which they go out', async () => {
    await using on = await KeeperStage.open();
    const ids: string[] = [];
    for (const hours of [3, 1, 6, 2, 5, 4]) {
      ids.push(await on.planned({ dueAt: DUE + hours * 3_600_000 }));
    }
    await on.keeper.runOnce();
    const [three, one, six, two, five, four] = ids;
    expect(on.board.begun).toEqual([one, two, three, four, five, six]);
    expect(on.board.most).toBe(1);
  });

  test('takes back a card that was posted while the post was planned anew, and posts another', async () => {
    await using on = await KeeperStage.open();
    const letGo = on.board.hold(GUILD);
    const id = await on.planned();
    const done = on.keeper.runOnce();
    await expect.poll(() => on.board.begun, WAIT).toHaveLength(1);
    await on.stores.schedules.cancel(on.deed(id));
    await on.replan(id);
    letGo();
    await done;
    const { place } = await on.card(id);
    const [first, second] = on.board.posted;
    expect(on.board.posted).toHaveLength(2);
    expect(place).toEqual(second);
    expect(on.board.retired).toEqual([[first, undefined]]);
  });

  test('lets a card count no more that was to be asked anew, and then was not', async () => {
    await using on = await KeeperStage.open();
    const id = await on.planned();
    await on.keeper.runOnce();
    const { schedules, publications } = on.stores;
    await schedules.approve({ ...on.deed(id), revision: 1 });
    await on.keeper.runOnce();
    const asks = {
      at: DUE,
      wakeAt: null,
      state: 'awaiting_approval',
      dropsApproval: true,
    } as const;
    await publications.write(await claimOne(on.stores), { ...asks, cardAt: DUE + 5 });
    await schedules.cancel(on.deed(id));
    await on.keeper.runOnce();
    const [first] = on.board.posted;
    expect(on.board.posted).toHaveLength(1);
    expect(on.board.retired).toEqual([[first, undefined]]);
    await on.replan(id);
    await on.keeper.runOnce();
    expect(on.board.posted).toHaveLength(2);
    expect((await on.card(id)).place).toEqual(on.board.posted[1]);
  });
});

/** The channels of this Discord: it takes what it is given, unless a server is held. */
class PlainBoard implements CardBoard {
  /** Ids of the posts whose cards were begun. */
  readonly begun: string[] = [];
  readonly posted: MessagePlace[] = [];
  readonly retired: (readonly [MessagePlace, MessagePlace | undefined])[] = [];
  /** How many were posted at the same time. */
  most = 0;
  readonly #held = new Map<string, Promise<void>>();
  #now = 0;

  /** Returns what lets it go on. */
  hold(guildId: string): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#held.set(guildId, promise);
    return resolve;
  }

  async post(channelId: string, { guildId, draft }: CardView) {
    this.begun.push(draft.id);
    this.#now += 1;
    this.most = Math.max(this.most, this.#now);
    await this.#held.get(guildId);
    await Promise.resolve();
    this.#now -= 1;
    const place = { channelId, messageId: String(40 + this.posted.length) };
    this.posted.push(place);
    return { place };
  }

  async retire(place: MessagePlace, by: MessagePlace | undefined): Promise<void> {
    this.retired.push([place, by]);
  }

  async rewrite() {
    return {};
  }

  async remind() {
    return {};
  }

  noted(): void {}
}

class KeeperStage implements AsyncDisposable {
  readonly board = new PlainBoard();
  readonly stores: Stores;
  readonly keeper: CardKeeper;
  readonly #stack: AsyncDisposableStack;

  static async open(): Promise<KeeperStage> {
    await using stack = new AsyncDisposableStack();
    const { database } = stack.use(await openTemporarySqlite());
    const stores = storesOf(database, () => DUE);
    const change = { approvalChannelId: CHANNEL };
    for (const guildId of [GUILD, OTHER_GUILD]) {
      await stores.settings.changeSettings(guildId, change, { userId: MINA, at: EVENING });
    }
    return new KeeperStage(stores, stack.move());
  }

  private constructor(stores: Stores, stack: AsyncDisposableStack) {
    this.stores = stores;
    this.#stack = stack;
    const find = async ({ guildId, postId }: PostName) => {
      const kept = await stores.posts.findPost(guildId, postId);
      if (!kept) throw new Error(`There is no ${postId}`);
      return kept;
    };
    this.keeper = stack.use(
      new CardKeeper({
        ...stores,
        schedule: stores.schedules,
        drafts: { find, show: async (name) => draftOf(await find(name), []) },
        board: this.board,
        clock: () => DUE,
        onFailed: (_about, error) => {
          throw error;
        },
      }),
    );
  }

  /** The id of a post that waits for an approval. */
  async planned(overrides: { guildId?: string; dueAt?: number } = {}): Promise<string> {
    const { post } = await planPost(this.stores, { needsApproval: true, ...overrides });
    return post.id;
  }

  async replan(postId: string): Promise<void> {
    const post = await this.stores.posts.findPost(GUILD, postId);
    if (!post) throw new Error(`There is no ${postId}`);
    const { outcome } = await this.stores.schedules.plan(planOf(post, { needsApproval: true }));
    expect(outcome).toBe('planned');
  }

  deed(postId: string) {
    return { guildId: GUILD, postId, by: JUNHO, at: DUE };
  }

  async card(postId: string, guildId = GUILD) {
    const card = await this.stores.cards.find(guildId, postId);
    if (!card) throw new Error(`${postId} has no card`);
    return card;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stack.disposeAsync();
  }
}
