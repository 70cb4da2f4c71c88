import { describe, expect, test } from 'vitest';
import { DraftEdits } from '../../src/posts/draft-edits.ts';
import { EventSourceError } from '../../src/posts/errors.ts';
import { EDITABLE_STATES, POST_STATES, type PostState } from '../../src/posts/kept-post.ts';
import { makeEvent } from '../fixtures/event.ts';
import { DraftDesk, GUILD, HOUR_MS, JISU, MINJI, NOW } from './draft-desk.ts';

const DAY_MS = 24 * HOUR_MS;

describe('the caption', () => {
  test('is what the person has written, and stays theirs', async () => {
    await using desk = await DraftDesk.open();
    const { name, post } = await desk.draft();
    const caption = '  새 캡션 🎧\r\n\r\n\r\n⠀\r\n#테크노  두 칸\u0007 \n\n';
    const edited = await desk.edits.editCaption({ ...name, ...desk.by(MINJI, 1), caption });
    expect(edited).toMatchObject({
      outcome: 'saved',
      draft: {
        revision: 2,
        captionEdited: true,
        post: {
          caption: {
            // Their spaces and empty lines are how Instagram is laid out.
            text: '  새 캡션 🎧\n\n\n⠀\n#테크노  두 칸',
            hashtags: ['테크노'],
            mentions: [],
            warnings: [],
          },
          poster: post.poster,
        },
      },
    });
    expect(desk.drawn).toHaveLength(1);
    expect((await desk.audit())[0]).toBe('minji post.edited 2 caption');
    expect(desk.told).toContainEqual(['timed', 'post.edit']);
  });

  test.each([
    ['x'.repeat(2201), [{ fault: 'characters', count: 2201, limit: 2200 }]],
    ['#a #b #c #d #e #f', [{ fault: 'hashtags', count: 6, limit: 5 }]],
    ['@dj '.repeat(21), [{ fault: 'mentions', count: 21, limit: 20 }]],
    [
      `${'#tag @dj '.repeat(21)}${'x'.repeat(2200)}`,
      [
        { fault: 'characters', count: 2389, limit: 2200 },
        { fault: 'hashtags', count: 21, limit: 5 },
        { fault: 'mentions', count: 21, limit: 20 },
      ],
    ],
    [' \n\u0000 \n', [{ fault: 'empty' }]],
  ])('is refused when Instagram would refuse it: %j', async (caption, faults) => {
    await using desk = await DraftDesk.open();
    const { name } = await desk.draft();
    const edited = await desk.edits.editCaption({ ...name, ...desk.by(MINJI, 1), caption });
    expect(edited).toEqual({ outcome: 'refused', faults });
    expect(await desk.drafts.show(name)).toMatchObject({ revision: 1 });
  });

  test('may have just as much as Instagram takes', async () => {
    await using desk = await DraftDesk.open();
    const { name } = await desk.draft();
    const signs = `#a #b #c #d #e ${'@dj '.repeat(20)}`;
    const caption = signs + 'x'.repeat(2200 - signs.length);
    const edited = await desk.edits.editCaption({ ...name, ...desk.by(MINJI, 1), caption });
    expect(edited).toMatchObject({ outcome: 'saved' });
  });

  test('that is the same makes no revision', async () => {
    await using desk = await DraftDesk.open();
    const { name, post } = await desk.draft();
    const caption = `${post.caption.text}\r\n`;
    const edited = await desk.edits.editCaption({ ...name, ...desk.by(MINJI, 1), caption });
    expect(edited).toMatchObject({ outcome: 'unchanged', draft: { revision: 1 } });
  });

  test('is opened as it is now, also from a message that shows an earlier one', async () => {
    await using desk = await DraftDesk.open();
    const { name } = await desk.draft();
    await desk.edits.editCaption({ ...name, ...desk.by(MINJI, 1), caption: '둘째' });
    const { editor } = desk.by(MINJI, 1);
    expect(await desk.edits.captionToEdit({ ...name, editor })).toEqual({
      caption: '둘째',
      revision: 2,
      eventName: '서울 언더그라운드 #47',
    });
  });

  test('goes back to what the facts make, with what was written handed back', async () => {
    await using desk = await DraftDesk.open();
    const { name, post } = await desk.draft({ template: 'countdown' });
    await desk.edits.editCaption({ ...name, ...desk.by(MINJI, 1), caption: '내가 쓴 것' });
    desk.now += 2 * DAY_MS;
    desk.riteError = new EventSourceError('unreachable', 'Rite is not needed');
    const reset = await desk.edits.resetCaption({ ...name, ...desk.by(JISU, 2, true) });
    expect(reset).toMatchObject({
      outcome: 'saved',
      replaced: '내가 쓴 것',
      draft: { revision: 3, captionEdited: false, post: { caption: post.caption } },
    });
    const again = await desk.edits.resetCaption({ ...name, ...desk.by(JISU, 3, true) });
    expect(again).toMatchObject({ outcome: 'unchanged' });
  });
});

