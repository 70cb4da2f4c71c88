// One of several processes with the same recurring job on one database. Its parent sets the clock: at every moment that
// it is told, it runs what is due, tells of each run, and says when it is done. A job that is `stuck` ends with its
// process.
import { parseArgs } from 'node:util';
import { pino } from 'pino';
import { JobRunner } from '../../src/jobs/job-runner.ts';
import { readSchedule } from '../../src/jobs.ts';
import { openDatabase } from '../../src/storage/database.ts';
import { storesOf } from '../../src/storage/stores.ts';

/** What it is told. */
export interface Moment {
  readonly at: number;
  readonly stuck: boolean;
}

/** What it tells. */
export type Report =
  | { readonly did: 'open' }
  | { readonly did: 'run'; readonly slot: number }
  | { readonly did: 'look'; readonly at: number };

const { positionals } = parseArgs({ allowPositionals: true });
const [url = '', cron = ''] = positionals;
const database = await openDatabase(url);
let now: Moment = { at: 0, stuck: false };
const clock = () => now.at;
const runner = new JobRunner({
  jobs: [
    {
      name: 'clean-up',
      cron,
      async run({ slot }) {
        report({ did: 'run', slot });
        if (now.stuck) await new Promise(() => {});
        return 'done';
      },
    },
  ],
  readSchedule,
  runs: storesOf(database, clock).jobRuns,
  clock,
  logger: pino({ level: 'warn' }, pino.destination(2)),
});
process.on('message', async (moment: Moment) => {
  now = moment;
  await runner.runDue();
  report({ did: 'look', at: moment.at });
});
process.on('disconnect', () => process.exit());
report({ did: 'open' });

function report(message: Report): void {
  process.send?.(message);
}
