// A real publisher on a real database, until it kills itself or is killed. Begins when its parent tells it to on the
// IPC channel, and complains on standard output.
import { once } from 'node:events';
import { writeSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { InstagramGraph } from '../../src/clients/instagram-graph.ts';
import { PictureFetch } from '../../src/clients/picture-fetch.ts';
import { PublishLoop } from '../../src/posts/publishing/publish-loop.ts';
import { Publisher } from '../../src/posts/publishing/publisher.ts';
import { openDatabase } from '../../src/storage/database.ts';
import { storesOf } from '../../src/storage/stores.ts';
import { TokenVault, tokenKeysSchema } from '../../src/storage/token-vault.ts';
import { NaivePublisher } from './publish-naive.ts';
import {
  type Death,
  type PublishComplaint,
  type PublishTask,
  SHORT_TIMING,
  TOKEN_KEYS,
} from './publish-task.ts';

/** Instagram may or may not have read the request by then. */
const SENDING_MS = 30;
/** How often it came to the point where it dies. */
let seen = 0;

process.on('disconnect', () => process.exit());
// Whoever is killed leaves nothing by itself.
flushCompileCache();
process.send?.('loaded');
const [task] = (await once(process, 'message')) as [PublishTask];
try {
  const database = await openDatabase(task.databaseUrl);
  const { publications, posts, instagramAccounts: accounts } = storesOf(database, Date.now);
  const graph = new InstagramGraph({
    graphUrl: task.graphUrl,
    timeoutMs: SHORT_TIMING.httpTimeoutMs,
    clock: Date.now,
  });
  const options = {
    store: mortalStore(publications),
    posts,
    accounts,
    seal: new TokenVault(tokenKeysSchema.parse(TOKEN_KEYS)),
    instagram: mortalInstagram(graph),
    facts: { check: async () => ({ verdict: 'unchanged' }) as const },
    pictures: new PictureFetch(),
    publicUrl: task.publicUrl,
    clock: Date.now,
    timing: SHORT_TIMING,
    onError: complain,
    onPoint: die,
  };
  const publisher = task.naive ? new NaivePublisher(options) : new Publisher(options);
  const { tickMs } = SHORT_TIMING;
  new PublishLoop({ publisher, clock: Date.now, tickMs, onError: complain }).start();
} catch (error) {
  complain(error);
  process.exitCode = 1;
  process.disconnect?.();
}

function mortalStore(store: ReturnType<typeof storesOf>['publications']) {
  return {
    async claimDue(claim: Parameters<typeof store.claimDue>[0]) {
      await die('claiming');
      return await store.claimDue(claim);
    },
    async write(...[claimed, change]: Parameters<typeof store.write>) {
      if (change.container) await die('container_made');
      if (claimed.phase === 'sent') await die('settling');
      return await store.write(claimed, change);
    },
    async markSent(...mark: Parameters<typeof store.markSent>) {
      await die('marking');
      return await store.markSent(...mark);
    },
    knownMedia: (ids: readonly string[]) => store.knownMedia(ids),
    nextWake: () => store.nextWake(),
    resumeHeld: (...which: Parameters<typeof store.resumeHeld>) => store.resumeHeld(...which),
  };
}

function mortalInstagram(graph: InstagramGraph) {
  return Object.assign(Object.create(graph) as InstagramGraph, {
    createPhoto: graph.createPhoto.bind(graph),
    createCarousel: graph.createCarousel.bind(graph),
    containerStatus: graph.containerStatus.bind(graph),
    publishingLimit: graph.publishingLimit.bind(graph),
    media: graph.media.bind(graph),
    recentMedia: graph.recentMedia.bind(graph),
    publish(...request: Parameters<InstagramGraph['publish']>) {
      if (isDeath('sending')) setTimeout(kill, Math.random() * SENDING_MS);
      return graph.publish(...request);
    },
  });
}

/** Nobody comes back from it. */
function die(point: Death): void | Promise<void> {
  if (isDeath(point)) return kill();
}

function isDeath(point: Death): boolean {
  if (task.death?.point !== point) return false;
  seen += 1;
  return seen === task.death.nth;
}

function kill(): Promise<void> {
  process.kill(process.pid, 'SIGKILL');
  return new Promise(() => {});
}

function complain(error: unknown): void {
  const complaint: PublishComplaint = {
    error: error instanceof Error ? (error.stack ?? error.message) : String(error),
  };
  writeSync(1, `${JSON.stringify(complaint)}\n`);
}
