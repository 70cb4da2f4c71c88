import type { InstagramAccount } from '../../../src/posts/accounts/instagram-account.ts';
import type { KeptPost } from '../../../src/posts/kept-post.ts';
import type { FactCheck, PictureCheck } from '../../../src/posts/publishing/checks.ts';
import type { KillPoint } from '../../../src/posts/publishing/kill-points.ts';
import type { Publication } from '../../../src/posts/publishing/publication.ts';
import { Publisher } from '../../../src/posts/publishing/publisher.ts';
import type { PublisherOptions } from '../../../src/posts/publishing/publisher-options.ts';
import { DEFAULT_TIMING } from '../../../src/posts/publishing/timing.ts';
import { Secret } from '../../../src/posts/secret.ts';
import { EVENING, GUILD, MINA, makeContent, makePicture } from '../../storage/make-draft.ts';
import { MemoryPublications } from './memory-publications.ts';
import { ModelInstagram } from './model-instagram.ts';

export const ACCOUNT = '17840000000000001';
export const POST = 'post-1';
export const NOW = EVENING;
export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;

export function makePublication(overrides: Partial<Publication> = {}): Publication {
  const { dueAt = NOW } = overrides;
  return {
    guildId: GUILD,
    postId: POST,
    dueAt,
    wakeAt: dueAt - DEFAULT_TIMING.prepareAheadMs,
    phase: 'waiting',
    fence: 1,
    attempts: 0,
    sends: 0,
    needsApproval: false,
    accountId: ACCOUNT,
    looks: 0,
    createdBy: MINA,
    createdAt: NOW - HOUR_MS,
    ...overrides,
  };
}

export function makePost(overrides: Partial<KeptPost> = {}, pages = 1): KeptPost {
  const pictures = Array.from({ length: pages }, (_, page) => ({
    ...makePicture(`page ${page}`),
    token: `token${page}`,
  }));
  return {
    id: POST,
    guildId: GUILD,
    eventId: 'event-47',
    eventName: '서울 언더그라운드 #47',
    eventDate: '2026-12-24',
    template: 'lineup',
    state: 'scheduled',
    revision: { ...makeContent(), number: 1, createdAt: NOW, pictures },
    createdBy: MINA,
    createdAt: NOW,
    updatedAt: NOW,
    ...overrides,
  };
}

export interface PublishingStage {
  now: number;
  /** What the stopwatch says: nobody sets it. */
  trueNow: number;
  readonly store: MemoryPublications;
  readonly instagram: ModelInstagram;
  readonly errors: unknown[];
  readonly points: KillPoint[];
  readonly deadMarks: string[];
  /** Who is told of a dead token besides. */
  readonly deadNews: string[];
  readonly told: string[];
  account: (InstagramAccount & { sealed: string }) | undefined;
  facts: FactCheck;
  pictures: PictureCheck;
  pass(ms: number): void;
  publisher(overrides?: Partial<PublisherOptions>): Publisher;
  /** Looks at the queue again and again at the moments that it names, for so long. */
  live(publisher: Publisher, forMs: number): Promise<void>;
}

/** A publisher's world, where time passes when the test says so. */
export function publishingStage({ pages = 1 }: { readonly pages?: number } = {}): PublishingStage {
  const store = new MemoryPublications();
  const stage: PublishingStage = {
    now: NOW,
    trueNow: 1_000,
    store,
    instagram: new ModelInstagram(() => stage.trueNow),
    errors: [],
    points: [],
    deadMarks: [],
    deadNews: [],
    told: [],
    account: makeAccount(),
    facts: { check: async () => ({ verdict: 'unchanged' }) },
    pictures: { check: async () => ({ ok: true }) },
    pass(ms) {
      stage.now += ms;
      stage.trueNow += ms;
    },
    publisher: (overrides = {}) => new Publisher({ ...optionsOf(stage, pages), ...overrides }),
    async live(publisher, forMs) {
      const { signal } = new AbortController();
      const until = stage.trueNow + forMs;
      for (let turns = 0; turns < 5_000; turns++) {
        const count = await publisher.runDue({ signal });
        const next = await store.nextWake();
        if (next === undefined || next - stage.now > until - stage.trueNow) break;
        // Due and left alone, as after the clock was set: the next look is a tick later.
        const waits = next <= stage.now && count === 0;
        stage.pass(waits ? DEFAULT_TIMING.tickMs : Math.max(next - stage.now, 0));
      }
      stage.pass(until - stage.trueNow);
    },
  };
  return stage;
}

export function makeAccount(
  overrides: Partial<InstagramAccount> = {},
): InstagramAccount & { sealed: string } {
  return {
    guildId: GUILD,
    accountId: ACCOUNT,
    username: 'club_jihasil',
    connectedBy: MINA,
    connectedAt: NOW,
    issuedAt: NOW,
    expiresAt: NOW + 60 * 24 * HOUR_MS,
    state: 'alive',
    refreshFailures: 0,
    version: 1,
    sealed: 'sealed',
    ...overrides,
  };
}

function optionsOf(stage: PublishingStage, pages: number): PublisherOptions {
  const { store, instagram } = stage;
  return {
    store,
    instagram,
    posts: {
      async findPost(_, postId) {
        const row = store.rows.get(postId);
        if (!row) return undefined;
        const post = makePost({ id: postId, state: row.state }, pages);
        const caption = captionOf(postId, row.revision);
        return { ...post, revision: { ...post.revision, number: row.revision, caption } };
      },
    },
    accounts: {
      find: async () => stage.account,
      markDead: async (account, news) => {
        stage.deadMarks.push(account.guildId);
        if (news) stage.deadNews.push(news.notice.userId);
        if (stage.account) stage.account = { ...stage.account, state: 'dead' };
        return 'marked';
      },
    },
    seal: { open: () => ({ ok: true, secret: new Secret('token') }) },
    facts: { check: (post, at) => stage.facts.check(post, at) },
    pictures: { check: (url, picture) => stage.pictures.check(url, picture) },
    publicUrl: 'https://bot.example/',
    clock: () => stage.now,
    stopwatch: () => stage.trueNow,
    random: () => 0,
    telemetry: {
      published: ({ pages: count }) => stage.told.push(`published ${count}`),
      failed: (_, failure) => stage.told.push(`failed ${failure}`),
    },
    onError: (error) => stage.errors.push(error),
    onPoint: (point) => void stage.points.push(point),
  };
}

export function captionOf(postId: string, revision: number): string {
  return `${postId} @dj.kim\n revision:${revision}`;
}
