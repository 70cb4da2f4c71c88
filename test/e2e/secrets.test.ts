import { expect, it } from 'vitest';
import { secretsIn } from './bot.ts';

it('the search for secrets finds one that stands in a log, and no number inside another', () => {
  const log = JSON.stringify([
    { guildId: '158307629910120001', error: 'no such riteorganizerdemo' },
  ]);
  expect(secretsIn(log, ['riteorganizerdemo', '9101', 'demo'])).toEqual(['riteorganizerdemo']);
  expect(secretsIn(JSON.stringify({ guests: 9101 }), ['9101'])).toEqual(['9101']);
});
