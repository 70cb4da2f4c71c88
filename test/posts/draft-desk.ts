import { mkdtempSync, rmSync } from 'node:fs';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Event } from '../../src/events/event.ts';
import type { Poster } from '../../src/posters/poster.ts';
import type { RenderRequest } from '../../src/posters/renderer.ts';
import type { AuditLine } from '../../src/posts/audit-log.ts';
import { DraftEdits, type DraftEditsOptions } from '../../src/posts/draft-edits.ts';
import type { DraftTelemetry } from '../../src/posts/draft-telemetry.ts';
import { type DraftRequest, Drafts, type DraftsOptions } from '../../src/posts/drafts.ts';
import { EventNotFoundError } from '../../src/posts/errors.ts';
import type { PostState } from '../../src/posts/kept-post.ts';
import { OrganizerMap } from '../../src/posts/organizer-map.ts';
import type { EventReading, EventSource } from '../../src/posts/ports.ts';
import { PostService } from '../../src/posts/post-service.ts';
import { Premium } from '../../src/posts/premium.ts';
import { Quota } from '../../src/posts/quota.ts';
import type { UsageKind } from '../../src/posts/usage-counters.ts';
import { type Database, openDatabase } from '../../src/storage/database.ts';
import { ImageFiles } from '../../src/storage/image-files.ts';
import { type Stores, storesOf } from '../../src/storage/stores.ts';
import { makeEvent } from '../fixtures/event.ts';

export const GUILD = '100000000000000001';
export const OTHER_GUILD = '100000000000000002';
export const MINJI = '200000000000000001';
export const JISU = '200000000000000002';
export const SKU = '300000000000000001';
const ORGANIZER = 'organizer1';
/** 2026-12-17 20:00 in Seoul, a week before the night. */
export const NOW = Date.parse('2026-12-17T11:00:00Z');
export const HOUR_MS = 60 * 60 * 1000;

/** Drafts over a real database and real files, with a Rite and a clock that do as they are told. */
export class DraftDesk implements AsyncDisposable {
  now = NOW;
  events: Event[] = [makeEvent(), makeEvent({ id: 'event-48', name: '서울 언더그라운드 #48' })];
  reading: Partial<EventReading> = {};
  /** Thrown when an event is read. */
  riteError: unknown;
  readonly drawn: RenderRequest[] = [];
  readonly told: unknown[] = [];
  readonly failures: unknown[] = [];
  readonly stores: Stores;
  readonly images: ImageFiles;
  readonly drafts: Drafts;
  readonly edits: DraftEdits;
  readonly #database: Database;
  readonly #folder: string;

  static async open(): Promise<DraftDesk> {
    const folder = mkdtempSync(join(tmpdir(), 'drafts-'));
    return new DraftDesk(folder, await openDatabase(join(folder, 'rite-bot.db')));
  }

