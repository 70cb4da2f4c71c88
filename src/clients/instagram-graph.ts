import type { z } from 'zod';
import {
  type AccountAccess,
  type ContainerPicture,
  type ContainerStatus,
  type GraphAnswer,
  type GraphFailure,
  INSIGHT_METRICS,
  type InsightMetric,
  type Insights,
  type InstagramPublishing,
  type PublishedMedia,
  type PublishingLimit,
} from '../posts/publishing/instagram.ts';
import { InstagramExchange, type InstagramExchangeOptions } from './instagram-exchange.ts';
import * as wire from './instagram-wire.ts';

export const INSTAGRAM_GRAPH_URL = 'https://graph.instagram.com';
export const INSTAGRAM_GRAPH_VERSION = 'v26.0';

export interface InstagramGraphOptions extends InstagramExchangeOptions {
  /** Default `https://graph.instagram.com`. */
  readonly graphUrl?: string | undefined;
  /** Default `v26.0`. */
  readonly version?: string;
}

/** Nothing that we ask about goes back further than a few minutes. */
const RECENT_MEDIA = 50;

/** An id that is none would name another place in the path; it is not sent. */
const NOT_AN_ID: GraphFailure = { kind: 'refused', code: 'not an id' };

/**
 * Publishes through the Instagram API with Instagram Login. Each call is one request (only `insights` may be several,
 * which read), and the token travels in its header, never in its address.
 *
 * @see https://developers.facebook.com/documentation/instagram-platform/content-publishing
 */
export class InstagramGraph implements InstagramPublishing {
  readonly #base: string;
  readonly #exchange: InstagramExchange;

  constructor(options: InstagramGraphOptions = {}) {
    const { graphUrl = INSTAGRAM_GRAPH_URL, version = INSTAGRAM_GRAPH_VERSION } = options;
    this.#base = `${graphUrl.replace(/\/+$/, '')}/${version}`;
    this.#exchange = new InstagramExchange(options);
  }

  /** @see InstagramPublishing */
  async createPhoto(
    access: AccountAccess,
    photo: ContainerPicture & { readonly caption?: string; readonly isCarouselItem?: boolean },
    signal?: AbortSignal,
  ): Promise<GraphAnswer<{ readonly containerId: string }>> {
    const { url, altText, userTags = [], caption, isCarouselItem } = photo;
    const fields = {
      image_url: url,
      alt_text: altText,
      user_tags: userTags.length > 0 ? JSON.stringify(userTags.map(tagOnWire)) : undefined,
      // A child with a caption is refused.
      ...(isCarouselItem ? { is_carousel_item: 'true' } : { caption }),
    };
    return this.#createContainer(access, fields, signal);
  }

  /** @see InstagramPublishing */
  async createCarousel(
    access: AccountAccess,
    carousel: { readonly children: readonly string[]; readonly caption: string },
    signal?: AbortSignal,
  ): Promise<GraphAnswer<{ readonly containerId: string }>> {
    const { children, caption } = carousel;
    if (!children.every(isId)) return { ok: false, failure: NOT_AN_ID };
    const fields = { media_type: 'CAROUSEL', children: children.join(','), caption };
    return this.#createContainer(access, fields, signal);
  }

  /** @see InstagramPublishing */
  containerStatus(
    access: AccountAccess,
    containerId: string,
    signal?: AbortSignal,
  ): Promise<GraphAnswer<ContainerStatus>> {
    const fields = { fields: 'status_code,status' };
    return this.#get(access, [containerId], fields, wire.containerStatus, signal);
  }

  /** @see InstagramPublishing */
  async publish(
    access: AccountAccess,
    containerId: string,
    signal?: AbortSignal,
  ): Promise<GraphAnswer<{ readonly mediaId: string }>> {
    if (!isId(containerId)) return { ok: false, failure: NOT_AN_ID };
    const fields = { creation_id: containerId };
    const answer = await this.#post(access, 'media_publish', fields, signal);
    return answer.ok ? { ok: true, value: { mediaId: answer.value.id } } : answer;
  }

  /** @see InstagramPublishing */
  publishingLimit(
    access: AccountAccess,
    signal?: AbortSignal,
  ): Promise<GraphAnswer<PublishingLimit>> {
    const path = [access.accountId, 'content_publishing_limit'] as const;
    return this.#get(access, path, { fields: 'quota_usage,config' }, wire.publishingLimit, signal);
  }

