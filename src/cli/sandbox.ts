import { createSecretKey, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { PermissionFlagsBits } from 'discord.js';
import { commands } from '../../commands/index.ts';
import { SandboxConsole } from '../../sandbox/console/index.ts';
import { type Actor, type Guild, SandboxDiscord } from '../../sandbox/discord/index.ts';
import { SandboxInstagram } from '../../sandbox/instagram/index.ts';
import { SandboxRite } from '../../sandbox/rite/index.ts';
import { App } from '../app.ts';
import { type Config, ConfigError, type Secrets } from '../config.ts';
import { registerCommands } from '../discord/registration.ts';
import { createInstagram } from '../instagram.ts';
import { createLogger } from '../logger.ts';
import { Secret } from '../posts/secret.ts';
import { State } from '../state.ts';
import { freePort } from './free-port.ts';
import { aborted } from './stop-signal.ts';
import type { CliStreams } from './verb.ts';

/** The event that the first run shows. */
const SAMPLE_EVENT = 'seoulunderground47';

/** The bot against a local Discord, Rite and Instagram: the same program, nothing but addresses differ. */
export async function runSandbox(
  config: Config,
  { onlyOnce, io }: { onlyOnce: boolean; io: CliStreams },
): Promise<number> {
  const signal = io.stopSignal();
  const { discordPort, ritePort, instagramPort } = config.sandbox;
  const publicUrl = `http://127.0.0.1:${config.web.port ?? (await freePort())}`;
  const redirectUri = `${publicUrl}/instagram/callback`;
  await using rite = await SandboxRite.start({ port: ritePort, relativeTo: Date.now }).catch(
    portRefused('SANDBOX_RITE_PORT', ritePort),
  );
  await using discord = await SandboxDiscord.start({ port: discordPort }).catch(
    portRefused('SANDBOX_DISCORD_PORT', discordPort),
  );
  await using instagram = await SandboxInstagram.start({
    port: instagramPort,
    redirectUris: [redirectUri],
  }).catch(portRefused('SANDBOX_INSTAGRAM_PORT', instagramPort));
  // Servers and people here live as long as this process; so does what is kept for them.
  await using folder = await temporaryFolder();
  const guild = discord.createGuild({ name: '지하실 크루', preferredLocale: 'ko' });
  const organizer = guild.addMember({
    username: 'organizer',
    locale: 'ko',
    permissions: PermissionFlagsBits.ManageGuild | PermissionFlagsBits.ManageEvents,
  });
  const minji = guild.addMember({ username: 'minji', locale: 'ko' });
  const secrets = {
    discordToken: discord.botToken,
    organizers: new Map([[guild.id, rite.organizerId]]),
    tokenKeys: [{ id: 'sandbox', key: createSecretKey(randomBytes(32)) }],
    instagramClientSecret: new Secret(instagram.clientSecret),
  };
  const settings = {
    ...config,
    dataDir: folder.path,
    mediaStore: { kind: 'files' },
    logLevel: config.logLevel ?? 'warn',
    discordApiUrl: discord.apiUrl,
    riteUrl: rite.url,
    web: { host: '127.0.0.1', port: Number(new URL(publicUrl).port), publicUrl },
    instagram: {
      clientId: instagram.clientId,
      graphUrl: instagram.graphUrl,
      apiUrl: instagram.apiUrl,
      authorizeUrl: instagram.authorizeUrl,
    },
  } as const;
  await furnish({ config: settings, secrets, guild, organizer, instagram });
  await using app = await App.create(settings, secrets);
  await Promise.race([
    Promise.all([
      registerCommands({ token: discord.botToken, api: discord.apiUrl, commands }),
      app.gateway.ready,
    ]),
    app.failed,
  ]);
  const session = new SandboxConsole({
    discord,
    people: [organizer, minji],
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
    io.stdout.write(
      `\nServing on ${discord.apiUrl} until stopped (Ctrl-C). What is published: ${instagram.url}\n`,
    );
    await Promise.race([aborted(signal), app.failed]);
  }
  return session.failures === 0 ? 0 : 1;
}

/** All that a server would have set up: premium, an account on Instagram, and a channel for approvals. */
async function furnish({
  config,
  secrets,
  guild: { id: guildId, general },
  organizer,
  instagram,
}: {
  readonly config: Config;
  readonly secrets: Secrets;
  readonly guild: Guild;
  readonly organizer: Actor;
  readonly instagram: SandboxInstagram;
}): Promise<void> {
  const logger = createLogger(config.logLevel ?? 'warn');
  const clock = Date.now;
  await using state = await State.open(config, secrets, { role: 'tool', clock, logger });
  const { premium, settings } = state.stores;
  await premium.grant({ guildId, grantedAt: clock() });
  const by = { userId: organizer.id, at: clock() };
  await settings.changeSettings(guildId, { approvalChannelId: general.id }, by);
  // Made the day before yesterday, so that it is old enough to be refreshed.
  const token = instagram
    .addAccount({ username: 'basement.seoul', name: '클럽 지하실' })
    .issueToken({ issuedAt: clock() - 2 * 24 * 60 * 60 * 1000 });
  const { linking } = createInstagram({ config, secrets, state, clock, logger });
  await linking.connectToken({ guildId, userId: organizer.id, token: new Secret(token) });
}

async function temporaryFolder(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'rite-bot-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

function portRefused(variable: string, port: number) {
  return (error: unknown): never => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigError(
      `${variable}=${port} cannot be used: ${reason.split(':')[0]}; set another port, or 0 for any free one`,
    );
  };
}
