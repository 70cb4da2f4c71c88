import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readCoverage } from '../../../fonts/read-coverage.ts';
import { Fonts } from '../../../src/posters/typesetting/fonts.ts';
import { fontsDirectory } from '../../../src/project.ts';
import { fonts } from '../../fixtures/posters.ts';

const drawable = (text: string) => fonts.coverage.drawable(text);

describe('what the fonts can draw', () => {
  test.each([
    ['한글과 Latin', '서울 Underground 뷁 Amélie Łukasz Đặng'],
    ['Greek and Cyrillic', 'Ωmega Ночь'],
    ['kana and kanji', '黒猫 クロネコ 電子音楽'],
    ['simplified Chinese', '电子音乐'],
    ['Thai', 'ดีเจ'],
    ['Arabic', 'ديسكو'],
    ['Hebrew', 'לילה'],
    ['emoji with joiners, tones, flags and keycaps', '🎧 👩🏽‍🎤 🇰🇷 1️⃣ ❤️'],
    ['signs', '★ ♥ → ✦ № · – …'],
  ])('%s', (_, text) => {
    expect(drawable(text)).toEqual({ text, missing: [] });
  });

  test('decomposed Hangul is composed first', () => {
    expect(drawable('한글'.normalize('NFD'))).toEqual({ text: '한글', missing: [] });
  });

  test('decorative letters become the plain letters they stand for', () => {
    expect(drawable('𝗗𝗝 𝓢𝓮𝓸𝓾𝓵 ⓢ')).toEqual({ text: 'DJ Seoul s', missing: [] });
  });

  test('a character no font has is left out and named once', () => {
    expect(drawable('DJ क क Mina')).toEqual({ text: 'DJ Mina', missing: ['क'] });
  });

  test.each([
    ['Mina (दिल्ली)', 'Mina'],
    ['दिल्ली b2b Mina', 'Mina'],
    ['Mina b2b दिल्ली', 'Mina'],
    ['A & दिल्ली & B', 'A & B'],
    ['दिल्ली / 김대현', '김대현'],
    ['서울 · ಕನ್ನಡ · 부산', '서울 · 부산'],
    ['김대현, दिल्ली', '김대현'],
    ['“दिल्ली” 서울', '서울'],
    ['“दिल्ली”', ''],
    ['दिल्ली & ಕನ್ನಡ', ''],
    ['Mina—दिल्ली', 'Mina'],
    ['Miदna', 'Mina'],
    ['- 밤 दिल्ली -', '- 밤 -'],
  ])('%s, of which some cannot be drawn, leaves %j and nothing that dangles', (text, left) => {
    expect(drawable(text).text).toBe(left);
    expect(drawable(text).missing).not.toEqual([]);
  });

  test('signs that a person set at an end stay where everything can be drawn', () => {
    for (const text of ['- 밤 -', '& friends', 'A &', '()', '/ 밤 /']) {
      expect(drawable(text)).toEqual({ text, missing: [] });
    }
  });

  test('of a letter with marks that no font has, the letter stays and the loss is said', () => {
    expect(drawable('A\u031FB')).toEqual({ text: 'AB', missing: ['A\u031F'] });
  });

  test('the checked-in coverage is what the font files say', () => {
    const checkedIn = JSON.parse(readFileSync(join(fontsDirectory, 'coverage.json'), 'utf8'));
    expect(checkedIn).toEqual(readCoverage());
  });
});

describe("Skia's text renderer", () => {
  test('is the system one where the library can choose', () => {
    const chosen: string[] = [];
    Fonts.load(fontsDirectory, { setTextRenderer: (name: string) => chosen.push(name) });
    expect(chosen).toEqual(['system']);
  });

  test('is left alone where it cannot', () => {
    expect(() => Fonts.load(fontsDirectory, {})).not.toThrow();
  });
});

describe('a damaged installation', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rite-fonts-'));
    cpSync(fontsDirectory, folder, { recursive: true });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test('a missing font file is named, with the remedy', () => {
    rmSync(join(folder, 'NotoSansThai-Medium.ttf'));
    expect(() => Fonts.load(folder)).toThrow(/NotoSansThai-Medium\.ttf is missing; restore/);
  });

  test('a file that is no font is named', () => {
    writeFileSync(join(folder, 'Pretendard-Medium.otf'), 'not a font');
    expect(() => Fonts.load(folder)).toThrow(/Pretendard-Medium\.otf cannot be read/);
  });

  test('a broken table is named', () => {
    writeFileSync(join(folder, 'families.json'), '{');
    expect(() => Fonts.load(folder)).toThrow(/families\.json is missing or damaged/);
  });
});
