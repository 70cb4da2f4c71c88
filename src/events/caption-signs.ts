// What Instagram reads as a hashtag or mention in any text, counted generously where sources disagree (emoji in
// hashtags, `#` inside a word): better one sign too few than a refused post. An e-mail address is neither.
const EMAIL = String.raw`[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+`;
const TAG = String.raw`[\p{L}\p{N}_\p{Extended_Pictographic}][[\p{L}\p{M}\p{N}_\p{Extended_Pictographic}]--\p{Me}]*`;
// Glued to a word before it: there, dropping the sign would join two words.
const GLUED = String.raw`(?:(?<glued>(?<=[^\s\p{P}]|[._]))|)`;
const SIGN = new RegExp(
  `${EMAIL}|${GLUED}[#＃@＠]*(?:[#＃](?<hashtag>${TAG})|[@＠](?<mention>[A-Za-z0-9_][A-Za-z0-9_.]*))`,
  'gv',
);

export type SignKind = 'hashtag' | 'mention';

export interface CaptionCounts {
  /** UTF-16 code units, the strictest reading of Instagram's "characters". */
  readonly characters: number;
  /** Every occurrence, repetitions included. */
  readonly hashtags: number;
  readonly mentions: number;
}

/** What Instagram's limits apply to; also for a text that a person has edited. */
export function captionCounts(caption: { readonly text: string }): CaptionCounts {
  const { hashtags, mentions } = signsIn(caption.text);
  return {
    characters: caption.text.length,
    hashtags: hashtags.length,
    mentions: mentions.length,
  };
}

/** Every hashtag and mention in a text, without its sign, in order, repetitions included. */
export function signsIn(text: string): { hashtags: string[]; mentions: string[] } {
  const hashtags: string[] = [];
  const mentions: string[] = [];
  for (const { groups } of text.matchAll(SIGN)) {
    if (isHashtag(groups?.hashtag)) hashtags.push(groups.hashtag);
    if (groups?.mention) mentions.push(withoutFullStop(groups.mention));
  }
  return { hashtags, mentions };
}

/**
 * How many hashtags and mentions one caption may still take. Texts are admitted in the order of their importance;
 * in those that come when there is no room, `#techno` becomes `techno`: the words stay, the link goes.
 */
export class SignBudget {
  readonly #room: { hashtag: number; mention: number };
  readonly #kept = { hashtag: new Set<string>(), mention: new Set<string>() };
  readonly #dropped = { hashtag: new Set<string>(), mention: new Set<string>() };

  constructor(room: { readonly hashtags: number; readonly mentions: number }) {
    this.#room = { hashtag: room.hashtags, mention: room.mentions };
  }

  /** The text with as many of its signs as there is room for. */
  admitText(text: string): string {
    return text.replace(SIGN, (match, ...args) => {
      const { glued, hashtag, mention } = args.at(-1) as Record<string, string | undefined>;
      const word = hashtag ?? mention;
      if (word === undefined) return match;
      if (hashtag !== undefined && !isHashtag(hashtag)) return match;
      const admitted = hashtag
        ? this.admit('hashtag', hashtag)
        : this.admit('mention', withoutFullStop(word));
      if (admitted) return match;
      // `#a#b` must not become `#ab`.
      return glued === undefined ? word : ` ${word}`;
    });
  }

  /** Takes room for one hashtag or mention; false when there is none left. */
  admit(kind: SignKind, name: string): boolean {
    if (this.#room[kind] <= 0) {
      this.refuse(kind, name);
      return false;
    }
    this.#room[kind] -= 1;
    this.#kept[kind].add(name.toLowerCase());
    return true;
  }

  /** Notes one that is left out for another reason than want of room here. */
  refuse(kind: SignKind, name: string): void {
    this.#dropped[kind].add(name.toLowerCase());
  }

  has(kind: SignKind, name: string): boolean {
    return this.#kept[kind].has(name.toLowerCase());
  }

  /** Hashtags or mentions that are nowhere in the caption for want of room, each counted once. */
  missing(kind: SignKind): number {
    return this.#dropped[kind].difference(this.#kept[kind]).size;
  }
}

/** Digits alone (`#47`) do not make a hashtag. */
function isHashtag(tag: string | undefined): tag is string {
  return tag !== undefined && /[^\p{N}_]/u.test(tag);
}

/** A full stop after `@club.` ends the sentence, not the username. */
function withoutFullStop(username: string): string {
  return username.replace(/\.+$/, '');
}
