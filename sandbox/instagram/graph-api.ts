import { type Answer, json } from './answer.ts';
import type { InstagramBehaviour } from './behaviour.ts';
import { type Containers, statusText } from './containers.ts';
import {
  captionForReader,
  type Feed,
  graphTime,
  type LivePost,
  type PostedPicture,
} from './feed.ts';
import { selectFields } from './fields.ts';
import { GraphError, invalidParameter, missingPermission, unknownObject } from './graph-error.ts';
import { type InsightValues, insightRows, SAMPLE_INSIGHTS } from './insights.ts';
import { type CrawledPicture, crawlPicture } from './picture-crawl.ts';
import { checkAltText, checkCaption, readUserTags } from './post-rules.ts';
import type { SandboxAccount } from './sandbox-account.ts';
import type { Scope, Token } from './token-book.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

export interface GraphWorld {
  readonly containers: Containers;
  readonly feed: Feed;
  readonly behaviour: InstagramBehaviour;
  readonly clock: () => number;
  /** By sha256. */
  readonly pictures: Map<string, CrawledPicture>;
  /** By media id, where they are not the sample ones. */
  readonly insights: ReadonlyMap<string, InsightValues>;
  readonly baseUrl: () => string;
}

/** A call with its token verified. */
export interface GraphCall {
  /** In the path: an account, container or media. */
  readonly id: string;
  readonly token: Token;
  readonly parameters: ReadonlyMap<string, string>;
}

/** The calls that need a token, each as one function. All throw `GraphError`. */
export class GraphApi {
  readonly #world: GraphWorld;

  constructor(world: GraphWorld) {
    this.#world = world;
  }

