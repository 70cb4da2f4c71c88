import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GraphFailureKind } from '../../../src/posts/publishing/instagram.ts';
import { KILL_POINTS, type KillPoint } from '../../../src/posts/publishing/kill-points.ts';
import type { Publication } from '../../../src/posts/publishing/publication.ts';
import type { PublicationChange } from '../../../src/posts/publishing/publication-store.ts';
import type { Publisher } from '../../../src/posts/publishing/publisher.ts';
import { DEFAULT_TIMING, type PublishTiming } from '../../../src/posts/publishing/timing.ts';
import type { ModelCall } from './model-instagram.ts';
import {
  HOUR_MS,
  MINUTE_MS,
  makePublication,
  type PublishingStage,
  publishingStage,
} from './publishing-stage.ts';

const POSTS = ['post-1', 'post-2', 'post-3'] as const;
const PROCESSES = [0, 1] as const;
const SECOND_MS = 1_000;

/** What people do. */
type Deed =
  | { readonly deed: 'schedule'; readonly inMs: number; readonly needsApproval: boolean }
  | { readonly deed: 'edit' | 'cancel' | 'approve' | 'settle' };
type Command =
  | { readonly command: 'person'; readonly postId: string; readonly deed: Deed }
  /** Both publishers at once, and perhaps a person in the middle of it. */
  | {
      readonly command: 'tick';
      readonly meanwhile?: { readonly postId: string; readonly deed: Deed } | undefined;
    }
  | { readonly command: 'pass' | 'jump'; readonly ms: number }
  | { readonly command: 'crash'; readonly process: 0 | 1; readonly at: KillPoint }
  | {
      readonly command: 'fault';
      readonly call: ModelCall;
      readonly kind: GraphFailureKind;
      readonly times: number;
      readonly liveAfterMs?: number | undefined;
    };

const deed: fc.Arbitrary<Deed> = fc.oneof(
  fc.record({
    deed: fc.constant('schedule' as const),
    inMs: fc.constantFrom(0, 5 * MINUTE_MS, HOUR_MS),
    needsApproval: fc.constantFrom(true, false, false),
  }),
  fc.record({
    deed: fc.constantFrom('edit', 'cancel', 'approve', 'approve', 'approve', 'settle', 'settle'),
  }),
);
const person = fc.record({ postId: fc.constantFrom(...POSTS), deed });
const failureKind = fc.constantFrom<GraphFailureKind>(
  'no_answer',
  'temporary',
  'rate_limited',
  'quota',
  'action_blocked',
  'unknown_object',
  'container_gone',
  'caption_refused',
  'no_permission',
  'not_ready',
);

const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 3, arbitrary: person.map((one) => ({ command: 'person' as const, ...one })) },
  {
    weight: 6,
    arbitrary: fc.record({
      command: fc.constant('tick' as const),
      meanwhile: fc.option(person, { nil: undefined, freq: 3 }),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      command: fc.constant('pass' as const),
      ms: fc.constantFrom(
        SECOND_MS,
        20 * SECOND_MS,
        MINUTE_MS,
        95 * SECOND_MS,
        5 * MINUTE_MS,
        HOUR_MS,
      ),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      command: fc.constant('jump' as const),
      ms: fc.constantFrom(-HOUR_MS, -MINUTE_MS, MINUTE_MS, 10 * MINUTE_MS, HOUR_MS),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      command: fc.constant('crash' as const),
      process: fc.constantFrom(...PROCESSES),
      at: fc.constantFrom(...KILL_POINTS),
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
        'media',
      ),
      kind: failureKind,
      times: fc.constantFrom(1, 1, 3, 20),
      // Refused and published a little later: seen, and within the grace.
      liveAfterMs: fc.constantFrom(undefined, 0, 0, 5 * SECOND_MS, 85 * SECOND_MS),
    }),
  },
);

