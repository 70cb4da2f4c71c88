import { createHash } from 'node:crypto';
import type { Clock } from '../events/clock.ts';
import type { Language } from '../events/event.ts';
import type { SettingsStore } from './approval/guild-settings.ts';
import { PostRefusedError } from './errors.ts';
import type { Post, PostService } from './post-service.ts';
import { isSampleEvent } from './sample-event.ts';
import { type ScheduledEventContent, scheduledEventContent } from './scheduled-event.ts';
import type { CalendarFault, ScheduledEventBoard } from './scheduled-event-board.ts';
import { scheduledEventCover } from './scheduled-event-cover.ts';
import type { KeptScheduledEvent, ScheduledEventStore } from './scheduled-event-store.ts';

export interface ScheduledEventsOptions {
  /** Reads the event and draws its announcement. */
  readonly posts: Pick<PostService, 'create'>;
  readonly store: ScheduledEventStore;
  readonly board: ScheduledEventBoard;
  readonly settings: Pick<SettingsStore, 'settingsOf'>;
  readonly clock: Clock;
  /** Told why one could not be brought up to date; the others are. */
  onFailed(about: Pick<KeptScheduledEvent, 'guildId' | 'eventId'>, error: unknown): void;
}

export interface ScheduledEventRequest {
  readonly guildId: string;
  readonly eventId: string;
  /** Discord user id. */
  readonly userId: string;
  /** The server's, where it has not chosen another one in its settings. */
  readonly language: Language;
}

export type ScheduledEventOutcome =
  | {
      readonly outcome: 'published';
      /** `made_again`: the one there was has been deleted, or has ended, in Discord. */
      readonly how: 'made' | 'made_again' | 'changed' | 'unchanged';
      readonly discordId: string;
      readonly content: ScheduledEventContent;
      readonly post: ReadPost;
    }
  /** A night that never was. */
  | { readonly outcome: 'sample' }
  /** The timetable does not say when it begins and ends. */
  | { readonly outcome: 'no_times'; readonly eventName: string }
  /** Discord takes only what begins later than now. */
  | { readonly outcome: 'begun'; readonly eventName: string }
  | { readonly outcome: Exclude<CalendarFault, 'gone'> };

/** How fresh and whole what is shown is. */
export type ReadPost = Pick<Post, 'event' | 'readAt' | 'stale' | 'unreadableTimeslots' | 'unread'>;

interface Shown {
  readonly post: ReadPost;
  readonly shown: {
    readonly content: ScheduledEventContent;
    readonly poster: Buffer;
    readonly fingerprint: string;
  };
}
type NotShown = Extract<ScheduledEventOutcome, { outcome: 'no_times' | 'begun' }>;

/** So many are looked at in one go; the others are further away and have their turn on another day. */
const LOOKED_AT = 2_000;
/** What has ended so long ago is forgotten. */
const KEPT_MS = 7 * 24 * 60 * 60 * 1000;

/** Rite's events in the calendars of servers: one for each, brought up to date when its facts change. */
export class ScheduledEvents {
  readonly #options: ScheduledEventsOptions;
  /** By server and event: two who ask at once must not make two. */
  readonly #turns = new Map<string, Promise<unknown>>();

  constructor(options: ScheduledEventsOptions) {
    this.#options = options;
  }

  /** Makes or renews it. @throws {PostRefusedError | EventNotFoundError | EventSourceError} */
  async publish(request: ScheduledEventRequest): Promise<ScheduledEventOutcome> {
    const { guildId, eventId } = request;
    if (isSampleEvent({ id: eventId })) return { outcome: 'sample' };
    return await this.#inTurn(`${guildId} ${eventId}`, () => this.#publish(request));
  }

