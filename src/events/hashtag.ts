import { cleanLine } from './text.ts';

// A slash, bar or middle dot never belongs to a hashtag, so it separates as a comma does.
const SEPARATORS = /[\s,，、;；/|·#＃]+/u;
// Letters and digits of any script with their marks, and `_`. Excluded: what is invisible (a variation selector is a
// mark too) and enclosing marks, which are what remains of a keycap emoji.
const NOT_TAG = /[^[[\p{L}\p{M}\p{N}_]--[\p{Default_Ignorable_Code_Point}\p{Me}]]]/gv;

/**
 * The hashtags in a free-text field, without `#`, in their order. Instagram's rule: letters of any script, digits
 * and `_`; a tag without any letter does not work as one, so `#47` is dropped. `#Techno` and `#techno` are the same tag.
 */
export function parseHashtags(raw: string): string[] {
  const tags = new Map<string, string>();
  for (const part of cleanLine(raw).split(SEPARATORS)) {
    const tag = part
      .replace(NOT_TAG, '')
      .replace(/^\p{M}+/u, '')
      .normalize('NFC');
    const key = tag.toLowerCase();
    if (/\p{L}/u.test(tag) && !tags.has(key)) tags.set(key, tag);
  }
  return [...tags.values()];
}
