import { ApplicationCommandOptionType, PermissionFlagsBits } from 'discord.js';
import { z } from 'zod';
import type { CommandCall } from '../src/discord/call.ts';
import type { Command, Context, Reply } from '../src/discord/command.ts';
import { postIdSchema } from '../src/discord/draft-name.ts';
import { eventIdSchema } from '../src/discord/event-id.ts';
import {
  described,
  eventOption,
  inServers,
  languageChoices,
  languageSchema,
  postOption,
  sizeChoices,
  templateChoices,
  themeChoices,
  themeSchema,
} from '../src/discord/options.ts';
import { publicationOf } from '../src/discord/page-publications.ts';
import { plannedOriginal } from '../src/discord/planned-original.ts';
import { plannedTime } from '../src/discord/planned-time.ts';
import { plannerOf } from '../src/discord/planner.ts';
import { postTitle } from '../src/discord/posts-list-reply.ts';
import { campaignReply } from '../src/discord/schedule-campaign.ts';
import { calendarReply, calendarSpan } from '../src/discord/schedule-list.ts';
import { outcomeMessage, refusalMessage } from '../src/discord/schedule-outcome.ts';
import { carryOut } from '../src/discord/schedule-plan.ts';
import { timeOrQuestion } from '../src/discord/schedule-when.ts';
import { FEED_SIZES, type PlanTarget } from '../src/discord/schedule-wish.ts';
import { TEMPLATE_NAMES } from '../src/events/event.ts';
import { campaignFor } from '../src/posts/approval/campaign.ts';
import { PostNotFoundError } from '../src/posts/draft-errors.ts';
import { EventNotFoundError } from '../src/posts/errors.ts';
import type { PostName } from '../src/posts/post-store.ts';
import { scheduleTyping } from './schedule-typing.ts';

const addSchema = z.object({
  event: z.string(),
  template: z.enum(TEMPLATE_NAMES),
  when: z.string(),
  theme: themeSchema,
  size: z.enum(FEED_SIZES).optional(),
  language: languageSchema,
  post: z.string().optional(),
});
const campaignSchema = z.object({ event: z.string() });
const moveSchema = z.object({ post: z.string(), when: z.string() });
const postSchema = z.object({ post: z.string() });

/** `/schedule add|campaign|list|move|cancel|retry`: when posts go out. Who may is decided by the service. */
export const schedule = {
  data: {
    name: 'schedule',
    ...described((messages) => messages.schedule.commands.schedule),
    ...inServers,
    default_member_permissions: String(PermissionFlagsBits.ManageEvents),
    options: [
      {
        type: ApplicationCommandOptionType.Subcommand,
        name: 'add',
        ...described((messages) => messages.schedule.commands.add),
        options: [
          eventOption(),
          {
            type: ApplicationCommandOptionType.String,
            name: 'template',
            ...described((messages) => messages.schedule.options.template),
            required: true,
            choices: templateChoices(),
          },
          whenOption(),
          {
            type: ApplicationCommandOptionType.String,
            name: 'theme',
            ...described((messages) => messages.schedule.options.theme),
            choices: themeChoices(),
          },
          {
            type: ApplicationCommandOptionType.String,
            name: 'size',
            ...described((messages) => messages.schedule.options.size),
            choices: sizeChoices().filter(({ value }) => FEED_SIZES.some((size) => size === value)),
          },
          {
            type: ApplicationCommandOptionType.String,
            name: 'language',
            ...described((messages) => messages.schedule.options.language),
            choices: languageChoices(),
          },
          {
            ...postOption(),
            ...described((messages) => messages.schedule.options.post),
            required: false,
          },
        ],
      },
      {
        type: ApplicationCommandOptionType.Subcommand,
        name: 'campaign',
        ...described((messages) => messages.schedule.commands.campaign),
        options: [eventOption()],
      },
      {
        type: ApplicationCommandOptionType.Subcommand,
        name: 'list',
        ...described((messages) => messages.schedule.commands.list),
      },
      {
        type: ApplicationCommandOptionType.Subcommand,
        name: 'move',
        ...described((messages) => messages.schedule.commands.move),
        options: [plannedOption('planned'), whenOption()],
      },
      {
        type: ApplicationCommandOptionType.Subcommand,
        name: 'cancel',
        ...described((messages) => messages.schedule.commands.cancel),
        options: [plannedOption('planned')],
      },
      {
        type: ApplicationCommandOptionType.Subcommand,
        name: 'retry',
        ...described((messages) => messages.schedule.commands.retry),
        options: [plannedOption('held')],
      },
    ],
  },
  subcommands: {
    add: { acknowledge: 'ephemeral', execute: add },
    campaign: { acknowledge: 'ephemeral', execute: campaign },
    list: { acknowledge: 'ephemeral', execute: list },
    move: { acknowledge: 'ephemeral', execute: move },
    cancel: { acknowledge: 'ephemeral', execute: cancel },
    retry: { acknowledge: 'ephemeral', execute: retry },
  },

  autocomplete: scheduleTyping,
} satisfies Command;

