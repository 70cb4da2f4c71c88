import { ConfigError, readConfig } from '../config.ts';
import { createLogger } from '../logger.ts';
import { publishingFault } from '../publishing.ts';
import { Worker } from '../worker.ts';
import { parseFlags } from './flags.ts';
import { UsageError, type Verb } from './verb.ts';

const help = `Usage: rite-bot publish-due --once

Publishes what is due now and exits; for a scheduler of your own, or by hand. Beside a bot or worker it does no harm.
TOKEN_ENCRYPTION_KEYS and PUBLIC_URL are needed. Shows /media on WEB_PORT or PORT meanwhile, unless somebody does already. A post whose outcome is unclear is left for the
next run, at the earliest after PUBLISH_GRACE_SECONDS.

  --once    needed: to run on is what rite-bot worker does
`;

/** One round of publishing. */
export const publishDue = {
  summary: 'publish what is due and exit',
  help,
  async run(args, io) {
    const { once } = parseFlags(args, { once: { type: 'boolean', default: false } });
    if (!once)
      throw new UsageError('--once is missing; to publish until stopped use rite-bot worker');
    const { config, secrets } = readConfig();
    const fault = publishingFault(config, secrets);
    if (fault !== undefined) throw new ConfigError(fault);
    const logger = createLogger(config.logLevel ?? 'warn');
    const signal = io.stopSignal();
    await using worker = await Worker.create({ config, secrets, clock: Date.now, logger });
    await worker.serve();
    const posts = await worker.publisher.drain({ signal });
    io.stdout.write(`${posts} ${posts === 1 ? 'step' : 'steps'} taken; see rite-bot posts\n`);
    return 0;
  },
} satisfies Verb;
