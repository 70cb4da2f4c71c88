import { describe, expect, it } from 'vitest';
import { PublishLoop } from '../../../src/posts/publishing/publish-loop.ts';
import type { Begun } from '../../../src/posts/publishing/publisher.ts';

describe('the loop of a publisher', () => {
  it('looks at every tick, and exactly when a post wants it', async () => {
    const stage = loopStage();
    await using loop = stage.loop();
    loop.start();
    await stage.looked(1);
    expect(stage.timer()?.ms).toBe(1_000);
    stage.next = 1_300;
    await stage.ring();
    expect(stage.timer()?.ms).toBe(300);
    stage.next = 9_000;
    await stage.ring();
    expect(stage.timer()?.ms).toBe(1_000);
  });

  it('comes back for a post that was let go of for less than a tick', async () => {
    const stage = loopStage();
    const walk = Promise.withResolvers<number | undefined>();
    stage.begun = { walks: [walk.promise], isFull: false };
    await using loop = stage.loop();
    loop.start();
    await stage.looked(1);
    expect(stage.timer()?.ms).toBe(1_000);
    walk.resolve(stage.now + 80);
    await expect.poll(() => stage.timer()?.ms).toBe(80);
  });

  it('looks once for all who come back at nearly the same time', async () => {
    const stage = loopStage();
    const walks = Array.from({ length: 3 }, () => Promise.withResolvers<number | undefined>());
    stage.begun = { walks: walks.map(({ promise }) => promise), isFull: false };
    await using loop = stage.loop();
    loop.start();
    await stage.looked(1);
    stage.begun = { walks: [], isFull: false };
    for (const [index, { resolve }] of walks.entries()) resolve(stage.now + 10 * index);
    await expect.poll(() => stage.timer()?.ms).toBe(50);
    expect(stage.looks).toBe(1);
    await stage.ring();
    expect(stage.timer()?.ms).toBe(1_000);
    expect(stage.looks).toBe(2);
  });

  it('looks again soon after there is room', async () => {
    const stage = loopStage();
    const walk = Promise.withResolvers<number | undefined>();
    stage.begun = { walks: [walk.promise], isFull: true };
    stage.next = 0;
    await using loop = stage.loop();
    loop.start();
    await stage.looked(1);
    // Nobody looks at what there is no room for.
    expect(stage.timer()?.ms).toBe(1_000);
    stage.begun = { walks: [], isFull: false };
    walk.resolve(undefined);
    // Others may be about to leave too.
    await expect.poll(() => stage.timer()?.ms).toBe(50);
    await stage.ring();
    expect(stage.looks).toBe(2);
  });

  it('survives a database that is away, and says so once a minute', async () => {
    const stage = loopStage();
    stage.fails = true;
    await using loop = stage.loop();
    loop.start();
    await stage.looked(1);
    for (let second = 0; second < 61; second++) await stage.ring();
    expect(stage.errors).toHaveLength(2);
    stage.fails = false;
    await stage.ring();
    expect(stage.errors).toHaveLength(2);
  });

  it('looks once more when it is woken in the middle of a look', async () => {
    const stage = loopStage();
    await using loop = stage.loop();
    loop.start();
    loop.wake();
    loop.wake();
    await stage.looked(2);
    expect(stage.looks).toBe(2);
  });

  it('ends when what was begun has ended, and looks no more', async () => {
    const stage = loopStage();
    const atWork = Promise.withResolvers<void>();
    stage.settled = atWork.promise;
    const loop = stage.loop();
    loop.start();
    await stage.looked(1);
    const ending = loop[Symbol.asyncDispose]();
    expect(stage.signal?.aborted).toBe(true);
    let isOver = false;
    void ending.then(() => {
      isOver = true;
    });
    await Promise.resolve();
    expect(isOver).toBe(false);
    atWork.resolve();
    await ending;
    expect(stage.timer()).toBeUndefined();
    loop.wake();
    expect(stage.looks).toBe(1);
  });
});

interface Timer {
  readonly ms: number;
  readonly ring: () => void;
}

/** A loop over a publisher that says what the test wants, with timers that ring when it wants. */
function loopStage() {
  let set: Timer | undefined;
  const stage = {
    now: 0,
    next: undefined as number | undefined,
    begun: { walks: [], isFull: false } as Begun,
    fails: false,
    looks: 0,
    errors: [] as unknown[],
    signal: undefined as AbortSignal | undefined,
    timer: () => set,
    settled: Promise.resolve(),
    async looked(times: number) {
      await expect.poll(() => stage.looks >= times && set !== undefined).toBe(true);
    },
    async ring() {
      const { looks } = stage;
      stage.now += set?.ms ?? 0;
      const { ring } = set ?? { ring: () => {} };
      set = undefined;
      ring();
      await stage.looked(looks + 1);
    },
    loop() {
      return new PublishLoop({
        publisher: {
          async begin({ signal }) {
            stage.looks += 1;
            stage.signal = signal;
            if (stage.fails) throw new Error('database is away');
            return stage.begun;
          },
          nextWake: async () => stage.next,
          settled: () => stage.settled,
        },
        clock: () => stage.now,
        onError: (error) => stage.errors.push(error),
        setTimer: (ms, ring) => {
          const timer = { ms, ring };
          set = timer;
          return {
            cancel: () => {
              if (set === timer) set = undefined;
            },
          };
        },
      });
    },
  };
  return stage;
}
