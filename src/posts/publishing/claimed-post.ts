import type { InstagramAccount } from '../accounts/instagram-account.ts';
import type { KeptPost } from '../kept-post.ts';
import type { NewNotice } from '../notices/notice.ts';
import { type OpenedAccount, openAccount } from './account-access.ts';
import type { GraphAnswer } from './instagram.ts';
import type { KillPoint } from './kill-points.ts';
import type { PublishProblem } from './problem.ts';
import type { Publication, PublishPhase } from './publication.ts';
import { type PublisherOptions, publishFailure } from './publisher-options.ts';
import { type GraphCall, judgeFailure, judgeProblem, type Trouble } from './retry-policy.ts';
import type { PublishTiming } from './timing.ts';
import { fail, follow, hold, later, type Move, onward } from './transitions.ts';
import type { Turns } from './turns.ts';
import type { UnpublishedWatch } from './unpublished-watch.ts';

export interface WalkContext
  extends Pick<
    PublisherOptions,
    | 'store'
    | 'posts'
    | 'accounts'
    | 'seal'
    | 'instagram'
    | 'facts'
    | 'pictures'
    | 'publicUrl'
    | 'clock'
    | 'telemetry'
    | 'onError'
    | 'onPoint'
  > {
  readonly timing: PublishTiming;
  readonly stopwatch: () => number;
  readonly random: () => number;
  readonly watch: UnpublishedWatch;
  /** Shared by all posts at work. */
  readonly turns: Turns;
  /** Ends everything but a `media_publish` under way. */
  readonly signal: AbortSignal;
}

/** Another process may have the key. */
const NO_KEY_WAIT_MS = 30_000;
/** In these a post whose account is found dead is held for it. */
const HELD_PHASES: ReadonlySet<PublishPhase> = new Set(['waiting', 'container', 'ready']);

/** Somebody else has it by now: nothing that is done for it counts any more. */
export class ClaimLost extends Error {
  override readonly name = 'ClaimLost';
}

/** The database does not answer: the post is left to its lease, for nothing can be written down about it. */
export class StoreFailure extends Error {
  override readonly name = 'StoreFailure';
}

/** A post in the hands of a publisher, as far as it is known: what every step asks and writes. */
export class ClaimedPost {
  readonly context: WalkContext;
  #publication: Publication;
  #post: KeptPost;
  #account: InstagramAccount | undefined;
  /** When the claim was last renewed, by the stopwatch. */
  #leasedAt: number;
  #renewal: Promise<boolean> | undefined;

  constructor(publication: Publication, post: KeptPost, context: WalkContext) {
    this.#publication = publication;
    this.#post = post;
    this.context = context;
    this.#leasedAt = context.stopwatch();
  }

  /** As it was written last. */
  get publication(): Publication {
    return this.#publication;
  }

  get post(): KeptPost {
    return this.#post;
  }

  async open(): Promise<OpenedAccount> {
    const { accounts, seal } = this.context;
    const opened = await this.stored(() => openAccount(this.publication, { accounts, seal }));
    this.#account = opened.ok ? opened.account : undefined;
    return opened;
  }

  /** What becomes of it without the account. */
  without({ problem, isOurs }: OpenedAccount & { readonly ok: false }): Move {
    if (!isOurs) return this.hold(problem);
    const { clock, onError } = this.context;
    onError(new Error('TOKEN_ENCRYPTION_KEYS lacks the key of an account'), this.publication);
    const at = clock();
    return later({}, { at, wakeAt: at + NO_KEY_WAIT_MS });
  }

