import { describe, expect, test } from 'vitest';
import { typesetter } from '../fixtures/posters.ts';

const style = { weight: 800, tracking: -0.04 } as const;
const box = { maxWidth: 936, maxHeight: 690, maxLines: 4, maxSize: 330, minSize: 72, leading: 1 };

function inkWidth(text: string, size: number): number {
  const { inkLeft, inkRight } = typesetter.measure(text, { ...style, size });
  return inkRight - inkLeft;
}

describe('fitting text into a box', () => {
  test.each([
    '서울 언더그라운드 #47',
    'RAVE',
    '한여름 밤의 옥상 디스코 파티',
    'A',
    '을지로 모듈러 나이트: 신디사이저와 함께하는 긴 밤 스무 번째 이야기',
  ])('%s fills the width or the height as far as it may', (text) => {
    const fitted = typesetter.fit(text, style, box);
    const widest = Math.max(...fitted.lines.map((line) => inkWidth(line, fitted.size)));
    const height = fitted.size * (1 + (fitted.lines.length - 1) * box.leading);
    expect(fitted.lines.join(' ')).toBe(text);
    expect(widest).toBeLessThanOrEqual(box.maxWidth + 0.5);
    expect(height).toBeLessThanOrEqual(box.maxHeight + 0.5);
    const tight =
      widest > box.maxWidth - 1 || height > box.maxHeight - 1 || fitted.size === box.maxSize;
    expect(tight).toBe(true);
  });

  test('breaks only at spaces while the words fit', () => {
    const { lines } = typesetter.fit('서울 언더그라운드 #47', style, box);
    expect(lines).toEqual(['서울', '언더그라운드', '#47']);
  });

  test('breaks inside a word only when it is wider than the box at the smallest size', () => {
    const word = '가나다라마바사아자차카타파하'.repeat(3);
    const fitted = typesetter.fit(word, style, box);
    expect(fitted.size).toBe(72);
    expect(fitted.lines.length).toBeGreaterThan(1);
    expect(fitted.lines.join('')).toBe(word);
    expect(fitted.shortened).toBe(false);
  });

  test('ends in an ellipsis when even the smallest size overflows, and says so', () => {
    const fitted = typesetter.fit('길고 긴 이름 '.repeat(30), style, box);
    expect(fitted.shortened).toBe(true);
    expect(fitted.lines.length).toBeLessThanOrEqual(4);
    expect(fitted.lines.at(-1)).toMatch(/…$/u);
    for (const line of fitted.lines) expect(inkWidth(line, fitted.size)).toBeLessThanOrEqual(936.5);
  });

  test('sets nothing for nothing', () => {
    expect(typesetter.fit('   ', style, box).lines).toEqual([]);
  });
});

describe('measuring', () => {
  test('lengths scale with the size', () => {
    const small = typesetter.measure('서울 AV #47', { ...style, size: 26 });
    const large = typesetter.measure('서울 AV #47', { ...style, size: 260 });
    expect(large.advance).toBeCloseTo(small.advance * 10, 3);
    expect(large.inkRight).toBeCloseTo(small.inkRight * 10, 3);
  });

  test('the ink of a text in two scripts reaches to its end', () => {
    const metrics = typesetter.measure('언더AVg', { weight: 800, tracking: 0, size: 100 });
    expect(metrics.inkRight).toBeGreaterThan(metrics.advance * 0.95);
    expect(metrics.inkRight).toBeLessThanOrEqual(metrics.advance);
    expect(metrics.inkDescent).toBeGreaterThan(15); // the tail of the g
  });

  test('tabular figures make times equally wide', () => {
    const figures = { weight: 500, tracking: 0, size: 40, tabular: true } as const;
    const width = (text: string) => typesetter.measure(text, figures).advance;
    expect(width('10:10')).toBeCloseTo(width('22:00'), 1);
    const proportional = (text: string) =>
      typesetter.measure(text, { ...figures, tabular: false }).advance;
    expect(Math.abs(proportional('11:11') - proportional('00:00'))).toBeGreaterThan(10);
  });
});
