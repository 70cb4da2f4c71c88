import type { PostState } from './kept-post.ts';

/** The post never was, is deleted, or belongs to another server: nobody is told which. */
export class PostNotFoundError extends Error {
  override readonly name = 'PostNotFoundError';

  constructor() {
    super('Post not found');
  }
}

/** Only who made the post, and those who manage all posts of the server, may change it. */
export class NotYourPostError extends Error {
  override readonly name = 'NotYourPostError';
  /** Discord user id. */
  readonly createdBy: string;

  constructor(createdBy: string) {
    super('Not the post of the person who asks');
    this.createdBy = createdBy;
  }
}

/** Somebody has already decided about the post, so it stays as it is. */
export class PostFixedError extends Error {
  override readonly name = 'PostFixedError';
  readonly state: PostState;

  constructor(state: PostState) {
    super(`The post is ${state}`);
    this.state = state;
  }
}

/** All that a person may make on one day is made. */
export class QuotaReachedError extends Error {
  override readonly name = 'QuotaReachedError';
  readonly limit: number;
  /** Whether the server has premium, and this is its limit. */
  readonly premium: boolean;
  /** The product that would make it premium; undefined where none can be bought. */
  readonly premiumSkuId: string | undefined;
  /** Epoch milliseconds. */
  readonly renewsAt: number;

  constructor(quota: {
    readonly limit: number;
    readonly premium: boolean;
    readonly premiumSkuId?: string;
    readonly renewsAt: number;
  }) {
    super(`Quota of ${quota.limit} reached`);
    this.limit = quota.limit;
    this.premium = quota.premium;
    this.premiumSkuId = quota.premiumSkuId;
    this.renewsAt = quota.renewsAt;
  }
}

/** What is kept of posts cannot be read or written just now; nothing was changed. */
export class PostsUnavailableError extends Error {
  override readonly name = 'PostsUnavailableError';

  constructor(cause: unknown) {
    super('Posts cannot be read or written', { cause });
  }
}
