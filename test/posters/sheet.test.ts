import { describe, expect, test } from 'vitest';
import { type TextElement, textOf } from '../../src/posters/composition.ts';
import {
  accentStarts,
  type BlockOptions,
  FACES,
  MARGIN,
  numberStarts,
  Sheet,
} from '../../src/posters/sheet.ts';
import { SIZES } from '../../src/posters/size.ts';
import { typesetter } from '../fixtures/posters.ts';

function makeSheet(): Sheet {
  return new Sheet('event-47', {
    size: SIZES.square,
    theme: 'night',
    language: 'ko',
    today: Temporal.PlainDate.from('2026-12-17'),
    typesetter,
  });
}

function hero(text: string, overrides: Partial<BlockOptions> = {}): TextElement[] {
  return makeSheet().block(text, {
    role: 'title',
    face: FACES.hero,
    x: MARGIN,
    anchor: { top: 200 },
    maxWidth: 936,
    maxHeight: 600,
    maxLines: 5,
    maxSize: 400,
    minSize: 72,
    accent: numberStarts,
    ...overrides,
  });
}

describe('the accent of a name', () => {
  test.each([
    ['the last line', ['서울', '언더그라운드'], '서울 언더그라운드', 0],
    ['the number', ['밤', '서울 #47'], '밤 서울 #47', 3],
    [
      'nothing that was cut off',
      ['끝나지 않는', '밤 끝나지…'],
      '끝나지 않는 밤 끝나지 않는 밤',
      undefined,
    ],
    ['no half of a word', ['언더그', '라운드'], '언더그라운드', undefined],
  ])('is %s', (_, lines, text, start) => {
    expect(accentStarts(lines, text)).toEqual([undefined, start]);
  });
});

const right = ({ ink }: TextElement) => ink.x + ink.width;

describe('a block', () => {
  test('stands on the margin with its ink, line by line', () => {
    for (const line of hero('서울 언더그라운드 #47')) expect(line.ink.x).toBeCloseTo(MARGIN, 3);
  });

  test.each(['“밤의 소리” 낭독회', '(주) 밤', '《지하》 상영'])(
    '%s hangs what opens it, to 60 px',
    (text) => {
      const [first, second] = hero(text);
      expect(first?.ink.x).toBeCloseTo(60, 3);
      expect(second?.ink.x ?? MARGIN).toBeCloseTo(MARGIN, 3);
    },
  );

  test('a small quote hangs altogether: its first letter stands on the margin', () => {
    const line = makeSheet().line('“밤”', {
      role: 'venue',
      face: FACES.text,
      size: 26,
      color: 'ink',
      x: MARGIN,
      baseline: 500,
      maxWidth: 400,
    });
    const style = { ...FACES.text, size: 26 };
    const letter = (line?.ink.x ?? 0) + typesetter.hang('“밤”', style);
    expect(letter).toBeGreaterThanOrEqual(MARGIN - 0.001);
    expect(letter).toBeLessThan(MARGIN + 2);
  });

  test('of lines that read from the right stands on the right margin', () => {
    const lines = hero('לילה לבן בתל אביב');
    expect(lines.length).toBeGreaterThan(1);
    for (const line of lines) expect(right(line)).toBeCloseTo(1080 - MARGIN, 3);
  });

  test('one such line alone stands where all names stand', () => {
    const [line, ...more] = hero('ليلى', { maxLines: 1 });
    expect(more).toEqual([]);
    expect(line?.ink.x).toBeCloseTo(MARGIN, 3);
  });

  test('a number behind Arabic letters takes the accent where it stands: at their left', () => {
    const last = hero('ليلة القاهرة #47', { maxLines: 1 }).at(-1);
    const accent = last?.runs.filter((run) => run.color === 'accent') ?? [];
    const others = last?.runs.filter((run) => run.color !== 'accent') ?? [];
    expect(accent.map((run) => run.text).join('')).toBe('#47');
    expect(last && textOf(last)).toBe('ليلة القاهرة #47');
    for (const { ink } of accent) {
      expect(ink.x + ink.width).toBeLessThan(Math.min(...others.map((run) => run.ink.x)));
    }
  });

  test('runs of two colours tile the line: no gap but the word space, no overlap', () => {
    const [line] = hero('서울 #47', { maxLines: 1 });
    const [name, number] = line?.runs ?? [];
    const gap = (number?.ink.x ?? 0) - ((name?.ink.x ?? 0) + (name?.ink.width ?? 0));
    expect(gap).toBeGreaterThan(0);
    expect(gap).toBeLessThan((line?.style.size ?? 0) * 0.4);
    expect((number?.ink.x ?? 0) + (number?.ink.width ?? 0)).toBeCloseTo(line ? right(line) : 0, 0);
  });

  test('a name that no font has is nothing, and the loss is in the warnings', () => {
    const sheet = makeSheet();
    const placed = sheet.block('दिल्ली', {
      role: 'title',
      face: FACES.hero,
      x: MARGIN,
      anchor: { top: 200 },
      maxWidth: 936,
      maxHeight: 600,
      maxLines: 2,
      maxSize: 400,
      minSize: 72,
    });
    expect(placed).toEqual([]);
    const { warnings } = sheet.finish({ x: 0, y: 0, radius: 1, strength: 1 });
    expect(warnings).toEqual([{ kind: 'missing_glyphs', characters: ['दि', 'ल्ली'] }]);
  });
});
