import type { PostName } from '../posts/post-store.ts';
import type { Context, Reply } from './command.ts';
import { draftReply } from './draft-reply.ts';
import { publicationOf } from './page-publications.ts';
import { planStatus } from './plan-status.ts';
import { insightLines } from './stats-reply.ts';

/** A post as it is now: where it stands on its way to Instagram, how it fares there, and what can be done with it. */
export async function shownPost(
  name: PostName,
  {
    drafts,
    scheduling,
    stats,
    messages,
    clock,
  }: Pick<Context, 'drafts' | 'scheduling' | 'stats' | 'messages' | 'clock'>,
): Promise<Reply> {
  const draft = await drafts.show(name);
  const publication = await publicationOf(draft, scheduling);
  const status = planStatus(draft, publication, { messages, now: clock() });
  const insights =
    draft.state === 'published'
      ? insightLines(await stats.find(name.guildId, name.postId), messages)
      : [];
  return draftReply(draft, messages, [...(status === undefined ? [] : [status]), ...insights]);
}
