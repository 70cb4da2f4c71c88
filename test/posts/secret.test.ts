import { format, inspect } from 'node:util';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { Secret } from '../../src/posts/secret.ts';

const TEXT = 'IGQVJ-planted-secret';

test('a secret gives its text to whoever asks for it by name', () => {
  expect(new Secret(TEXT).reveal()).toBe(TEXT);
});

test.each<[string, (secret: Secret) => string]>([
  ['a template', (secret) => `${secret}`],
  ['joining', (secret) => [secret, 1].join()],
  ['JSON', (secret) => JSON.stringify({ secret })],
  ['inspecting', (secret) => inspect({ deep: { secret } }, { depth: null, showHidden: true })],
  ['console formats', (secret) => format('%s %o %j %O', secret, secret, secret, secret)],
  ['an error', (secret) => inspect(new Error('failed', { cause: { secret } }))],
  ['its properties', (secret) => JSON.stringify([Object.entries(secret), Reflect.ownKeys(secret)])],
  ['a copy', (secret) => inspect([{ ...secret }, structuredClone(secret)])],
])('%s shows nothing of it', (_, show) => {
  const shown = show(new Secret(TEXT));
  expect(shown).not.toContain('planted');
});

test('a logger shows that there is one', () => {
  const lines: string[] = [];
  const logger = pino({}, { write: (line: string) => lines.push(line) });
  logger.info({ token: new Secret(TEXT), list: [new Secret(TEXT)] }, 'x');
  expect(lines.join()).toContain('"token":"[secret]","list":["[secret]"]');
  expect(lines.join()).not.toContain('planted');
});
