import { beforeAll, describe, expect, it } from 'vitest';
import { GUILD, openPublishing } from './publishing-stage.ts';

const stage = openPublishing();
const FIELDS = [
  'id',
  'guild',
  'status',
  'attempts',
  'containerId',
  'mediaId',
  'permalink',
  'error',
  'scheduledAt',
  'publishedAt',
];

beforeAll(async () => {
  await stage.connect('basement.seoul');
});

describe('posts', () => {
  it('prints nothing where there are none', async () => {
    expect(await stage.rite(['posts'])).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(await stage.rite(['posts', '--json'])).toMatchObject({ code: 0, stdout: '[]\n' });
  });

  it('prints what is planned, and after publishing where it is', async () => {
    const { id } = JSON.parse((await stage.schedule('now')).stdout);
    const [waiting] = await stage.posts();
    expect(Object.keys(waiting ?? {})).toEqual(FIELDS);
    expect(waiting).toMatchObject({ id, guild: GUILD, status: 'scheduled', attempts: 0 });
    expect(waiting).toMatchObject({ containerId: null, mediaId: null, publishedAt: null });

    const drained = await stage.rite(['publish-due', '--once']);
    expect(drained).toMatchObject({ code: 0, stderr: '' });
    expect(drained.stdout).toMatch(/^[1-9]\d* steps? taken; see rite-bot posts\n$/);
    const [live] = stage.instagram.livePosts;
    const [published] = await stage.posts('--id', id);
    expect(Object.keys(published ?? {})).toEqual(FIELDS);
    expect(published).toMatchObject({ status: 'published', attempts: 1, error: null });
    expect(published).toMatchObject({ containerId: live?.containerId, mediaId: live?.mediaId });
    expect(published?.permalink).toMatch(/^https?:\/\//);
    expect(String(published?.publishedAt)).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    expect((await stage.rite(['posts'])).stdout).toContain(`${id}  ${GUILD}  published  `);
  });

  it('publishes nothing twice', async () => {
    const before = stage.instagram.livePosts.length;
    expect((await stage.rite(['publish-due', '--once'])).stdout).toBe(
      '0 steps taken; see rite-bot posts\n',
    );
    expect(stage.instagram.livePosts).toHaveLength(before);
  });

  it('leaves what is not due yet', async () => {
    const { id } = JSON.parse((await stage.schedule('3시간 뒤')).stdout);
    await stage.rite(['publish-due', '--once']);
    expect(await stage.posts('--id', id)).toMatchObject([{ status: 'scheduled', attempts: 0 }]);
  });

  it('prints those of one server', async () => {
    expect(await stage.posts('--guild', '999999999999999999')).toEqual([]);
    expect((await stage.posts('--guild', GUILD)).length).toBeGreaterThan(0);
  });

  it.each([
    [['posts', '--id', 'nosuchpost'], 'there is no post "nosuchpost"'],
    [['posts', '--guild', 'club'], 'the server id must be 17 to 20 digits, not "club"'],
    [['posts', 'all'], "Unexpected argument 'all'"],
    [['publish-due'], '--once is missing; to publish until stopped use rite-bot worker'],
    [['publish-due', '--twice'], "Unknown option '--twice'"],
    [['worker', 'now'], "Unexpected argument 'now'"],
  ])('%j is refused', async (args, sentence) => {
    const { code, stdout, stderr } = await stage.rite(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(`rite-bot: ${sentence}`);
  });
});
