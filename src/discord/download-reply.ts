import type { Draft } from '../posts/draft.ts';
import type { Reply } from './command.ts';
import { ATTACHMENTS_LIMIT } from './limits.ts';
import type { Messages } from './messages/messages.ts';
import { captionFile, headingLine } from './post-reply.ts';
import { posterAttachments } from './poster-attachments.ts';

/** All pictures as they were drawn, and the caption as a file, which follows where there are too many pictures. */
export function downloadReply(
  { draft, redrawn }: { readonly draft: Draft; readonly redrawn: boolean },
  messages: Messages,
): Reply {
  const { post } = draft;
  const pages = posterAttachments(post);
  const caption = captionFile(post);
  const content = [
    headingLine(post, messages),
    messages.drafts.downloaded(pages.length),
    ...(redrawn ? [`-# ${messages.drafts.redrawn()}`] : []),
  ].join('\n');
  if (pages.length < ATTACHMENTS_LIMIT) return { content, files: [...pages, caption] };
  const note = messages.post.captionAttached(caption.name);
  return { content, files: pages, aside: { content: note, files: [caption] } };
}
