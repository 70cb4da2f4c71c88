import { resolve } from 'node:path';
import { commands } from '../../commands/index.ts';
import { SandboxConsole } from '../../sandbox/console.ts';
import { SandboxDiscord } from '../../sandbox/discord/index.ts';
import { SandboxRite } from '../../sandbox/rite/index.ts';
import { App } from '../app.ts';
import type { Config } from '../config.ts';
import { registerCommands } from '../discord/registration.ts';
import { aborted } from './start.ts';
import { type CliStreams, UsageError } from './verb.ts';

/** The event that the first run shows. */
const SAMPLE_EVENT = 'seoulunderground47';

/** The bot against a local Discord and a local Rite: the same program, nothing but addresses differ. */
export async function runSandbox(
  config: Config,
  { onlyOnce, io }: { onlyOnce: boolean; io: CliStreams },
): Promise<number> {
  await using rite = await SandboxRite.start({
    port: config.sandbox.ritePort,
    relativeTo: Date.now,
  }).catch(portInUse('SANDBOX_RITE_PORT'));
  await using discord = await SandboxDiscord.start({ port: config.sandbox.discordPort }).catch(
    portInUse('SANDBOX_DISCORD_PORT'),
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
  if (process.stdin.isTTY && !onlyOnce) {
    await Promise.race([session.converse(process.stdin, io.signal), app.failed]);
    return 0;
  }
  await session.type(`/post lineup event:${SAMPLE_EVENT}`);
  if (!onlyOnce) {
    io.stdout.write(`\nServing on ${discord.apiUrl} until stopped (Ctrl-C).\n`);
    await Promise.race([aborted(io.signal), app.failed]);
  }
  return session.failures === 0 ? 0 : 1;
}

function portInUse(variable: string) {
  return (error: unknown): never => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${reason}; choose another with ${variable}, or 0 for any free port`);
  };
}
