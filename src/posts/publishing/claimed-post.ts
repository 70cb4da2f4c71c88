import type { InstagramAccount } from '../accounts/instagram-account.ts';
import type { KeptPost } from '../kept-post.ts';
import { type OpenedAccount, openAccount } from './account-access.ts';
import type { GraphAnswer } from './instagram.ts';
import type { KillPoint } from './kill-points.ts';
import type { PublishProblem } from './problem.ts';
import type { Publication } from './publication.ts';
import { type PublisherOptions, publishFailure } from './publisher-options.ts';
import { type GraphCall, judgeFailure, judgeProblem, type Trouble } from './retry-policy.ts';
import type { PublishTiming } from './timing.ts';
import { fail, follow, hold, type Move, onward } from './transitions.ts';
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
  /** Ends everything but a `media_publish` under way. */
  readonly signal: AbortSignal;
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

  constructor(publication: Publication, post: KeptPost, context: WalkContext) {
    this.#publication = publication;
    this.#post = post;
    this.context = context;
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
    const opened = await stored(() => openAccount(this.publication, { accounts, seal }));
    this.#account = opened.ok ? opened.account : undefined;
    return opened;
  }

  /** Whatever goes wrong on the way is an answer that did not come. */
  async ask<T>(request: (signal: AbortSignal) => Promise<GraphAnswer<T>>): Promise<GraphAnswer<T>> {
    const { signal, accounts, onError } = this.context;
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
      await stored(() => accounts.markDead(account));
    }
    return answer;
  }

  /** Whether it was written. */
  async write({ change }: Move): Promise<boolean> {
    const { store, telemetry } = this.context;
    const written = await stored(() => store.write(this.publication, change));
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

  took(publication: Publication, state: KeptPost['state'] | undefined): void {
    this.#publication = publication;
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

/** @throws {StoreFailure} whatever the database throws. */
export async function stored<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (cause) {
    throw new StoreFailure('The database does not answer', { cause });
  }
}
