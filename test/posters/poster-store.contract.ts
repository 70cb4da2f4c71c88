import { describe, expect, test } from 'vitest';
import type { PosterStore } from '../../src/posters/poster-cache.ts';
import { makeKey, makePoster } from './make-poster.ts';

/** A store with room for a hundred of the posters of `makePoster`. */
export interface PosterStoreHarness extends AsyncDisposable {
  readonly store: PosterStore;
}

/** What every `PosterStore` must do, wherever it keeps them. */
export function posterStoreContract(
  implementation: string,
  start: () => Promise<PosterStoreHarness>,
): void {
  describe(`the poster store contract: ${implementation}`, () => {
    test('has nothing at first', async () => {
      await using harness = await start();
      expect(await harness.store.get(makeKey('a'))).toBeUndefined();
    });

    test('gives back what it was given, to the byte and with all warnings', async () => {
      await using harness = await start();
      const poster = makePoster({
        template: 'lineup',
        theme: 'paper',
        pages: [Buffer.from('one\n'), Buffer.from([0x0a, 0xff]), Buffer.from('three')],
        actsOnPages: [7, 7, 6],
        warnings: [
          { kind: 'missing_glyphs', characters: ['𒀀', '\n', '"'] },
          { kind: 'text_shortened', text: '서울 언더그라운드\n두 번째 줄' },
          { kind: 'acts_omitted', count: 3 },
        ],
      });
      await harness.store.put(makeKey('a'), poster);
      expect(await harness.store.get(makeKey('a'))).toEqual(poster);
      expect((await harness.store.get(makeKey('a')))?.pages[0]).toBeInstanceOf(Buffer);
    });

    test('keeps posters under their own keys', async () => {
      await using harness = await start();
      await harness.store.put(makeKey('a'), makePoster({ theme: 'night' }));
      await harness.store.put(makeKey('b'), makePoster({ theme: 'neon' }));
      expect((await harness.store.get(makeKey('a')))?.theme).toBe('night');
      expect((await harness.store.get(makeKey('b')))?.theme).toBe('neon');
      expect(await harness.store.get(makeKey('c'))).toBeUndefined();
    });

    test('takes a new poster under an old key', async () => {
      await using harness = await start();
      await harness.store.put(makeKey('a'), makePoster({ theme: 'night' }));
      await harness.store.put(makeKey('a'), makePoster({ theme: 'paper' }));
      expect((await harness.store.get(makeKey('a')))?.theme).toBe('paper');
    });

    test('never shows half a poster, however many come and are asked for at once', async () => {
      await using harness = await start();
      const { store } = harness;
      const posters = Array.from({ length: 20 }, (_, index) =>
        makePoster({ width: index, pages: [Buffer.alloc(20_000 + index, index)] }),
      );
      const seen = await Promise.all(
        posters.flatMap((poster) => [
          store.put(makeKey('a'), poster).then(() => undefined),
          store.get(makeKey('a')),
        ]),
      );
      for (const poster of [...seen, await store.get(makeKey('a'))]) {
        if (poster) expect(poster.pages).toEqual(posters[poster.width]?.pages);
      }
      expect(await store.get(makeKey('a'))).toBeDefined();
    });
  });
}
