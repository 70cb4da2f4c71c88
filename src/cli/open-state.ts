import { readConfig } from '../config.ts';
import { createLogger } from '../logger.ts';
import { State } from '../state.ts';

/** What the bot keeps, for a verb that may run beside it. */
export async function openState(): Promise<State> {
  const { config, secrets } = readConfig();
  return await State.open(config, secrets, {
    role: 'tool',
    clock: Date.now,
    logger: createLogger(config.logLevel ?? 'warn'),
  });
}
