// Another process at the same database: `open` as a bot and hold it, or `take` uses; says so on its IPC channel.
import { parseArgs } from 'node:util';
import { openDatabase } from '../../src/storage/database.ts';
import { storesOf } from '../../src/storage/stores.ts';

const { positionals } = parseArgs({ allowPositionals: true });
const [deed, url = '', attempts = '0', limit = '0'] = positionals;
const database = await openDatabase(url, { role: deed === 'open' ? 'bot' : 'tool' });

if (deed === 'open') {
  process.send?.('open');
  process.once('disconnect', () => database[Symbol.asyncDispose]());
} else {
  const { usage } = storesOf(database, Date.now);
  // Both processes begin together.
  process.send?.('ready');
  await new Promise((resolve) => process.once('message', resolve));
  const answers = await Promise.all(
    Array.from({ length: Number(attempts) }, () =>
      usage.take({ subject: 'user:1', kind: 'generated', day: '2026-12-01' }, Number(limit)),
    ),
  );
  process.send?.(answers.filter(({ taken }) => taken).length);
  await database[Symbol.asyncDispose]();
  process.disconnect?.();
}
