import { setTimeout as delay } from 'node:timers/promises';
import type { SandboxAccount } from '../../sandbox/instagram/sandbox-account.ts';
import type { Random } from '../../src/posters/random.ts';
import type { NewPicture } from '../../src/posts/kept-post.ts';
import { Secret } from '../../src/posts/secret.ts';
import { connectionContext, type TokenSeal } from '../../src/posts/token-seal.ts';
import type { Stores } from '../../src/storage/stores.ts';
import { JUNHO, MINA, makeContent, makeDraft } from '../storage/make-draft.ts';
import { captionOf, type Night } from './publish-night.ts';
import { SHORT_TIMING } from './publish-task.ts';

/** A server and its account on Instagram. */
export interface Club {
  readonly guildId: string;
  readonly account: SandboxAccount;
}

export interface PeopleOptions {
  readonly stores: Stores;
  readonly seal: TokenSeal;
  readonly clubs: readonly Club[];
  readonly picture: NewPicture;
  readonly random: Random;
  /** Whether they change their minds, and want approvals and carousels. */
  readonly busy: boolean;
  /** What they see on Instagram. */
  readonly isLive: (name: string) => boolean;
}

const SOON_MS = 300;
const LATER_MS = 5_000;
const CAROUSEL = 0.25;
const NEEDS_APPROVAL = 0.2;
const MEDDLED = 0.4;
const TWO_MONTHS_MS = 60 * 24 * 60 * 60 * 1000;

/** Those who plan posts, change their minds about them, and care for what does not go out. */
export class People {
  readonly nights: Night[] = [];
  /** What was done, by its name and outcome. */
  readonly deeds = new Map<string, number>();
  readonly #options: PeopleOptions;
  #planned = 0;
  readonly #plans = new Set<Promise<void>>();
  readonly #turns = new Map<Night, Promise<void>>();

  constructor(options: PeopleOptions) {
    this.#options = options;
  }

  /** Every club signs in. */
  async connect(): Promise<void> {
    for (const club of this.#options.clubs) await this.#signIn(club);
  }

  /** How many posts were begun: some of them may not be in the queue yet. */
  get planned(): number {
    return this.#planned;
  }

  /** A post in the queue, and what will happen to it. */
  async plan(): Promise<void> {
    const { stores, clubs, picture, random, busy } = this.#options;
    this.#planned += 1;
    const name = `night ${this.#planned}`;
    const club = clubs[this.#planned % clubs.length] as Club;
    const { guildId, account } = club;
    const pages = busy && random() < CAROUSEL ? 2 : 1;
    const { facts, ...content } = makeContent({ caption: captionOf(name, 1) });
    const at = Date.now();
    const { id: postId } = await stores.posts.createDraft(
      makeDraft({
        guildId,
        at,
        content: {
          ...content,
          // Nobody asks Rite about it.
          facts: { ...facts, readAt: at, fromFile: true },
          pictures: Array.from({ length: pages }, () => picture),
        },
      }),
    );
    const night: Night = {
      name,
      guildId,
      postId,
      accountId: account.id,
      needsApproval: busy && random() < NEEDS_APPROVAL,
      approved: new Set(),
      isCancelled: false,
    };
    this.nights.push(night);
    await this.#planFor(night, 1, Date.now() + SOON_MS + random() * LATER_MS);
    if (night.needsApproval && random() < 0.9) this.#later(night, () => this.#approve(night));
    if (busy && random() < MEDDLED) this.#meddle(night);
  }

  /** Looks after what is held, has failed or is not known; `all` of it, or now and then one. */
  async tend(all = false): Promise<void> {
    const { stores, clubs, random } = this.#options;
    for (const club of clubs) {
      const account = await stores.instagramAccounts.find(club.guildId);
      if (account?.state === 'dead') await this.#signIn(club);
    }
    for (const night of this.nights) {
      if (all || random() < 0.5) await this.#inTurn(night, () => this.#tendTo(night, all));
    }
  }

  /** Resolves when nobody has anything more in mind. */
  async idle(): Promise<void> {
    while (this.#plans.size > 0) await Promise.all(this.#plans);
  }

  async #tendTo(night: Night, all: boolean): Promise<void> {
    const post = await this.#options.stores.posts.findPost(night.guildId, night.postId);
    const { state, revision } = post ?? {};
    if (state === 'unconfirmed') await this.#settle(night);
    else if (state === 'held' || state === 'failed') {
      await this.#planFor(night, revision?.number ?? 0, Date.now());
    } else if (all && state === 'awaiting_approval') await this.#approve(night);
  }

  #meddle(night: Night): void {
    const { random } = this.#options;
    const deed = random();
    if (deed < 0.45) {
      this.#later(night, () => this.#edit(night));
      if (night.needsApproval) this.#later(night, () => this.#approve(night));
    } else if (deed < 0.7) this.#later(night, () => this.#cancel(night));
    else this.#later(night, () => this.#move(night));
  }

  async #edit(night: Night): Promise<void> {
    const { posts } = this.#options.stores;
    const post = await posts.findPost(night.guildId, night.postId);
    const expected = post?.revision.number ?? 0;
    const { outcome } = await posts.addRevision({
      ...nameOf(night),
      ...this.#by(JUNHO),
      expected,
      changes: { caption: captionOf(night.name, expected + 1), captionEdited: true },
    });
    this.#note('edit', outcome);
  }

