import { expect, it } from 'vitest';
import { Turns } from '../../../src/posts/publishing/turns.ts';

it('lets others have the processor between two who come together', async () => {
  const turns = new Turns();
  const order: string[] = [];
  await Promise.all([
    turns.take().then(() => {
      order.push('first');
      setImmediate(() => order.push('somebody else'));
    }),
    turns.take().then(() => order.push('second')),
  ]);
  expect(order).toEqual(['first', 'somebody else', 'second']);
});

it('goes on after a pause as before', async () => {
  const turns = new Turns();
  await turns.take();
  await turns.take();
  await expect(turns.take()).resolves.toBeUndefined();
});
