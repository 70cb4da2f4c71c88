import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Campaigns } from '../../../src/posts/approval/campaigns.ts';
import type { SettingsChange } from '../../../src/posts/approval/guild-settings.ts';
import { Scheduling, type SchedulingOptions } from '../../../src/posts/approval/scheduling.ts';
import type { KeptPost } from '../../../src/posts/kept-post.ts';
import { Premium } from '../../../src/posts/premium.ts';
import { DEFAULT_TIMING } from '../../../src/posts/publishing/timing.ts';
import { type Database, openDatabase } from '../../../src/storage/database.ts';
import { type Stores, storesOf } from '../../../src/storage/stores.ts';
import { makeEvent } from '../../fixtures/event.ts';
import {
  DAY_MS,
  EVENING,
  GUILD,
  JUNHO,
  MINA,
  makeContent,
  makeDraft,
  OTHER_GUILD,
} from '../../storage/make-draft.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const CHANNEL = '300000000000000001';
const SCHEDULERS = '400000000000000001';
const APPROVERS = '400000000000000002';
const SKU = '500000000000000001';
const mina = { userId: MINA, managesPosts: false };
const approver = { userId: JUNHO, roleIds: [], managesServer: true };

describe('planning a post', () => {
  it('waits for an approval in a server that wants one, and is scheduled when it has it', async () => {
    await using desk = await Desk.open();
    const { id: postId } = desk.post;
    const planned = await desk.schedule({ dueAt: EVENING + HOUR_MS });
    expect(planned).toMatchObject({
      outcome: 'planned',
      post: { state: 'awaiting_approval' },
      publication: { dueAt: EVENING + HOUR_MS, needsApproval: true, createdBy: MINA },
    });
    const request = { guildId: GUILD, postId, revision: 1, approver };
    expect(await desk.scheduling.approve(request)).toMatchObject({
      outcome: 'decided',
      post: { state: 'scheduled' },
      publication: { wakeAt: EVENING + HOUR_MS - DEFAULT_TIMING.prepareAheadMs },
    });
    expect(await desk.scheduling.approve(request)).toMatchObject({ outcome: 'decided_already' });
  });

  it('is not approved by a move where its event has changed, and is by whoever wants it out as it is', async () => {
    const wishes = {
      schedule: (desk: Desk) => desk.schedule({ dueAt: EVENING + HOUR_MS }),
      publishNow: (desk: Desk) => desk.scheduling.publishNow(desk.request),
    };
    for (const wish of [wishes.schedule, wishes.publishNow]) {
      await using desk = await Desk.open({ approvalRequired: false });
      await desk.schedule({ dueAt: EVENING + HOUR_MS });
      const { publications } = desk.stores;
      const at = EVENING + HOUR_MS;
      const [claimed] = await publications.claimDue({ now: at, leaseMs: MINUTE_MS, limit: 1 });
      if (!claimed) throw new Error('Nothing is due');
      await publications.write(claimed, {
        at,
        wakeAt: null,
        state: 'awaiting_approval',
        dropsApproval: true,
      });
      const moved = await desk.scheduling.move({ ...desk.request, dueAt: EVENING + 2 * HOUR_MS });
      expect(moved).toMatchObject({ outcome: 'planned', post: { state: 'awaiting_approval' } });
      expect(await wish(desk)).toMatchObject({ outcome: 'planned', post: { state: 'scheduled' } });
    }
  });

  it('is scheduled at once where no approval is wanted', async () => {
    await using desk = await Desk.open({ approvalRequired: false });
    const planned = await desk.schedule({ dueAt: EVENING + HOUR_MS });
    expect(planned).toMatchObject({ outcome: 'planned', post: { state: 'scheduled' } });
  });

  it.each([
    [4 * MINUTE_MS, { outcome: 'too_soon', earliest: EVENING + 5 * MINUTE_MS }],
    [-HOUR_MS, { outcome: 'too_soon' }],
    [5 * MINUTE_MS, { outcome: 'planned' }],
    [24 * DAY_MS, { outcome: 'event_over', eventName: '서울 언더그라운드 #47' }],
    [61 * DAY_MS, { outcome: 'too_late' }],
  ])('%i ms ahead is answered with %o', async (ahead, answer) => {
    await using desk = await Desk.open();
    expect(await desk.schedule({ dueAt: EVENING + ahead })).toMatchObject(answer);
  });

  it('says what is missing, each thing by its name', async () => {
    await using desk = await Desk.open();
    const due = { dueAt: EVENING + HOUR_MS };
    const without = (options: Partial<SchedulingOptions>) =>
      new Scheduling({ ...desk.options, ...options }).schedule({ ...desk.request, ...due });
    expect(await without({ publicUrl: undefined })).toEqual({ outcome: 'no_public_url' });
    expect(await without({ accounts: { find: async () => undefined } })).toEqual({
      outcome: 'not_connected',
    });
    expect(await without({ premium: { has: async () => false, skuId: SKU } })).toEqual({
      outcome: 'not_premium',
      skuId: SKU,
    });
    await desk.settings({ approvalChannelId: null });
    expect(await desk.schedule(due)).toEqual({ outcome: 'no_approval_channel' });
  });

  it('is not possible with an account whose token is dead', async () => {
    await using desk = await Desk.open();
    const account = await desk.stores.instagramAccounts.find(GUILD);
    if (account) await desk.stores.instagramAccounts.markDead(account);
    const planned = await desk.schedule({ dueAt: EVENING + HOUR_MS });
    expect(planned).toEqual({ outcome: 'not_connected' });
  });

  it('never publishes a sample, a story, or a countdown of another day', async () => {
    await using desk = await Desk.open();
    const due = { dueAt: EVENING + DAY_MS };
    const sample = makeEvent({ id: 'sample' });
    const facts = { event: makeEvent(), readAt: EVENING, stale: false, composedAt: EVENING };
    const posts = {
      sample: await desk.draft({ content: makeContent({ facts: { ...facts, event: sample } }) }),
      story_size: await desk.draft({ content: makeContent({ size: 'story' }) }),
      pictures_gone: await desk.draft({ content: makeContent({ pictures: [] }) }),
      other_day: await desk.draft({ template: 'countdown', content: makeContent({ facts }) }),
    };
    for (const [outcome, post] of Object.entries(posts)) {
      const request = { ...desk.request, postId: post.id };
      expect(await desk.scheduling.schedule({ ...request, ...due })).toMatchObject({ outcome });
    }
    const today = { ...desk.request, postId: posts.other_day.id };
    expect(await desk.scheduling.publishNow(today)).toMatchObject({ outcome: 'planned' });
  });

  it('is only for the post of this server and the revision that was seen', async () => {
    await using desk = await Desk.open();
    const due = { dueAt: EVENING + HOUR_MS };
    expect(await desk.schedule({ ...due, guildId: OTHER_GUILD })).toEqual({
      outcome: 'not_found',
    });
    expect(await desk.schedule({ ...due, expected: 2 })).toMatchObject({ outcome: 'conflict' });
  });

  it.each([
    ['somebody else', { managesPosts: false }, 'not_yours'],
    ['who manages events', { managesPosts: true }, 'planned'],
    ['with a scheduler role', { managesPosts: false, roleIds: [SCHEDULERS] }, 'planned'],
    ['with another role', { managesPosts: false, roleIds: [APPROVERS] }, 'not_yours'],
    ['a bot', { managesPosts: true, isBot: true }, 'not_yours'],
  ])('by %s: %o is %s', async (_, rights, outcome) => {
    await using desk = await Desk.open({ schedulerRoleIds: [SCHEDULERS] });
    const planner = { userId: JUNHO, ...rights };
    expect(await desk.schedule({ planner, dueAt: EVENING + HOUR_MS })).toMatchObject({ outcome });
  });

  it('names others of that event and kind on that day', async () => {
    await using desk = await Desk.open();
    const other = await desk.draft();
    await desk.scheduling.schedule({
      ...desk.request,
      postId: other.id,
      dueAt: EVENING + HOUR_MS,
    });
    const planned = await desk.schedule({ dueAt: EVENING + 2 * HOUR_MS });
    expect(planned).toMatchObject({ similar: [{ post: { id: other.id } }] });
    const next = await desk.schedule({ dueAt: EVENING + DAY_MS });
    expect(next).toMatchObject({ similar: [] });
  });
});

