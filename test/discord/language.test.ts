import { expect, it } from 'vitest';
import { serverLanguage } from '../../src/discord/language.ts';

it.each([
  ['a server that chose Korean', 'ko', undefined, 'en-US', 'ko'],
  ['a Community server that chose English', 'en-US', true, 'ko', 'en'],
  ['a server that could not choose, asked by a Korean', 'en-US', false, 'ko', 'ko'],
  ['a server of which nothing is known, asked by a Korean', 'en-US', undefined, 'ko', 'ko'],
  ['a server that could not choose, asked by a German', 'en-US', false, 'de', 'en'],
  ['a server that chose a third language', 'ja', true, 'ko', 'en'],
] as const)('%s', (_case, guildLocale, community, personLocale, expected) => {
  expect(serverLanguage({ guildLocale, community, personLocale })).toBe(expected);
});
