import { expect, test } from 'vitest';
import { SideBySide } from '../src/side-by-side.ts';

function makePart(stop: () => Promise<void> | void): AsyncDisposable {
  return { [Symbol.asyncDispose]: async () => stop() };
}

test('parts stop at the same time: each may wait for the others to begin', async () => {
  const begun = [Promise.withResolvers<void>(), Promise.withResolvers<void>()] as const;
  const parts = new SideBySide();
  const [first, second] = begun;
  parts.use(
    makePart(async () => {
      first.resolve();
      await second.promise;
    }),
  );
  parts.use(
    makePart(async () => {
      second.resolve();
      await first.promise;
    }),
  );
  await parts[Symbol.asyncDispose]();
});

test('parts that fail to stop leave none of the others running, and are told of', async () => {
  const stopped: string[] = [];
  const parts = new SideBySide();
  parts.use({
    [Symbol.asyncDispose]() {
      throw new Error('at once');
    },
  });
  parts.use(makePart(() => Promise.reject(new Error('later'))));
  const part = makePart(() => void stopped.push('last'));
  expect(parts.use(part)).toBe(part);
  await expect(parts[Symbol.asyncDispose]()).rejects.toMatchObject({
    errors: [{ message: 'at once' }, { message: 'later' }],
  });
  expect(stopped).toEqual(['last']);
});