describe('a post that is wanted now', () => {
  it('is due at once without approval', async () => {
    await using desk = await Desk.open({ approvalRequired: false });
    expect(await desk.scheduling.publishNow(desk.request)).toMatchObject({
      outcome: 'planned',
      post: { state: 'scheduled' },
      publication: { dueAt: EVENING, wakeAt: EVENING },
    });
  });

  it('has an hour for its approval, and is due when it has it', async () => {
    await using desk = await Desk.open();
    const { id: postId } = desk.post;
    const planned = await desk.scheduling.publishNow(desk.request);
    expect(planned).toMatchObject({ publication: { dueAt: EVENING + HOUR_MS, asap: true } });
    expect(await desk.stores.schedules.holdUnapproved(EVENING + MINUTE_MS)).toBe(0);
    desk.now += 10 * MINUTE_MS;
    const approved = await desk.scheduling.approve({
      guildId: GUILD,
      postId,
      revision: 1,
      approver,
    });
    expect(approved).toMatchObject({
      outcome: 'decided',
      post: { state: 'scheduled' },
      publication: { dueAt: desk.now, wakeAt: desk.now, approval: { by: JUNHO, revision: 1 } },
    });
  });
});

describe('a planned post', () => {
  it('can be moved, and cancelled, and planned again', async () => {
    await using desk = await Desk.open({ approvalRequired: false });
    const { id: postId } = desk.post;
    const name = { guildId: GUILD, postId, planner: mina };
    const wish = { ...name, entitlements: [] };
    expect(await desk.scheduling.move({ ...wish, dueAt: EVENING + HOUR_MS })).toEqual({
      outcome: 'not_possible',
      state: 'draft',
    });
    await desk.schedule({ dueAt: EVENING + HOUR_MS });
    const moved = await desk.scheduling.move({ ...wish, dueAt: EVENING + DAY_MS });
    expect(moved).toMatchObject({ publication: { dueAt: EVENING + DAY_MS } });
    const other = { userId: JUNHO, managesPosts: false };
    expect(await desk.scheduling.cancel({ ...name, planner: other })).toEqual({
      outcome: 'not_yours',
      createdBy: MINA,
    });
    expect(await desk.scheduling.cancel(name)).toMatchObject({ post: { state: 'cancelled' } });
    expect(await desk.scheduling.retry(wish)).toEqual({
      outcome: 'not_possible',
      state: 'cancelled',
    });
    expect(await desk.schedule({ dueAt: EVENING + HOUR_MS })).toMatchObject({ outcome: 'planned' });
  });

  it('is tried again when it was held', async () => {
    await using desk = await Desk.open();
    const { id: postId } = desk.post;
    await desk.schedule({ dueAt: EVENING + HOUR_MS });
    desk.now += 2 * HOUR_MS;
    expect(await desk.stores.schedules.holdUnapproved(desk.now)).toBe(1);
    const retried = await desk.scheduling.retry({
      guildId: GUILD,
      postId,
      planner: mina,
      entitlements: [],
    });
    expect(retried).toMatchObject({ outcome: 'planned', post: { state: 'awaiting_approval' } });
  });

  it('that was rejected is not planned again without a new revision', async () => {
    await using desk = await Desk.open();
    const { id: postId } = desk.post;
    await desk.schedule({ dueAt: EVENING + HOUR_MS });
    await desk.scheduling.reject({ guildId: GUILD, postId, revision: 1, approver, reason: '오타' });
    expect(await desk.schedule({ dueAt: EVENING + HOUR_MS })).toEqual({
      outcome: 'not_possible',
      state: 'rejected',
    });
  });
});