  /**
   * Renews a claim that might not outlast another request: a step may be several, and each may take as long as it may.
   *
   * @throws {ClaimLost | StoreFailure}
   */
  async keep(): Promise<void> {
    const { stopwatch, timing } = this.context;
    // How long that may take is up to the gate, and whoever looks afterwards asks only once.
    if (this.publication.phase === 'sent') return;
    const spareMs = (timing.leaseMs - timing.httpTimeoutMs) / 2;
    if (stopwatch() - this.#leasedAt <= spareMs) return;
    // The children of a carousel are asked about at once.
    this.#renewal ??= this.write(this.onward({})).finally(() => {
      this.#renewal = undefined;
    });
    if (!(await this.#renewal)) throw new ClaimLost('Another publisher or a person has it by now');
  }

  /** Whatever goes wrong on the way is an answer that did not come. @throws {ClaimLost | StoreFailure} */
  async ask<T>(request: (signal: AbortSignal) => Promise<GraphAnswer<T>>): Promise<GraphAnswer<T>> {
    const { signal, accounts, onError } = this.context;
    await this.keep();
    let answer: GraphAnswer<T>;
    try {
      answer = await request(signal);
    } catch (error) {
      if (signal.aborted && this.publication.phase !== 'sent') throw error;
      onError(error, this.publication);
      answer = { ok: false, failure: { kind: 'no_answer', code: 'unexpected' } };
    }
    const account = this.#account;
    if (!answer.ok && answer.failure.kind === 'token_dead' && account) {
      const marked = await this.stored(() => accounts.markDead(account, this.#newsOfDead(account)));
      // Refreshed or connected anew since it was opened: of that token nothing is known yet.
      if (marked === 'changed_meanwhile') {
        return { ok: false, failure: { kind: 'no_answer', code: 'token_changed' } };
      }
    }
    return answer;
  }

  /** For whoever connected it. The one who scheduled the post hears it from the hold that follows, before sending. */
  #newsOfDead(account: InstagramAccount): { notice: NewNotice; at: number } | undefined {
    const { guildId, phase, createdBy } = this.publication;
    const { connectedBy: userId, username } = account;
    if (userId === createdBy && HELD_PHASES.has(phase)) return undefined;
    const content = { kind: 'token_dead', username } as const;
    return { notice: { guildId, userId, content }, at: this.context.clock() };
  }

  /** Whether it was written. */
  async write({ change }: Move): Promise<boolean> {
    const { store, telemetry } = this.context;
    const written = await this.stored(() => store.write(this.publication, change));
    if (written.outcome === 'lost') return false;
    this.took(written.publication, change.state);
    const { guildId, postId } = this.publication;
    if (change.state === 'published') {
      telemetry?.published({ guildId, postId, pages: this.post.revision.pictures.length });
    } else if (change.state === 'failed' && change.problem) {
      telemetry?.failed('publish', publishFailure(change.problem.kind), { guildId, postId });
    }
    return true;
  }

  /** @throws {StoreFailure} */
  stored<T>(ask: () => Promise<T>): Promise<T> {
    return stored(this.context.turns, ask);
  }

  took(publication: Publication, state: KeptPost['state'] | undefined): void {
    this.#publication = publication;
    this.#leasedAt = this.context.stopwatch();
    if (state) this.#post = { ...this.#post, state };
  }

  async pass(point: KillPoint): Promise<void> {
    await this.context.onPoint?.(point, this.publication);
  }

  onward(change: Parameters<typeof onward>[0]): Move {
    const { clock, timing } = this.context;
    return onward(change, { at: clock(), leaseMs: timing.leaseMs });
  }

  hold(problem: PublishProblem): Move {
    return hold(this.publication, problem, this.context.clock());
  }

  fail(problem: PublishProblem): Move {
    return fail(this.publication, problem, this.context.clock());
  }

  judge(problem: PublishProblem): Move | undefined {
    const trouble = this.trouble();
    return follow(this.publication, judgeProblem(problem, trouble), trouble.now);
  }

  follow(call: GraphCall, answer: GraphAnswer<unknown> & { readonly ok: false }): Move | undefined {
    const trouble = this.trouble();
    const verdict = judgeFailure(call, answer.failure, trouble);
    return follow(this.publication, verdict, trouble.now);
  }

  trouble(): Trouble {
    const { clock, timing, random } = this.context;
    return { attempts: this.publication.attempts, now: clock(), timing, random };
  }
}

/** Asks the database when it is this post's turn. @throws {StoreFailure} whatever the database throws. */
export async function stored<T>(turns: Turns, ask: () => Promise<T>): Promise<T> {
  await turns.take();
  try {
    return await ask();
  } catch (cause) {
    throw new StoreFailure('The database does not answer', { cause });
  }
}
