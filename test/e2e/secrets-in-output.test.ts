import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { commands } from '../../commands/index.ts';
import { SandboxDiscord } from '../../sandbox/discord/index.ts';
import { SandboxInstagram } from '../../sandbox/instagram/index.ts';
import { SandboxRite } from '../../sandbox/rite/index.ts';
import { SandboxS3 } from '../../sandbox/s3/index.ts';
import { freePort } from '../../src/cli/free-port.ts';
import { registerCommands } from '../../src/discord/registration.ts';
import { inProject, openTerminal } from '../cli/terminal.ts';
import { privateValues } from '../fixtures/rite-document.ts';
import { Browser } from '../web/instagram-walk.ts';
import { ORGANIZER_PERMISSIONS, PREMIUM_SKU, secretsIn } from './bot.ts';

const EVENT = 'seoulunderground47';
const terminal = openTerminal();

it('a bot that says all it can, while half of what it needs fails, says no secret', {
  timeout: 60_000,
}, async () => {
  await using discord = await SandboxDiscord.start();
  await using rite = await SandboxRite.start({ relativeTo: Date.now });
  await using s3 = await SandboxS3.start();
  await registerCommands({ token: discord.botToken, api: discord.apiUrl, commands });
  const guild = discord.createGuild({ name: '클럽 지하실', preferredLocale: 'ko' });
  guild.entitle({ skuId: PREMIUM_SKU });
  const minji = guild.addMember({
    username: 'minji',
    locale: 'ko',
    permissions: ORGANIZER_PERMISSIONS,
  });
  const secrets = {
    organizer: rite.organizerId,
    token: discord.botToken,
    keys: ['k1', 'k2'].map((id) => `${id}:${randomBytes(32).toString('base64')}`),
    // The storage knows another one, so no picture is kept.
    s3: 'planted/secret+of-the-bucket',
    metrics: 'planted-token-of-the-figures',
    app: 'planted-secret-of-the-app',
    meta: 'planted-secret-of-meta',
  };
  const port = await freePort();
  const publicUrl = `http://127.0.0.1:${port}`;
  await using instagram = await SandboxInstagram.start({
    clientSecret: secrets.app,
    redirectUris: [`${publicUrl}/instagram/callback`],
  });
  const bot = terminal.spawn([process.execPath, inProject('src/cli.ts'), 'start'], {
    LOG_LEVEL: 'trace',
    DISCORD_TOKEN: secrets.token,
    DISCORD_API_URL: discord.apiUrl,
    RITE_URL: rite.url,
    RITE_ORGANIZERS: `${guild.id}:${secrets.organizer}`,
    TOKEN_ENCRYPTION_KEYS: secrets.keys.join(),
    MEDIA_STORE: `s3://pictures?endpoint=${s3.url}&region=us-east-1`,
    S3_ACCESS_KEY_ID: s3.identity.accessKeyId,
    S3_SECRET_ACCESS_KEY: secrets.s3,
    METRICS_TOKEN: secrets.metrics,
    PREMIUM_SKU_ID: PREMIUM_SKU,
    PUBLIC_URL: publicUrl,
    INSTAGRAM_CLIENT_ID: instagram.clientId,
    INSTAGRAM_CLIENT_SECRET: secrets.app,
    META_APP_SECRET: secrets.meta,
    INSTAGRAM_GRAPH_URL: instagram.graphUrl,
    INSTAGRAM_API_URL: instagram.apiUrl,
    INSTAGRAM_AUTHORIZE_URL: instagram.authorizeUrl,
    WEB_PORT: String(port),
  });
  await expect.poll(() => discord.gateway.identifies, { timeout: 30_000 }).toBe(1);

  const kept = await (await minji.command('post lineup', { event: EVENT })).reply();
  expect(kept.attachments).toHaveLength(1);
  rite.fault({ kind: 'html' });
  await (await minji.command('post lineup', { event: 'sinchonbreaks' })).reply();
  rite.clearFaults();
  rite.fault({ kind: 'function_error', message: `Access denied for ${secrets.organizer}` });
  await (await minji.command('events')).reply();
  const account = instagram.addAccount({ username: 'club.jihasil' });
  const browser = new Browser((url) => url);
  const statuses: number[] = [];
  for (const call of ['code', 'exchange', 'me', undefined] as const) {
    if (call) instagram.fault({ kind: call === 'me' ? 'html' : 'reset', call, times: 1 });
    const { components } = await (await minji.command('connect instagram')).reply();
    const link = /"url":"([^"]+)"/.exec(JSON.stringify(components))?.[1] ?? '';
    const back = await instagram.allow(await browser.setOut(link), { account });
    statuses.push((await browser.open(back)).status);
  }
  expect(statuses).toEqual([503, 503, 503, 200]);
  const web = (path: string, token?: string) =>
    fetch(`${publicUrl}${path}`, {
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    });
  const answers = [
    await web('/metrics', 'planted-wrong-token'),
    await web('/metrics', secrets.metrics),
    await web('/readyz'),
    await web(`/media/${secrets.metrics}.jpg`),
  ];
  expect(answers.map(({ status }) => status)).toEqual([401, 200, 503, 404]);
  const texts = await Promise.all(answers.map((answer) => answer.text()));

  bot.child.kill('SIGTERM');
  const { code, stdout, stderr } = await bot.ended;
  expect(code).toBe(0);
  // It has said what failed.
  expect(stderr).toContain('SignatureDoesNotMatch');
  const said = [stdout, stderr, ...texts, JSON.stringify(discord.requests)].join('\n');
  const { organizer, app, meta } = secrets;
  const wholes = [organizer, secrets.s3, secrets.metrics, app, meta, ...secrets.keys];
  const ofPeople = [...instagram.secrets, ...browser.cookies.values()];
  const parts = secrets.keys.map((key) => key.slice(key.indexOf(':') + 1));
  for (const secret of [...wholes, ...parts, ...ofPeople])
    expect(said.includes(secret), secret).toBe(false);
  const documents = [...rite.events.values()].flatMap(privateValues);
  expect(secretsIn(`${stdout}${stderr}`, [secrets.token, ...documents])).toEqual([]);
});

it('a bot whose database does not answer says so without the password', async () => {
  const port = await freePort();
  const bot = terminal.spawn([process.execPath, inProject('src/cli.ts'), 'start'], {
    LOG_LEVEL: 'trace',
    DISCORD_TOKEN: 'planted-token-of-the-bot',
    DISCORD_API_URL: `http://127.0.0.1:${port}/api`,
    RITE_URL: `http://127.0.0.1:${port}`,
    DATABASE_URL: `postgres://rite:planted-password@127.0.0.1:${port}/rite`,
  });
  const { code, stdout, stderr } = await bot.ended;
  expect(code).not.toBe(0);
  expect(stderr).toContain(`127.0.0.1:${port}/rite does not answer`);
  expect(`${stdout}${stderr}`).not.toContain('planted');
});
