import type { Generated } from 'kysely';
import type { Language, TemplateName } from '../events/event.ts';
import type { ThemeName } from '../posters/poster.ts';
import type { SizeName } from '../posters/size.ts';
import type { InstagramAccount } from '../posts/accounts/instagram-account.ts';
import type { GuildSettings } from '../posts/approval/guild-settings.ts';
import type { ConnectionKind } from '../posts/connections.ts';
import type { JobOutcome } from '../posts/job-runs.ts';
import type { PostState } from '../posts/kept-post.ts';
import type { PublishPhase } from '../posts/publishing/publication.ts';
import type { UsageKind, UsageSubject } from '../posts/usage-counters.ts';

/**
 * Every table and column, for the compiler and for a test that compares it with the live database of each dialect.
 * Times are epoch milliseconds, flags 0 and 1, JSON is text. Parents come before their children.
 */
export const tables = {
  brand: {
    guild_id: text(),
    theme: orNull(text<ThemeName>()),
    accent: orNull(text()),
    logo_png: orNull(blob()),
    logo_width: orNull(integer()),
    logo_height: orNull(integer()),
    hashtags: text(),
    updated_at: integer(),
  },
  event_extras: {
    guild_id: text(),
    event_id: text(),
    extras: text(),
    version: integer(),
    saved_by: orNull(text()),
    saved_at: integer(),
  },
  premium_grant: { guild_id: text(), granted_at: integer(), expires_at: orNull(integer()) },
  departure: { guild_id: text(), left_at: integer() },
  post: {
    id: text(),
    guild_id: text(),
    event_id: text(),
    event_name: text(),
    event_date: text(),
    template: text<TemplateName>(),
    state: text<PostState>(),
    revision: integer(),
    created_by: text(),
    channel_id: orNull(text()),
    message_id: orNull(text()),
    created_at: integer(),
    updated_at: integer(),
    downloaded_at: orNull(integer()),
    published_at: orNull(integer()),
    permalink: orNull(text()),
  },
  revision: {
    post_id: text(),
    number: integer(),
    theme: text<ThemeName>(),
    size: text<SizeName>(),
    language: text<Language>(),
    caption: text(),
    caption_edited: integer(),
    facts: text(),
    created_by: orNull(text()),
    created_at: integer(),
  },
  picture: {
    id: text(),
    secret: text(),
    post_id: text(),
    revision: integer(),
    page: integer(),
    hash: text(),
    bytes: integer(),
    width: integer(),
    height: integer(),
    created_at: integer(),
  },
  schedule: {
    post_id: text(),
    guild_id: text(),
    due_at: integer(),
    /** How long before it is due the publisher looks first. */
    lead_ms: integer(),
    asap: integer(),
    wake_at: orNull(integer()),
    phase: text<PublishPhase>(),
    fence: integer(),
    attempts: integer(),
    sends: integer(),
    needs_approval: integer(),
    approved_revision: orNull(integer()),
    approved_by: orNull(text()),
    approved_at: orNull(integer()),
    rejected_revision: orNull(integer()),
    rejected_by: orNull(text()),
    rejection_reason: orNull(text()),
    account_id: orNull(text()),
    container_id: orNull(text()),
    container_children: orNull(text()),
    container_created_at: orNull(integer()),
    container_revision: orNull(integer()),
    sent_at: orNull(integer()),
    /** What it was sent for, which may go live whatever became of the post since. */
    sent_container_id: orNull(text()),
    sent_container_revision: orNull(integer()),
    sent_account_id: orNull(text()),
    unpublished_since: orNull(integer()),
    doubted_at: orNull(integer()),
    looks: integer(),
    vouched_by: orNull(text()),
    checked_at: orNull(integer()),
    media_id: orNull(text()),
    /** The use of the day that was taken for it. */
    usage_subject: orNull(text<UsageSubject>()),
    usage_day: orNull(text()),
    problem: orNull(text()),
    reminded_at: orNull(integer()),
    created_by: text(),
    created_at: integer(),
  },
  notice: {
    id: text(),
    guild_id: text(),
    user_id: text(),
    post_id: orNull(text()),
    content: text(),
    created_at: integer(),
    wake_at: orNull(integer()),
    attempts: integer(),
    fence: integer(),
    settled_at: orNull(integer()),
    way: orNull(text<'direct' | 'channel' | 'undeliverable'>()),
    message_id: orNull(text()),
  },
  approval_card: {
    post_id: text(),
    guild_id: text(),
    channel_id: orNull(text()),
    message_id: orNull(text()),
    revision: orNull(integer()),
    reposts: integer(),
    attempts: integer(),
    fence: integer(),
    wake_at: orNull(integer()),
    /** 1: the post has changed since the card was claimed. */
    changed: integer(),
  },
  insight: { post_id: text(), guild_id: text(), metrics: text(), read_at: integer() },
  scheduled_event: {
    guild_id: text(),
    event_id: text(),
    discord_id: text(),
    language: text(),
    fingerprint: text(),
    ends_at: integer(),
  },
  usage: {
    subject: text<UsageSubject>(),
    kind: text<UsageKind>(),
    day: text(),
    used: integer(),
  },
  audit: {
    id: numbered(),
    guild_id: orNull(text()),
    at: integer(),
    actor_id: orNull(text()),
    action: text(),
    subject: text(),
    details: text(),
  },
  audit_mention: { person: text(), audit_id: integer() },
  connection: {
    guild_id: text(),
    kind: text<ConnectionKind>(),
    sealed: text(),
    key_id: text(),
    connected_by: text(),
    connected_at: integer(),
    version: integer(),
  },
  instagram_account: {
    guild_id: text(),
    kind: text<'instagram'>(),
    account_id: text(),
    app_scoped_id: orNull(text()),
    username: text(),
    issued_at: integer(),
    expires_at: integer(),
    state: text<InstagramAccount['state']>(),
    refresh_tried_at: orNull(integer()),
    refresh_failures: integer(),
    warned_days: orNull(integer()),
  },
  sign_in: {
    nonce: text(),
    guild_id: text(),
    user_id: text(),
    created_at: integer(),
    expires_at: integer(),
  },
  deletion_request: { code: text(), at: integer(), removed: integer() },
  guild_settings: {
    guild_id: text(),
    approval_channel_id: orNull(text()),
    notice_channel_id: orNull(text()),
    approver_role_ids: text(),
    approval_required: orNull(integer()),
    language: orNull(text<Language>()),
    when_unchecked: orNull(text<GuildSettings['whenUnchecked']>()),
    default_theme: orNull(text<ThemeName>()),
    default_size: orNull(text<SizeName>()),
    scheduler_role_ids: text(),
  },
  link_code: {
    guild_id: text(),
    event_id: text(),
    code: text(),
    requested_by: text(),
    created_at: integer(),
    expires_at: integer(),
  },
  removed_person: { person: text(), removed_at: integer() },
  privacy_receipt: { reference: text(), at: integer(), removed: text() },
  job_run: {
    job: text(),
    slot: integer(),
    started_at: integer(),
    lease_until: integer(),
    finished_at: orNull(integer()),
    outcome: orNull(text<JobOutcome>()),
    note: orNull(text()),
  },
  slow_operation: { id: numbered(), operation: text(), duration_ms: integer(), at: integer() },
} as const;

type Tables = typeof tables;

/** The tables as Kysely knows them. */
export type Schema = {
  [Table in keyof Tables]: { [Name in keyof Tables[Table]]: ValueOf<Tables[Table][Name]> };
};

export interface Column<Value = unknown> {
  readonly kind: 'text' | 'integer' | 'blob';
  readonly nullable: boolean;
  /** Only for the compiler. */
  readonly value?: Value;
}

type ValueOf<C> = C extends Column<infer Value> ? Value : never;

function text<Value extends string = string>(): Column<Value> {
  return { kind: 'text', nullable: false };
}

function integer(): Column<number> {
  return { kind: 'integer', nullable: false };
}

function blob(): Column<Uint8Array> {
  return { kind: 'blob', nullable: false };
}

/** The database gives it a value. */
function numbered(): Column<Generated<number>> {
  return { kind: 'integer', nullable: false };
}

function orNull<Value>(column: Column<Value>): Column<Value | null> {
  return { kind: column.kind, nullable: true };
}