describe('an approver', () => {
  it.each([
    ['who manages the server, where no role is chosen', [], { managesServer: true }, 'decided'],
    ['who does not, where no role is chosen', [], {}, 'not_approver'],
    ['with the role', [APPROVERS], { roleIds: [APPROVERS] }, 'decided'],
    [
      'who manages the server, without the role',
      [APPROVERS],
      { managesServer: true },
      'not_approver',
    ],
    ['that is a bot', [], { managesServer: true, isBot: true }, 'not_approver'],
  ])('%s: %o', async (_, approverRoleIds, rights, outcome) => {
    await using desk = await Desk.open({ approverRoleIds });
    const { id: postId } = desk.post;
    await desk.schedule({ dueAt: EVENING + HOUR_MS });
    const one = { userId: JUNHO, roleIds: [], managesServer: false, ...rights };
    const decision = { guildId: GUILD, postId, revision: 1, approver: one };
    expect(await desk.scheduling.approve(decision)).toMatchObject({ outcome });
  });
});

describe('a campaign', () => {
  it('makes and plans each post once, however often it is accepted', async () => {
    await using desk = await Desk.open();
    const made: number[] = [];
    const drafts = {
      create: async ({ template = 'lineup' as const, at = 0 }) => {
        made.push(at);
        const facts = { event: makeEvent(), readAt: EVENING, stale: false, composedAt: at };
        const { id } = await desk.draft({ template, content: makeContent({ facts }) });
        return { outcome: 'kept', draft: { id, revision: 1 } };
      },
    };
    const campaigns = new Campaigns({ drafts: drafts as never, scheduling: desk.scheduling });
    const posts = [1, 2].map((days) => ({
      template: 'countdown' as const,
      dueAt: EVENING + days * DAY_MS,
    }));
    const acceptance = {
      guildId: GUILD,
      eventId: makeEvent().id,
      planner: { ...mina, managesPosts: true },
      entitlements: [],
      language: 'ko' as const,
      posts,
    };
    const [first, second] = await Promise.all([
      campaigns.accept(acceptance),
      campaigns.accept(acceptance),
    ]);
    expect(first).toMatchObject({
      results: [{ result: { outcome: 'planned' } }, { result: { outcome: 'planned' } }],
    });
    expect(second).toEqual({ outcome: 'underway' });
    expect(await campaigns.accept(acceptance)).toMatchObject({
      results: [
        { result: { outcome: 'planned_already' } },
        { result: { outcome: 'planned_already' } },
      ],
    });
    expect(made).toEqual(posts.map(({ dueAt }) => dueAt));
  });
});