describe('publishers on one queue, with people, crashes, faults and clocks that are set', () => {
  it('publish each post at most once, never early, never unapproved, and leave none behind', async () => {
    const ends = new Set<string>();
    await fc.assert(storyOf({}, ends), { numRuns: 1_500 });
    // Not a model in which nothing happens.
    expect([...ends]).toEqual(
      expect.arrayContaining(['published', 'published again', 'held', 'failed', 'cancelled']),
    );
  }, 60_000);

  // What proves that the model can fail.
  it.each([
    ['publishes anew after a failure', { store: publishingAnew }],
    ['waits for no grace', { timing: { ...DEFAULT_TIMING, graceMs: 0 } }],
  ])(
    'finds the duplicates of a publisher that %s',
    async (_, variant) => {
      const { failed, errorInstance } = await fc.check(
        storyOf({ ...variant, onlyDuplicates: true }),
        {
          numRuns: 2_000,
          endOnFailure: true,
        },
      );
      expect(failed).toBe(true);
      expect(String(errorInstance)).toContain('more than one live medium');
    },
    60_000,
  );
});

interface Variant {
  /** Other harm that it does is not looked at. */
  readonly onlyDuplicates?: boolean;
  readonly timing?: PublishTiming;
  readonly store?: (store: PublishingStage['store']) => PublishingStage['store'];
}

function storyOf(variant: Variant, ends = new Set<string>()) {
  return fc.asyncProperty(
    fc.array(command, { minLength: 3, maxLength: 40 }),
    fc.scheduler(),
    async (commands, scheduler) => {
      await using world = new World(variant, scheduler);
      for (const one of commands) await world.run(one);
      await world.end();
      for (const end of world.ends()) ends.add(end);
    },
  );
}

class World implements AsyncDisposable {
  readonly #stage = publishingStage();
  readonly #variant: Variant;
  readonly #scheduler: fc.Scheduler;
  readonly #processes: (Process | undefined)[] = PROCESSES.map(() => undefined);
  readonly #violations: string[] = [];
  /** How many notices there were when somebody decided about a post last. */
  readonly #toldBefore = new Map<string, number>();

  constructor(variant: Variant, scheduler: fc.Scheduler) {
    this.#variant = variant;
    this.#scheduler = scheduler;
    this.#stage.instagram.onPublish = (containerId, caption) =>
      this.#judgeRequest(containerId, caption);
  }

