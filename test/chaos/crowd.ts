import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Event, TEMPLATE_NAMES } from '../../src/events/event.ts';
import { THEME_NAMES } from '../../src/posters/poster.ts';
import type { Random } from '../../src/posters/random.ts';
import { cleanUp } from '../../src/posts/clean-up.ts';
import type { Draft } from '../../src/posts/draft.ts';
import { DraftEdits, type Edited } from '../../src/posts/draft-edits.ts';
import {
  PostFixedError,
  PostNotFoundError,
  QuotaReachedError,
} from '../../src/posts/draft-errors.ts';
import { Drafts } from '../../src/posts/drafts.ts';
import { OrganizerMap } from '../../src/posts/organizer-map.ts';
import { PostService } from '../../src/posts/post-service.ts';
import type { PostSummary } from '../../src/posts/post-store.ts';
import { Premium } from '../../src/posts/premium.ts';
import { Quota } from '../../src/posts/quota.ts';
import type { RecurringWork } from '../../src/posts/recurring-work.ts';
import { sweep } from '../../src/posts/sweep.ts';
import type { Database } from '../../src/storage/database.ts';
import { ImageFiles } from '../../src/storage/image-files.ts';
import { storesOf } from '../../src/storage/stores.ts';
import { type Line, say } from './line.ts';
import { drawTiny } from './tiny-poster.ts';

/** People by server. The second server has premium. */
export const PEOPLE = {
  '100000000000000001': ['200000000000000001', '200000000000000002'],
  '100000000000000002': ['200000000000000003', '200000000000000004'],
} as const satisfies Record<string, readonly string[]>;

export interface CrowdOptions {
  readonly database: Database;
  readonly folder: string;
  readonly random: Random;
  /** Says that an edit is saved and saves it later, as a cache in memory would: the checks must find it out. */
  readonly hasty: boolean;
}

type GuildId = keyof typeof PEOPLE;
const GUILDS = Object.keys(PEOPLE) as GuildId[];
const PREMIUM_GUILD: GuildId = '100000000000000002';
const SKU = '300000000000000001';
/** Few, so that posts share pictures and what was deleted is soon made again. */
const EVENT_IDS = ['event-47', 'event-48'];
const DESCRIPTIONS = ['테크노', '테크노와 하우스'];
const WRITE_BEHIND_MS = 50;
const SIZES = ['square', 'portrait'] as const;

/** People and jobs that use everything that changes posts, through the program's own services. */
export class Crowd {
  readonly #options: CrowdOptions;
  readonly #drafts: Drafts;
  readonly #edits: DraftEdits;
  readonly #jobs: Readonly<Record<string, RecurringWork>>;

