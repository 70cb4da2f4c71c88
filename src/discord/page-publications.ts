import type { PostSummary } from '../posts/post-store.ts';
import type { Publication } from '../posts/publishing/publication.ts';
import type { PostScheduling } from './command.ts';

type Kept = Pick<PostSummary, 'guildId' | 'id' | 'state'>;

/** What is planned for a post; for a draft, nothing. @throws {PostsUnavailableError} */
export async function publicationOf(
  { guildId, id, state }: Kept,
  scheduling: Pick<PostScheduling, 'find'>,
): Promise<Publication | undefined> {
  return state === 'draft' ? undefined : await scheduling.find({ guildId, postId: id });
}

/** The same for a page of posts, by their ids. */
export async function publicationsOf(
  posts: readonly Kept[],
  scheduling: Pick<PostScheduling, 'find'>,
): Promise<ReadonlyMap<string, Publication>> {
  const found = await Promise.all(posts.map((post) => publicationOf(post, scheduling)));
  return new Map(found.flatMap((one) => (one ? [[one.postId, one] as const] : [])));
}