  /** @see InstagramPublishing */
  media(
    access: AccountAccess,
    mediaId: string,
    signal?: AbortSignal,
  ): Promise<GraphAnswer<PublishedMedia>> {
    const fields = { fields: 'id,permalink,timestamp,caption' };
    return this.#get(access, [mediaId], fields, wire.media, signal);
  }

  /** Of the newest 50. What has no time is left out: it may be older. @see InstagramPublishing */
  async recentMedia(
    access: AccountAccess,
    since: number,
    signal?: AbortSignal,
  ): Promise<GraphAnswer<readonly PublishedMedia[]>> {
    // Instagram's times are whole seconds: rounded down, what was published within that second is still found.
    const second = Math.floor(since / 1_000);
    const fields = {
      fields: 'id,permalink,timestamp,caption',
      since: String(second),
      limit: String(RECENT_MEDIA),
    };
    const path = [access.accountId, 'media'] as const;
    const answer = await this.#get(access, path, fields, wire.mediaList, signal);
    if (!answer.ok) return answer;
    const value = answer.value
      .filter(({ publishedAt }) => publishedAt !== undefined && publishedAt >= second * 1_000)
      .sort((a, b) => (b.publishedAt ?? 0) - (a.publishedAt ?? 0));
    return { ok: true, value };
  }

  /**
   * One metric that this medium does not have fails the whole call, so then each is asked for by itself, and those
   * that are refused are absent. @see InstagramPublishing
   */
  async insights(
    access: AccountAccess,
    mediaId: string,
    signal?: AbortSignal,
  ): Promise<GraphAnswer<Insights>> {
    const all = await this.#insightsOf(access, mediaId, INSIGHT_METRICS, signal);
    if (all.ok || all.failure.kind !== 'refused' || !isId(mediaId)) return all;
    let found: Insights = {};
    let isAnswered = false;
    for (const metric of INSIGHT_METRICS) {
      const one = await this.#insightsOf(access, mediaId, [metric], signal);
      if (one.ok) {
        found = { ...found, ...one.value };
        isAnswered = true;
      } else if (one.failure.kind !== 'refused') {
        return one;
      }
    }
    return isAnswered ? { ok: true, value: found } : all;
  }

  #insightsOf(
    access: AccountAccess,
    mediaId: string,
    metrics: readonly InsightMetric[],
    signal: AbortSignal | undefined,
  ): Promise<GraphAnswer<Insights>> {
    const fields = { metric: metrics.join(',') };
    return this.#get(access, [mediaId, 'insights'], fields, wire.insights, signal);
  }

  async #createContainer(
    access: AccountAccess,
    fields: Readonly<Record<string, string | undefined>>,
    signal: AbortSignal | undefined,
  ): Promise<GraphAnswer<{ readonly containerId: string }>> {
    const answer = await this.#post(access, 'media', fields, signal);
    return answer.ok ? { ok: true, value: { containerId: answer.value.id } } : answer;
  }

  async #post(
    { accountId, token }: AccountAccess,
    edge: 'media' | 'media_publish',
    fields: Readonly<Record<string, string | undefined>>,
    signal: AbortSignal | undefined,
  ): Promise<GraphAnswer<{ readonly id: string }>> {
    if (!isId(accountId)) return { ok: false, failure: NOT_AN_ID };
    const url = `${this.#base}/${accountId}/${edge}`;
    return this.#exchange.ask({ method: 'POST', url, fields, token, signal }, wire.created);
  }

  async #get<T>(
    { token }: AccountAccess,
    [id, edge]: readonly [id: string, edge?: string],
    fields: Readonly<Record<string, string>>,
    schema: z.ZodType<T>,
    signal: AbortSignal | undefined,
  ): Promise<GraphAnswer<T>> {
    if (!isId(id)) return { ok: false, failure: NOT_AN_ID };
    const url = `${this.#base}/${edge === undefined ? id : `${id}/${edge}`}`;
    return this.#exchange.ask({ method: 'GET', url, fields, token, signal }, schema);
  }
}

function isId(text: string): boolean {
  return wire.ID.test(text);
}

function tagOnWire({ username, x, y }: { username: string; x: number; y: number }) {
  return { username, x, y };
}
