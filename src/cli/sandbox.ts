import { resolve } from 'node:path';
import { commands } from '../../commands/index.ts';
import { SandboxConsole } from '../../sandbox/console.ts';
import { SandboxDiscord } from '../../sandbox/discord/index.ts';
import { SandboxRite } from '../../sandbox/rite/index.ts';
import { App } from '../app.ts';
import { type Config, ConfigError } from '../config.ts';
import { registerCommands } from '../discord/registration.ts';
import { aborted } from './stop-signal.ts';
import type { CliStreams } from './verb.ts';

/** The event that the first run shows. */
const SAMPLE_EVENT = 'seoulunderground47';

/** The bot against a local Discord and a local Rite: the same program, nothing but addresses differ. */
export async function runSandbox(
  config: Config,
  { onlyOnce, io }: { onlyOnce: boolean; io: CliStreams },
): Promise<number> {
  const signal = io.stopSignal();
  const { discordPort, ritePort } = config.sandbox;
  await using rite = await SandboxRite.start({ port: ritePort, relativeTo: Date.now }).catch(
    portRefused('SANDBOX_RITE_PORT', ritePort),
  );
  await using discord = await SandboxDiscord.start({ port: discordPort }).catch(
    portRefused('SANDBOX_DISCORD_PORT', discordPort),
  );
  const guild = discord.createGuild({ name: '지하실 크루', preferredLocale: 'ko' });
  const person = guild.addMember({ username: 'organizer', locale: 'ko' });
  const secrets = {
    discordToken: discord.botToken,
    organizers: new Map([[guild.id, rite.organizerId]]),
  };
  await using app = App.create(
    {
      ...config,
      logLevel: config.logLevel ?? 'warn',
      discordApiUrl: discord.apiUrl,
      riteUrl: rite.url,
    },
    secrets,
  );
  await Promise.race([
    Promise.all([
      registerCommands({ token: discord.botToken, api: discord.apiUrl, commands }),
      app.gateway.ready,
    ]),
    app.failed,
  ]);
  const session = new SandboxConsole({
    person,
    channel: guild.general,
    picturesDir: resolve(config.dataDir, 'sandbox'),
    output: io.stdout,
  });
  if (io.stdin.isTTY && !onlyOnce) {
    // An open standard input would keep the process alive when the bot has failed.
    const leaving = new AbortController();
    const untilLeaving = AbortSignal.any([signal, leaving.signal]);
    try {
      await Promise.race([session.converse(io.stdin, untilLeaving), app.failed]);
    } finally {
      leaving.abort();
    }
    return 0;
  }
  await session.type(`/post lineup event:${SAMPLE_EVENT}`);
  if (!onlyOnce) {
    io.stdout.write(`\nServing on ${discord.apiUrl} until stopped (Ctrl-C).\n`);
    await Promise.race([aborted(signal), app.failed]);
  }
  return session.failures === 0 ? 0 : 1;
}

function portRefused(variable: string, port: number) {
  return (error: unknown): never => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigError(
      `${variable}=${port} cannot be used: ${reason.split(':')[0]}; set another port, or 0 for any free one`,
    );
  };
}
