import type { Generated } from 'kysely';
import type { Language, TemplateName } from '../events/event.ts';
import type { ThemeName } from '../posters/poster.ts';
import type { SizeName } from '../posters/size.ts';
import type { ConnectionKind } from '../posts/connections.ts';
import type { JobOutcome } from '../posts/job-runs.ts';
import type { PostState } from '../posts/kept-post.ts';
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
    state: text<ScheduleState>(),
    created_by: text(),
    created_at: integer(),
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

/** While it is none of `cancelled` and `finished`, the post's pictures are needed. */
export type ScheduleState = 'scheduled' | 'cancelled' | 'finished';

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
