import type { Migration } from './migration.ts';

/** What was used, who did what, and who is connected to what. */
export const accounts: Migration = {
  name: '0003-accounts',
  statements: ({ integer, numbered, strict }) => [
    `create table usage (
      subject text not null,
      kind text not null,
      day text not null,
      used ${integer} not null,
      primary key (subject, kind, day)
    ) ${strict}`,
    'create index usage_by_day on usage (day, kind)',
    `create table audit (
      id ${numbered},
      guild_id text,
      at ${integer} not null,
      actor_id text,
      action text not null,
      subject text not null,
      details text not null
    ) ${strict}`,
    'create index audit_by_guild on audit (guild_id, id)',
    'create index audit_by_subject on audit (guild_id, subject, id)',
    'create index audit_by_actor on audit (actor_id)',
    'create index audit_by_age on audit (at)',
    // Whom a line names besides the one who did it, so that nobody has to look through all lines for a name.
    `create table audit_mention (
      person text not null,
      audit_id ${integer} not null references audit (id) on delete cascade,
      primary key (person, audit_id)
    ) ${strict}`,
    'create index audit_mention_by_line on audit_mention (audit_id)',
    `create table connection (
      guild_id text not null,
      kind text not null,
      sealed text not null,
      key_id text not null,
      connected_by text not null,
      connected_at ${integer} not null,
      version ${integer} not null,
      primary key (guild_id, kind)
    ) ${strict}`,
    'create index connection_by_person on connection (connected_by)',
    `create table link_code (
      guild_id text not null primary key,
      event_id text not null,
      code text not null,
      requested_by text not null,
      created_at ${integer} not null,
      expires_at ${integer} not null
    ) ${strict}`,
    `create table removed_person (
      person text not null primary key,
      removed_at ${integer} not null
    ) ${strict}`,
    `create table privacy_receipt (
      reference text not null primary key,
      at ${integer} not null,
      removed text not null
    ) ${strict}`,
  ],
};
