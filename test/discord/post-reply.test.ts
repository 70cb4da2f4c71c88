import { ComponentType } from 'discord.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { messagesFor } from '../../src/discord/messages/messages.ts';
import { postReply } from '../../src/discord/post-reply.ts';
import { LANGUAGES, TEMPLATE_NAMES } from '../../src/events/event.ts';
import { THEME_NAMES } from '../../src/posters/poster.ts';
import type { Post } from '../../src/posts/post-service.ts';
import { eventArbitrary, freeTextArbitrary, makeEvent, makeTimeslot } from '../fixtures/event.ts';
import { makeCaption, makePost, NOW } from './make-post.ts';

const ko = messagesFor('ko');

describe('the answer to /post', () => {
  it('names the night, its weekday, venue and map, and holds the caption to copy', () => {
    const post = makePost();
    const { content } = postReply(post, ko);
    expect(content.split('\n').slice(0, 2)).toEqual([
      '### 서울 언더그라운드 #47 · 라인업',
      `**12월 24일 (목)** · <t:${Date.parse('2026-12-24T13:00:00Z') / 1000}:R> · 클럽 지하실 · [카카오맵](<${post.mapUrl}>)`,
    ]);
    expect(blockOf(content)).toBe(post.caption.text);
    expect(content).toContain('캡션 134/2,200자 · 해시태그 2개 · 멘션 2개');
  });

  it('attaches the poster, described for those who cannot see it in the language of the poster', () => {
    const [file, ...others] = filesOf(makePost({ language: 'en', theme: 'neon' }));
    expect(others).toEqual([]);
    expect(file).toMatchObject({ name: 'lineup-neon.jpg', data: makePost().poster.pages[0] });
    expect(file?.altText).toBe(
      'Line-up poster: 서울 언더그라운드 #47, Thu 24 Dec, 클럽 지하실. Acts: 김대현, Amélie Laurent, 박지훈 b2b Mina, Kuroneko, 사운드클래시, NIGHT BUS',
    );
  });

  it('attaches the pages of a long line-up in order, each with its own acts', () => {
    const pages = ['one', 'two', 'three'].map((page) => Buffer.from(page));
    const poster = { ...makePost().poster, pages, actsOnPages: [2, 2, 2] };
    const files = filesOf(makePost({ poster, size: 'portrait' }));
    expect(files.map(({ name, data }) => [name, data.toString()])).toEqual([
      ['lineup-night-portrait-1.jpg', 'one'],
      ['lineup-night-portrait-2.jpg', 'two'],
      ['lineup-night-portrait-3.jpg', 'three'],
    ]);
    expect(files.map(({ altText }) => altText?.split('클럽 지하실')[1])).toEqual([
      ' (1/3). 출연: 김대현, Amélie Laurent',
      ' (2/3). 출연: 박지훈 b2b Mina, Kuroneko',
      ' (3/3). 출연: 사운드클래시, NIGHT BUS',
    ]);
  });

  it('attaches no more than ten files: a caption that must be attached takes the place of the last page', () => {
    const pages = Array.from({ length: 10 }, (_, index) => Buffer.from(`${index}`));
    const poster = { ...makePost().poster, pages, actsOnPages: pages.map(() => 14) };
    expect(filesOf(makePost({ poster }))).toHaveLength(10);
    const reply = postReply(makePost({ poster, caption: makeCaption('가나다 '.repeat(540)) }), ko);
    expect(reply.files?.map(({ name }) => name)).toEqual([
      ...pages.slice(1).map((_, index) => `lineup-night-${index + 1}.jpg`),
      'caption.txt',
    ]);
    expect(reply.content).toContain('⚠️ 자리가 모자라 포스터에 14팀을 넣지 못했습니다.');
  });

  it('ends with the notes it is given, and has the components below', () => {
    const components = [{ type: ComponentType.ActionRow as const, components: [] }];
    const reply = postReply(makePost(), ko, { notes: ['하나', '둘'], components });
    expect(reply.content.split('\n').slice(-2)).toEqual(['하나', '둘']);
    expect(reply.components).toBe(components);
  });

  it('tells what to check before posting, in plain words', () => {
    const { content } = postReply(
      makePost({
        stale: true,
        poster: {
          ...makePost().poster,
          warnings: [
            { kind: 'missing_glyphs', characters: ['黒', '猫', '\u200D', '黒'] },
            { kind: 'text_shortened', text: 'A very long name of an artist that does not fit' },
            { kind: 'acts_omitted', count: 3 },
          ],
        },
        caption: {
          ...makeCaption('caption'),
          warnings: [{ kind: 'description_shortened' }, { kind: 'hashtags_dropped', count: 2 }],
        },
      }),
      ko,
    );
    expect(content.split('\n').filter((line) => line.startsWith('⚠️'))).toEqual([
      `⚠️ Rite가 응답하지 않아 <t:${NOW / 1000}:R>에 읽은 정보로 만들었습니다. 올리기 전에 날짜와 라인업을 확인해 주세요.`,
      '⚠️ 폰트에 없어 포스터에서 빠진 글자: `黒` `猫` `U+200D`',
      '⚠️ 길어서 포스터에서 줄인 글: “A very long name of an artist that does…”',
      '⚠️ 자리가 모자라 포스터에 3팀을 넣지 못했습니다.',
      '⚠️ 소개 글이 길어 캡션에서 줄였습니다.',
      '⚠️ 설정한 개수를 넘어 해시태그 2개를 뺐습니다.',
    ]);
  });

  it('says that the event is still a draft and that slots are missing', () => {
    const event = makeEvent({ phase: 'draft' });
    const warnings = (language: 'ko' | 'en') =>
      postReply(makePost({ event, unreadableTimeslots: 2 }), messagesFor(language))
        .content.split('\n')
        .filter((line) => line.startsWith('⚠️'));
    expect(warnings('ko')).toEqual([
      '⚠️ 아직 초안인 이벤트입니다. 올리기 전에 Rite에서 확정해 주세요.',
      '⚠️ 시간을 읽을 수 없어 타임테이블에서 빠진 순서가 2개 있습니다. Rite에서 시간을 확인해 주세요.',
    ]);
    expect(warnings('en')).toEqual([
      '⚠️ This event is still a draft. Finalize it in Rite before posting.',
      '⚠️ 2 slots left out of the timetable: no readable time. Check the times in Rite.',
    ]);
  });

  it('shows the beginning of a caption that is too long and attaches the whole', () => {
    const text = `${'가나다라마바사 '.repeat(270)}끝`;
    const reply = postReply(makePost({ caption: makeCaption(text) }), ko);
    expect(reply.content.length).toBeLessThanOrEqual(2000);
    expect(reply.content.length).toBeGreaterThan(1950);
    const shown = blockOf(reply.content);
    expect(shown.endsWith('…')).toBe(true);
    expect(text.startsWith(shown.slice(0, -1))).toBe(true);
    expect(reply.content).toContain('캡션 전체는 첨부한 `caption.txt`에 있습니다.');
    expect(reply.files?.[1]).toEqual({ name: 'caption.txt', data: Buffer.from(text) });
  });

  it('keeps a caption with three backticks inside the block, and attaches it to the letter', () => {
    const text = 'before\n```\n@everyone **after**\n````';
    const reply = postReply(makePost({ caption: makeCaption(text) }), ko);
    expect(reply.content.match(/```/g)).toHaveLength(2);
    expect(blockOf(reply.content).replaceAll('\u2060', '')).toBe(text);
    expect(reply.files?.[1]?.data.toString()).toBe(text);
  });

  it('shows names as they are, not as Markdown or mentions', () => {
    const event = makeEvent({
      name: '**LOUD** `x` [a](http://b.c) <@1> #1\n# big',
      venue: { name: '> _venue_', address: '' },
    });
    const [heading, facts] = postReply(makePost({ event }), ko).content.split('\n');
    expect(heading).toBe('### \\*\\*LOUD\\*\\* \\`x\\` \\[a](http://b.c) \\<@1> #1 # big · 라인업');
    expect(facts).toContain('> \\_venue\\_');
  });

  it('says the year where the date alone would be read as another one', () => {
    const event = makeEvent({ date: '2027-12-24' });
    expect(postReply(makePost({ event }), ko).content).toContain('**2027년 12월 24일 (금)**');
  });

  it('counts from the morning after when the first act begins after midnight', () => {
    const event = makeEvent({ timeslots: [{ start: '00:30', end: '06:00', djName: 'A' }] });
    const seconds = Date.parse('2026-12-24T15:30:00Z') / 1000;
    expect(postReply(makePost({ event }), ko).content).toContain(`<t:${seconds}:R>`);
  });

  it('counts from the date itself when the event plays through noon', () => {
    const timeslots = [
      makeTimeslot('15:00', '18:00', 'C'),
      makeTimeslot('11:00', '13:00', 'A'),
      makeTimeslot('13:00', '15:00', 'B'),
    ];
    const seconds = Date.parse('2026-12-24T02:00:00Z') / 1000;
    const post = makePost({ event: makeEvent({ timeslots }) });
    expect(postReply(post, ko).content).toContain(`<t:${seconds}:R>`);
  });

  it('never breaks a limit of Discord, whatever the event and caption hold', () => {
    fc.assert(
      fc.property(postArbitrary, fc.constantFrom(...LANGUAGES), (post, language) => {
        const reply = postReply(post, messagesFor(language));
        expect(reply.content.length).toBeLessThanOrEqual(2000);
        expect(reply.content.match(/```/g)).toHaveLength(2);
        expect(reply.files?.[0]?.altText?.length).toBeLessThanOrEqual(1024);
        const shown = blockOf(reply.content);
        if (shown !== post.caption.text) {
          expect(reply.files?.[1]?.data.toString()).toBe(post.caption.text);
        }
        expect(shown.length).toBeGreaterThan(Math.min(200, post.caption.text.length - 1));
      }),
    );
  });
});