async function add(call: CommandCall, context: Context): Promise<Reply> {
  const { drafts, messages, clock } = context;
  const { event, template, when, post, ...looks } = addSchema.parse(call.options);
  const eventId = eventIdSchema.safeParse(event);
  // Somebody typed words and did not pick from the list.
  if (!eventId.success) throw new EventNotFoundError(event);
  let target: PlanTarget;
  let eventDate: string | undefined;
  if (post === undefined) {
    target = { kind: 'new', eventId: eventId.data, template, ...given(looks) };
    // When Rite does not answer, a time that needs no date can still be read.
    eventDate = (await context.recentEvents.find(call.guildId, eventId.data))?.date;
  } else {
    const kept = await drafts.find(named(call.guildId, post));
    if (kept.eventId !== eventId.data || kept.template !== template) {
      return { content: `⚠️ ${messages.schedule.refusals.otherPost}` };
    }
    target = { kind: 'post', postId: kept.id, expected: kept.revision.number };
    eventDate = kept.eventDate;
  }
  const date = eventDate === undefined ? {} : { eventDate };
  const time = timeOrQuestion({ typed: when, target, ...date, messages, now: clock() });
  return 'at' in time ? await carryOut({ target, at: time.at }, call, context) : time;
}

async function campaign(call: CommandCall, context: Context): Promise<Reply> {
  const { scheduling, posts, messages, clock } = context;
  const { guildId, entitlements } = call;
  const eventId = eventIdSchema.safeParse(campaignSchema.parse(call.options).event);
  if (!eventId.success) throw new EventNotFoundError('');
  const view = { messages, now: clock() };
  const plan = { guildId, eventId: eventId.data, planner: plannerOf(call), entitlements };
  const forecast = await scheduling.forecast({ ...plan, dueAt: 'now' });
  if (forecast.outcome !== 'possible') return refusalMessage(forecast, view);
  const { events: known } = await posts.listEvents(guildId);
  const event = known.find(({ id }) => id === eventId.data);
  if (!event) throw new EventNotFoundError(eventId.data);
  return campaignReply(event, campaignFor(event, view.now), view);
}

async function list(
  { guildId }: CommandCall,
  { scheduling, instagram, messages, clock }: Context,
): Promise<Reply> {
  const now = clock();
  const [planned, account] = await Promise.all([
    scheduling.calendar(guildId, calendarSpan(now)),
    instagram.linkOf(guildId),
  ]);
  const connected = account?.state === 'alive';
  return calendarReply(planned, { page: 0, connected, messages, now });
}

async function move(call: CommandCall, context: Context): Promise<Reply> {
  const { drafts, messages, clock } = context;
  const { post, when } = moveSchema.parse(call.options);
  const name = named(call.guildId, post);
  const { eventDate } = await drafts.find(name);
  const target: PlanTarget = { kind: 'move', postId: name.postId };
  const time = timeOrQuestion({ typed: when, target, eventDate, messages, now: clock() });
  return 'at' in time ? await carryOut({ target, at: time.at }, call, context) : time;
}

async function cancel(call: CommandCall, context: Context): Promise<Reply> {
  const { scheduling, messages, clock } = context;
  const name = named(call.guildId, postSchema.parse(call.options).post);
  const cancelled = await scheduling.cancel({ ...name, planner: plannerOf(call) });
  const now = clock();
  if (cancelled.outcome !== 'changed') return refusalMessage(cancelled, { messages, now });
  const publication = await publicationOf(cancelled.post, scheduling);
  const title = postTitle(cancelled.post, messages, now);
  const lines = [title, ...plannedTime(publication, { messages, now })];
  const content = messages.schedule.cancelled(lines.join('\n'));
  return { content, ...(await plannedOriginal(cancelled, call, context)) };
}

async function retry(call: CommandCall, context: Context): Promise<Reply> {
  const { scheduling, messages, clock } = context;
  const { guildId, entitlements } = call;
  const name = named(guildId, postSchema.parse(call.options).post);
  const retried = await scheduling.retry({ ...name, planner: plannerOf(call), entitlements });
  const reply = outcomeMessage(retried, { messages, now: clock(), isRetry: true });
  if (retried.outcome !== 'planned') return reply;
  return { ...reply, ...(await plannedOriginal(retried, call, context)) };
}

function named(guildId: string, typed: string): PostName {
  const postId = postIdSchema.safeParse(typed);
  if (!postId.success) throw new PostNotFoundError();
  return { guildId, postId: postId.data };
}

/** Without what was not given. */
function given({
  theme,
  size,
  language,
}: Pick<z.infer<typeof addSchema>, 'theme' | 'size' | 'language'>) {
  return { ...(theme && { theme }), ...(size && { size }), ...(language && { language }) };
}

function whenOption() {
  return {
    type: ApplicationCommandOptionType.String as const,
    name: 'when',
    ...described((messages) => messages.schedule.options.when),
    required: true,
    autocomplete: true as const,
    max_length: 100,
  };
}

function plannedOption(text: 'planned' | 'held') {
  return { ...postOption(), ...described((messages) => messages.schedule.options[text]) };
}
