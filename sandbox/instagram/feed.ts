import { invalidParameter } from './graph-error.ts';
import type { TaggedUser } from './post-rules.ts';
import type { SandboxAccount } from './sandbox-account.ts';

export interface PostedPicture {
  /** Hexadecimal, of the bytes that were fetched. */
  readonly sha256: string;
  readonly altText?: string;
  readonly userTags: readonly TaggedUser[];
}

/** A post that everybody can see. */
export interface LivePost {
  readonly mediaId: string;
  /** None when it was posted by hand. */
  readonly containerId?: string;
  readonly accountId: string;
  readonly username: string;
  /** As it was sent. */
  readonly caption: string;
  /** Several of a carousel, in order; none when posted by hand. */
  readonly pictures: readonly PostedPicture[];
  /** Of the first picture. */
  readonly imageSha256?: string;
  readonly altText?: string;
  readonly userTags: readonly TaggedUser[];
  readonly shortcode: string;
  readonly permalink: string;
  /** Epoch milliseconds. */
  readonly publishedAt: number;
}

export type NewLivePost = Pick<LivePost, 'mediaId' | 'caption' | 'pictures' | 'publishedAt'> & {
  readonly account: SandboxAccount;
  readonly containerId?: string;
};

/** What is live, of all accounts, in the order of going live. */
export class Feed {
  readonly posts: LivePost[] = [];
  readonly #baseUrl: () => string;

  constructor(baseUrl: () => string) {
    this.#baseUrl = baseUrl;
  }

  add({ account, mediaId, ...post }: NewLivePost): LivePost {
    const shortcode = shortcodeOf(mediaId);
    const [first] = post.pictures;
    const live: LivePost = {
      ...post,
      mediaId,
      accountId: account.id,
      username: account.username,
      ...(first && { imageSha256: first.sha256 }),
      ...(first?.altText !== undefined && { altText: first.altText }),
      userTags: post.pictures.flatMap(({ userTags }) => userTags),
      shortcode,
      permalink: `${this.#baseUrl()}/p/${shortcode}/`,
    };
    this.posts.push(live);
    return live;
  }

  find(mediaId: string): LivePost | undefined {
    return this.posts.find((post) => post.mediaId === mediaId);
  }

  of(account: SandboxAccount): LivePost[] {
    return this.posts.filter(({ accountId }) => accountId === account.id);
  }

  /**
   * A page of an account's media, newest first. `since` and `until` in unix seconds, both inclusive.
   *
   * @throws {GraphError}
   */
  list(
    account: SandboxAccount,
    parameters: ReadonlyMap<string, string>,
    visibleUntil: number,
  ): { page: LivePost[]; after: string | undefined } {
    const number = (name: string, fallback: number) => {
      const text = parameters.get(name);
      if (text !== undefined && !/^\d{1,12}$/.test(text)) {
        throw invalidParameter(`(#100) ${name} must be a whole number`);
      }
      return text === undefined ? fallback : Number(text);
    };
    const limit = Math.min(number('limit', 25), 100);
    const since = number('since', 0);
    const until = number('until', Number.POSITIVE_INFINITY);
    const listed = this.of(account)
      .filter(({ publishedAt }) => {
        const second = Math.floor(publishedAt / 1000);
        return second >= since && second <= until && publishedAt <= visibleUntil;
      })
      .reverse()
      .sort((a, b) => b.publishedAt - a.publishedAt);
    const cursor = parameters.get('after');
    const start = cursor === undefined ? 0 : startAfter(listed, cursor);
    const page = listed.slice(start, start + limit);
    const isLast = start + limit >= listed.length;
    return { page, after: isLast ? undefined : page.at(-1)?.shortcode };
  }
}

/** `@` is left out for everybody but those who may administer the app. @see the limitations of IG Media */
export function captionForReader(caption: string, { administersApp }: SandboxAccount): string {
  return administersApp ? caption : caption.replaceAll('@', '');
}

/** As `2019-04-05T07:56:32+0000`. */
export function graphTime(at: number): string {
  return new Date(at).toISOString().replace(/\.\d{3}Z$/, '+0000');
}

function shortcodeOf(mediaId: string): string {
  return Buffer.from(BigInt(mediaId).toString(16).padStart(16, '0'), 'hex').toString('base64url');
}

function startAfter(listed: readonly LivePost[], cursor: string): number {
  const index = listed.findIndex(({ shortcode }) => shortcode === cursor);
  if (index < 0) throw invalidParameter('(#100) after is no cursor of this list');
  return index + 1;
}
