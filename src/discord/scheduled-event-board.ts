import {
  type APIGuildScheduledEvent,
  type APIUser,
  escapeMarkdown,
  GuildScheduledEventEntityType,
  GuildScheduledEventPrivacyLevel,
  GuildScheduledEventStatus,
  REST,
  RESTJSONErrorCodes,
  type RESTPatchAPIGuildScheduledEventJSONBody,
  type RESTPostAPIGuildScheduledEventJSONBody,
  Routes,
} from 'discord.js';
import { DESCRIPTION_LIMIT, type ScheduledEventContent } from '../posts/scheduled-event.ts';
import type { CalendarFault, ScheduledEventBoard } from '../posts/scheduled-event-board.ts';
import { orFault } from './discord-fault.ts';

export interface DiscordCalendarOptions {
  readonly token: string;
  /** Base address of Discord's REST API; Discord's own when undefined. */
  readonly api?: string | undefined;
}

const FAULTS: ReadonlyMap<number | string, CalendarFault> = new Map<number, CalendarFault>([
  [RESTJSONErrorCodes.UnknownGuildScheduledEvent, 'gone'],
  [RESTJSONErrorCodes.CannotUpdateAFinishedEvent, 'gone'],
  [RESTJSONErrorCodes.UnknownGuild, 'not_permitted'],
  [RESTJSONErrorCodes.MissingAccess, 'not_permitted'],
  [RESTJSONErrorCodes.MissingPermissions, 'not_permitted'],
  [RESTJSONErrorCodes.MaximumNumberOfUncompletedGuildScheduledEventsReached, 'full'],
  [RESTJSONErrorCodes.InvalidFormBodyOrContentType, 'refused'],
]);

/** Beside those of the gateway's client, which leaves room for them: nobody waits for a calendar. */
const REQUESTS_PER_SECOND = 2;

/**
 * Scheduled events of Discord's servers. Needs no gateway; events take the bot's `CREATE_EVENTS` in the server.
 */
export class DiscordCalendar implements ScheduledEventBoard {
  readonly #rest: REST;
  #self: Promise<string> | undefined;

  constructor({ token, api }: DiscordCalendarOptions) {
    // A creation that is repeated blindly would stand there twice: `make` looks first.
    this.#rest = new REST({
      retries: 0,
      globalRequestsPerSecond: REQUESTS_PER_SECOND,
      ...(api === undefined ? {} : { api }),
    }).setToken(token);
  }

  async make(
    guildId: string,
    content: ScheduledEventContent,
    cover: Buffer,
  ): Promise<{ readonly id: string } | { readonly fault: CalendarFault }> {
    return await orFault(FAULTS, async () => {
      const body = bodyOf(content, cover);
      const present = await this.#ownAt(guildId, content, body.name);
      if (present) {
        await this.#rest.patch(Routes.guildScheduledEvent(guildId, present.id), { body });
        return { id: present.id };
      }
      const made = await this.#rest.post(Routes.guildScheduledEvents(guildId), { body });
      return { id: (made as APIGuildScheduledEvent).id };
    });
  }

  async change(
    guildId: string,
    id: string,
    content: ScheduledEventContent,
    cover: Buffer,
  ): Promise<{ readonly fault?: CalendarFault }> {
    return await this.#patch(guildId, id, bodyOf(content, cover));
  }

  async cancel(guildId: string, id: string): Promise<{ readonly fault?: CalendarFault }> {
    return await this.#patch(guildId, id, { status: GuildScheduledEventStatus.Canceled });
  }

  async #patch(guildId: string, id: string, body: RESTPatchAPIGuildScheduledEventJSONBody) {
    return await orFault(FAULTS, async () => {
      await this.#rest.patch(Routes.guildScheduledEvent(guildId, id), { body });
      return {};
    });
  }

  /** One whose making was not heard of, or not written down. People's own are never taken over. */
  async #ownAt(guildId: string, { startsAt }: ScheduledEventContent, name: string) {
    const [self, events] = await Promise.all([
      this.#selfId(),
      this.#rest.get(Routes.guildScheduledEvents(guildId)) as Promise<APIGuildScheduledEvent[]>,
    ]);
    return events.find(
      (event) =>
        event.creator_id === self &&
        event.status === GuildScheduledEventStatus.Scheduled &&
        event.name === name &&
        Date.parse(event.scheduled_start_time) === startsAt,
    );
  }

  #selfId(): Promise<string> {
    this.#self ??= this.#rest.get(Routes.user()).then(
      (user) => (user as APIUser).id,
      (error: unknown) => {
        // Asked again the next time.
        this.#self = undefined;
        throw error;
      },
    );
    return this.#self;
  }
}

function bodyOf(content: ScheduledEventContent, cover: Buffer) {
  const { name, description, startsAt, endsAt, place } = content;
  return {
    name,
    description: withoutMarkup(description),
    scheduled_start_time: new Date(startsAt).toISOString(),
    scheduled_end_time: new Date(endsAt).toISOString(),
    privacy_level: GuildScheduledEventPrivacyLevel.GuildOnly,
    entity_type: GuildScheduledEventEntityType.External,
    entity_metadata: { location: place },
    image: `data:image/jpeg;base64,${cover.toString('base64')}`,
  } satisfies RESTPostAPIGuildScheduledEventJSONBody;
}

/** So that `_dj_x_` keeps its lines; a description that has no room for that is shown with what Discord makes of it. */
function withoutMarkup(text: string): string {
  const escaped = escapeMarkdown(text);
  return escaped.length <= DESCRIPTION_LIMIT ? escaped : text;
}
