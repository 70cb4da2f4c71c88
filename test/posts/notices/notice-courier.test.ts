import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { KeptPost } from '../../../src/posts/kept-post.ts';
import type { NewNotice, Notice } from '../../../src/posts/notices/notice.ts';
import {
  NoticeCourier,
  type NoticeCourierOptions,
} from '../../../src/posts/notices/notice-courier.ts';
import type { NoticeParcel, NoticeWay, Telling } from '../../../src/posts/notices/notice-way.ts';
import { openDatabase } from '../../../src/storage/database.ts';
import { storesOf } from '../../../src/storage/stores.ts';
import { EVENING, GUILD, MINA, makeDraft } from '../../storage/make-draft.ts';

const HOUR_MS = 3_600_000;
const NOTICE_CHANNEL = '300000000000000001';
const POST_CHANNEL = '300000000000000002';
const APPROVAL_CHANNEL = '300000000000000003';
const PICTURE = Buffer.from('a picture');
const CLOSED: Telling = { outcome: 'closed', code: '50007' };

describe('a notice', () => {
  it('is told in a direct message, with the post and the first page of its pictures', async () => {
    await using crew = await openCrew();
    const post = await crew.draft();
    await crew.add({ postId: post.id });
    expect(await crew.courier.runDue()).toBe(1);
    expect(crew.told).toEqual(['direct']);
    expect(crew.way.parcels[0]).toMatchObject({ post: { id: post.id }, picture: PICTURE });
    expect(await crew.stores.notices.pending(9)).toEqual([]);
    expect(await crew.courier.runDue()).toBe(0);
  });

  it('is told in the channel for notices to whoever takes no direct messages', async () => {
    await using crew = await openCrew();
    const { id: postId } = await crew.draft();
    await crew.choose({ noticeChannelId: NOTICE_CHANNEL, approvalChannelId: APPROVAL_CHANNEL });
    crew.way.closed.add('direct');
    await crew.add({ postId });
    await crew.courier.runDue();
    expect(crew.told).toEqual([NOTICE_CHANNEL]);
    expect(crew.ends).toEqual(['channel']);
  });

  it('goes on to where the post was made, and then to where posts are approved', async () => {
    await using crew = await openCrew();
    const { id: postId } = await crew.draft();
    await crew.choose({ noticeChannelId: NOTICE_CHANNEL, approvalChannelId: APPROVAL_CHANNEL });
    for (const way of ['direct', NOTICE_CHANNEL]) crew.way.closed.add(way);
    await crew.add({ postId });
    await crew.courier.runDue();
    crew.way.closed.add(POST_CHANNEL);
    await crew.add({ postId });
    await crew.courier.runDue();
    expect(crew.told).toEqual([POST_CHANNEL, APPROVAL_CHANNEL]);
    expect(crew.way.asked).toEqual([
      ...['direct', NOTICE_CHANNEL, POST_CHANNEL],
      ...['direct', NOTICE_CHANNEL, POST_CHANNEL, APPROVAL_CHANNEL],
    ]);
  });

  it('that reaches nobody is tried for three days, then given up on record', async () => {
    await using crew = await openCrew();
    const { id: postId } = await crew.draft();
    for (const way of ['direct', POST_CHANNEL]) crew.way.closed.add(way);
    await crew.add({ postId });
    await crew.courier.runDue();
    const waits: number[] = [];
    for (let wakeAt = crew.wakes.pop(); wakeAt !== undefined; wakeAt = crew.wakes.pop()) {
      waits.push(wakeAt - crew.now);
      crew.now = wakeAt;
      expect(await crew.courier.runDue()).toBe(1);
    }
    expect(crew.ends.at(-1)).toBe('undeliverable');
    expect(crew.now - EVENING).toBeGreaterThanOrEqual(72 * HOUR_MS);
    expect(crew.now - EVENING).toBeLessThan(76 * HOUR_MS);
    expect(waits.slice(0, 4).map((ms) => ms / 60_000)).toEqual([1, 2, 4, 8]);
    expect(waits.length).toBeLessThan(40);
    const [line] = await crew.stores.audit.linesOf(GUILD, { limit: 1 });
    expect(line).toMatchObject({
      action: 'notice.undeliverable',
      subject: postId,
      details: { kind: 'unapproved', userId: MINA },
    });
    expect(await crew.stores.notices.pending(9)).toEqual([]);
  });

  it('waits for a Discord that is away, however long, and is told then', async () => {
    await using crew = await openCrew();
    await crew.add();
    crew.way.telling = { outcome: 'later' };
    for (let hours = 0; hours < 100; hours += 10) {
      await crew.courier.runDue();
      crew.now += 10 * HOUR_MS;
    }
    expect(new Set(crew.ends)).toEqual(new Set(['postponed']));
    crew.way.telling = undefined;
    await crew.courier.runDue();
    expect(crew.told).toEqual(['direct']);
  });

  it('waits as long as Discord asks', async () => {
    await using crew = await openCrew();
    await crew.add();
    crew.way.telling = { outcome: 'later', waitMs: HOUR_MS };
    await crew.courier.runDue();
    crew.way.telling = undefined;
    crew.now += HOUR_MS - 1;
    expect(await crew.courier.runDue()).toBe(0);
    crew.now += 1;
    expect(await crew.courier.runDue()).toBe(1);
  });

  it('whose teller dies is another’s after the lease', async () => {
    await using crew = await openCrew();
    await crew.add();
    await crew.stores.notices.claimDue({ now: crew.now, leaseMs: 120_000, limit: 8 });
    expect(await crew.courier.runDue()).toBe(0);
    crew.now += 120_000;
    expect(await crew.courier.runDue()).toBe(1);
    expect(crew.told).toEqual(['direct']);
  });

  it('that somebody else took meanwhile is settled by them alone', async () => {
    await using crew = await openCrew();
    await crew.add();
    crew.way.onAsked = async () => {
      crew.now += 120_000;
      await crew.stores.notices.claimDue({ now: crew.now, leaseMs: 120_000, limit: 8 });
    };
    await crew.courier.runDue();
    expect(crew.ends).toEqual(['lost']);
    expect(await crew.stores.notices.pending(9)).toHaveLength(1);
  });

  it('is told without its picture when that cannot be read', async () => {
    await using crew = await openCrew({
      images: { get: () => Promise.reject(new Error('The disk is gone')) },
    });
    const { id: postId } = await crew.draft();
    await crew.add({ postId });
    await crew.courier.runDue();
    expect(crew.told).toEqual(['direct']);
    expect(crew.way.parcels[0]?.picture).toBeUndefined();
    expect(crew.errors).toHaveLength(1);
  });

  it('goes another way when one fails as nobody foresaw', async () => {
    await using crew = await openCrew();
    const { id: postId } = await crew.draft();
    crew.way.broken.add('direct');
    await crew.add({ postId });
    await crew.courier.runDue();
    expect(crew.told).toEqual([POST_CHANNEL]);
    expect(crew.errors).toHaveLength(1);
  });

  it('does not hold up the others', async () => {
    await using crew = await openCrew();
    for (let n = 0; n < 20; n += 1) await crew.add();
    expect(await crew.courier.runDue()).toBe(20);
    expect(crew.told).toHaveLength(20);
  });
});

