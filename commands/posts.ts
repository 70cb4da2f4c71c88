import { ApplicationCommandOptionType } from 'discord.js';
import { z } from 'zod';
import type { AutocompleteCall, CommandCall } from '../src/discord/call.ts';
import type { Choice, Command, Context, Reply } from '../src/discord/command.ts';
import { postIdSchema } from '../src/discord/draft-name.ts';
import { editorOf } from '../src/discord/edit-request.ts';
import { suggestEvents } from '../src/discord/event-choices.ts';
import { eventIdSchema } from '../src/discord/event-id.ts';
import {
  described,
  eventOption,
  inServers,
  postOption,
  stateChoices,
  templateChoices,
} from '../src/discord/options.ts';
import { publicationOf, publicationsOf } from '../src/discord/page-publications.ts';
import { postChoices } from '../src/discord/post-choices.ts';
import { confirmDeletion } from '../src/discord/post-deletion.ts';
import { POSTS_COUNTED, POSTS_ON_PAGE, postsListReply } from '../src/discord/posts-list-reply.ts';
import { shownPost } from '../src/discord/shown-post.ts';
import { TEMPLATE_NAMES } from '../src/events/event.ts';
import { PostNotFoundError } from '../src/posts/draft-errors.ts';
import { EventNotFoundError } from '../src/posts/errors.ts';
import { POST_STATES } from '../src/posts/kept-post.ts';
import type { PostName } from '../src/posts/post-store.ts';

/** Among so many, the newest ones, a post is searched for while somebody types. */
const SEARCHED = 200;

const listSchema = z.object({
  state: z.enum(POST_STATES).optional(),
  template: z.enum(TEMPLATE_NAMES).optional(),
  event: z.string().optional(),
});
const postSchema = z.object({ post: z.string() });

/** `/posts list|show|delete`: what was made and kept. */
export const posts = {
  data: {
    name: 'posts',
    ...described((messages) => messages.commands.posts),
    ...inServers,
    options: [
      {
        type: ApplicationCommandOptionType.Subcommand,
        name: 'list',
        ...described((messages) => messages.commands.postsList),
        options: [
          {
            type: ApplicationCommandOptionType.String,
            name: 'state',
            ...described((messages) => messages.options.state),
            choices: stateChoices(),
          },
          {
            type: ApplicationCommandOptionType.String,
            name: 'template',
            ...described((messages) => messages.options.template),
            choices: templateChoices(),
          },
          {
            ...eventOption(),
            ...described((messages) => messages.options.listedEvent),
            required: false,
          },
        ],
      },
      {
        type: ApplicationCommandOptionType.Subcommand,
        name: 'show',
        ...described((messages) => messages.commands.postsShow),
        options: [postOption()],
      },
      {
        type: ApplicationCommandOptionType.Subcommand,
        name: 'delete',
        ...described((messages) => messages.commands.postsDelete),
        options: [postOption()],
      },
    ],
  },
  subcommands: {
    list: { acknowledge: 'ephemeral', execute: list },
    show: { acknowledge: 'ephemeral', execute: show },
    delete: { acknowledge: 'ephemeral', execute: askForDeletion },
  },

  async autocomplete(call, context) {
    return call.option === 'event' ? await suggestEvents(call, context) : await kept(call, context);
  },
} satisfies Command;

async function list(
  call: CommandCall,
  { drafts, scheduling, messages, clock }: Context,
): Promise<Reply> {
  const { state, template, event } = listSchema.parse(call.options);
  const eventId = eventIdSchema.optional().safeParse(event);
  // Somebody typed words and did not pick from the list.
  if (!eventId.success) throw new EventNotFoundError(event ?? '');
  const filter = {
    ...(state && { state }),
    ...(template && { template }),
    ...(eventId.data && { eventId: eventId.data }),
  };
  const query = { guildId: call.guildId, ...filter };
  const [page, count] = await Promise.all([
    drafts.list({ ...query, limit: POSTS_ON_PAGE }),
    drafts.count(query, POSTS_COUNTED),
  ]);
  const publications = await publicationsOf(page.posts, scheduling);
  return postsListReply(page, { filter, count, publications, messages, now: clock() });
}

async function show(call: CommandCall, context: Context): Promise<Reply> {
  return await shownPost(nameIn(call), context);
}

async function askForDeletion(
  call: CommandCall,
  { drafts, scheduling, messages, clock }: Context,
): Promise<Reply> {
  const post = await drafts.toDelete({ ...nameIn(call), editor: editorOf(call) });
  const publication = await publicationOf(post, scheduling);
  return confirmDeletion(post, { publication, messages, now: clock() });
}

function nameIn({ guildId, options }: CommandCall): PostName {
  const postId = postIdSchema.safeParse(postSchema.parse(options).post);
  if (!postId.success) throw new PostNotFoundError();
  return { guildId, postId: postId.data };
}

async function kept(call: AutocompleteCall, context: Context): Promise<readonly Choice[]> {
  const { drafts, messages, clock } = context;
  const page = await drafts.list({ guildId: call.guildId, limit: SEARCHED });
  return postChoices(page.posts, { typed: call.typed, messages, now: clock() });
}