  async run(command: Command): Promise<void> {
    const stage = this.#stage;
    switch (command.command) {
      case 'person':
        this.#act(command.postId, command.deed);
        break;
      case 'tick':
        await this.#tick(command.meanwhile);
        break;
      case 'pass':
        stage.pass(command.ms);
        break;
      case 'jump':
        // A process that begins anew has only the clock; what comes late must have come by then.
        if (this.#processes.some((process) => process?.isDead))
          stage.instagram.settleLate(Infinity);
        stage.now += command.ms;
        break;
      case 'crash':
        this.#processOf(command.process).dieAt = command.at;
        break;
      case 'fault': {
        const { call, kind, times, liveAfterMs } = command;
        const failure = { kind, code: kind };
        for (let time = 0; time < times; time++) {
          stage.instagram.faults.push({
            call,
            failure,
            ...(liveAfterMs !== undefined && { liveAfterMs }),
          });
        }
      }
    }
    this.#judge();
  }

  /** Faults end, nobody does anything, and time passes: nothing may be left hanging. */
  async end(): Promise<void> {
    const stage = this.#stage;
    stage.instagram.faults = [];
    for (let turns = 0; turns < 800; turns++) {
      await this.#tick();
      this.#judge();
      const next = await stage.store.nextWake();
      if (next === undefined) break;
      // Due and left alone, as after the clock was set: the next look is a tick later.
      stage.pass(next > stage.now ? next - stage.now : DEFAULT_TIMING.tickMs);
    }
    stage.instagram.settleLate(Infinity);
    this.#judge();
    for (const { publication, state } of stage.store.rows.values()) {
      const { wakeAt, problem } = publication;
      if (wakeAt !== undefined) this.#violations.push(`${state} is never done`);
      if (['scheduled', 'publishing'].includes(state)) this.#violations.push(`${state} is stuck`);
      if (!this.#isTold(publication, state)) this.#violations.push(`${state} and nobody told`);
      if (state === 'held' && !problem) this.#violations.push('held without a reason');
      const isLive = this.#liveOf(publication.postId) > 0;
      if (state === 'published' && !isLive) this.#violations.push('published and not live');
      if (isLive && !['published', 'unconfirmed'].includes(state)) {
        this.#violations.push(`live and ${state}`);
      }
    }
    // A clock that is set is told of.
    const error = stage.errors.find((one) => !String(one).startsWith('ClockSetError'));
    if (error !== undefined) this.#violations.push(`an error: ${String(error)}`);
    this.#judge();
  }

  ends(): readonly string[] {
    return [...this.#stage.store.rows.values()].map(
      ({ state, publication }) => `${state}${publication.sends > 1 ? ' again' : ''}`,
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const process of this.#processes) process?.die();
  }

  async #tick(meanwhile?: { readonly postId: string; readonly deed: Deed }): Promise<void> {
    const { signal } = new AbortController();
    const ticks = PROCESSES.map((index) => {
      const process = this.#processOf(index);
      return Promise.race([process.publisher.runDue({ signal }), process.dead]);
    });
    if (meanwhile) {
      const { postId, deed } = meanwhile;
      const acting = this.#scheduler.schedule(Promise.resolve());
      ticks.push(acting.then(() => this.#act(postId, deed)));
    }
    await this.#scheduler.waitFor(Promise.all(ticks));
  }

  #processOf(index: number): Process {
    const present = this.#processes[index];
    if (present && !present.isDead) return present;
    const begun = new Process(this.#stage, this.#variant, this.#scheduler);
    this.#processes[index] = begun;
    return begun;
  }

  #act(postId: string, deed: Deed): void {
    const { store, instagram, now } = this.#stage;
    const row = store.rows.get(postId);
    if (deed.deed === 'schedule') {
      if (row && ['publishing', 'published', 'unconfirmed'].includes(row.state)) return;
      this.#toldBefore.set(postId, store.notices.length);
      const { needsApproval } = deed;
      const revision = row?.revision ?? 1;
      const dueAt = now + deed.inMs;
      const wakeAt = dueAt - DEFAULT_TIMING.prepareAheadMs;
      const approved = row?.publication.approval?.revision === revision;
      const waits = needsApproval && !approved;
      if (!row) store.put(makePublication({ postId, dueAt, wakeAt, needsApproval }));
      const { container } = store.row(postId).publication;
      store.change(postId, {
        dueAt,
        wakeAt: waits ? undefined : wakeAt,
        needsApproval,
        state: waits ? 'awaiting_approval' : 'scheduled',
        attempts: 0,
        sends: 0,
        looks: 0,
        problem: undefined,
        checkedAt: undefined,
        phase: container ? 'container' : 'waiting',
      });
      return;
    }
    if (!row) return;
    const isEditable = !['publishing', 'published', 'unconfirmed'].includes(row.state);
    if (deed.deed === 'edit' && isEditable) {
      const waits = row.publication.needsApproval && row.state === 'scheduled';
      store.change(postId, {
        revision: row.revision + 1,
        phase: 'waiting',
        container: undefined,
        approval: undefined,
        attempts: 0,
        ...(waits ? { state: 'awaiting_approval', wakeAt: undefined } : {}),
      });
    } else if (deed.deed === 'cancel' && isEditable) {
      store.change(postId, { state: 'cancelled', wakeAt: undefined });
    } else if (deed.deed === 'approve' && row.state === 'awaiting_approval') {
      const wakeAt = row.publication.dueAt - DEFAULT_TIMING.prepareAheadMs;
      const approval = { revision: row.revision, by: '1', at: now };
      store.change(postId, { approval, state: 'scheduled', wakeAt });
    } else if (deed.deed === 'settle' && row.state === 'unconfirmed' && !instagram.hasLate) {
      // People look at the account, and later than anything may still appear on it.
      this.#toldBefore.set(postId, store.notices.length);
      const isLive = this.#liveOf(postId) > 0;
      if (isLive) store.change(postId, { state: 'published', phase: 'live', wakeAt: now });
      else
        store.change(postId, {
          state: 'publishing',
          vouchedBy: '1',
          problem: undefined,
          looks: 0,
          wakeAt: now,
        });
    }
  }

  #judgeRequest(_: string, caption: string): void {
    const [, postId = '', revision] = /^(\S+) .*revision:(\d+)$/s.exec(caption) ?? [];
    const { store, now } = this.#stage;
    const row = store.rows.get(postId);
    if (!row) return;
    const { dueAt, needsApproval, approval } = row.publication;
    if (now < dueAt) this.#violations.push('published early');
    if (row.state !== 'publishing') this.#violations.push(`published while ${row.state}`);
    if (row.revision !== Number(revision)) this.#violations.push('published an old revision');
    if (needsApproval && approval?.revision !== Number(revision)) {
      this.#violations.push('published unapproved');
    }
  }

  /** Whatever stops for a person is told, since that person last decided about it. */
  #isTold({ postId, problem }: Publication, state: string): boolean {
    if (!['held', 'failed', 'unconfirmed'].includes(state)) return true;
    return this.#stage.store.notices
      .slice(this.#toldBefore.get(postId) ?? 0)
      .filter((notice) => notice.postId === postId)
      .some(({ content }) =>
        content.kind === 'held'
          ? state === 'held' && content.problem.kind === problem?.kind
          : content.kind === state || content.kind === problem?.kind,
      );
  }

  #liveOf(postId: string): number {
    return this.#stage.instagram.feed.filter(({ caption }) => caption.startsWith(`${postId} `))
      .length;
  }

  #judge(): void {
    for (const postId of POSTS) {
      if (this.#liveOf(postId) > 1)
        this.#violations.push(`${postId} has more than one live medium`);
    }
    const counted = this.#variant.onlyDuplicates ? /live medium/ : /./;
    const violation = this.#violations.find((one) => counted.test(one));
    if (violation) throw new Error(violation);
  }
}

/** A publisher in a process that can die: then none of its calls ever comes back. */
class Process {
  readonly publisher: Publisher;
  readonly dead: Promise<void>;
  dieAt: KillPoint | undefined;
  isDead = false;
  readonly #buried = Promise.withResolvers<void>();

