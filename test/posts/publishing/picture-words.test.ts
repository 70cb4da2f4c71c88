import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ALT_TEXT_MAX_LENGTH, altText } from '../../../src/posts/publishing/alt-text.ts';
import { mediaWithCaption } from '../../../src/posts/publishing/media-evidence.ts';
import { userTags } from '../../../src/posts/publishing/user-tags.ts';
import { makeEvent, makeTimeslot } from '../../fixtures/event.ts';
import { NOW } from './publishing-stage.ts';

const one = { page: 0, pages: 1 };
const facts = (event = makeEvent()) => ({ event, readAt: NOW, stale: false });

describe('the alternative text', () => {
  it('says in Korean what a line-up shows', () => {
    expect(altText(facts(), 'lineup', one)).toBe(
      '서울 언더그라운드 #47 라인업 포스터. 12월 24일 (목) 밤 10시 ~ 새벽 5시. 클럽 지하실, 서울 용산구 이태원로 123, B1. 출연: 김대현, Amélie Laurent, 박지훈 b2b Mina, Kuroneko, 사운드클래시, NIGHT BUS.',
    );
  });

  it('names on each page the acts that it shows', () => {
    const text = altText(facts(), 'lineup', { page: 1, pages: 2, actsOnPages: [4, 2] });
    expect(text).toContain('라인업 포스터 (2/2).');
    expect(text).toContain('출연: 사운드클래시, NIGHT BUS.');
    expect(text).not.toContain('김대현');
  });

  it('keeps the acts back in an announcement, and counts the days in a countdown', () => {
    expect(altText(facts(), 'announcement', one)).not.toContain('출연');
    expect(altText(facts(), 'countdown', one)).toContain('카운트다운 포스터. 23일 전.');
  });

  it('is never longer than Instagram takes, whatever people write', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 700 });
    const slots = fc.array(
      text.map((name) => makeTimeslot('22:00', '23:00', name.trim())),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(text, text, text, slots, (name, venue, address, timeslots) => {
        const event = makeEvent({ name, venue: { name: venue, address }, timeslots });
        const said = altText(facts(event), 'lineup', one);
        expect(said.length).toBeLessThanOrEqual(ALT_TEXT_MAX_LENGTH);
        expect(said.isWellFormed()).toBe(true);
      }),
    );
  });
});

describe('the tags', () => {
  it('are of the artists of a line-up alone, each inside the picture and at a place of its own', () => {
    const tags = userTags(facts(), 'lineup', one);
    expect(tags.map(({ username }) => username)).toContain('kuroneko.jp');
    expect(tags).toHaveLength(6);
    expect(new Set(tags.map(({ x, y }) => `${x} ${y}`)).size).toBe(6);
    for (const { x, y } of tags) expect(x > 0 && x < 1 && y > 0 && y < 1).toBe(true);
    expect(userTags(facts(), 'announcement', one)).toEqual([]);
  });

  it('are 20 at most, and nobody is tagged twice', () => {
    const timeslots = Array.from({ length: 30 }, (_, index) =>
      makeTimeslot('22:00', '23:00', `DJ ${index}`, `dj${index % 25}`),
    );
    const tags = userTags(facts(makeEvent({ timeslots })), 'lineup', one);
    expect(new Set(tags.map(({ username }) => username)).size).toBe(20);
  });
});

describe('a medium is recognized by its caption', () => {
  it.each([
    ['without its @ signs', '라인업 @dj.kim', '라인업 dj.kim', true],
    ['with other white space', '라인업\n\n@dj.kim', '라인업 @dj.kim ', true],
    ['decomposed', '라인업'.normalize('NFD'), '라인업', true],
    ['but not by a part of it', '라인업 7', '라인업', false],
  ])('%s', (_, kept, read, isSame) => {
    expect(mediaWithCaption([{ id: '1', caption: read }, { id: '2' }], kept)).toHaveLength(
      isSame ? 1 : 0,
    );
  });
});
