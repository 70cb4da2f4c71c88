import { readConfig } from '../config.ts';
import { JOB_NAMES } from '../jobs.ts';
import { createLogger } from '../logger.ts';
import { createJobRunner } from '../maintenance.ts';
import { parseArguments } from './flags.ts';
import { openState } from './open-state.ts';
import { oneOf, UsageError, type Verb } from './verb.ts';

const help = `Usage: rite-bot job <name>

Runs one recurring job now, besides its times, and prints what it did. Works while the bot runs.

  <name>   ${JOB_NAMES.join(' | ')}
`;

/** A recurring job by hand. */
export const job = {
  summary: 'run a recurring job now',
  help,
  async run(args, { stdout, stderr }) {
    const [name = '', ...more] = parseArguments(args, {}).positionals;
    if (more.length > 0) throw new UsageError('one job at a time');
    const wanted = oneOf('the job', name, JOB_NAMES);
    const logger = createLogger(readConfig().config.logLevel ?? 'warn');
    await using state = await openState();
    await using runner = createJobRunner(state, { clock: Date.now, logger });
    const result = await runner.runNow(wanted);
    const note = result.outcome === 'running' ? 'it runs already' : result.note;
    (result.outcome === 'succeeded' ? stdout : stderr).write(`${wanted}: ${note}\n`);
    return result.outcome === 'succeeded' ? 0 : 1;
  },
} satisfies Verb;
