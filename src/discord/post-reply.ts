import { captionCounts } from '../events/caption-signs.ts';
import { CAPTION_MAX_LENGTH } from '../events/instagram-limits.ts';
import { formatDate } from '../events/korean-date.ts';
import { openingTime, todayInSeoul } from '../events/night.ts';
import type { Post } from '../posts/post-service.ts';
import type { Reply, ReplyFile } from './command.ts';
import { ATTACHMENTS_LIMIT, CONTENT_LIMIT } from './limits.ts';
import { codeBlock, plain, relativeTime } from './markdown.ts';
import type { Messages } from './messages/messages.ts';
import { postWarnings } from './post-warnings.ts';
import { posterAttachments, withoutLastPage } from './poster-attachments.ts';
import { shorten } from './shorten.ts';

/** The name of every file with a caption. */
export const CAPTION_FILE = 'caption.txt';
const NAME_LENGTH = 80;
const VENUE_LENGTH = 60;
/** A percent-encoded Korean name is nine times as long; the link is worth less than the caption's first lines. */
const MAP_URL_LENGTH = 400;

/** What stands under a post. */
export interface BelowPost {
  /** Each a line. */
  readonly notes?: readonly string[];
  readonly components?: NonNullable<Reply['components']>;
}

/**
 * A post to look at: the poster, the caption to copy, its counts and what to check. The texts around are in the
 * language of `messages`; the description of the poster is in the poster's own.
 */
export function postReply(post: Post, messages: Messages, below: BelowPost = {}): Reply {
  const { content, whole } = contentOf(post, messages, below);
  if (!whole && post.poster.pages.length >= ATTACHMENTS_LIMIT) {
    return postReply(withoutLastPage(post), messages, below);
  }
  return {
    content,
    files: whole ? posterAttachments(post) : [...posterAttachments(post), captionFile(post)],
    components: below.components ?? [],
  };
}

function contentOf(post: Post, messages: Messages, { notes = [] }: BelowPost) {
  const around = {
    above: [headingLine(post, messages), factsLine(post, messages)],
    below: [
      `-# ${messages.post.counts(captionCounts(post.caption), CAPTION_MAX_LENGTH)}`,
      ...postWarnings(post, messages).map((warning) => `⚠️ ${warning}`),
      ...notes,
    ],
  };
  return withCaption(post.caption.text, around, messages);
}

export interface Surroundings {
  readonly above: readonly string[];
  readonly below: readonly string[];
  /** Where the whole caption is when the block is not it; default: attached. */
  readonly elsewhere?: string;
}

/** The message around the caption; `whole` is false when the block is not the caption to the letter. */
export function withCaption(
  caption: string,
  { above, below, elsewhere }: Surroundings,
  messages: Messages,
): { readonly content: string; readonly whole: boolean } {
  const lines = (block: string, notice: readonly string[]) =>
    [...above, block, ...notice, ...below].join('\n');
  const { block, exact } = codeBlock(caption);
  const content = lines(block, []);
  if (exact && content.length <= CONTENT_LIMIT) return { content, whole: true };

  const notice = [elsewhere ?? messages.post.captionAttached(CAPTION_FILE)];
  let shown = caption;
  let shortened = lines(block, notice);
  // Making backticks safe can lengthen the text, so the room is found by what is too much.
  while (shortened.length > CONTENT_LIMIT && shown !== '…') {
    shown = shorten(shown, Math.max(1, shown.length - (shortened.length - CONTENT_LIMIT)));
    shortened = lines(codeBlock(shown).block, notice);
  }
  return { content: shortened, whole: false };
}

/** `### name · template`. */
export function headingLine({ event, template }: Post, messages: Messages): string {
  return `### ${plain(event.name, NAME_LENGTH)} · ${messages.templates[template]}`;
}

function factsLine({ event, mapUrl, readAt }: Post, messages: Messages): string {
  const today = todayInSeoul(readAt);
  const start = openingTime(event)?.epochMilliseconds;
  return [
    `**${formatDate(event.date, { language: messages.language, today })}**`,
    start === undefined ? '' : relativeTime(start),
    plain(event.venue.name, VENUE_LENGTH),
    // Angle brackets keep Discord from adding a preview of the map.
    mapUrl && mapUrl.length <= MAP_URL_LENGTH ? `[${messages.post.map}](<${mapUrl}>)` : '',
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

// Without a byte order mark: Discord and today's viewers take the file for UTF-8 anyway, and a mark that a viewer
// keeps would be pasted into Instagram unseen.
export function captionFile({ caption }: Post): ReplyFile {
  return { name: CAPTION_FILE, data: Buffer.from(caption.text, 'utf8') };
}
