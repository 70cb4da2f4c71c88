import {
  type APIGuildScheduledEvent,
  GuildScheduledEventStatus,
  PermissionFlagsBits,
  type RESTPatchAPIGuildScheduledEventJSONBody,
  type RESTPostAPIGuildScheduledEventJSONBody,
} from 'discord-api-types/v10';
import { DiscordError, missingPermissions, unknownThing } from '../discord-error.ts';
import { holds } from '../permissions.ts';
import { scheduledEventCreation, scheduledEventEdit } from '../request-check.ts';
import { NO_CONTENT, ok, param, type Route, type RouteRequest } from '../route.ts';
import {
  readCover,
  type ScheduledEvent,
  statusAt,
  toApiScheduledEvent,
} from '../scheduled-event.ts';
import { guildOf } from './guilds.ts';

const f = PermissionFlagsBits;
const s = GuildScheduledEventStatus;
/** Events that have not ended. */
const MOST_EVENTS = 100;

export const SCHEDULED_EVENT_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    template: '/guilds/:guild/scheduled-events',
    answer: (request) => {
      const now = request.world.now();
      const events = [...guildOf(request).scheduledEvents.values()];
      const open = events.filter((event) => isOpen(event, now));
      return ok<APIGuildScheduledEvent[]>(open.map((event) => toApiScheduledEvent(event, now)));
    },
  },
  {
    method: 'POST',
    template: '/guilds/:guild/scheduled-events',
    check: scheduledEventCreation,
    answer: (request) => {
      const { world } = request;
      const guild = guildOf(request);
      requireInGuild(request, f.CreateEvents);
      const open = [...guild.scheduledEvents.values()].filter((one) => isOpen(one, world.now()));
      if (open.length >= MOST_EVENTS) {
        throw new DiscordError(
          400,
          30038,
          `Maximum number of uncompleted guild scheduled events reached (${MOST_EVENTS})`,
        );
      }
      const body = request.body as RESTPostAPIGuildScheduledEventJSONBody;
      const event: ScheduledEvent = {
        id: world.ids.next(),
        guildId: guild.id,
        creatorId: world.bot.id,
        name: body.name,
        description: body.description ?? null,
        startsAt: Date.parse(body.scheduled_start_time),
        endsAt: Date.parse(body.scheduled_end_time ?? ''),
        location: body.entity_metadata?.location ?? '',
        status: s.Scheduled,
        cover: body.image ? readCover(body.image) : undefined,
      };
      guild.scheduledEvents.set(event.id, event);
      return ok<APIGuildScheduledEvent>(toApiScheduledEvent(event, world.now()));
    },
  },
  {
    method: 'GET',
    template: '/guilds/:guild/scheduled-events/:event',
    answer: (request) =>
      ok<APIGuildScheduledEvent>(toApiScheduledEvent(eventOf(request), request.world.now())),
  },
  {
    method: 'PATCH',
    template: '/guilds/:guild/scheduled-events/:event',
    check: scheduledEventEdit,
    answer: (request) => {
      const event = eventOf(request);
      const now = request.world.now();
      requireFor(request, event);
      if (!isOpen(event, now)) {
        throw new DiscordError(400, 180000, 'Cannot update a finished event');
      }
      change(event, request.body as RESTPatchAPIGuildScheduledEventJSONBody);
      return ok<APIGuildScheduledEvent>(toApiScheduledEvent(event, now));
    },
  },
  {
    method: 'DELETE',
    template: '/guilds/:guild/scheduled-events/:event',
    answer: (request) => {
      const event = eventOf(request);
      requireFor(request, event);
      guildOf(request).scheduledEvents.delete(event.id);
      return NO_CONTENT;
    },
  },
];

function change(event: ScheduledEvent, body: RESTPatchAPIGuildScheduledEventJSONBody): void {
  if (body.name !== undefined) event.name = body.name;
  if (body.description !== undefined) event.description = body.description;
  if (body.scheduled_start_time) event.startsAt = Date.parse(body.scheduled_start_time);
  if (body.scheduled_end_time) event.endsAt = Date.parse(body.scheduled_end_time);
  if (body.entity_metadata?.location) event.location = body.entity_metadata.location;
  if (body.image) event.cover = readCover(body.image);
  if (body.status) event.status = body.status;
}

function eventOf(request: RouteRequest): ScheduledEvent {
  const event = guildOf(request).scheduledEvents.get(param(request, 'event'));
  if (!event) throw unknownThing('GuildScheduledEvent');
  return event;
}

function isOpen(event: ScheduledEvent, now: number): boolean {
  const status = statusAt(event, now);
  return status === s.Scheduled || status === s.Active;
}

/** One's own take only the permission to create. */
function requireFor(request: RouteRequest, { creatorId }: ScheduledEvent): void {
  const isOwn = creatorId === request.world.bot.id;
  if (!isOwn || !mayInGuild(request, f.CreateEvents)) requireInGuild(request, f.ManageEvents);
}

function requireInGuild(request: RouteRequest, permission: bigint): void {
  if (!mayInGuild(request, permission)) throw missingPermissions();
}

function mayInGuild(request: RouteRequest, permission: bigint): boolean {
  const guild = guildOf(request);
  const me = guild.members.get(request.world.bot.id);
  const granted = me ? guild.basePermissions(me) : 0n;
  return holds(granted, f.Administrator) || holds(granted, permission);
}
