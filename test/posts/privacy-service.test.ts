import { describe, expect, test } from 'vitest';
import { ImageStoreError } from '../../src/posts/image-store.ts';
import { PrivacyService } from '../../src/posts/privacy-service.ts';
import { DAY_MS, EVENING, GUILD, JUNHO, MINA, OTHER_GUILD } from '../storage/make-draft.ts';
import { openPrivacy } from './privacy-stage.ts';

const clock = () => EVENING;

describe('what is kept about a person', () => {
  test('is counted over all servers', async () => {
    await using stage = await openPrivacy(clock);
    await stage.draft(['a', 'b']);
    await stage.draft(['c'], { guildId: OTHER_GUILD });
    await stage.draft(['d'], { by: JUNHO });
    await stage.stores.usage.count({
      subject: `user:${MINA}`,
      kind: 'generated',
      day: '2026-12-01',
    });
    expect(await stage.privacy.summaryOf(MINA)).toEqual({
      posts: 2,
      pictures: 3,
      schedules: 0,
      connections: 0,
      counters: 1,
      traces: 2,
    });
  });

  test('is counted without reading it all', async () => {
    await using stage = await openPrivacy(clock);
    await stage.draft(['a', 'b']);
    const { stores, options } = stage;
    const personalData = Object.assign(Object.create(stores.personalData), {
      exportOf: () => Promise.reject(new Error('Read')),
      summaryOf: (userId: string) => stores.personalData.summaryOf(userId),
    });
    const privacy = new PrivacyService({ ...options, personalData, onFailed: () => {} });
    expect(await privacy.summaryOf(MINA)).toMatchObject({ posts: 1, pictures: 2 });
  });

  test('is nothing for a stranger', async () => {
    await using stage = await openPrivacy(clock);
    const numbers = Object.values(await stage.privacy.summaryOf(MINA));
    expect(new Set(numbers)).toEqual(new Set([0]));
  });
});

describe('the removal of a person', () => {
  test('takes rows and files in every server, and leaves those of others', async () => {
    await using stage = await openPrivacy(clock);
    const mine = await stage.draft(['a', 'shared']);
    await stage.draft(['b'], { guildId: OTHER_GUILD });
    const theirs = await stage.draft(['shared', 'c'], { by: JUNHO });
    const removal = await stage.privacy.remove(MINA);
    expect(removal).toMatchObject({ outcome: 'deleted', receipt: { removed: { posts: 2 } } });
    expect(await stage.stores.posts.findPost(GUILD, mine.id)).toBeUndefined();
    const kept = await stage.stores.posts.findPost(GUILD, theirs.id);
    expect(await stage.files()).toEqual(kept?.revision.pictures.map(({ hash }) => hash).sort());
    expect(stage.failed).toEqual([]);
    expect(stage.timed).toEqual(['privacy.delete']);
  });

  test('leaves one line that names neither the person nor a server', async () => {
    await using stage = await openPrivacy(clock);
    await stage.draft(['a']);
    const removal = await stage.privacy.remove(MINA);
    if (removal.outcome !== 'deleted') throw new Error(removal.outcome);
    const lines = await stage.database.kysely
      .selectFrom('audit')
      .selectAll()
      .where('action', '=', 'person.removed')
      .execute();
    expect(lines).toMatchObject([
      { guild_id: null, actor_id: null, subject: removal.receipt.reference, at: EVENING },
    ]);
    expect(lines[0]?.details).not.toContain(MINA);
  });

  test('takes files of this minute at once, but for those that somebody is just storing again', async () => {
    await using stage = await openPrivacy(clock);
    const fresh = await stage.picture('fresh', 1_000);
    const content = { pictures: [fresh] };
    const post = await stage.draft(['old']);
    const edit = { guildId: GUILD, postId: post.id, by: MINA, at: EVENING };
    await stage.stores.posts.addRevision({ ...edit, expected: 1, changes: content });
    // Somebody else's, whose post is not written down yet.
    const { hash } = await stage.picture('old', -1);
    await stage.privacy.remove(MINA);
    expect(await stage.files()).toEqual([hash]);
  });

  test('does nothing while a post is being published', async () => {
    await using stage = await openPrivacy(clock);
    await stage.draft(['a']);
    await stage.database.kysely.updateTable('post').set({ state: 'publishing' }).execute();
    expect(await stage.privacy.remove(MINA)).toEqual({ outcome: 'publishing' });
    expect((await stage.privacy.summaryOf(MINA)).posts).toBe(1);
    expect(await stage.files()).toHaveLength(1);
  });

  test('is done when it says so, even if files and the log cannot be reached', async () => {
    await using stage = await openPrivacy(clock);
    await stage.draft(['a']);
    const failed: string[] = [];
    const privacy = new PrivacyService({
      ...stage.options,
      images: {
        delete: () => Promise.reject(new ImageStoreError('unreachable', 'The bucket is away')),
      },
      audit: { append: () => Promise.reject(new Error('The log is away')) },
      onFailed: (what) => failed.push(what),
    });
    expect(await privacy.remove(MINA)).toMatchObject({ outcome: 'deleted' });
    expect(failed.sort()).toEqual(['audit', 'pictures']);
    expect((await privacy.summaryOf(MINA)).posts).toBe(0);
  });

  test('can be done again, and finds nothing', async () => {
    await using stage = await openPrivacy(clock);
    await stage.draft(['a']);
    await stage.privacy.remove(MINA);
    expect(await stage.privacy.remove(MINA)).toMatchObject({
      outcome: 'deleted',
      receipt: { removed: { posts: 0, pictures: 0, anonymized: 0 } },
    });
  });
});

describe('a receipt', () => {
  test('is found by its reference, however it is typed, and by nothing else', async () => {
    await using stage = await openPrivacy(clock);
    const removal = await stage.privacy.remove(MINA);
    if (removal.outcome !== 'deleted') throw new Error(removal.outcome);
    const { reference } = removal.receipt;
    const typed = ` \`${reference.toUpperCase().slice(0, 8)}-${reference.slice(8)}\` `;
    expect(await stage.privacy.receipt(reference)).toEqual(removal.receipt);
    expect(await stage.privacy.receipt(typed)).toEqual(removal.receipt);
    for (const other of ['', '0000000000000000', `${reference}0`, "' or 1=1 --"]) {
      expect(await stage.privacy.receipt(other), other).toBeUndefined();
    }
  });

  test('outlives the days', async () => {
    const time = { now: EVENING };
    await using stage = await openPrivacy(() => time.now);
    const removal = await stage.privacy.remove(MINA);
    time.now += 400 * DAY_MS;
    if (removal.outcome !== 'deleted') throw new Error(removal.outcome);
    expect(await stage.privacy.receipt(removal.receipt.reference)).toEqual(removal.receipt);
  });
});