  private constructor(folder: string, database: Database) {
    const clock = () => this.now;
    this.#folder = folder;
    this.#database = database;
    this.stores = storesOf(database, clock);
    this.images = new ImageFiles({ directory: join(this.#folder, 'images') });
    const options = this.options();
    this.drafts = new Drafts(options);
    this.edits = new DraftEdits(options);
  }

  /** What drafts are built of; with another part in the place of one. */
  options(changes: Partial<DraftsOptions> = {}): DraftsOptions & DraftEditsOptions {
    const { stores, images } = this;
    const clock = () => this.now;
    const renderer = { render: (request: RenderRequest) => this.#draw(request) };
    const onStoreError = (error: unknown) => this.failures.push(error);
    return {
      posts: new PostService({
        eventSource: this.#eventSource,
        organizerLinks: new OrganizerMap(
          new Map([
            [GUILD, ORGANIZER],
            [OTHER_GUILD, ORGANIZER],
          ]),
        ),
        brands: stores.brands,
        extras: stores.extras,
        renderer,
        clock,
        hashtagLimit: 5,
        onStoreError,
      }),
      store: stores.posts,
      images,
      pictures: stores.pictures,
      quota: new Quota({
        usage: stores.usage,
        premium: new Premium({ grants: stores.premium, skuId: SKU, clock }),
        clock,
      }),
      usage: stores.usage,
      brands: stores.brands,
      audit: stores.audit,
      renderer,
      clock,
      hashtagLimit: 5,
      telemetry: this.#telemetry,
      onStoreError,
      ...changes,
    };
  }

  request(overrides: Partial<DraftRequest> = {}): DraftRequest {
    return {
      guildId: GUILD,
      userId: MINJI,
      eventId: 'event-47',
      template: 'lineup',
      size: 'square',
      language: 'ko',
      entitlements: [],
      ...overrides,
    };
  }

  /** A draft that was kept. */
  async draft(overrides: Partial<DraftRequest> = {}) {
    const creation = await this.drafts.create(this.request(overrides));
    if (creation.outcome !== 'kept') throw new Error('The draft was not kept');
    const { draft } = creation;
    return { ...draft, name: { guildId: overrides.guildId ?? GUILD, postId: draft.id } };
  }

  /** What follows is asked by a person of the revision that they see. */
  by(userId: string, expected: number, managesPosts = false) {
    return { expected, editor: { userId, managesPosts } };
  }

  change(changes: Partial<Event>): void {
    this.events = this.events.map((event, index) =>
      index === 0 ? { ...event, ...changes } : event,
    );
  }

  async setState(postId: string, state: PostState): Promise<void> {
    await this.#database.kysely
      .updateTable('post')
      .set({ state })
      .where('id', '=', postId)
      .execute();
  }

  async used(kind: UsageKind, userId = MINJI, day = '2026-12-17'): Promise<number> {
    return await this.stores.usage.used({ subject: `user:${userId}`, kind, day });
  }

  async audit(guildId = GUILD): Promise<string[]> {
    const lines = await this.stores.audit.linesOf(guildId, { limit: 100 });
    return lines.map(({ actorId, action, details }: AuditLine) =>
      [actorId === MINJI ? 'minji' : 'jisu', action, ...Object.values(details)].join(' '),
    );
  }

  /** The hashes of all files there are. */
  async files(): Promise<string[]> {
    const found: string[] = [];
    for await (const { hash } of this.images.list()) found.push(hash);
    return found.sort();
  }

  /** From now on no picture can be stored or read. */
  async breakImages(): Promise<void> {
    const folder = join(this.#folder, 'images');
    await rm(folder, { recursive: true, force: true });
    await writeFile(folder, 'a file where the folder should be');
  }

  async damageImages(): Promise<void> {
    const folder = join(this.#folder, 'images');
    for (const shard of await readdir(folder)) {
      for (const name of await readdir(join(folder, shard))) {
        await writeFile(join(folder, shard, name), 'not what it was');
      }
    }
  }

  /** From now on the database answers nothing. */
  async breakDatabase(): Promise<void> {
    await this.#database[Symbol.asyncDispose]();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#database[Symbol.asyncDispose]();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  get #eventSource(): EventSource {
    const reading = () => ({ readAt: this.now, stale: false, ...this.reading });
    return {
      getEvent: async (_organizerId, eventId) => {
        if (this.riteError !== undefined) throw this.riteError;
        const event = this.events.find(({ id }) => id === eventId);
        if (!event) throw new EventNotFoundError(eventId);
        return { event, ...reading() };
      },
      listEvents: async () => ({ events: this.events, ...reading() }),
    };
  }

  get #telemetry(): DraftTelemetry {
    return {
      generated: (post) => this.told.push(['generated', post]),
      downloaded: (post) => this.told.push(['downloaded', post]),
      failed: (what, failure) => this.told.push(['failed', what, failure]),
      timed: async (operation, work) => {
        this.told.push(['timed', operation]);
        return await work();
      },
    };
  }

  /** Not a picture, but as every drawing is: the same for the same request, another for another. */
  async #draw(request: RenderRequest): Promise<Poster> {
    this.drawn.push(request);
    const { template, theme, size = 'square', event } = request;
    const { timeslots } = event;
    const pages = Array.from({ length: timeslots.length > 6 ? 2 : 1 }, (_, page) =>
      Buffer.from(JSON.stringify({ ...request, today: request.today.toString(), page })),
    );
    return {
      template,
      theme,
      width: 1080,
      height: size === 'square' ? 1080 : 1350,
      pages,
      ...(template === 'lineup' ? { actsOnPages: pages.map(() => 6) } : {}),
      warnings: theme === 'neon' ? [{ kind: 'missing_glyphs', characters: ['黒'] }] : [],
    };
  }
}
