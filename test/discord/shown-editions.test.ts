import { describe, expect, it } from 'vitest';
import { ShownEditions } from '../../src/discord/shown-editions.ts';

describe('the editions of messages', () => {
  it('never go back, whichever is ready first', () => {
    const editions = new ShownEditions();
    expect([2, 1, 2, 3, 2].map((edition) => editions.admit('a', edition))).toEqual([
      ...[true, false, true, true, false],
    ]);
    expect(editions.admit('b', 1)).toBe(true);
  });

  it('are forgotten for the messages that were longest without one', () => {
    const editions = new ShownEditions();
    editions.admit('old', 5);
    editions.admit('used', 5);
    for (let n = 0; n < 998; n += 1) editions.admit(`${n}`, 1);
    editions.admit('used', 5);
    for (let n = 0; n < 500; n += 1) editions.admit(`more ${n}`, 1);
    expect(editions.admit('used', 1)).toBe(false);
    expect(editions.admit('old', 1)).toBe(true);
  });
});
