import { once } from 'node:events';
import { App } from '../app.ts';
import { type Config, ConfigError, readConfig, type Secrets } from '../config.ts';
import { parseFlags } from './flags.ts';
import { runSandbox } from './sandbox.ts';
import type { CliStreams, Verb } from './verb.ts';

const help = `Usage: rite-bot start [--once]

Runs the bot until it is stopped. With DISCORD_TOKEN set it connects to Discord; without, it runs against the
sandbox: a local Discord and a local Rite with sample events, and a console in which you are a member of a server.
Where standard input is no terminal, the sandbox makes one /post lineup by itself and goes on serving.

  --once    in the sandbox: make that one post and exit
`;

/** The bot itself. */
export const start = {
  summary: 'run the bot (without DISCORD_TOKEN: against the local sandbox)',
  help,
  async run(args, io) {
    const { once: onlyOnce } = parseFlags(args, { once: { type: 'boolean', default: false } });
    const { config, secrets } = readConfig();
    if (secrets.discordToken === undefined) return await runSandbox(config, { onlyOnce, io });
    await runBot(config, { ...secrets, discordToken: secrets.discordToken }, io);
    return 0;
  },
} satisfies Verb;

async function runBot(
  config: Config,
  secrets: Secrets & { readonly discordToken: string },
  { signal }: CliStreams,
): Promise<void> {
  const { riteUrl } = config;
  if (riteUrl === undefined) throw new ConfigError('RITE_URL is missing; see .env.example');
  await using app = App.create({ ...config, riteUrl }, secrets);
  await Promise.race([aborted(signal), app.failed]);
}

/** Resolves when the signal is raised. */
export async function aborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
}
