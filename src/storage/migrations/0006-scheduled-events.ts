import type { Migration } from './migration.ts';

/** Which of Rite's events stand in the calendars of servers. */
export const scheduledEvents: Migration = {
  name: '0006-scheduled-events',
  statements: ({ integer, strict }) => [
    `create table scheduled_event (
      guild_id text not null,
      event_id text not null,
      discord_id text not null,
      language text not null,
      fingerprint text not null,
      ends_at ${integer} not null,
      primary key (guild_id, event_id)
    ) ${strict}`,
    'create index scheduled_event_end on scheduled_event (ends_at)',
  ],
};
