import { DiscordAPIError } from 'discord.js';
import { type Config, ConfigError, readConfig, type Secrets } from '../config.ts';
import { ownServers } from '../discord/own-servers.ts';
import { JOB_NAMES } from '../jobs.ts';
import { createLogger } from '../logger.ts';
import { Worker } from '../worker.ts';
import { parseArguments } from './flags.ts';
import { oneOf, UsageError, type Verb } from './verb.ts';

const help = `Usage: rite-bot job <name>

Runs one recurring job now, besides its times, and prints what it did. Works while the bot runs.

  <name>   ${JOB_NAMES.join(' | ')}

departed-servers needs DISCORD_TOKEN: it asks Discord first which servers the bot is in.
`;

/** A recurring job by hand. */
export const job = {
  summary: 'run a recurring job now',
  help,
  async run(args, { stdout, stderr }) {
    const [name = '', ...more] = parseArguments(args, {}).positionals;
    if (more.length > 0) throw new UsageError('one job at a time');
    const wanted = oneOf('the job', name, JOB_NAMES);
    const { config, secrets } = readConfig();
    const logger = createLogger(config.logLevel ?? 'warn');
    // Only this one asks, and what it removes for a server that came back unseen is gone for good.
    const present =
      wanted === 'departed-servers' ? await presentServers(config, secrets) : undefined;
    await using worker = await Worker.create({ config, secrets, clock: Date.now, logger });
    await using runner = worker.jobRunner(
      present ? { isPresent: (guildId) => present.has(guildId) } : {},
    );
    const result = await runner.runNow(wanted);
    const note = result.outcome === 'running' ? 'it runs already' : result.note;
    (result.outcome === 'succeeded' ? stdout : stderr).write(`${wanted}: ${note}\n`);
    return result.outcome === 'succeeded' ? 0 : 1;
  },
} satisfies Verb;

async function presentServers(
  { discordApiUrl: api }: Config,
  { discordToken: token }: Secrets,
): Promise<ReadonlySet<string>> {
  if (token === undefined) {
    throw new ConfigError(
      'DISCORD_TOKEN is missing: departed-servers asks Discord which servers the bot is in before it removes anything; set it to the bot token, see .env.example',
    );
  }
  try {
    return await ownServers({ token, api });
  } catch (error) {
    if (error instanceof DiscordAPIError && error.status === 401) {
      throw new ConfigError(
        'DISCORD_TOKEN is refused by Discord; make a new one in the Developer Portal',
      );
    }
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(
      `Discord could not be asked which servers the bot is in (${reason}), so nothing was removed; check the connection, and DISCORD_API_URL if it is set`,
    );
  }
}
