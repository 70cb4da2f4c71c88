// Another process at the same database: `open` as a bot and hold it, `take` uses, or `claim` posts; says so on its IPC
// channel.
import { parseArgs } from 'node:util';
import { openDatabase } from '../../src/storage/database.ts';
import { type Stores, storesOf } from '../../src/storage/stores.ts';
import { DUE } from './plan-post.ts';

const { positionals } = parseArgs({ allowPositionals: true });
const [deed, url = '', attempts = '0', limit = '0'] = positionals;
const database = await openDatabase(url, { role: deed === 'open' ? 'bot' : 'tool' });

if (deed === 'open') {
  process.send?.('open');
  process.once('disconnect', () => database[Symbol.asyncDispose]());
} else {
  const stores = storesOf(database, Date.now);
  // Both processes begin together.
  process.send?.('ready');
  await new Promise((resolve) => process.once('message', resolve));
  process.send?.(await (deed === 'claim' ? claimAll(stores) : takeUses(stores)));
  await database[Symbol.asyncDispose]();
  process.disconnect?.();
}

async function takeUses({ usage }: Stores): Promise<number> {
  const answers = await Promise.all(
    Array.from({ length: Number(attempts) }, () =>
      usage.take({ subject: 'user:1', kind: 'generated', day: '2026-12-01' }, Number(limit)),
    ),
  );
  return answers.filter(({ taken }) => taken).length;
}

/** A few at a time, until there are no more. */
async function claimAll({ publications }: Stores): Promise<readonly string[]> {
  const ids: string[] = [];
  for (;;) {
    const claimed = await publications.claimDue({ now: DUE, leaseMs: 60_000, limit: 3 });
    if (claimed.length === 0) return ids;
    ids.push(...claimed.map(({ postId }) => postId));
  }
}
