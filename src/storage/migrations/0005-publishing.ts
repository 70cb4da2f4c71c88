import type { Migration } from './migration.ts';

/** The queue of posts, what hangs on it, and the accounts it publishes to. */
export const publishing: Migration = {
  name: '0005-publishing',
  statements: ({ integer, strict }) => [
    // Nothing was ever written into the one of 0002.
    'drop table schedule',
    `create table schedule (
      post_id text not null primary key references post (id) on delete cascade,
      guild_id text not null,
      due_at ${integer} not null,
      lead_ms ${integer} not null,
      asap ${integer} not null,
      wake_at ${integer},
      phase text not null,
      fence ${integer} not null,
      attempts ${integer} not null,
      sends ${integer} not null,
      needs_approval ${integer} not null,
      approved_revision ${integer},
      approved_by text,
      approved_at ${integer},
      rejected_revision ${integer},
      rejected_by text,
      rejection_reason text,
      account_id text,
      container_id text,
      container_children text,
      container_created_at ${integer},
      container_revision ${integer},
      sent_at ${integer},
      sent_container_id text,
      sent_container_revision ${integer},
      sent_account_id text,
      unpublished_since ${integer},
      doubted_at ${integer},
      looks ${integer} not null,
      vouched_by text,
      checked_at ${integer},
      media_id text,
      usage_subject text,
      usage_day text,
      problem text,
      reminded_at ${integer},
      created_by text not null,
      created_at ${integer} not null
    ) ${strict}`,
    // Looked at every second, so it holds only what waits for the clock.
    'create index schedule_wake on schedule (wake_at, post_id) where wake_at is not null',
    'create index schedule_due on schedule (due_at, post_id)',
    'create index schedule_by_guild on schedule (guild_id, due_at, post_id)',
    'create index schedule_by_person on schedule (created_by)',
    'create index schedule_by_media on schedule (media_id) where media_id is not null',
    ...['approved_by', 'rejected_by', 'vouched_by'].map(
      (column) =>
        `create index schedule_${column} on schedule (${column}) where ${column} is not null`,
    ),
    `create index post_awaiting on post (id) where state = 'awaiting_approval'`,
    `create index post_held on post (guild_id, id) where state = 'held'`,
    'create index post_published on post (published_at, id) where published_at is not null',
    `create index post_published_by_guild on post (guild_id, published_at, id)
      where published_at is not null`,
    `create table notice (
      id text not null primary key,
      guild_id text not null,
      user_id text not null,
      post_id text references post (id) on delete cascade,
      content text not null,
      created_at ${integer} not null,
      wake_at ${integer},
      attempts ${integer} not null,
      fence ${integer} not null,
      settled_at ${integer},
      way text,
      message_id text
    ) ${strict}`,
    'create index notice_wake on notice (wake_at, id) where wake_at is not null',
    'create index notice_pending on notice (created_at, id) where settled_at is null',
    'create index notice_settled on notice (settled_at) where settled_at is not null',
    'create index notice_by_person on notice (user_id)',
    'create index notice_by_post on notice (post_id) where post_id is not null',
    `create table approval_card (
      post_id text not null primary key references post (id) on delete cascade,
      guild_id text not null,
      channel_id text,
      message_id text unique,
      revision ${integer},
      reposts ${integer} not null,
      attempts ${integer} not null,
      fence ${integer} not null,
      wake_at ${integer},
      changed ${integer} not null
    ) ${strict}`,
    'create index approval_card_wake on approval_card (wake_at, post_id) where wake_at is not null',
    // It cannot outlive its connection, whoever ends that.
    `create table instagram_account (
      guild_id text not null primary key,
      kind text not null,
      account_id text not null,
      app_scoped_id text,
      username text not null,
      issued_at ${integer} not null,
      expires_at ${integer} not null,
      state text not null,
      refresh_tried_at ${integer},
      refresh_failures ${integer} not null,
      warned_days ${integer},
      foreign key (guild_id, kind) references connection (guild_id, kind) on delete cascade
    ) ${strict}`,
    'create index instagram_account_by_id on instagram_account (account_id)',
    `create index instagram_account_by_app_scoped_id on instagram_account (app_scoped_id)
      where app_scoped_id is not null`,
    `create table sign_in (
      nonce text not null primary key,
      guild_id text not null,
      user_id text not null,
      created_at ${integer} not null,
      expires_at ${integer} not null
    ) ${strict}`,
    'create index sign_in_by_person on sign_in (user_id)',
    `create table deletion_request (
      code text not null primary key,
      at ${integer} not null,
      removed ${integer} not null
    ) ${strict}`,
    `create table insight (
      post_id text not null primary key references post (id) on delete cascade,
      guild_id text not null,
      metrics text not null,
      read_at ${integer} not null
    ) ${strict}`,
    `create table guild_settings (
      guild_id text not null primary key,
      approval_channel_id text,
      notice_channel_id text,
      approver_role_ids text not null,
      approval_required ${integer},
      language text,
      when_unchecked text,
      default_theme text,
      default_size text,
      scheduler_role_ids text not null
    ) ${strict}`,
  ],
};
