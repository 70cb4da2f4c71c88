import type { Secret } from '../secret.ts';

/** The account that is asked for, and the token that opens it. */
export interface AccountAccess {
  /** The professional account's id (`/me` `user_id`, 1784…), not the app-scoped one. */
  readonly accountId: string;
  readonly token: Secret;
}

/**
 * What to do about a failure. Decided from `code` and `error_subcode` alone, for texts are localised
 * (developers.facebook.com, error codes of the Instagram Platform).
 */
export type GraphFailureKind =
  /** Timeout, broken connection, 5xx, HTML, an answer without what was asked for: nobody knows what was done. */
  | 'no_answer'
  /** Codes 1, 2, `is_transient`, 2207001, 2207032, 2207053: may go away by itself. */
  | 'temporary'
  /** 4, 17, 32, 341, 613, 80002, HTTP 429. */
  | 'rate_limited'
  /** 2207042: the account's publishing limit. */
  | 'quota'
  /** 2207051, 368: Instagram takes it for spam. What was asked for may have been done all the same. */
  | 'action_blocked'
  /** 190, 102: only connecting again helps. */
  | 'token_dead'
  /** 10, 3, 200-299: a scope is missing. */
  | 'no_permission'
  /** 2207050: the person has to sign in to Instagram and clear something. */
  | 'account_restricted'
  /** 2207006, 2207008, 2207020: make a new container. */
  | 'container_gone'
  /** 2207027: wait for FINISHED. */
  | 'not_ready'
  /** 9004/2207052, -2/2207003: Instagram could not fetch the picture from us. */
  | 'fetch_failed'
  /** 36000, 36001, 36003. */
  | 'picture_refused'
  /** 36004, 2207040. */
  | 'caption_refused'
  /** 100/33: no such object, or no permission; also seen for good objects during an outage. */
  | 'unknown_object'
  /** A request that is wrong in another way: repeating it is of no use. */
  | 'refused';

export interface GraphFailure {
  readonly kind: GraphFailureKind;
  /** `code/subcode`, `http 502`, `timeout`: for the log and for support. */
  readonly code: string;
  /** From `Retry-After` or `estimated_time_to_regain_access`. */
  readonly retryAfterMs?: number;
}

export type GraphAnswer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: GraphFailure };

export interface ContainerPicture {
  /** Where Instagram fetches it: public, ASCII, JPEG. */
  readonly url: string;
  /** At most 1,000 characters. */
  readonly altText: string;
  /** Usernames to tag; x and y from 0 to 1. */
  readonly userTags?: readonly UserTag[];
}

export interface UserTag {
  readonly username: string;
  readonly x: number;
  readonly y: number;
}

export const CONTAINER_STATUSES = [
  'IN_PROGRESS',
  'FINISHED',
  'PUBLISHED',
  'ERROR',
  'EXPIRED',
] as const;
export type ContainerStatusCode = (typeof CONTAINER_STATUSES)[number];

export interface ContainerStatus {
  readonly status: ContainerStatusCode;
  /** Of an ERROR, where its text names one; 22070xx. */
  readonly subcode?: number;
}

export interface PublishedMedia {
  readonly id: string;
  readonly permalink?: string;
  /** Epoch milliseconds. */
  readonly publishedAt?: number;
  /** As it is read back: without `@` unless the reader may administer the app. */
  readonly caption?: string;
}

export interface PublishingLimit {
  readonly used: number;
  readonly total: number;
}

/** Missing where Instagram has none yet: not the same as 0. */
export type InsightMetric = 'reach' | 'views' | 'likes' | 'comments' | 'saved' | 'shares';
export const INSIGHT_METRICS = [
  'reach',
  'views',
  'likes',
  'comments',
  'saved',
  'shares',
] as const satisfies readonly InsightMetric[];
export type Insights = Readonly<Partial<Record<InsightMetric, number>>>;

/**
 * Publishing on Instagram (Instagram API with Instagram Login). Every call is one request: none is ever repeated in
 * here, because a second `publish` may be a second post. Fails by its answer, never by throwing, but for an aborted
 * `signal`.
 */
export interface InstagramPublishing {
  /** One picture with a caption, or a child of a carousel, which has none. */
  createPhoto(
    access: AccountAccess,
    photo: ContainerPicture & { readonly caption?: string; readonly isCarouselItem?: boolean },
    signal?: AbortSignal,
  ): Promise<GraphAnswer<{ readonly containerId: string }>>;
  /** Of 2 to 10 finished children, in order. */
  createCarousel(
    access: AccountAccess,
    carousel: { readonly children: readonly string[]; readonly caption: string },
    signal?: AbortSignal,
  ): Promise<GraphAnswer<{ readonly containerId: string }>>;
  containerStatus(
    access: AccountAccess,
    containerId: string,
    signal?: AbortSignal,
  ): Promise<GraphAnswer<ContainerStatus>>;
  /** After anything but `ok` only the container's status tells whether the post is live. */
  publish(
    access: AccountAccess,
    containerId: string,
    signal?: AbortSignal,
  ): Promise<GraphAnswer<{ readonly mediaId: string }>>;
  publishingLimit(
    access: AccountAccess,
    signal?: AbortSignal,
  ): Promise<GraphAnswer<PublishingLimit>>;
  media(
    access: AccountAccess,
    mediaId: string,
    signal?: AbortSignal,
  ): Promise<GraphAnswer<PublishedMedia>>;
  /** Newest first, those of after `since` (epoch milliseconds). Weak evidence: people post by hand too. */
  recentMedia(
    access: AccountAccess,
    since: number,
    signal?: AbortSignal,
  ): Promise<GraphAnswer<readonly PublishedMedia[]>>;
  /** The one call that may be several requests: they only read. */
  insights(
    access: AccountAccess,
    mediaId: string,
    signal?: AbortSignal,
  ): Promise<GraphAnswer<Insights>>;
}
