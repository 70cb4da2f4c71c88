import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { saveAttachment } from '../../sandbox/console/local-file.ts';
import { parseCommand, parseTarget } from '../../sandbox/console/typed-line.ts';

describe('a command line', () => {
  it.each([
    ['/help', 'help', {}],
    ['/post lineup event:abc theme:neon', 'post lineup', { event: 'abc', theme: 'neon' }],
    ['/post  lineup   event:abc', 'post lineup', { event: 'abc' }],
    [
      '/post lineup event:서울 언더 theme:neon',
      'post lineup',
      { event: '서울 언더', theme: 'neon' },
    ],
    ['/포스터 라인업 행사:abc', '포스터 라인업', { 행사: 'abc' }],
    ['/post lineup event:', 'post lineup', { event: '' }],
    ['/post lineup event: abc', 'post lineup', { event: 'abc' }],
    ['/post lineup event:21:00', 'post lineup', { event: '21:00' }],
    ['/brand set logo:"my: logo.png"', 'brand set', { logo: 'my: logo.png' }],
    ['/brand set logo:"my "logo.png', 'brand set', { logo: '"my "logo.png' }],
    ['/brand set note:see https://x.kr', 'brand set', { note: 'see https://x.kr' }],
    ['/brand set note:a "b c" d', 'brand set', { note: 'a "b c" d' }],
    ['/connect rite event:https://x.kr/?a="b"', 'connect rite', { event: 'https://x.kr/?a="b"' }],
    ['/', '', {}],
  ])('%s', (line, path, options) => {
    expect(parseCommand(line)).toEqual({ path, options, form: {} });
  });

  it('has what is for a form behind it', () => {
    expect(parseCommand('/event extras event:abc price="2만 원" notice="a\\nb"')).toEqual({
      path: 'event extras',
      options: { event: 'abc' },
      form: { price: '2만 원', notice: 'a\nb' },
    });
  });
});

describe('a target', () => {
  it.each([
    ['2', '2', undefined],
    ['캡션  수정', '캡션 수정', undefined],
    ['캡션 수정 of 3', '캡션 수정', 3],
    ['2 OF #13', '2', 13],
    ['of 3', '', 3],
    ['Best of', 'Best of', undefined],
    ['proof 3', 'proof 3', undefined],
  ])('%s', (text, what, message) => {
    expect(parseTarget(text)).toEqual({ what, message, form: {} });
  });
});

describe('the name of a saved file', () => {
  const bytes = Buffer.from('x');
  const rest = { title: '', contentType: 'text/plain', size: 1, description: undefined, url: '' };
  it.each([
    '../../etc/passwd',
    '..',
    'a/b\\c:d.jpg',
    `${'x'.repeat(300)}.jpg`,
    '.',
    `a.${'b'.repeat(300)}`,
  ])('stays in its folder: %s', async (filename) => {
    const folder = mkdtempSync(join(tmpdir(), 'saved-'));
    const path = await saveAttachment({ id: '17', filename, bytes, ...rest }, folder);
    expect(readdirSync(folder)).toEqual([relative(folder, path)]);
    rmSync(folder, { recursive: true });
  });
});