const postArbitrary: fc.Arbitrary<Post> = fc
  .record({
    event: eventArbitrary,
    template: fc.constantFrom(...TEMPLATE_NAMES),
    theme: fc.constantFrom(...THEME_NAMES),
    language: fc.constantFrom(...LANGUAGES),
    caption: fc
      .array(fc.oneof(freeTextArbitrary(300), fc.constantFrom('`', '```', '\n', '````')), {
        maxLength: 8,
      })
      .map((parts) => `x${parts.join('').toWellFormed().slice(0, 2199).toWellFormed()}`),
    mapUrl: fc.option(fc.constant(`https://map.kakao.com/${'%EA'.repeat(300)}`)),
    stale: fc.boolean(),
    glyphs: fc.array(fc.string({ unit: 'grapheme', maxLength: 3 }), { maxLength: 40 }),
    shortened: fc.array(freeTextArbitrary(20), { maxLength: 20 }),
  })
  .map(({ caption, mapUrl, glyphs, shortened, ...rest }) =>
    makePost({
      ...rest,
      ...(mapUrl === null ? {} : { mapUrl }),
      caption: {
        ...makeCaption(caption),
        warnings: [
          { kind: 'description_shortened' },
          { kind: 'mentions_dropped', count: 99 },
          ...shortened.map((text) => ({ kind: 'text_shortened', text }) as const),
        ],
      },
      poster: {
        ...makePost().poster,
        warnings: [
          { kind: 'missing_glyphs', characters: glyphs },
          ...shortened.map((text) => ({ kind: 'text_shortened', text }) as const),
        ],
      },
    }),
  );

function filesOf(post: Post) {
  return postReply(post, ko).files ?? [];
}

/** What a person copies. */
function blockOf(content: string): string {
  return content.split('```')[1]?.slice(1, -1) ?? '';
}
