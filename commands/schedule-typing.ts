import { z } from 'zod';
import type { AutocompleteCall } from '../src/discord/call.ts';
import type { Choice, Context } from '../src/discord/command.ts';
import { postIdSchema } from '../src/discord/draft-name.ts';
import { suggestEvents } from '../src/discord/event-choices.ts';
import { eventIdSchema } from '../src/discord/event-id.ts';
import { postChoices } from '../src/discord/post-choices.ts';
import { plannedChoices, whenChoices } from '../src/discord/schedule-choices.ts';
import { calendarSpan } from '../src/discord/schedule-list.ts';
import { TEMPLATE_NAMES } from '../src/events/event.ts';
import { EDITABLE_STATES, type PostState } from '../src/posts/kept-post.ts';

/** Among so many posts, the newest ones, is searched while somebody types. */
const SEARCHED = 200;

const typingSchema = z.object({
  event: z.string().optional().catch(undefined),
  template: z.enum(TEMPLATE_NAMES).optional().catch(undefined),
  post: z.string().optional().catch(undefined),
});

/** What can be picked for each; the service decides again. */
const STATES: Readonly<Record<string, readonly PostState[]>> = {
  move: ['awaiting_approval', 'scheduled', 'held', 'failed'],
  cancel: ['awaiting_approval', 'scheduled', 'held', 'failed', 'rejected'],
  retry: ['held', 'failed'],
};

/** What can be picked while somebody types a `/schedule` command. */
export async function scheduleTyping(
  call: AutocompleteCall,
  context: Context,
): Promise<readonly Choice[]> {
  if (call.option === 'event') return await suggestEvents(call, context);
  if (call.option === 'when') return await times(call, context);
  return await postsFor(call, context);
}

async function times(call: AutocompleteCall, context: Context): Promise<readonly Choice[]> {
  const { drafts, recentEvents, messages, clock } = context;
  const { event, template = 'announcement', post } = typingSchema.parse(call.options);
  const { guildId, typed } = call;
  const postId = postIdSchema.safeParse(post);
  const kept = postId.success ? await drafts.find({ guildId, postId: postId.data }) : undefined;
  const known = kept ? undefined : event && (await recentEvents.find(guildId, event));
  const eventDate = kept?.eventDate ?? (known ? known.date : undefined);
  return whenChoices(typed, {
    now: clock(),
    template: kept?.template ?? template,
    language: messages.language,
    ...(eventDate !== undefined && { eventDate }),
  });
}

async function postsFor(call: AutocompleteCall, context: Context): Promise<readonly Choice[]> {
  const { drafts, scheduling, messages, clock } = context;
  const { guildId, typed, subcommand } = call;
  const search = { typed, messages, now: clock() };
  const states = STATES[subcommand ?? ''];
  if (states) {
    const planned = await scheduling.calendar(guildId, calendarSpan(search.now));
    const fitting = planned.filter(({ post }) => states.includes(post.state));
    return plannedChoices(fitting, search);
  }
  const { event, template } = typingSchema.parse(call.options);
  const eventId = eventIdSchema.safeParse(event);
  const page = await drafts.list({
    guildId,
    limit: SEARCHED,
    ...(eventId.success && { eventId: eventId.data }),
    ...(template && { template }),
  });
  const open = page.posts.filter(({ state }) => EDITABLE_STATES.some((one) => one === state));
  return postChoices(open, search);
}
