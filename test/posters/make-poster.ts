import { createHash } from 'node:crypto';
import type { Poster } from '../../src/posters/poster.ts';

/** A poster as small as may be. Whatever a test does not care about may stay. */
export function makePoster(overrides: Partial<Poster> = {}): Poster {
  return {
    template: 'lineup',
    theme: 'night',
    width: 1080,
    height: 1080,
    pages: [TINY],
    warnings: [],
    ...overrides,
  };
}

/** Begins and ends as a JPEG does, with what ends a line between. */
const TINY = Buffer.from([0xff, 0xd8, 0xff, 0x0a, 0x00, 0x0a, 0xff, 0xd9]);

/** A key of the form that `posterKey` makes. */
export function makeKey(seed: string): string {
  return createHash('sha256').update(seed).digest('hex');
}
