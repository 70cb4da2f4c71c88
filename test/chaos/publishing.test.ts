import { describe, expect, it } from 'vitest';
import { ANSWER_LOST, faultsOfAllKinds } from './publish-faults.ts';
import {
  captionOf,
  type LiveNight,
  type Night,
  type NightRow,
  nightFaults,
} from './publish-night.ts';
import { DEATHS } from './publish-task.ts';
import { PublishWorld } from './publish-world.ts';

const POSTS = 20;
const KILLS = 14;
const FAULT_SHARE = 0.12;

it('kill -9 at every point, two and more publishers and a faulty Instagram publish nothing twice and lose nothing', {
  timeout: 240_000,
}, async () => {
  // Other moments each time; with this one they come again, as far as two processors allow.
  const seed = Date.now();
  const faults = faultsOfAllKinds(FAULT_SHARE);
  const options = { seed, posts: POSTS, kills: KILLS, faults };
  await using world = await PublishWorld.open(options);
  const found = await world.run();
  expect(found, `seed ${seed}`).toEqual({ duplicates: [], lost: [], wrong: [] });
  expect(world.complaints, `seed ${seed}`).toEqual([]);
  expect([...world.deaths.keys()], `seed ${seed}`).toEqual(expect.arrayContaining([...DEATHS]));
  expect(world.instagram.livePosts.length).toBeGreaterThan(POSTS / 2);
});

it('a publisher that tries again until it is answered well is found out', {
  timeout: 120_000,
}, async () => {
  const options = { seed: 1, posts: 12, kills: 1, faults: [ANSWER_LOST], naive: true };
  await using world = await PublishWorld.open(options);
  const { duplicates } = await world.run();
  expect(duplicates).not.toEqual([]);
});

describe('what is live against what people wanted is found out:', () => {
  const other = { row: { state: 'cancelled', phase: 'waiting' } } as const;
  it.each<[string, Parts, RegExp]>([
    ['two of one', { live: [{}, { mediaId: '2' }] }, /^duplicates: night 1 is live 2 times/],
    ['none of one', { live: [] }, /^lost: night 1 is published and not live/],
    ['one that still waits', { row: { state: 'scheduled' } }, /^lost: night 1 is scheduled/],
    ['one without a link yet', { row: { phase: 'live' } }, /^lost: night 1 is published \(live\)/],
    ['one that is gone', { rows: [] }, /^lost: night 1 is gone/],
    ['one that failed', { row: { state: 'failed' } }, /^wrong: night 1 is failed and live/],
    ['one that was cancelled', { ...other, night: { isCancelled: true } }, /was cancelled/],
    ['an older edition', { row: { revision: 2 } }, /is live as edition 1 of 2/],
    ['an unapproved one', { night: { needsApproval: true } }, /is live unapproved/],
    ['one before its time', { row: { dueAt: 1_001 } }, /went live 1 ms early/],
    ['one of another account', { live: [{ accountId: 'b' }] }, /on the account of others/],
    ['the id of another', { row: { mediaId: '7' } }, /has the id of something else/],
    ['the link of another', { row: { permalink: '/p/7' } }, /has the link of something else/],
    ['one that is told twice', { row: { told: 2 } }, /people were told 2 times/],
    ['one nobody knows', { live: [{}, { caption: 'spam' }] }, /something is live unasked/],
  ])('%s', (_, parts, sentence) => {
    expect(said(parts).join('\n')).toMatch(sentence);
  });

  it('and nothing where all is well', () => {
    expect(said({})).toEqual([]);
    expect(said({ live: [], row: { state: 'held', told: 0 } })).toEqual([]);
  });
});

interface Parts {
  readonly night?: Partial<Night>;
  readonly row?: Partial<NightRow>;
  readonly rows?: readonly NightRow[];
  readonly live?: readonly Partial<LiveNight>[];
}

function said({ night = {}, row = {}, rows, live = [{}] }: Parts): string[] {
  const faults = nightFaults(
    [
      {
        name: 'night 1',
        guildId: '1',
        postId: 'p',
        accountId: 'a',
        needsApproval: false,
        approved: new Set(),
        isCancelled: false,
        ...night,
      },
    ],
    rows ?? [makeRow(row)],
    live.map((overrides) => ({
      caption: captionOf('night 1', 1),
      mediaId: '1',
      permalink: '/p/1',
      publishedAt: 1_000,
      accountId: 'a',
      ...overrides,
    })),
  );
  return Object.entries(faults).flatMap(([kind, some]) =>
    (some as readonly string[]).map((fault) => `${kind}: ${fault}`),
  );
}

function makeRow(overrides: Partial<NightRow>): NightRow {
  return {
    postId: 'p',
    state: 'published',
    phase: 'done',
    revision: 1,
    dueAt: 1_000,
    mediaId: '1',
    permalink: '/p/1',
    told: 1,
    ...overrides,
  };
}
