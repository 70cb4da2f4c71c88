import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  IMAGE_MAX_BYTES,
  type ImageStore,
  ImageStoreError,
  type KeptImage,
} from '../../src/posts/image-store.ts';

export interface ImageStoreHarness extends AsyncDisposable {
  readonly store: ImageStore;
  /** What the store has reported as damaged. */
  readonly damaged: readonly string[];
  /** Replaces the bytes behind the store's back. */
  damage(hash: string, bytes: Buffer): Promise<void>;
  /** As if it had been stored so many milliseconds earlier. */
  age(hash: string, ms: number): Promise<void>;
  /** Puts something of somebody else beside the pictures. */
  litter(): Promise<void>;
  /** Lets every further use of the store fail. */
  breakDown(): Promise<void>;
}

const HOUR = 60 * 60 * 1000;

/** What every `ImageStore` must do, wherever it keeps them. */
export function imageStoreContract(
  implementation: string,
  start: () => Promise<ImageStoreHarness>,
): void {
  describe(`the image store contract: ${implementation}`, () => {
    test('has nothing at first', async () => {
      await using harness = await start();
      const { store } = harness;
      expect(await store.get(hashOf('a'))).toBeUndefined();
      expect(await store.has(hashOf('a'))).toBe(false);
      expect(await keptIn(store)).toEqual([]);
    });

    test('gives back what it was given, to the byte, under the SHA-256 of it', async () => {
      await using harness = await start();
      const { store } = harness;
      const bytes = Buffer.from(Array.from({ length: 70_000 }, (_, index) => index % 251));
      const hash = await store.put(bytes);
      expect(hash).toBe(hashOf(bytes));
      expect((await store.get(hash))?.equals(bytes)).toBe(true);
      expect(await store.has(hash)).toBe(true);
    });

    test('keeps one picture however often it is stored', async () => {
      await using harness = await start();
      const { store } = harness;
      const hashes = await Promise.all(
        Array.from({ length: 8 }, () => store.put(Buffer.from('same'))),
      );
      expect(new Set(hashes).size).toBe(1);
      expect(await keptIn(store)).toEqual([expect.objectContaining({ hash: hashes[0], bytes: 4 })]);
    });

    test('forgets what is deleted, and does not mind deleting it again', async () => {
      await using harness = await start();
      const { store } = harness;
      const hash = await store.put(Buffer.from('a'));
      const other = await store.put(Buffer.from('b'));
      for (let time = 0; time < 2; time += 1) {
        await store.delete(hash);
        expect(await store.get(hash)).toBeUndefined();
        expect(await store.has(hash)).toBe(false);
      }
      expect((await store.get(other))?.toString()).toBe('b');
    });

    test('says of each picture how large it is and when it was stored', async () => {
      await using harness = await start();
      const hash = await harness.store.put(Buffer.alloc(1234, 'x'));
      const now = Date.now();
      await harness.age(hash, 5 * HOUR);
      const [kept] = await keptIn(harness.store);
      expect(kept).toMatchObject({ hash, bytes: 1234 });
      expect(Math.abs((kept?.storedAt ?? 0) - (now - 5 * HOUR))).toBeLessThan(60_000);
    });

    test('makes a picture new again that is stored again', async () => {
      await using harness = await start();
      const hash = await harness.store.put(Buffer.from('a'));
      await harness.age(hash, 5 * HOUR);
      await harness.store.put(Buffer.from('a'));
      const [kept] = await keptIn(harness.store);
      expect(Date.now() - (kept?.storedAt ?? 0)).toBeLessThan(60_000);
    });

    test('deletes only what was stored before the given moment', async () => {
      await using harness = await start();
      const { store } = harness;
      const hash = await store.put(Buffer.from('a'));
      await harness.age(hash, 5 * HOUR);
      const [kept] = await keptIn(store);
      const storedAt = kept?.storedAt ?? 0;
      await store.delete(hash, { storedBefore: storedAt - 1000 });
      await store.delete(hash, { storedBefore: storedAt });
      expect(await store.has(hash)).toBe(true);
      await store.delete(hash, { storedBefore: storedAt + 1000 });
      expect(await store.has(hash)).toBe(false);
      await store.delete(hash, { storedBefore: storedAt + 1000 });
    });

    test('gives no damaged picture, reports it, and takes it again', async () => {
      await using harness = await start();
      const { store } = harness;
      const bytes = Buffer.from('a picture of some length');
      const hash = await store.put(bytes);
      for (const wrong of [bytes.subarray(0, 5), Buffer.alloc(bytes.length), Buffer.of()]) {
        await harness.damage(hash, wrong);
        expect(await store.get(hash)).toBeUndefined();
        expect(harness.damaged).toEqual([hash]);
        expect(await store.put(bytes)).toBe(hash);
        expect((await store.get(hash))?.equals(bytes)).toBe(true);
        (harness.damaged as string[]).length = 0;
      }
    });

    test.each([
      '',
      'abc',
      '../../../../etc/passwd',
      `../${'a'.repeat(61)}`,
      'A'.repeat(64),
      `${'a'.repeat(64)}\n`,
      `${'a'.repeat(63)}/`,
      'g'.repeat(64),
    ])('refuses %j as a hash', async (hash) => {
      await using harness = await start();
      const { store } = harness;
      await expect(store.get(hash)).rejects.toBeInstanceOf(TypeError);
      await expect(store.has(hash)).rejects.toBeInstanceOf(TypeError);
      await expect(store.delete(hash)).rejects.toBeInstanceOf(TypeError);
    });

    test('refuses what is empty or too large, and takes what is just not', async () => {
      await using harness = await start();
      const { store } = harness;
      await expect(store.put(Buffer.of())).rejects.toBeInstanceOf(RangeError);
      const large = Buffer.alloc(IMAGE_MAX_BYTES + 1, 'x');
      await expect(store.put(large)).rejects.toBeInstanceOf(RangeError);
      const hash = await store.put(large.subarray(1));
      expect((await store.get(hash))?.length).toBe(IMAGE_MAX_BYTES);
      expect(await keptIn(store)).toHaveLength(1);
    });

    test('leaves alone what others keep in the same place', async () => {
      await using harness = await start();
      await harness.litter();
      const hash = await harness.store.put(Buffer.from('a'));
      expect((await keptIn(harness.store)).map((kept) => kept.hash)).toEqual([hash]);
    });

    test('is ready, and leaves nothing behind from finding out', async () => {
      await using harness = await start();
      expect(await harness.store.check()).toMatchObject({ ready: true });
      expect(await keptIn(harness.store)).toEqual([]);
    });

    test('says when it fails, and never that a picture is not there', async () => {
      await using harness = await start();
      const { store } = harness;
      const hash = await store.put(Buffer.from('a'));
      await harness.breakDown();
      const uses = [
        () => store.put(Buffer.from('b')),
        () => store.get(hash),
        () => store.has(hash),
        () => store.delete(hash),
        () => keptIn(store),
      ];
      for (const use of uses) await expect(use()).rejects.toBeInstanceOf(ImageStoreError);
      const check = await store.check();
      expect(check.ready).toBe(false);
      expect('problem' in check && check.problem).toMatch(/^[A-Z][^\n]*\.$/);
    });

    test('does as a map from hash to bytes does, whatever is done in whatever order', async () => {
      const picture = fc.constantFrom(...['a', 'b', 'c', 'd', 'e'].map((name) => name.repeat(40)));
      const step = fc.oneof(
        fc.record({ kind: fc.constant('put' as const), picture }),
        fc.record({ kind: fc.constant('get' as const), picture }),
        fc.record({ kind: fc.constant('delete' as const), picture }),
        fc.record({ kind: fc.constant('list' as const) }),
      );
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
          await using harness = await start();
          const { store } = harness;
          const model = new Map<string, string>();
          for (const each of steps) {
            if (each.kind === 'put') {
              model.set(await store.put(Buffer.from(each.picture)), each.picture);
            } else if (each.kind === 'get') {
              const hash = hashOf(each.picture);
              expect((await store.get(hash))?.toString()).toBe(model.get(hash));
              expect(await store.has(hash)).toBe(model.has(hash));
            } else if (each.kind === 'delete') {
              await store.delete(hashOf(each.picture));
              model.delete(hashOf(each.picture));
            } else {
              const hashes = (await keptIn(store)).map(({ hash }) => hash);
              expect(hashes.sort()).toEqual([...model.keys()].sort());
            }
          }
        }),
        { numRuns: 25 },
      );
    });
  });
}

export function hashOf(bytes: string | Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

export function keptIn(store: ImageStore): Promise<KeptImage[]> {
  return Array.fromAsync(store.list());
}