  async #cancel(night: Night): Promise<void> {
    const { schedules } = this.#options.stores;
    const { outcome } = await schedules.cancel({ ...nameOf(night), ...this.#by(JUNHO) });
    if (outcome === 'changed') night.isCancelled = true;
    this.#note('cancel', outcome);
  }

  async #move(night: Night): Promise<void> {
    const { stores, random } = this.#options;
    const post = await stores.posts.findPost(night.guildId, night.postId);
    if (post?.state === 'cancelled') return;
    await this.#planFor(night, post?.revision.number ?? 0, Date.now() + random() * LATER_MS);
  }

  async #approve(night: Night): Promise<void> {
    const { posts, schedules } = this.#options.stores;
    const post = await posts.findPost(night.guildId, night.postId);
    const revision = post?.revision.number ?? 0;
    // It counts from the moment that it may have been decided.
    night.approved.add(revision);
    const decision = await schedules.approve({ ...nameOf(night), ...this.#by(JUNHO), revision });
    if (decision.outcome !== 'decided' && decision.outcome !== 'decided_already') {
      night.approved.delete(revision);
    }
    this.#note('approve', decision.outcome);
  }

  /** They look before they say so. */
  async #settle(night: Night): Promise<void> {
    const { stores, isLive } = this.#options;
    const says = isLive(night.name) ? 'live' : 'not_live';
    const deed = { ...nameOf(night), ...this.#by(MINA), says } as const;
    const { outcome } = await stores.schedules.settleUnconfirmed(deed);
    this.#note(`settle as ${says}`, outcome);
  }

  async #planFor(night: Night, expected: number, time: number): Promise<void> {
    const { accountId, needsApproval } = night;
    const dueAt = Math.round(time);
    const { outcome } = await this.#options.stores.schedules.plan({
      ...nameOf(night),
      ...this.#by(MINA),
      expected,
      dueAt,
      wakeAt: dueAt - SHORT_TIMING.prepareAheadMs,
      needsApproval,
      accountId,
    });
    this.#note('plan', outcome);
  }

  async #signIn({ guildId, account }: Club): Promise<void> {
    const { stores, seal } = this.#options;
    const at = Date.now();
    const token = new Secret(account.issueToken());
    const sealed = seal.seal(token, connectionContext(guildId, 'instagram'));
    await stores.instagramAccounts.connect({
      guildId,
      accountId: account.id,
      username: account.username,
      connectedBy: MINA,
      connectedAt: at,
      issuedAt: at,
      expiresAt: at + TWO_MONTHS_MS,
      sealed,
      keyId: seal.keyOf(sealed) ?? '',
    });
    await stores.publications.resumeHeld(['token_dead', 'not_connected'], at, guildId);
  }

  #by(by: string): { readonly by: string; readonly at: number } {
    return { by, at: Date.now() };
  }

  /** At any moment until a while after its time. */
  #later(night: Night, deed: () => Promise<void>): void {
    const waitMs = this.#options.random() * (LATER_MS + 2 * SOON_MS);
    const plan = delay(waitMs).then(() => this.#inTurn(night, deed));
    this.#plans.add(plan);
    void plan.finally(() => this.#plans.delete(plan));
  }

  /** One after the other for each post, so that what was said last is what was done last. */
  async #inTurn(night: Night, deed: () => Promise<void>): Promise<void> {
    const turn = (this.#turns.get(night) ?? Promise.resolve()).then(deed);
    this.#turns.set(night, turn);
    await turn;
  }

  #note(deed: string, outcome: string): void {
    const key = `${deed}: ${outcome}`;
    this.deeds.set(key, (this.deeds.get(key) ?? 0) + 1);
  }
}

function nameOf({ guildId, postId }: Night): Pick<Night, 'guildId' | 'postId'> {
  return { guildId, postId };
}
