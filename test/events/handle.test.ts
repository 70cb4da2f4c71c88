import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseHandle, parseHandles } from '../../src/events/handle.ts';

describe('parseHandle', () => {
  it.each([
    ['@kim', 'kim'],
    ['kim', 'kim'],
    [' @ kim ', 'kim'],
    ['@Kim.Dae_Hyun', 'kim.dae_hyun'],
    ['__kim__', '__kim__'],
    ['nightbus.fm', 'nightbus.fm'],
    ['k', 'k'],
    ['a'.repeat(30), 'a'.repeat(30)],
    ['＠ｋｉｍ', 'kim'],
    ['\u2068@kim\u2069', 'kim'],
    ['https://www.instagram.com/kim/?hl=ko#reels', 'kim'],
    ['instagram.com/kim', 'kim'],
    ['http://m.instagram.com/Kim/reels/', 'kim'],
    ['@instagram.com/kim/', 'kim'],
    ['https://www.instagram.com/@kim', 'kim'],
    ['https://instagram.com/stories/kim/123', 'kim'],
    ['DJ Kim (@kim)', 'kim'],
    ['인스타: @kim', 'kim'],
    ['@kim https://instagram.com/kim', 'kim'],
  ])('%j is %j', (raw, handle) => {
    expect(parseHandle(raw)).toBe(handle);
  });

  it.each([
    ['', 'nothing'],
    ['   ', 'nothing'],
    ['@', 'only the sign'],
    ['-', 'a filler'],
    ['없음', 'a filler'],
    ['none', 'a filler that would name a stranger'],
    ['@김대현', 'usernames are ASCII'],
    ['.kim', 'a dot first'],
    ['kim.', 'a dot last'],
    ['k..im', 'two dots in a row'],
    ['kim-dae', 'a hyphen'],
    ['a'.repeat(31), 'too long'],
    ['dj kim', 'a stage name'],
    ['kim@example.com', 'an e-mail address'],
    ['soundcloud.com/kim', 'another site'],
    ['https://instagram.com.evil.example/kim', 'another site'],
    ['https://www.instagram.com/p/DAbc123/', 'a post'],
    ['https://www.instagram.com/', 'no profile'],
    ['instagram.com', 'no profile'],
    ['@a @b', 'two accounts'],
  ])('%j is no single username: %s', (raw) => {
    expect(parseHandle(raw)).toBeUndefined();
  });

  it('gives back what it gave', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^ ?@?[\w.]{1,32}[ ,]?$/)), (raw) => {
        const handle = parseHandle(raw) ?? '';
        expect(parseHandle(handle) ?? '').toBe(handle);
        expect(handle).toMatch(/^(?:[a-z0-9_](?:[a-z0-9_.]{0,28}[a-z0-9_])?)?$/);
        expect(handle).not.toContain('..');
      }),
    );
  });
});

describe('parseHandles', () => {
  it.each([
    ['@a @b', ['a', 'b']],
    ['@a x @b', ['a', 'b']],
    ['@a/@b', ['a', 'b']],
    ['a, b', ['a', 'b']],
    ['a & b', ['a', 'b']],
    ['a b2b b', ['a', 'b']],
    ['@a, @A', ['a']],
    ['@a https://instagram.com/b', ['a', 'b']],
    ['a b', []],
    ['a, 김대현', []],
  ])('%j names %j', (raw, handles) => {
    expect(parseHandles(raw)).toEqual(handles);
  });
});
