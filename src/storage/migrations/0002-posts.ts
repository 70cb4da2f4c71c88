import type { Migration } from './migration.ts';

/** Posts and what hangs on them; deleting a post deletes it all. */
export const posts: Migration = {
  name: '0002-posts',
  statements: ({ integer, strict }) => [
    `create table post (
      id text not null primary key,
      guild_id text not null,
      event_id text not null,
      event_name text not null,
      event_date text not null,
      template text not null,
      state text not null,
      revision ${integer} not null,
      created_by text not null,
      channel_id text,
      message_id text,
      created_at ${integer} not null,
      updated_at ${integer} not null,
      downloaded_at ${integer},
      published_at ${integer},
      permalink text
    ) ${strict}`,
    // A server's list, newest first, under each filter that can match most rows. An event has few posts, so the other
    // filters need no index beside its own.
    'create index post_newest on post (guild_id, created_at, id)',
    'create index post_by_state on post (guild_id, state, created_at, id)',
    'create index post_by_template on post (guild_id, template, created_at, id)',
    'create index post_by_template_and_state on post (guild_id, template, state, created_at, id)',
    'create index post_by_event on post (guild_id, event_id, created_at, id)',
    'create index post_by_person on post (created_by)',
    `create index post_untouched on post (updated_at, id)
      where state in ('draft', 'rejected', 'cancelled', 'failed') and downloaded_at is null`,
    `create table revision (
      post_id text not null references post (id) on delete cascade,
      number ${integer} not null,
      theme text not null,
      size text not null,
      language text not null,
      caption text not null,
      caption_edited ${integer} not null,
      facts text not null,
      created_by text,
      created_at ${integer} not null,
      primary key (post_id, number)
    ) ${strict}`,
    'create index revision_by_person on revision (created_by)',
    `create table picture (
      id text not null primary key,
      secret text not null,
      post_id text not null,
      revision ${integer} not null,
      page ${integer} not null,
      hash text not null,
      bytes ${integer} not null,
      width ${integer} not null,
      height ${integer} not null,
      created_at ${integer} not null,
      unique (post_id, revision, page),
      foreign key (post_id, revision) references revision (post_id, number) on delete cascade
    ) ${strict}`,
    'create index picture_by_hash on picture (hash)',
    'create index picture_by_age on picture (created_at, id)',
    `create table schedule (
      post_id text not null primary key references post (id) on delete cascade,
      guild_id text not null,
      due_at ${integer} not null,
      state text not null,
      created_by text not null,
      created_at ${integer} not null
    ) ${strict}`,
    // Looked at every second, so it holds only what waits.
    `create index schedule_due on schedule (due_at, post_id) where state = 'scheduled'`,
    'create index schedule_by_guild on schedule (guild_id, due_at)',
    'create index schedule_by_person on schedule (created_by)',
  ],
};