  /** Looks at those that are to come and renews what has changed; returns how many. Never throws for a single one. */
  async refresh(signal: AbortSignal): Promise<number> {
    const { store, clock, onFailed } = this.#options;
    await store.prune(clock() - KEPT_MS);
    let changed = 0;
    for (const kept of await store.upcoming(clock(), LOOKED_AT)) {
      if (signal.aborted) break;
      const { guildId, eventId } = kept;
      try {
        const turn = () => this.#renew(guildId, eventId);
        if (await this.#inTurn(`${guildId} ${eventId}`, turn)) changed += 1;
      } catch (error) {
        onFailed(kept, error);
      }
    }
    return changed;
  }

  async #publish(request: ScheduledEventRequest): Promise<ScheduledEventOutcome> {
    const { guildId, eventId, userId } = request;
    const { store, board, settings, clock } = this.#options;
    const { language = request.language } = await settings.settingsOf(guildId);
    const found = await this.#read({ guildId, eventId, language });
    if (!('shown' in found)) return found;
    const { post, shown } = found;
    const { content, poster, fingerprint } = shown;
    const cover = await scheduledEventCover(poster);
    const before = await store.find(guildId, eventId);
    const change = before && (await board.change(guildId, before.discordId, content, cover));
    let how: Extract<ScheduledEventOutcome, { outcome: 'published' }>['how'] =
      before?.fingerprint === fingerprint ? 'unchanged' : 'changed';
    let discordId = before?.discordId ?? '';
    if (change === undefined || change.fault === 'gone') {
      const made = await board.make(guildId, content, cover);
      // A server that is gone has nobody left to tell.
      if ('fault' in made) return { outcome: made.fault === 'gone' ? 'refused' : made.fault };
      discordId = made.id;
      how = before ? 'made_again' : 'made';
    } else if (change.fault) return { outcome: change.fault };
    const { endsAt } = content;
    const kept = { guildId, eventId, discordId, language, fingerprint, endsAt };
    await store.keep(kept, { by: userId, at: clock() });
    return { outcome: 'published', how, discordId, content, post };
  }

  /** Whether anything was changed. Read again in its turn: somebody may have just renewed it. */
  async #renew(guildId: string, eventId: string): Promise<boolean> {
    const { store, board, clock, onFailed } = this.#options;
    const kept = await store.find(guildId, eventId);
    if (!kept) return false;
    const found = await this.#read(kept).catch((error: unknown) => endOf(error));
    if (found === 'cancelled') {
      const { fault } = await board.cancel(guildId, kept.discordId);
      if (fault && fault !== 'gone') throw new Error(`Not cancelled in Discord: ${fault}`);
    }
    if (found === 'cancelled' || found === 'over') {
      await store.forget(kept, { why: found, at: clock() });
      return found === 'cancelled';
    }
    // What Rite says no more about, and what goes on right now, stays as it is.
    if (!('shown' in found)) return false;
    const { post, shown } = found;
    if (post.stale || post.unread.length > 0) return false;
    if (shown.fingerprint === kept.fingerprint) return false;
    const { content, poster, fingerprint } = shown;
    const cover = await scheduledEventCover(poster);
    const { fault } = await board.change(guildId, kept.discordId, content, cover);
    if (fault === 'gone') {
      // Somebody wanted it so.
      await store.forget(kept, { why: 'gone', at: clock() });
      return false;
    }
    if (fault) {
      onFailed(kept, new Error(`Not changed in Discord: ${fault}`));
      return false;
    }
    await store.keep({ ...kept, fingerprint, endsAt: content.endsAt }, { at: clock() });
    return true;
  }

  async #read({
    guildId,
    eventId,
    language,
  }: Omit<ScheduledEventRequest, 'userId'>): Promise<Shown | NotShown> {
    const { posts, clock } = this.#options;
    const wish = { template: 'announcement', size: 'square', language } as const;
    const post = await posts.create({ guildId, eventId, ...wish });
    const { event, extras = {} } = post;
    const content = scheduledEventContent(event, extras, language);
    if (!content) return { outcome: 'no_times', eventName: event.name };
    if (content.startsAt <= clock()) return { outcome: 'begun', eventName: event.name };
    const [poster] = post.poster.pages as readonly [Buffer, ...Buffer[]];
    const fingerprint = fingerprintOf(content, poster);
    return { post, shown: { content, poster, fingerprint } };
  }

  async #inTurn<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.#turns.get(key) ?? Promise.resolve();
    const turn = before.then(work, work);
    this.#turns.set(key, turn);
    try {
      return await turn;
    } finally {
      if (this.#turns.get(key) === turn) this.#turns.delete(key);
    }
  }
}

/** Of the poster rather than of its cover: it is the same bytes for the same facts. */
function fingerprintOf(content: ScheduledEventContent, poster: Buffer): string {
  return createHash('sha256').update(JSON.stringify(content)).update(poster).digest('hex');
}

function endOf(error: unknown): 'cancelled' | 'over' {
  if (!(error instanceof PostRefusedError)) throw error;
  if (error.refusal === 'event_cancelled') return 'cancelled';
  if (error.refusal === 'event_completed' || error.refusal === 'event_past') return 'over';
  throw error;
}
