import { GraphError, invalidParameter } from './graph-error.ts';
import { parseJson } from './instagram-request.ts';

export interface TaggedUser {
  readonly username: string;
  readonly x: number;
  readonly y: number;
}

const MAX_CAPTION = 2_200;
const MAX_MENTIONS = 20;
const MAX_ALT_TEXT = 1_000;
const MAX_TAGS = 20;

/**
 * Whether characters are code units or what people see is not documented: counted here as code units, which is most.
 *
 * @throws {GraphError}
 */
export function checkCaption(caption: string, hashtagCap: number): void {
  const hashtags = caption.match(/#[\p{L}\p{M}\p{N}_]+/gu)?.length ?? 0;
  const mentions = caption.match(/@[A-Za-z0-9._]+/g)?.length ?? 0;
  if (mentions > MAX_MENTIONS) throw invalidParameter('More than 20 @ tags', 2207040);
  if (caption.length > MAX_CAPTION || hashtags > hashtagCap) {
    const reason = `The caption is too long: ${caption.length} characters, ${hashtags} hashtags`;
    throw new GraphError({ code: 36004, subcode: 2207010, reason });
  }
}

/** @throws {GraphError} */
export function checkAltText(altText: string): void {
  if (altText.length > MAX_ALT_TEXT) throw invalidParameter('alt_text is longer than 1000');
}

/**
 * `[{"username":"…","x":0.5,"y":0.5}]`
 *
 * @throws {GraphError}
 */
export function readUserTags(text: string, untaggable: readonly string[]): TaggedUser[] {
  const tags = parseJson(text);
  if (!Array.isArray(tags)) throw invalidParameter('user_tags must be a list');
  if (tags.length > MAX_TAGS) throw invalidParameter('More than 20 user_tags');
  return tags.map((tag: Partial<Record<keyof TaggedUser, unknown>> | null) => {
    const { username, x, y } = tag ?? {};
    if (typeof username !== 'string' || !/^[A-Za-z0-9._]{1,30}$/.test(username)) {
      throw invalidParameter('user_tags: username is missing or no username');
    }
    if (!isShare(x) || !isShare(y)) throw invalidParameter('user_tags: x and y must be 0 to 1');
    if (untaggable.includes(username)) throw invalidParameter(`${username} cannot be tagged`);
    return { username, x, y };
  });
}

function isShare(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= 1;
}