  constructor(
    stage: PublishingStage,
    { timing, store = (one) => one }: Variant,
    scheduler: fc.Scheduler,
  ) {
    this.dead = this.#buried.promise;
    this.publisher = stage.publisher({
      ...(timing && { timing }),
      store: this.#through(store(stage.store), scheduler),
      instagram: this.#through(stage.instagram, scheduler),
      onPoint: (point) => {
        if (point !== this.dieAt) return;
        this.die();
        return never();
      },
    });
  }

  die(): void {
    this.isDead = true;
    this.#buried.resolve();
  }

  /** Each call waits for its turn, in an order of the scheduler's. */
  #through<T extends object>(target: T, scheduler: fc.Scheduler): T {
    return new Proxy(target, {
      get: (_, name) => {
        const method: unknown = Reflect.get(target, name);
        if (typeof method !== 'function') return method;
        return async (...args: unknown[]) => {
          await scheduler.schedule(Promise.resolve());
          if (this.isDead) return await never();
          const answer: unknown = await Reflect.apply(method, target, args);
          return this.isDead ? await never() : answer;
        };
      },
    });
  }
}

function never(): Promise<never> {
  return new Promise(() => {});
}

/** As many do: an error means that it is not live, so another container is made and published. */
function publishingAnew(store: PublishingStage['store']): PublishingStage['store'] {
  return new Proxy(store, {
    get: (_, name) => {
      const method: unknown = Reflect.get(store, name);
      if (typeof method !== 'function') return method;
      if (name !== 'write') return method.bind(store);
      return (claimed: Publication, change: PublicationChange) =>
        store.write(
          claimed,
          claimed.phase === 'sent' && change.phase === undefined
            ? { ...change, phase: 'waiting', container: null, state: 'scheduled' }
            : change,
        );
    },
  });
}