describe('another theme or size', () => {
  test('is drawn from what was read then, without Rite, and back again to the same picture', async () => {
    await using desk = await DraftDesk.open();
    const { name, post } = await desk.draft({ template: 'countdown' });
    desk.riteError = new EventSourceError('unreachable', 'Rite is not needed');
    desk.now += 3 * DAY_MS;
    const paper = await desk.edits.restyle({ ...name, ...desk.by(MINJI, 1), theme: 'paper' });
    const tall = await desk.edits.restyle({ ...name, ...desk.by(MINJI, 2), size: 'portrait' });
    expect(paper).toMatchObject({ draft: { post: { theme: 'paper', caption: post.caption } } });
    expect(tall).toMatchObject({ draft: { post: { theme: 'paper', size: 'portrait' } } });
    expect(desk.drawn.map(({ today }) => today.toString())).toEqual(Array(3).fill('2026-12-17'));
    const back = { theme: 'night', size: 'square' } as const;
    const same = await desk.edits.restyle({ ...name, ...desk.by(MINJI, 3), ...back });
    expect(same).toMatchObject({ outcome: 'saved', draft: { revision: 4, post } });
  });

  test('does not count, and leaves what a person has written alone', async () => {
    await using desk = await DraftDesk.open();
    const { name } = await desk.draft();
    await desk.edits.editCaption({ ...name, ...desk.by(MINJI, 1), caption: '내가 쓴 것' });
    for (const [at, theme] of (['paper', 'neon', 'night', 'paper'] as const).entries()) {
      const restyled = await desk.edits.restyle({ ...name, ...desk.by(MINJI, at + 2), theme });
      expect(restyled).toMatchObject({
        outcome: 'saved',
        draft: {
          captionEdited: true,
          post: {
            caption: { text: '내가 쓴 것' },
            poster: { warnings: theme === 'neon' ? [{ kind: 'missing_glyphs' }] : [] },
          },
        },
      });
    }
    expect(await desk.used('generated')).toBe(1);
  });

  test('that is the present one draws nothing', async () => {
    await using desk = await DraftDesk.open();
    const { name } = await desk.draft();
    const same = { theme: 'night', size: 'square' } as const;
    const restyled = await desk.edits.restyle({ ...name, ...desk.by(MINJI, 1), ...same });
    expect(restyled).toMatchObject({ outcome: 'unchanged', draft: { revision: 1 } });
    expect(desk.drawn).toHaveLength(1);
  });

  test('has the server’s look of today', async () => {
    await using desk = await DraftDesk.open();
    const { name } = await desk.draft();
    await desk.stores.brands.changeBrand(GUILD, { accent: '#FF3366' });
    await desk.edits.restyle({ ...name, ...desk.by(MINJI, 1), theme: 'paper' });
    expect(desk.drawn[1]?.brand?.accent).toMatch(/^#/);
  });

  test('changes nothing when the picture cannot be stored', async () => {
    await using desk = await DraftDesk.open();
    const { name } = await desk.draft();
    await desk.breakImages();
    const restyle = desk.edits.restyle({ ...name, ...desk.by(MINJI, 1), theme: 'paper' });
    await expect(restyle).rejects.toMatchObject({ name: 'PostsUnavailableError' });
    expect((await desk.drafts.find(name)).revision).toMatchObject({ number: 1, theme: 'night' });
  });
});

describe('regenerating', () => {
  test('reads the event again and tells what has changed', async () => {
    await using desk = await DraftDesk.open();
    const { name } = await desk.draft();
    desk.change({
      name: '서울 언더그라운드 #47 연장',
      date: '2026-12-25',
      timeslots: makeEvent().timeslots.slice(1),
    });
    await desk.stores.extras.saveExtras({
      ...{ guildId: GUILD, eventId: 'event-47', version: 0, savedBy: JISU, savedAt: NOW },
      extras: { doorPrice: 30_000 },
    });
    const made = await desk.edits.regenerate({ ...name, ...desk.by(MINJI, 1) });
    expect(made).toMatchObject({
      outcome: 'saved',
      changes: ['name', 'date', 'lineup', 'extras'],
      captionKept: false,
      draft: { revision: 2, captionEdited: false, post: { event: { date: '2026-12-25' } } },
    });
    expect(made).toHaveProperty(
      'draft.post.caption.text',
      expect.not.stringContaining('@kimdaehyun'),
    );
    expect(await desk.used('generated')).toBe(1);
    expect(await desk.drafts.find(name)).toMatchObject({ eventName: '서울 언더그라운드 #47 연장' });
  });

  test('never overwrites what a person has written, and says so', async () => {
    await using desk = await DraftDesk.open();
    const { name } = await desk.draft();
    await desk.edits.editCaption({ ...name, ...desk.by(MINJI, 1), caption: '내가 쓴 것' });
    desk.change({ venue: { name: '새 클럽', address: '' } });
    const made = await desk.edits.regenerate({ ...name, ...desk.by(MINJI, 2) });
    expect(made).toMatchObject({
      changes: ['venue'],
      captionKept: true,
      draft: { captionEdited: true, post: { caption: { text: '내가 쓴 것' } } },
    });
    // The one that could be had instead knows of the change.
    const reset = await desk.edits.resetCaption({ ...name, ...desk.by(MINJI, 3) });
    expect(reset).toHaveProperty('draft.post.caption.text', expect.stringContaining('새 클럽'));
  });

  test('of what is still the same makes no revision', async () => {
    await using desk = await DraftDesk.open();
    const { name } = await desk.draft();
    desk.now += HOUR_MS;
    const made = await desk.edits.regenerate({ ...name, ...desk.by(MINJI, 1) });
    expect(made).toMatchObject({ outcome: 'unchanged', draft: { revision: 1 } });
  });

  test('counts down from today', async () => {
    await using desk = await DraftDesk.open();
    const { name } = await desk.draft({ template: 'countdown' });
    desk.now += DAY_MS;
    const made = await desk.edits.regenerate({ ...name, ...desk.by(MINJI, 1) });
    expect(made).toMatchObject({ changes: ['days'] });
    expect(made).toHaveProperty('draft.post.caption.text', expect.stringContaining('D-6'));
  });

  test('takes on the server’s look of today, though the event has not changed', async () => {
    await using desk = await DraftDesk.open();
    const { name } = await desk.draft();
    await desk.stores.brands.changeBrand(GUILD, { accent: '#FF3366' });
    const made = await desk.edits.regenerate({ ...name, ...desk.by(MINJI, 1) });
    expect(made).toMatchObject({ outcome: 'saved', changes: [], draft: { revision: 2 } });
  });

  test.each([
    ['is cancelled', { phase: 'cancelled' }, 'PostRefusedError'],
    ['is gone', { id: 'other' }, 'EventNotFoundError'],
  ] as const)('leaves the draft as it is when the event %s', async (_what, changes, name) => {
    await using desk = await DraftDesk.open();
    const draft = await desk.draft();
    desk.change(changes);
    const regenerate = desk.edits.regenerate({ ...draft.name, ...desk.by(MINJI, 1) });
    await expect(regenerate).rejects.toMatchObject({ name });
    expect(await desk.drafts.show(draft.name)).toMatchObject({ revision: 1 });
  });

  test('does not draw over a brand that cannot be read just now', async () => {
    await using desk = await DraftDesk.open();
    const { name } = await desk.draft();
    const { posts } = desk.options();
    const unread: typeof posts = {
      create: async (request) => ({ ...(await posts.create(request)), unread: ['brand'] }),
    };
    const edits = new DraftEdits(desk.options({ posts: unread }));
    await expect(edits.regenerate({ ...name, ...desk.by(MINJI, 1) })).rejects.toMatchObject({
      name: 'PostsUnavailableError',
    });
  });
});

describe('two people at once', () => {
  test('never lose an edit: the later one changes nothing and sees what there is', async () => {
    await using desk = await DraftDesk.open();
    const { name } = await desk.draft();
    const captions = ['하나', '둘', '셋', '넷'];
    const outcomes = await Promise.all(
      captions.map((caption, n) =>
        desk.edits.editCaption({ ...name, ...desk.by(n % 2 ? JISU : MINJI, 1, true), caption }),
      ),
    );
    const winner = outcomes.findIndex(({ outcome }) => outcome === 'saved');
    expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual([
      ...['conflict', 'conflict', 'conflict', 'saved'],
    ]);
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({
        draft: { revision: 2, post: { caption: { text: captions[winner] } } },
      });
    }
    expect(await desk.audit()).toContain('jisu post.edit_conflict 1 2');
  });

  test('with different wishes lose none either', async () => {
    await using desk = await DraftDesk.open();
    const { name } = await desk.draft();
    await desk.edits.editCaption({ ...name, ...desk.by(MINJI, 1), caption: '먼저' });
    desk.change({ name: '바뀐 이름' });
    const late = desk.by(JISU, 1, true);
    const outcomes = [
      await desk.edits.restyle({ ...name, ...late, theme: 'paper' }),
      await desk.edits.regenerate({ ...name, ...late }),
      await desk.edits.resetCaption({ ...name, ...late }),
      await desk.edits.editCaption({ ...name, ...late, caption: '나중' }),
    ];
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({
        outcome: 'conflict',
        draft: { revision: 2, post: { theme: 'night', caption: { text: '먼저' } } },
      });
    }
    expect(desk.drawn).toHaveLength(1);
  });
});

