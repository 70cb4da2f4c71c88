import { dDay, nightOf } from '../../events/night.ts';
import type { GuildSettings, SettingsStore } from '../approval/guild-settings.ts';
import type { DraftEdits } from '../draft-edits.ts';
import { EventNotFoundError } from '../errors.ts';
import type { KeptPost, PostFacts } from '../kept-post.ts';
import { organizerOf } from '../organizer-of.ts';
import type { EventReading, EventSource, ExtrasStore, OrganizerLinks } from '../ports.ts';
import type { FactCheck, FactVerdict } from './checks.ts';
import { factDifferences } from './fact-differences.ts';

export interface FactCheckerOptions {
  readonly eventSource: Pick<EventSource, 'getEvent'>;
  readonly organizerLinks: OrganizerLinks;
  readonly extras: Pick<ExtrasStore, 'extrasOf'>;
  readonly settings: Pick<SettingsStore, 'settingsOf'>;
  /** Draws the post again from what the event says now. */
  readonly edits: Pick<DraftEdits, 'regenerate'>;
  /** Told why the event could not be read, or the post not drawn again. */
  onFailed(what: 'read' | 'revise', post: Pick<KeptPost, 'guildId' | 'id'>, error: unknown): void;
}

/** Compares what a post rests on with what its event says now. */
export class FactChecker implements FactCheck {
  readonly #options: FactCheckerOptions;

  constructor(options: FactCheckerOptions) {
    this.#options = options;
  }

  async check(post: KeptPost, at: number): Promise<FactVerdict> {
    const { facts } = post.revision;
    if (facts.fromFile) return { verdict: 'unchecked', hold: false };
    let reading: EventReading;
    let present: PostFacts;
    try {
      reading = await this.#read(post);
      const { extras } = await this.#options.extras.extrasOf(post.guildId, post.eventId);
      present = { ...reading, extras, composedAt: at };
    } catch (error) {
      if (error instanceof EventNotFoundError) return { verdict: 'stopped', reason: 'gone' };
      this.#options.onFailed('read', post, error);
      return await this.#unchecked(post);
    }
    const reason = ending(reading, at);
    if (reason) return { verdict: 'stopped', reason };
    if (reading.stale) return await this.#unchecked(post);
    const differences = factDifferences(facts, present, post.template);
    if (differences.length === 0) return { verdict: 'unchanged' };
    return { verdict: 'changed', differences, revise: () => this.#revise(post, at) };
  }

  async #read({ guildId, eventId }: KeptPost): Promise<EventReading> {
    const { eventSource, organizerLinks } = this.#options;
    return await eventSource.getEvent(await organizerOf(organizerLinks, guildId), eventId);
  }

  async #unchecked(post: KeptPost): Promise<FactVerdict> {
    const { settings, onFailed } = this.#options;
    const chosen = await settings
      .settingsOf(post.guildId)
      .catch((error: unknown): Pick<GuildSettings, 'whenUnchecked'> => {
        onFailed('read', post, error);
        return { whenUnchecked: 'hold' };
      });
    return { verdict: 'unchecked', hold: chosen.whenUnchecked === 'hold' };
  }

  async #revise(post: KeptPost, at: number): Promise<void> {
    const { id: postId, guildId, createdBy, revision } = post;
    const editor = { userId: createdBy, managesPosts: true };
    const request = { guildId, postId, editor, expected: revision.number, at };
    try {
      await this.#options.edits.regenerate(request);
    } catch (error) {
      this.#options.onFailed('revise', post, error);
    }
  }
}

/** Phases of Rite's that nothing follows, and the calendar, which Rite's own phases lag behind. */
function ending(
  { event }: EventReading,
  at: number,
): Extract<FactVerdict, { verdict: 'stopped' }>['reason'] | undefined {
  if (event.phase === 'cancelled' || event.phase === 'completed') return event.phase;
  return dDay(event.date, nightOf(event, at)) < 0 ? 'past' : undefined;
}
