import { App } from '../app.ts';
import { type Config, ConfigError, readConfig, type Secrets } from '../config.ts';
import { parseFlags } from './flags.ts';
import { aborted } from './stop-signal.ts';
import { UsageError, type Verb } from './verb.ts';

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
    const { discordToken } = secrets;
    if (discordToken === undefined) {
      const { runSandbox } = await import('./sandbox.ts');
      return await runSandbox(config, { onlyOnce, io });
    }
    if (onlyOnce) {
      throw new UsageError('--once is for the sandbox, which runs when DISCORD_TOKEN is not set');
    }
    await runBot(config, { ...secrets, discordToken }, io.stopSignal());
    return 0;
  },
} satisfies Verb;

async function runBot(
  config: Config,
  secrets: Secrets & { readonly discordToken: string },
  signal: AbortSignal,
): Promise<void> {
  const { riteUrl } = config;
  if (riteUrl === undefined) {
    throw new ConfigError(
      'RITE_URL is missing: with DISCORD_TOKEN set the bot reads real events; set it to the address of the Rite deployment, see .env.example',
    );
  }
  await using app = await App.create({ ...config, riteUrl }, secrets);
  await Promise.race([aborted(signal), app.failed]);
}
