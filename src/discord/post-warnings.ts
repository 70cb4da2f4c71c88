import type { CaptionWarning } from '../events/caption.ts';
import type { PosterWarning } from '../posters/poster.ts';
import type { Post } from '../posts/post-service.ts';
import { isSampleEvent } from '../posts/sample-event.ts';
import { inlineCode, plain, relativeTime } from './markdown.ts';
import type { Messages, PostPart } from './messages/messages.ts';

const TEXT_LENGTH = 40;
const CHARACTERS = 12;
/** Of the 2,000 units of a message; the rest belongs to the caption. */
const ROOM = 600;

/** What a person should check before posting, most important first; what finds no room is counted in the last one. */
export function postWarnings(post: Post, messages: Messages): string[] {
  const all = [
    ...(isSampleEvent(post.event) ? [messages.post.sample()] : []),
    ...(post.stale ? [messages.post.stale(relativeTime(post.readAt))] : []),
    ...(post.unread.includes('extras') ? [messages.post.extrasUnread()] : []),
    ...(post.unread.includes('brand') ? [messages.post.brandUnread()] : []),
    ...(post.event.phase === 'draft' ? [messages.post.draft()] : []),
    ...(post.unreadableTimeslots > 0
      ? [messages.post.timeslotsUnreadable(post.unreadableTimeslots)]
      : []),
    ...post.poster.warnings.map((warning) => warningText(warning, 'poster', messages)),
    ...post.caption.warnings.map((warning) => warningText(warning, 'caption', messages)),
  ];
  const shown: string[] = [];
  let room = ROOM;
  for (const text of all) {
    room -= text.length;
    if (room < 0) break;
    shown.push(text);
  }
  const more = all.length - shown.length;
  return more === 0 ? shown : [...shown, messages.post.moreWarnings(more)];
}

function warningText(
  warning: PosterWarning | CaptionWarning,
  where: PostPart,
  { post }: Messages,
): string {
  switch (warning.kind) {
    case 'missing_glyphs':
      return post.missingGlyphs(characterList(warning.characters));
    case 'text_shortened':
      return post.textShortened(where, plain(warning.text, TEXT_LENGTH));
    case 'acts_omitted':
      return post.actsOmitted(where, warning.count);
    case 'description_shortened':
      return post.descriptionShortened();
    case 'hashtags_dropped':
      return post.hashtagsDropped(warning.count);
    case 'mentions_dropped':
      return post.mentionsDropped(warning.count);
  }
}

function characterList(characters: readonly string[]): string {
  const unique = [...new Set(characters)];
  const shown = unique.slice(0, CHARACTERS).map((character) => inlineCode(visible(character)));
  return [...shown, ...(unique.length > CHARACTERS ? [`+${unique.length - CHARACTERS}`] : [])].join(
    ' ',
  );
}

/** The character, or its code point where nobody could see it. */
function visible(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return /^[\p{C}\p{M}\p{Z}\p{Default_Ignorable_Code_Point}]+$/u.test(character)
    ? `U+${code.toString(16).toUpperCase().padStart(4, '0')}`
    : character;
}
