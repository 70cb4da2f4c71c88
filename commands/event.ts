import { ApplicationCommandOptionType, PermissionFlagsBits } from 'discord.js';
import { z } from 'zod';
import type { CommandCall } from '../src/discord/call.ts';
import type { Command, Context, Reply } from '../src/discord/command.ts';
import { suggestEvents } from '../src/discord/event-choices.ts';
import { eventIdSchema } from '../src/discord/event-id.ts';
import { extrasModal } from '../src/discord/extras-dialog.ts';
import type { Modal } from '../src/discord/modal.ts';
import { described, eventOption, inServers } from '../src/discord/options.ts';
import { scheduledEventReply } from '../src/discord/scheduled-event-reply.ts';
import type { Event } from '../src/events/event.ts';
import { extrasFields } from '../src/events/extras-input.ts';
import { EventNotFoundError } from '../src/posts/errors.ts';

const optionsSchema = z.object({ event: z.string() });

/**
 * `/event extras event`: a form for what Rite has no place for. `/event publish event`: an event of Discord's own in the
 * server, or the one there is brought up to date. Who may is left to the server: it begins with those
 * who may manage its events, and an admin can open it to a role under Integrations.
 */
export const event = {
  data: {
    name: 'event',
    ...described((messages) => messages.commands.event),
    ...inServers,
    default_member_permissions: PermissionFlagsBits.ManageEvents.toString(),
    options: [
      {
        type: ApplicationCommandOptionType.Subcommand,
        name: 'extras',
        ...described((messages) => messages.commands.eventExtras),
        options: [eventOption()],
      },
      {
        type: ApplicationCommandOptionType.Subcommand,
        name: 'publish',
        ...described((messages) => messages.scheduledEvent.command),
        options: [eventOption()],
      },
    ],
  },
  subcommands: {
    extras: { acknowledge: 'modal', open: openExtras },
    publish: { acknowledge: 'ephemeral', execute: publish },
  },

  autocomplete: suggestEvents,
} satisfies Command;

async function openExtras(call: CommandCall, context: Context): Promise<Modal> {
  const chosen = await eventOf(call.guildId, eventIdIn(call), context);
  const { extras, version } = await context.extras.keptOf(call.guildId, chosen.id);
  return extrasModal(
    { eventId: chosen.id, version },
    {
      eventName: chosen.name,
      typed: extrasFields(extras, context.messages.language),
      messages: context.messages,
    },
  );
}

async function publish(
  call: CommandCall,
  { scheduledEvents, messages, clock }: Context,
): Promise<Reply> {
  const { guildId, userId, serverLanguage: language } = call;
  const eventId = eventIdIn(call);
  const outcome = await scheduledEvents.publish({ guildId, eventId, userId, language });
  return scheduledEventReply(outcome, { guildId, messages, now: clock() });
}

function eventIdIn({ options }: CommandCall): string {
  const typed = optionsSchema.parse(options).event;
  const eventId = eventIdSchema.safeParse(typed);
  // Somebody typed words and did not pick from the list.
  if (!eventId.success) throw new EventNotFoundError(typed);
  return eventId.data;
}

/** Mostly known from the list that was just searched: a form cannot wait for Rite. */
async function eventOf(guildId: string, eventId: string, context: Context): Promise<Event> {
  const { events } = await context.recentEvents.list(guildId);
  return (
    events.find(({ id }) => id === eventId) ?? (await context.extras.eventOf(guildId, eventId))
  );
}