describe('the courier', () => {
  it('survives a database that is away, and says so', async () => {
    await using crew = await openCrew({
      notices: {
        claimDue: () => Promise.reject(new Error('No database')),
        settle: unasked,
        postpone: unasked,
      },
    });
    expect(await crew.courier.runDue()).toBe(0);
    expect(crew.errors).toMatchObject([{ message: 'No database' }]);
  });

  it('finishes what it tells before it is gone, and begins nothing more', async () => {
    await using crew = await openCrew();
    for (let n = 0; n < 9; n += 1) await crew.add();
    const gate = Promise.withResolvers<void>();
    crew.way.onAsked = () => gate.promise;
    const round = crew.courier.runDue();
    const gone = crew.courier[Symbol.asyncDispose]();
    gate.resolve();
    await gone;
    expect(await round).toBe(8);
    expect(await crew.stores.notices.pending(9)).toHaveLength(1);
  });
});

function unasked(): Promise<never> {
  return Promise.reject(new Error('Nobody should ask'));
}

/** Says of every way what it was told to say. */
class ScriptedWay implements NoticeWay {
  readonly closed = new Set<string>();
  readonly broken = new Set<string>();
  readonly asked: string[] = [];
  readonly parcels: NoticeParcel[] = [];
  telling: Telling | undefined;
  onAsked: (() => Promise<void>) | undefined;

  async tellDirectly(parcel: NoticeParcel): Promise<Telling> {
    return await this.#tell('direct', parcel);
  }

  async tellInChannel(channelId: string, parcel: NoticeParcel): Promise<Telling> {
    return await this.#tell(channelId, parcel);
  }

  async #tell(way: string, parcel: NoticeParcel): Promise<Telling> {
    this.asked.push(way);
    this.parcels.push(parcel);
    await this.onAsked?.();
    if (this.broken.has(way)) throw new TypeError('A bug');
    if (this.closed.has(way)) return CLOSED;
    return this.telling ?? { outcome: 'told', messageId: `${this.asked.length}` };
  }
}

async function openCrew(changes: Partial<NoticeCourierOptions> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'notices-'));
  const database = await openDatabase(join(folder, 'notices.db'));
  const state = { now: EVENING };
  const clock = () => state.now;
  const stores = storesOf(database, clock);
  const way = new ScriptedWay();
  const ends: string[] = [];
  const told: string[] = [];
  const errors: unknown[] = [];
  const wakes: number[] = [];
  const courier = new NoticeCourier({
    posts: stores.posts,
    schedules: stores.schedules,
    settings: stores.settings,
    notices: {
      claimDue: (claim) => stores.notices.claimDue(claim),
      settle: (notice, end) => stores.notices.settle(notice, end),
      postpone: (notice, again) => {
        wakes.push(again.wakeAt);
        return stores.notices.postpone(notice, again);
      },
    },
    images: { get: () => Promise.resolve(PICTURE) },
    audit: stores.audit,
    way,
    clock,
    random: () => 0.5,
    onTried: (_notice: Notice, end) => {
      ends.push(end);
      if (end === 'direct' || end === 'channel') told.push(way.asked.at(-1) ?? '');
    },
    onError: (error) => errors.push(error),
    ...changes,
  });
  return {
    ...{ stores, way, ends, told, errors, wakes, courier },
    get now() {
      return state.now;
    },
    set now(at: number) {
      state.now = at;
    },
    async draft(): Promise<KeptPost> {
      const post = await stores.posts.createDraft(makeDraft());
      const place = { channelId: POST_CHANNEL, messageId: '400000000000000001' };
      await stores.posts.setMessage({ guildId: GUILD, postId: post.id, ...place });
      return post;
    },
    choose: (change: Parameters<typeof stores.settings.changeSettings>[1]) =>
      stores.settings.changeSettings(GUILD, change, { userId: MINA, at: EVENING }),
    add: (notice: Partial<NewNotice> = {}) =>
      stores.notices.add(
        { guildId: GUILD, userId: MINA, content: { kind: 'unapproved' }, ...notice },
        state.now,
      ),
    async [Symbol.asyncDispose]() {
      await courier[Symbol.asyncDispose]();
      await database[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
