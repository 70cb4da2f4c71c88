import type { Component } from '../src/discord/command.ts';
import { editorOf } from '../src/discord/edit-request.ts';
import { publicationsOf } from '../src/discord/page-publications.ts';
import { DELETION_PREFIX, parseDeletion } from '../src/discord/post-deletion.ts';
import {
  POSTS_COUNTED,
  POSTS_ON_PAGE,
  postsListReply,
  postTitle,
} from '../src/discord/posts-list-reply.ts';
import { POSTS_PREFIX, parsePage } from '../src/discord/posts-page.ts';

/** The buttons that turn the pages of `/posts list`. */
export const postsPageButtons = {
  prefix: POSTS_PREFIX,
  acknowledge: 'update',

  async execute(call, { drafts, scheduling, messages, clock }) {
    const { cursor, ...filter } = parsePage(call.customId);
    const query = { guildId: call.guildId, ...filter };
    const [page, count] = await Promise.all([
      drafts.list({ ...query, cursor, limit: POSTS_ON_PAGE }),
      drafts.count(query, POSTS_COUNTED),
    ]);
    const publications = await publicationsOf(page.posts, scheduling);
    return postsListReply(page, { filter, count, publications, messages, now: clock() });
  },
} satisfies Component;

/** The two buttons under the question of `/posts delete`. */
export const postsDeleteButtons = {
  prefix: DELETION_PREFIX,
  acknowledge: 'update',

  async execute(call, { drafts, messages, clock }) {
    const { answer, postId } = parseDeletion(call.customId);
    const { deletion } = messages.drafts;
    if (answer === 'no') return { content: deletion.kept() };
    const { guildId } = call;
    const post = await drafts.delete({ guildId, postId, editor: editorOf(call) });
    return {
      content: deletion.done(postTitle(post, messages, clock())),
      // Its buttons would only answer that there is nothing any more.
      ...(post.message && { original: { place: post.message } }),
    };
  },
} satisfies Component;
