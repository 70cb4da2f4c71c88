import type { CaptionFault } from '../posts/caption-edit.ts';
import { DownloadError, type Downloads } from '../posts/downloads.ts';
import type { ComponentCall } from './call.ts';
import type { Message } from './command.ts';
import { reopenButton } from './draft-components.ts';
import type { DraftName } from './draft-name.ts';
import { CONTENT_LIMIT } from './limits.ts';
import { codeBlock } from './markdown.ts';
import type { Messages } from './messages/messages.ts';
import { CAPTION_FILE } from './post-reply.ts';
import { TypedGoneError } from './typed-gone.ts';

/** 4,000 characters, which take at most 3 bytes for each UTF-16 unit. */
const TYPED_MAX_BYTES = 12_000;
/** Kept free for a reason that is put above. */
const REASON_LENGTH = 500;

/** A caption to copy, with a line about it: as a file where it does not fit, or would not be shown to the letter. */
export function captionBlock(
  caption: string,
  lines: { readonly above: string; readonly attached: string },
): Message {
  const { block, exact } = codeBlock(caption);
  const content = [lines.above, block].join('\n');
  if (exact && content.length <= CONTENT_LIMIT - REASON_LENGTH) return { content };
  return {
    content: lines.attached,
    files: [{ name: CAPTION_FILE, data: Buffer.from(caption, 'utf8') }],
  };
}

/** What was typed and not saved, to copy, and to go on with where it is known of which draft it is. */
export function captionTyped(
  typed: string,
  name: DraftName | undefined,
  messages: Messages,
): Message {
  const { caption } = messages.drafts;
  const lines = { above: caption.typed(), attached: caption.typedAttached(CAPTION_FILE) };
  const components = name ? [reopenButton(name, messages)] : [];
  return { ...captionBlock(typed, lines), components };
}

/** Every reason why Instagram would not take it, above what was typed. */
export function captionRefused(
  faults: readonly CaptionFault[],
  kept: Message,
  { drafts: { caption } }: Messages,
): Message {
  const reasons = faults.map((fault) =>
    fault.fault === 'empty'
      ? `- ${caption.empty()}`
      : `- **${caption.signs[fault.fault]}** ${caption.tooMany(fault.fault, fault.count, fault.limit)}`,
  );
  const why = [`⚠️ ${caption.refused(faults.length)}`, ...reasons];
  return { ...kept, content: [...why, kept.content].join('\n') };
}

/**
 * What a message of `captionTyped` says was typed: there is no room for it in a custom id, and what is kept in memory
 * is gone after a restart.
 *
 * @throws {TypedGoneError} when it cannot be had any more.
 */
export async function typedCaption(
  { content, attachments }: ComponentCall,
  downloads: Downloads,
): Promise<string> {
  const file = attachments.find(({ name }) => name === CAPTION_FILE);
  const typed = file
    ? await fileText(file.url, downloads)
    : /```\n(?<typed>[\s\S]*)\n```/.exec(content)?.groups?.typed;
  if (typed === undefined) throw new TypedGoneError('Nothing typed in this message');
  return typed;
}

async function fileText(url: string, downloads: Downloads): Promise<string> {
  try {
    return Buffer.from(await downloads.fetch(url, TYPED_MAX_BYTES)).toString('utf8');
  } catch (error) {
    if (error instanceof DownloadError) throw new TypedGoneError(error.message, { cause: error });
    throw error;
  }
}
