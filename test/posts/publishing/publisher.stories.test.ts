import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { KeptPost } from '../../../src/posts/kept-post.ts';
import type { GraphFailureKind } from '../../../src/posts/publishing/instagram.ts';
import { KILL_POINTS, type KillPoint } from '../../../src/posts/publishing/kill-points.ts';
import type { Publication } from '../../../src/posts/publishing/publication.ts';
import type { Publisher } from '../../../src/posts/publishing/publisher.ts';
import { CHECK_FRESH_MS, DEFAULT_TIMING } from '../../../src/posts/publishing/timing.ts';
import { type Stores, storesOf } from '../../../src/storage/stores.ts';
import { openTemporarySqlite, type TestDatabase } from '../../storage/databases.ts';
import {
  GUILD,
  JUNHO,
  MINA,
  makeContent,
  makeDraft,
  makePicture,
} from '../../storage/make-draft.ts';
import type { ModelCall, ModelInstagram } from './model-instagram.ts';
import { ACCOUNT, HOUR_MS, MINUTE_MS, makeAccount, publishingStage } from './publishing-stage.ts';

const ACCOUNTS = [ACCOUNT, '17840000000000002'] as const;
const LABELS = ['first', 'second'] as const;
type Label = (typeof LABELS)[number];

type Command =
  | { readonly command: 'tick' }
  | { readonly command: 'connect' | 'disconnect' }
  | { readonly command: 'pass'; readonly ms: number }
  | { readonly command: 'crash'; readonly at: KillPoint }
  | {
      readonly command: 'plan';
      readonly label: Label;
      readonly inMs: number;
      readonly needsApproval: boolean;
    }
  | { readonly command: 'edit' | 'cancel' | 'approve' | 'settle'; readonly label: Label }
  | {
      readonly command: 'fault';
      readonly call: ModelCall;
      readonly kind: GraphFailureKind;
      readonly times: number;
      readonly liveAfterMs?: number | undefined;
    };

const label = fc.constantFrom(...LABELS);
const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ command: fc.constant('tick' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({ command: fc.constantFrom('connect' as const, 'disconnect' as const) }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      command: fc.constant('pass' as const),
      ms: fc.constantFrom(20_000, 95_000, 5 * MINUTE_MS, HOUR_MS, 25 * HOUR_MS),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      command: fc.constant('crash' as const),
      at: fc.constantFrom(...KILL_POINTS),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      command: fc.constant('plan' as const),
      label,
      inMs: fc.constantFrom(0, 0, 12 * MINUTE_MS, 3 * HOUR_MS),
      needsApproval: fc.constantFrom(false, false, true),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      command: fc.constantFrom(
        'edit' as const,
        'cancel' as const,
        'approve' as const,
        'settle' as const,
        'settle' as const,
      ),
      label,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      command: fc.constant('fault' as const),
      call: fc.constantFrom<ModelCall>(
        'publish',
        'publish',
        'publish',
        'status',
        'create',
        'limit',
      ),
      kind: fc.constantFrom<GraphFailureKind>(
        ...(['no_answer', 'temporary', 'quota', 'action_blocked', 'unknown_object'] as const),
        ...(['container_gone', 'no_permission', 'account_restricted', 'caption_refused'] as const),
      ),
      times: fc.constantFrom(1, 1, 3, 30),
      // The last one is long after the grace.
      liveAfterMs: fc.constantFrom(undefined, 0, 85_000, 10 * MINUTE_MS),
    }),
  },
);

/** What went out long after everybody had given it up: too rare to come about by chance. */
const late: fc.Arbitrary<readonly Command[]> = fc
  .record({
    label,
    kind: fc.constantFrom<GraphFailureKind>(
      'action_blocked',
      'quota',
      'no_permission',
      'no_answer',
    ),
    passMs: fc.constantFrom(MINUTE_MS, 5 * MINUTE_MS, HOUR_MS),
  })
  .map(({ label: one, kind, passMs }) => [
    { command: 'plan', label: one, inMs: 0, needsApproval: false },
    { command: 'fault', call: 'publish', kind, times: 1, liveAfterMs: 10 * MINUTE_MS },
    { command: 'pass', ms: 5 * MINUTE_MS },
    { command: 'pass', ms: passMs },
  ]);
const commandsOfStory = fc
  .array(
    fc.oneof(
      { weight: 8, arbitrary: command.map((one): readonly Command[] => [one]) },
      { weight: 1, arbitrary: late },
    ),
    { minLength: 4, maxLength: 30 },
  )
  .map((parts) => parts.flat());

let opened: TestDatabase;
beforeAll(async () => {
  opened = await openTemporarySqlite();
});
afterAll(() => opened[Symbol.asyncDispose]());

