import { ConfigError, readConfig } from '../config.ts';
import { createLogger } from '../logger.ts';
import { publishingFault } from '../publishing.ts';
import { Worker } from '../worker.ts';
import { parseFlags } from './flags.ts';
import { aborted } from './stop-signal.ts';
import type { Verb } from './verb.ts';

const help = `Usage: rite-bot worker

Publishes scheduled posts and does the recurring jobs until it is stopped, without connecting to Discord; also shows
/media, /healthz and /metrics where WEB_PORT or PORT is set. Runs beside the bot, or several at once, on one database:
a post is published once all the same. TOKEN_ENCRYPTION_KEYS and PUBLIC_URL are needed, as the bot has them. DISCORD_TOKEN
is not: what people have to be told is kept until a bot runs.
`;

/** The publisher alone. */
export const worker = {
  summary: 'publish and do the recurring jobs, without Discord',
  help,
  async run(args, io) {
    parseFlags(args, {});
    const { config, secrets } = readConfig();
    const fault = publishingFault(config, secrets);
    if (fault !== undefined) throw new ConfigError(fault);
    const logger = createLogger(config.logLevel ?? 'info');
    const signal = io.stopSignal();
    await using running = await Worker.create({ config, secrets, clock: Date.now, logger });
    await running.serve();
    running.start();
    await aborted(signal);
    return 0;
  },
} satisfies Verb;