  me({ token: { account }, parameters }: GraphCall): Answer {
    const profile = {
      id: account.appScopedId,
      user_id: account.id,
      username: account.username,
      name: account.name,
      account_type: account.accountType,
      profile_picture_url: `${this.#world.baseUrl()}/avatar/${account.id}.jpg`,
      followers_count: account.followers,
      follows_count: 0,
      media_count: this.#world.feed.of(account).length,
    };
    const body = selectFields(profile, parameters.get('fields'));
    return json(this.#world.behaviour.meBody === 'flat' ? body : { data: [body] });
  }

  /** `failedSubcode`: the container ends in ERROR. */
  async create(call: GraphCall, failed: { readonly failedSubcode?: number } = {}): Promise<Answer> {
    const account = publisherOf(call);
    const { parameters } = call;
    const { containers, behaviour, clock } = this.#world;
    const type = parameters.get('media_type');
    if (type !== undefined && type !== 'CAROUSEL') {
      throw invalidParameter(`The media type ${type} is unknown`, 2207023);
    }
    containers.checkRoom(account, clock());
    const isItem = parameters.get('is_carousel_item') === 'true';
    const caption = parameters.get('caption');
    if (isItem && caption !== undefined) {
      throw invalidParameter('caption is not supported on carousel items');
    }
    checkCaption(caption ?? '', behaviour.hashtagCap);
    if (type === 'CAROUSEL') {
      const pictures = this.#carouselPictures(parameters, account);
      const carousel = {
        account,
        caption: caption ?? '',
        kind: 'carousel',
        pictures,
        ...failed,
      } as const;
      return json({ id: containers.create(carousel, clock()).id });
    }
    const kind = isItem ? 'carousel_item' : 'photo';
    const pictures = [await this.#picture(parameters)];
    const photo = { account, caption: caption ?? '', kind, pictures, ...failed } as const;
    return json({ id: containers.create(photo, clock()).id });
  }

  status({ id, token, parameters }: GraphCall): Answer {
    const { containers, clock } = this.#world;
    const container = containers.find(id, token.account, clock());
    const status_code = containers.read(id, token.account, clock());
    const status = statusText(status_code, container);
    return json(selectFields({ id, status_code, status }, parameters.get('fields')));
  }

  /** `afterMs`: refused, but goes live so much later. */
  publish(call: GraphCall, { afterMs }: { readonly afterMs?: number } = {}): Answer {
    const account = publisherOf(call);
    const { containers, clock } = this.#world;
    const id = call.parameters.get('creation_id');
    if (!id) throw invalidParameter('(#100) The parameter creation_id is required');
    const now = clock();
    if (afterMs === undefined) return json({ id: containers.publish(id, account, now).mediaId });
    containers.publishLate(id, account, { now, at: now + afterMs });
    return json({});
  }

  media({ id, token: { account }, parameters }: GraphCall): Answer {
    const post = this.#post(id, account);
    return json(selectFields(this.#mediaObject(post, account), parameters.get('fields')));
  }

  recent(call: GraphCall): Answer {
    const account = ownerOf(call);
    const { feed, behaviour, clock } = this.#world;
    const { page, after } = feed.list(account, call.parameters, clock() - behaviour.listingLagMs);
    const fields = call.parameters.get('fields');
    const data = page.map((post) => selectFields(this.#mediaObject(post, account), fields));
    const cursors = { before: page[0]?.shortcode, after: page.at(-1)?.shortcode };
    const query = new URLSearchParams([...call.parameters, ['after', after ?? '']]);
    const nextUrl = `${this.#world.baseUrl()}/${account.id}/media?${query}`;
    const next = after === undefined ? {} : { next: nextUrl };
    return json({ data, ...(page.length > 0 && { paging: { cursors, ...next } }) });
  }

  limit(call: GraphCall): Answer {
    const account = publisherOf(call);
    const { containers, behaviour, clock } = this.#world;
    const since = call.parameters.get('since');
    const dayAgo = clock() - DAY_MS;
    const from = since === undefined ? dayAgo : Number(since) * 1000;
    if (!(from >= dayAgo - 1000)) throw invalidParameter('since is more than 24 hours ago');
    const limit = {
      id: undefined,
      quota_usage: containers.quotaUsed(account, from),
      config: { quota_total: behaviour.quotaTotal, quota_duration: DAY_MS / 1000 },
    };
    return json({ data: [selectFields(limit, call.parameters.get('fields') ?? 'quota_usage')] });
  }

  insights({ id, token, parameters }: GraphCall): Answer {
    requireScope(token, 'instagram_business_manage_insights');
    const { insights, behaviour, clock, baseUrl } = this.#world;
    const post = this.#post(id, token.account);
    const isThere = clock() - post.publishedAt >= behaviour.insightsLagMs;
    const values = isThere ? (insights.get(id) ?? SAMPLE_INSIGHTS) : {};
    const data = insightRows(id, parameters.get('metric'), values);
    return json({ data, paging: { previous: baseUrl(), next: baseUrl() } });
  }

  async #picture(parameters: ReadonlyMap<string, string>): Promise<PostedPicture> {
    const { behaviour, pictures } = this.#world;
    const url = parameters.get('image_url');
    if (!url) throw invalidParameter('(#100) The parameter image_url is required');
    const altText = parameters.get('alt_text');
    checkAltText(altText ?? '');
    const tags = parameters.get('user_tags');
    const userTags = tags === undefined ? [] : readUserTags(tags, behaviour.untaggable);
    const crawled = await crawlPicture(url, behaviour.fetchTimeoutMs);
    pictures.set(crawled.sha256, crawled);
    return { sha256: crawled.sha256, userTags, ...(altText !== undefined && { altText }) };
  }

  #carouselPictures(parameters: ReadonlyMap<string, string>, account: SandboxAccount) {
    const misplaced = ['image_url', 'alt_text', 'user_tags'].find((name) => parameters.has(name));
    if (misplaced) throw invalidParameter(`${misplaced} belongs to the children of a carousel`);
    // A list in JSON, or ids with commas.
    const ids = (parameters.get('children') ?? '').match(/[^\s,"[\]]+/g) ?? [];
    const { containers, clock } = this.#world;
    return containers.children(ids, account, clock()).flatMap(({ pictures }) => pictures);
  }

  #post(id: string, account: SandboxAccount): LivePost {
    const post = this.#world.feed.find(id);
    if (post?.accountId !== account.id) throw unknownObject(id);
    return post;
  }

  #mediaObject(post: LivePost, account: SandboxAccount): Record<string, unknown> {
    const isCarousel = post.pictures.length > 1;
    const caption = captionForReader(post.caption, account);
    return {
      id: post.mediaId,
      // An empty caption is left out of what is read back.
      caption: caption === '' ? undefined : caption,
      permalink: post.permalink,
      shortcode: post.shortcode,
      timestamp: graphTime(post.publishedAt),
      media_type: isCarousel ? 'CAROUSEL_ALBUM' : 'IMAGE',
      media_product_type: 'FEED',
      media_url: post.imageSha256 && `${this.#world.baseUrl()}/pictures/${post.imageSha256}.jpg`,
      alt_text: isCarousel ? undefined : post.altText,
      username: post.username,
      owner: { id: post.accountId },
      like_count: 0,
      comments_count: 0,
    };
  }
}

function requireScope({ scopes }: Token, scope: Scope): void {
  // Errors name the permission as it was called before 2025.
  if (!scopes.includes(scope)) throw missingPermission(scope.replace('_business_', '_'));
}

/** The account in the path, which must be the token's. */
function ownerOf({ id, token }: GraphCall): SandboxAccount {
  if (id !== token.account.id && id !== 'me') throw unknownObject(id);
  return token.account;
}

function publisherOf(call: GraphCall): SandboxAccount {
  const account = ownerOf(call);
  requireScope(call.token, 'instagram_business_content_publish');
  if (!account.isProfessional) {
    throw new GraphError({ code: 10, reason: '(#10) The account is not a professional account' });
  }
  return account;
}