describe('who may change a draft', () => {
  test('is who made it, and whoever manages the server’s posts', async () => {
    await using desk = await DraftDesk.open();
    const { name } = await desk.draft();
    const stranger = { ...name, ...desk.by(JISU, 1) };
    for (const asking of [
      desk.edits.captionToEdit(stranger),
      desk.edits.editCaption({ ...stranger, caption: 'x' }),
      desk.edits.restyle({ ...stranger, theme: 'paper' }),
      desk.edits.regenerate(stranger),
      desk.edits.resetCaption(stranger),
    ]) {
      await expect(asking).rejects.toMatchObject({ name: 'NotYourPostError', createdBy: MINJI });
    }
    expect(await desk.audit()).toContain('jisu post.edit_refused not_theirs');
    const edited = await desk.edits.editCaption({
      ...name,
      ...desk.by(JISU, 1, true),
      caption: '고쳤습니다',
    });
    expect(edited).toMatchObject({ outcome: 'saved', draft: { createdBy: MINJI } });
  });

  test.each(POST_STATES.filter((state) => !EDITABLE_STATES.some((editable) => editable === state)))(
    'is nobody once it is %s',
    async (state: PostState) => {
      await using desk = await DraftDesk.open();
      const { name } = await desk.draft();
      await desk.setState(name.postId, state);
      for (const asking of [
        desk.edits.editCaption({ ...name, ...desk.by(MINJI, 1), caption: 'x' }),
        desk.edits.restyle({ ...name, ...desk.by(MINJI, 1), theme: 'paper' }),
        desk.edits.regenerate({ ...name, ...desk.by(MINJI, 1) }),
      ]) {
        await expect(asking).rejects.toMatchObject({ name: 'PostFixedError', state });
      }
    },
  );
});
