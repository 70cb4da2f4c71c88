import {
  type APIExternalGuildScheduledEvent,
  GuildScheduledEventEntityType,
  GuildScheduledEventPrivacyLevel,
  GuildScheduledEventStatus,
} from 'discord-api-types/v10';

/** An event in a guild's calendar that takes place outside of Discord. Times in epoch milliseconds. */
export interface ScheduledEvent {
  readonly id: string;
  readonly guildId: string;
  readonly creatorId: string;
  name: string;
  description: string | null;
  startsAt: number;
  endsAt: number;
  location: string;
  status: GuildScheduledEventStatus;
  cover: Cover | undefined;
}

/** A picture as it was uploaded. */
export interface Cover {
  readonly contentType: string;
  readonly bytes: Buffer;
}

const DATA_URI = /^data:(image\/(?:png|jpeg|gif));base64,([A-Za-z0-9+/]+={0,2})$/;
/** How a file of each kind begins. */
const SIGNATURES: Readonly<Record<string, string>> = {
  'image/png': '89504e47',
  'image/jpeg': 'ffd8ff',
  'image/gif': '474946',
};

/** Undefined when it is no data URI of a picture, or the bytes are not what it says. */
export function readCover(image: string): Cover | undefined {
  const [, contentType = '', data = ''] = DATA_URI.exec(image) ?? [];
  const bytes = Buffer.from(data, 'base64');
  const signature = SIGNATURES[contentType];
  if (signature === undefined || !bytes.toString('hex', 0, 8).startsWith(signature)) {
    return undefined;
  }
  return { contentType, bytes };
}

/** An event whose end has come is over without anybody saying so. */
export function statusAt({ status, startsAt, endsAt }: ScheduledEvent, now: number) {
  if (status === GuildScheduledEventStatus.Canceled) return status;
  if (now >= endsAt) return GuildScheduledEventStatus.Completed;
  return now >= startsAt ? GuildScheduledEventStatus.Active : status;
}

export function toApiScheduledEvent(
  event: ScheduledEvent,
  now: number,
): APIExternalGuildScheduledEvent {
  return {
    id: event.id,
    guild_id: event.guildId,
    channel_id: null,
    creator_id: event.creatorId,
    name: event.name,
    description: event.description,
    scheduled_start_time: new Date(event.startsAt).toISOString(),
    scheduled_end_time: new Date(event.endsAt).toISOString(),
    privacy_level: GuildScheduledEventPrivacyLevel.GuildOnly,
    status: statusAt(event, now),
    entity_type: GuildScheduledEventEntityType.External,
    entity_id: null,
    entity_metadata: { location: event.location },
    image: event.cover ? `cover-${event.id}` : null,
    recurrence_rule: null,
  };
}