/**
 * What is claimed where Instagram may publish at any time, also after the grace: nothing is sent for a post while the
 * container that was sent for it last, on the same account, was live already when it was read last, 60 s ago at most.
 * What goes live after that read nobody can know; of two that were both given up only the later one is remembered. And
 * whatever stops for a person is told.
 */
it('posts on the database, with people, crashes and late publications, are sent on what a read has shown', async () => {
  const ends = new Set<string>();
  await fc.assert(
    fc.asyncProperty(commandsOfStory, async (commands) => {
      const story = await Story.begin();
      for (const one of commands) await story.run(one);
      await story.end();
      for (const end of story.ends) ends.add(end);
    }),
    { numRuns: 150 },
  );
  // Not stories in which nothing happens.
  expect([...ends]).toEqual(
    expect.arrayContaining(['published', 'published again', 'held', 'failed', 'cancelled']),
  );
}, 120_000);

interface Process {
  readonly publisher: Publisher;
  isDead: boolean;
  dieAt?: KillPoint;
}

class Story {
  readonly ends: string[] = [];
  readonly #stage = publishingStage();
  readonly #stores: Stores;
  readonly #ids = new Map<Label, string>();
  /** When somebody decided about it last. */
  readonly #decidedAt = new Map<string, number>();
  readonly #accountOf = new Map<string, string>();
  /** The container, by post. */
  readonly #sentLast = new Map<string, string>();
  #publisher: Process | undefined;
  #violation: string | undefined;

  static async begin(): Promise<Story> {
    const { kysely } = opened.database;
    for (const table of ['post', 'usage', 'notice'] as const)
      await kysely.deleteFrom(table).execute();
    const story = new Story();
    for (const one of LABELS) {
      const content = makeContent({ caption: `${one} r1`, pictures: [makePicture(one)] });
      const post = await story.#stores.posts.createDraft(makeDraft({ content }));
      story.#ids.set(one, post.id);
    }
    return story;
  }

  private constructor() {
    this.#stores = storesOf(opened.database, () => this.#stage.now);
    const { instagram } = this.#stage;
    const publish = instagram.publish.bind(instagram);
    instagram.publish = async (access, containerId) => {
      await this.#judgeRequest(containerId, access.accountId);
      return await publish(access, containerId);
    };
    instagram.createPhoto = this.#noting(instagram.createPhoto.bind(instagram));
  }

  async run(one: Command): Promise<void> {
    const stage = this.#stage;
    if ('label' in one) await this.#decide(one);
    else if (one.command === 'tick') await this.#tick();
    else if (one.command === 'pass') await this.#live(one.ms);
    else if (one.command === 'crash') this.#alive().dieAt = one.at;
    else if (one.command === 'fault') {
      const { call, kind, times, liveAfterMs } = one;
      const fault = {
        call,
        failure: { kind, code: kind },
        ...(liveAfterMs !== undefined && { liveAfterMs }),
      };
      stage.instagram.faults.push(...Array.from({ length: times }, () => fault));
    } else if (one.command === 'disconnect') stage.account = undefined;
    else {
      const [first, second] = ACCOUNTS;
      const accountId = stage.account?.accountId === first ? second : first;
      stage.account = makeAccount({ accountId });
      const reasons = ['token_dead', 'not_connected'] as const;
      await this.#stores.publications.resumeHeld(reasons, stage.now, GUILD);
    }
    this.#judge();
  }

  async end(): Promise<void> {
    const stage = this.#stage;
    stage.instagram.faults = [];
    await this.#live(60 * HOUR_MS);
    this.#judge();
    const notices = await this.#stores.notices.pending(1_000);
    for (const postId of this.#ids.values()) {
      const { post, publication } = await this.#find(postId);
      const { state } = post;
      this.ends.push(`${state}${(publication?.sends ?? 0) > 1 ? ' again' : ''}`);
      expect(['scheduled', 'publishing']).not.toContain(state);
      expect(publication?.wakeAt).toBeUndefined();
      if (state === 'published') expect(this.#mediaOf(postId)).not.toEqual([]);
      if (!['held', 'failed', 'unconfirmed'].includes(state)) continue;
      const told = notices.filter(
        (notice) =>
          notice.postId === postId && notice.createdAt >= (this.#decidedAt.get(postId) ?? 0),
      );
      expect(told.map(({ content }) => content.kind)).toContain(
        publication?.problem?.kind === 'unapproved' ? 'unapproved' : state,
      );
    }
    expect(stage.errors).toEqual([]);
  }

  async #decide(one: Extract<Command, { readonly label: Label }>): Promise<void> {
    const { schedules, posts } = this.#stores;
    const { now: at, instagram, account } = this.#stage;
    const postId = this.#ids.get(one.label) ?? '';
    const { post, publication } = await this.#find(postId);
    const deed = { guildId: GUILD, postId, by: MINA, at };
    const expected = post.revision.number;
    let decided = false;
    if (one.command === 'plan') {
      const dueAt = at + one.inMs;
      const { outcome } = await schedules.plan({
        ...deed,
        expected,
        dueAt,
        wakeAt: dueAt - DEFAULT_TIMING.prepareAheadMs,
        needsApproval: one.needsApproval,
        accountId: account?.accountId ?? ACCOUNT,
      });
      decided = outcome === 'planned';
    } else if (one.command === 'edit') {
      const caption = `${one.label} r${expected + 1}`;
      await posts.addRevision({ ...deed, expected, changes: { caption } });
    } else if (one.command === 'cancel' && publication) await schedules.cancel(deed);
    else if (one.command === 'approve') {
      await schedules.approve({ ...deed, by: JUNHO, revision: expected });
    } else if (one.command === 'settle' && !instagram.hasLate) {
      // People look at the account, and nothing appears on it after that.
      const says = this.#mediaOf(postId).length > 0 ? 'live' : 'not_live';
      decided = (await schedules.settleUnconfirmed({ ...deed, says })).outcome === 'changed';
    }
    if (decided) this.#decidedAt.set(postId, at);
  }

  async #live(ms: number): Promise<void> {
    const stage = this.#stage;
    const until = stage.now + ms;
    for (let turns = 0; turns < 2_000; turns++) {
      await this.#tick();
      const next = await this.#stores.publications.nextWake();
      if (next === undefined || next > until) break;
      stage.pass(next > stage.now ? next - stage.now : DEFAULT_TIMING.tickMs);
    }
    stage.pass(Math.max(until - stage.now, 0));
  }

