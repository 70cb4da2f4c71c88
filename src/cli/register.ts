import { DiscordAPIError, HTTPError } from 'discord.js';
import { commands } from '../../commands/index.ts';
import { ConfigError, readConfig } from '../config.ts';
import { registerCommands } from '../discord/registration.ts';
import { parseFlags } from './flags.ts';
import { UsageError, type Verb } from './verb.ts';

const help = `Usage: rite-bot register [--guild <server id>]

Tells Discord the bot's slash commands. Compares first and writes only what differs. Needs DISCORD_TOKEN.

  --guild <server id>   register in this server only, where changes show at once (for trying things out)
`;

/** Registration is a verb and not part of starting: Discord allows 200 creations a day. */
export const register = {
  summary: 'tell Discord the slash commands (once, and after an update)',
  help,
  async run(args, { stdout }) {
    const { guild } = parseFlags(args, { guild: { type: 'string' } });
    if (guild !== undefined && !/^\d{17,20}$/.test(guild)) {
      throw new UsageError(
        `--guild must be a server id (17 to 20 digits), not ${JSON.stringify(guild)}`,
      );
    }
    const { config, secrets } = readConfig();
    if (secrets.discordToken === undefined) {
      throw new ConfigError('DISCORD_TOKEN is missing; set it to the bot token, see .env.example');
    }
    const result = await registerCommands({
      token: secrets.discordToken,
      api: config.discordApiUrl,
      commands,
      guildId: guild,
    }).catch((error: unknown) => {
      throw explained(error, guild);
    });
    const line = (word: string, names: readonly string[]) =>
      names.length === 0 ? [] : [`${word} ${names.map((name) => `/${name}`).join(', ')}`];
    const parts = [
      ...line('created', result.created),
      ...line('updated', result.updated),
      ...line('removed', result.removed),
    ];
    stdout.write(`${result.changed ? parts.join('; ') : 'nothing to change'}\n`);
    return 0;
  },
} satisfies Verb;

function explained(error: unknown, guild: string | undefined): unknown {
  if (error instanceof DiscordAPIError && error.status === 401) {
    return new ConfigError(
      'DISCORD_TOKEN is refused by Discord; make a new one in the Developer Portal',
    );
  }
  if (
    error instanceof DiscordAPIError &&
    guild !== undefined &&
    [403, 404].includes(error.status)
  ) {
    return new UsageError(`the bot is not in the server ${guild}; invite it first`);
  }
  if (error instanceof HTTPError || (error instanceof Error && 'code' in error)) {
    return new UsageError(
      `Discord could not be asked (${error.message}); check the connection, and DISCORD_API_URL if it is set`,
    );
  }
  return error;
}
