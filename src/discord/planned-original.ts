import type { KeptPost } from '../posts/kept-post.ts';
import type { Publication } from '../posts/publishing/publication.ts';
import type { Call } from './call.ts';
import type { Context, Reply } from './command.ts';
import { draftReply } from './draft-reply.ts';
import { errorFields } from './error-fields.ts';
import { messagesFor } from './messages/messages.ts';
import { planStatus } from './plan-status.ts';

/**
 * The answer to `/post`, which everybody in its channel sees, with what has become of the post. Nothing where there is
 * none, or where its pictures cannot be had just now: what was planned is planned all the same.
 */
export async function plannedOriginal(
  { post, publication }: { readonly post: KeptPost; readonly publication?: Publication },
  { serverLanguage }: Pick<Call, 'serverLanguage'>,
  { drafts, clock, logger }: Pick<Context, 'drafts' | 'clock' | 'logger'>,
): Promise<Pick<Reply, 'original'>> {
  const { guildId, id: postId, message: place } = post;
  if (!place) return {};
  try {
    const draft = await drafts.show({ guildId, postId });
    const messages = messagesFor(serverLanguage);
    const status = planStatus(post, publication, { messages, now: clock() });
    const message = draftReply(draft, messages, status === undefined ? undefined : [status]);
    return { original: { place, message, edition: draft.revision } };
  } catch (error) {
    logger.info({ postId, ...errorFields(error) }, 'original message not drawn');
    return {};
  }
}
