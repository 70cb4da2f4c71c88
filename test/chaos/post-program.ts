// Several people at once work with posts until the process is killed. It says what they have done on standard output,
// and begins when its parent tells it to on the IPC channel.
import { once } from 'node:events';
import { flushCompileCache } from 'node:module';
import { join } from 'node:path';
import { randomFrom } from '../../src/posters/random.ts';
import { openDatabase } from '../../src/storage/database.ts';
import { Crowd, told } from './crowd.ts';
import { say } from './line.ts';

/** What the parent sends. */
export interface Task {
  readonly folder: string;
  readonly seed: number;
  readonly role: 'bot' | 'tool';
  readonly hasty: boolean;
}

const PEOPLE_AT_ONCE = 4;

process.on('disconnect', () => process.exit());
// Whoever is killed leaves nothing by itself.
flushCompileCache();
process.send?.('loaded');
const [{ folder, seed, role, hasty }] = (await once(process, 'message')) as [Task];
const random = randomFrom(seed);
try {
  const database = await openDatabase(join(folder, 'rite-bot.db'), { role });
  const crowd = new Crowd({ database, folder, random, hasty });
  say({ did: 'begun' });
  const live = async () => {
    for (;;) await crowd.act();
  };
  await Promise.all(Array.from({ length: PEOPLE_AT_ONCE }, live));
} catch (error) {
  told(error);
  process.exitCode = 1;
  process.disconnect?.();
}