  constructor(options: CrowdOptions) {
    this.#options = options;
    const { database, folder } = options;
    const clock = Date.now;
    const stores = storesOf(database, clock);
    const images = new ImageFiles({ directory: join(folder, 'pictures') });
    const renderer = {
      render: async (request: Parameters<typeof drawTiny>[0]) => drawTiny(request),
    };
    const common = {
      store: stores.posts,
      images,
      pictures: stores.pictures,
      usage: stores.usage,
      brands: stores.brands,
      audit: stores.audit,
      expiry: stores.expiry,
      renderer,
      clock,
      hashtagLimit: 5,
      onStoreError: told,
      onFailed: (_hash: string, error: unknown) => told(error),
      // By the delete of another process between the two steps of ours; the sweep is there for it.
      onLost: () => {},
      telemetry: {
        generated() {},
        downloaded() {},
        failed() {},
        timed: <T>(_operation: string, work: () => Promise<T>) => work(),
      },
    };
    const posts = new PostService({
      ...common,
      extras: stores.extras,
      eventSource: {
        getEvent: async (_organizerId, id) => ({
          event: this.#event(id),
          readAt: clock(),
          stale: false,
        }),
        listEvents: async () => ({ events: [], readAt: clock(), stale: false }),
      },
      organizerLinks: new OrganizerMap(new Map(GUILDS.map((guildId) => [guildId, 'organizer']))),
    });
    const premium = new Premium({ grants: stores.premium, skuId: SKU, clock });
    const quota = new Quota({ usage: stores.usage, premium, clock });
    this.#drafts = new Drafts({ ...common, posts, quota });
    this.#edits = new DraftEdits({ ...common, posts });
    this.#jobs = {
      'clean-up': cleanUp({ ...common, batch: 5 }),
      sweep: sweep({ ...common, batch: 5 }),
    };
  }

  /** One deed of somebody, drawn by lot. */
  async act(): Promise<void> {
    const deed = this.#draw([
      ...Array<() => Promise<void>>(7).fill(() => this.#create()),
      ...Array<() => Promise<void>>(5).fill(() => this.#rewrite()),
      () =>
        this.#change((request) =>
          this.#edits.restyle({ ...request, theme: this.#draw(THEME_NAMES) }),
        ),
      () => this.#change((request) => this.#edits.restyle({ ...request, size: this.#draw(SIZES) })),
      () => this.#change((request) => this.#edits.regenerate(request)),
      () => this.#change((request) => this.#edits.resetCaption(request)),
      () => this.#download(),
      () => this.#delete(),
      () => this.#delete(),
      () => this.#work(),
    ]);
    try {
      await deed();
    } catch (error) {
      // Another process has deleted it since it was listed.
      if (!(error instanceof PostNotFoundError || error instanceof PostFixedError)) throw error;
      say({ did: 'outrun' });
    }
  }

  async #create(): Promise<void> {
    const guildId = this.#draw([...GUILDS, PREMIUM_GUILD]);
    const userId = this.#draw<string>(PEOPLE[guildId]);
    const entitlements = guildId === PREMIUM_GUILD ? [{ skuId: SKU }] : [];
    say({ did: 'asked', userId });
    try {
      const creation = await this.#drafts.create({
        guildId,
        userId,
        entitlements,
        eventId: this.#draw(EVENT_IDS),
        template: this.#draw(TEMPLATE_NAMES),
        size: this.#draw(SIZES),
        language: 'ko',
      });
      if (creation.outcome === 'kept') say({ did: 'kept', userId, ...saidOf(creation.draft) });
      else say({ did: 'settled', userId });
    } catch (error) {
      if (!(error instanceof QuotaReachedError)) throw error;
      say({ did: 'settled', userId });
    }
  }

  /** The caption, by hand. */
  async #rewrite(): Promise<void> {
    const { random, hasty } = this.#options;
    const caption = `오늘 밤 ${random()} ${'.'.repeat(random() * 1500)}!`;
    await this.#change(async (request) => {
      const { postId, expected } = request;
      if (hasty) {
        say({ did: 'revised', ...said(postId, expected + 1, caption) });
        await delay(WRITE_BEHIND_MS);
      }
      const edited = await this.#edits.editCaption({ ...request, caption });
      if (edited.outcome === 'refused') throw new Error('A good caption was refused');
      return edited;
    });
  }

  async #change(change: (request: ReturnType<typeof requestOf>) => Promise<Edited>): Promise<void> {
    const post = await this.#anyPost();
    if (!post) return;
    const edited = await change(requestOf(post));
    if (edited.outcome === 'saved') say({ did: 'revised', ...saidOf(edited.draft) });
    if (edited.outcome === 'conflict') say({ did: 'outrun' });
  }

  async #download(): Promise<void> {
    const post = await this.#anyPost();
    if (!post) return;
    const { postId } = requestOf(post);
    await this.#drafts.download({ ...requestOf(post), userId: post.createdBy });
    say({ did: 'downloaded', postId });
  }

  async #delete(): Promise<void> {
    const post = await this.#anyPost();
    if (!post) return;
    const { postId } = requestOf(post);
    say({ did: 'deleting', postId });
    await this.#drafts.delete(requestOf(post));
    say({ did: 'deleted', postId });
  }

  async #work(): Promise<void> {
    const name = this.#draw(Object.keys(this.#jobs));
    const { signal } = new AbortController();
    const note = await this.#jobs[name]?.({ slot: Date.now(), byHand: false, signal });
    say({ did: 'job', name, note: note ?? '' });
  }

  async #anyPost(): Promise<PostSummary | undefined> {
    const { posts } = await this.#drafts.list({ guildId: this.#draw(GUILDS), limit: 20 });
    return posts.length === 0 ? undefined : this.#draw(posts);
  }

  #event(id: string): Event {
    return {
      id,
      name: '서울 언더그라운드',
      date: '2999-12-24',
      venue: { name: '클럽 지하실', address: '서울' },
      description: this.#draw(DESCRIPTIONS),
      hashtags: ['테크노'],
      phase: 'finalized',
      timeslots: [{ start: '22:00', end: '23:00', djName: '김대현' }],
    };
  }

  #draw<T>(choices: readonly T[]): T {
    return choices[Math.floor(this.#options.random() * choices.length)] as T;
  }
}

function requestOf({ id: postId, guildId, revision, createdBy }: PostSummary) {
  return { guildId, postId, expected: revision, editor: { userId: createdBy, managesPosts: true } };
}

function saidOf({ id, revision, post }: Draft) {
  return said(id, revision, post.caption.text);
}

function said(postId: string, revision: number, caption: string) {
  return { postId, revision, caption: createHash('sha256').update(caption).digest('hex') };
}

/** No store fails here but by being killed. */
export function told(error: unknown): void {
  const text =
    error instanceof Error ? `${error.stack} ${String(error.cause ?? '')}` : String(error);
  const line: Line = { did: 'failed', error: text.slice(0, 2_000) };
  say(line);
}