  async #tick(): Promise<void> {
    const { publisher } = this.#alive();
    await publisher.runDue({ signal: new AbortController().signal });
  }

  /** One that dies leaves what it was at: the test goes on, and none of its calls does anything any more. */
  #alive() {
    if (this.#publisher && !this.#publisher.isDead) return this.#publisher;
    const { publications: store, posts } = this.#stores;
    const dead = () => new Promise<never>(() => {});
    let buried = Promise.withResolvers<void>();
    const process: Process = {
      isDead: false,
      publisher: this.#stage.publisher({
        store,
        posts,
        onPoint: async (point) => {
          if (process.isDead) await dead();
          if (point !== process.dieAt) return;
          process.isDead = true;
          buried.resolve();
          await dead();
        },
      }),
    };
    const { publisher } = process;
    const runDue = publisher.runDue.bind(publisher);
    publisher.runDue = async (run) => {
      buried = Promise.withResolvers<void>();
      const died = buried.promise.then(() => 0);
      return await Promise.race([runDue(run), died]);
    };
    this.#publisher = process;
    return process;
  }

  #noting(create: ModelInstagram['createPhoto']): ModelInstagram['createPhoto'] {
    return async (access, photo) => {
      const made = await create(access, photo);
      if (made.ok) this.#accountOf.set(made.value.containerId, access.accountId);
      return made;
    };
  }

  async #judgeRequest(containerId: string, accountId: string): Promise<void> {
    const { instagram, trueNow, now } = this.#stage;
    const caption = instagram.containers.get(containerId)?.caption ?? '';
    const one = LABELS.find((each) => caption.startsWith(each)) ?? 'first';
    const postId = this.#ids.get(one) ?? '';
    const { post, publication } = await this.#find(postId);
    if (now < (publication?.dueAt ?? 0)) this.#violation ??= 'published early';
    if (post.state !== 'publishing') this.#violation ??= `published while ${post.state}`;
    if (caption !== post.revision.caption) this.#violation ??= 'published an old revision';
    if (publication?.needsApproval && publication.approval?.revision !== post.revision.number) {
      this.#violation ??= 'published unapproved';
    }
    const before = [containerId, this.#sentLast.get(postId) ?? containerId];
    this.#sentLast.set(postId, containerId);
    const known = this.#mediaOf(postId).filter(
      (medium) =>
        before.includes(medium.containerId) &&
        this.#accountOf.get(medium.containerId) === accountId &&
        medium.liveAt < trueNow - CHECK_FRESH_MS,
    );
    if (known.length > 0) this.#violation ??= 'sent again what a read would have shown';
  }

  #mediaOf(postId: string) {
    const { instagram } = this.#stage;
    instagram.settleLate();
    const [one = ''] = [...this.#ids].find(([, id]) => id === postId) ?? [];
    return instagram.feed.filter(({ caption }) => caption.startsWith(one));
  }

  #judge(): void {
    if (this.#violation !== undefined) throw new Error(this.#violation);
  }

  async #find(
    postId: string,
  ): Promise<{ readonly post: KeptPost; readonly publication: Publication | undefined }> {
    const post = await this.#stores.posts.findPost(GUILD, postId);
    if (!post) throw new RangeError(`There is no post ${postId}`);
    return { post, publication: await this.#stores.publications.find(GUILD, postId) };
  }
}
