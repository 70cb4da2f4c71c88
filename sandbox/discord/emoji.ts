import type { APIPartialEmoji } from 'discord-api-types/v10';

/** A character of Unicode's list, or a server's own emoji (`id` set). */
export interface Emoji {
  readonly name: string;
  readonly id: string | null;
}

/** Reads `✅` or `name:id`, the form used in paths; undefined when it is neither. */
export function parseEmoji(text: string): Emoji | undefined {
  const custom = /^(?:a:)?(\w{2,32}):(\d{15,20})$/.exec(text);
  if (custom?.[1] && custom[2]) return { name: custom[1], id: custom[2] };
  // The second alternative is for pictures written without their variation selector, such as a bare ✔.
  return /^(?:\p{RGI_Emoji}|\p{Extended_Pictographic})$/v.test(text)
    ? { name: text, id: null }
    : undefined;
}

export function emojiKey(emoji: Emoji): string {
  return emoji.id === null ? emoji.name : `${emoji.name}:${emoji.id}`;
}

export function toApiEmoji(emoji: Emoji): APIPartialEmoji {
  return { id: emoji.id, name: emoji.name };
}
