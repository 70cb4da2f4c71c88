import type { World } from './world.ts';

/** How often the sandbox clock is looked at while somebody waits: it may be a test's, which tells nobody it moved. */
const CLOCK_POLL_MS = 20;

/**
 * Resolves with the first thing `find` returns, asked after every change of the world. `find` may throw to give
 * up. Rejects after `timeoutMs` of real time, naming `what` was waited for.
 */
export function waitFor<T>(
  world: World,
  what: string,
  timeoutMs: number,
  find: () => T | undefined,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearInterval(poll);
      clearTimeout(deadline);
      world.off('change', look);
      world.off('close', close);
    };
    const look = () => {
      try {
        const found = find();
        if (found === undefined) return;
        stop();
        resolve(found);
      } catch (error) {
        stop();
        reject(error);
      }
    };
    const fail = (why: string) => {
      stop();
      reject(new Error(`Waiting for ${what}: ${why}`));
    };
    const close = () => fail('the sandbox was closed');
    const poll = setInterval(look, CLOCK_POLL_MS);
    const deadline = setTimeout(() => fail(`nothing came within ${timeoutMs} ms`), timeoutMs);
    world.on('change', look);
    world.on('close', close);
    look();
  });
}