/** A server with premium, an Instagram account and an approval channel, and one draft of Mina's. */
class Desk implements AsyncDisposable {
  now = EVENING;
  readonly stores: Stores;
  readonly scheduling: Scheduling;
  readonly options: SchedulingOptions;
  readonly #database: Database;
  readonly #folder: string;
  post!: KeptPost;

  static async open(settings: SettingsChange = {}): Promise<Desk> {
    const desk = await Desk.#over(mkdtempSync(join(tmpdir(), 'scheduling-')));
    for (const guildId of [GUILD, OTHER_GUILD]) {
      await desk.stores.premium.grant({ guildId, grantedAt: EVENING });
      await desk.stores.instagramAccounts.connect({
        guildId,
        connectedBy: MINA,
        accountId: '17840000000000001',
        username: 'club',
        connectedAt: EVENING,
        issuedAt: EVENING,
        expiresAt: EVENING + 60 * DAY_MS,
        sealed: 'sealed',
        keyId: 'k1',
      });
    }
    await desk.settings({ approvalChannelId: CHANNEL, ...settings });
    desk.post = await desk.draft();
    return desk;
  }

  static async #over(folder: string): Promise<Desk> {
    return new Desk(await openDatabase(join(folder, 'rite-bot.db')), folder);
  }

  private constructor(database: Database, folder: string) {
    this.#folder = folder;
    const clock = () => this.now;
    this.#database = database;
    this.stores = storesOf(database, clock);
    const {
      schedules,
      posts,
      settings,
      instagramAccounts: accounts,
      premium: grants,
    } = this.stores;
    this.options = {
      schedules,
      posts,
      settings,
      accounts,
      premium: new Premium({ grants, skuId: SKU, clock }),
      publicUrl: 'https://bot.example',
      timing: DEFAULT_TIMING,
      clock,
    };
    this.scheduling = new Scheduling(this.options);
  }

  get request() {
    return { guildId: GUILD, postId: this.post.id, expected: 1, planner: mina, entitlements: [] };
  }

  async schedule(
    changes: Partial<Parameters<Scheduling['schedule']>[0]> & { readonly dueAt: number },
  ) {
    return await this.scheduling.schedule({ ...this.request, ...changes });
  }

  async draft(overrides: Parameters<typeof makeDraft>[0] = {}): Promise<KeptPost> {
    return await this.stores.posts.createDraft(makeDraft(overrides));
  }

  async settings(change: SettingsChange): Promise<void> {
    await this.stores.settings.changeSettings(GUILD, change, { userId: MINA, at: EVENING });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#database[Symbol.asyncDispose]();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
