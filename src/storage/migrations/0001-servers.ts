import type { Migration } from './migration.ts';

/** What servers choose and have. */
export const servers: Migration = {
  name: '0001-servers',
  statements: ({ integer, blob, strict }) => [
    `create table brand (
      guild_id text not null primary key,
      theme text,
      accent text,
      logo_png ${blob},
      logo_width ${integer},
      logo_height ${integer},
      hashtags text not null,
      updated_at ${integer} not null
    ) ${strict}`,
    `create table event_extras (
      guild_id text not null,
      event_id text not null,
      extras text not null,
      version ${integer} not null,
      saved_by text,
      saved_at ${integer} not null,
      primary key (guild_id, event_id)
    ) ${strict}`,
    `create table premium_grant (
      guild_id text not null primary key,
      granted_at ${integer} not null,
      expires_at ${integer}
    ) ${strict}`,
    `create table departure (
      guild_id text not null primary key,
      left_at ${integer} not null
    ) ${strict}`,
  ],
};
