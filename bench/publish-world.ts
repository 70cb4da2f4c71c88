// What bench/publish.ts publishes from and to: Discord, Rite and Instagram as servers of this process, and the database
// that the bot, a process of its own, works on.
import { createSecretKey, randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commands } from '../commands/index.ts';
import { type Guild, SandboxDiscord } from '../sandbox/discord/index.ts';
import { type SandboxAccount, SandboxInstagram } from '../sandbox/instagram/index.ts';
import { SandboxRite } from '../sandbox/rite/index.ts';
import { freePort } from '../src/cli/free-port.ts';
import { RiteClient } from '../src/clients/rite.ts';
import { registerCommands } from '../src/discord/registration.ts';
import { hashOf } from '../src/posts/image-store.ts';
import type { PostFacts } from '../src/posts/kept-post.ts';
import { Secret } from '../src/posts/secret.ts';
import { connectionContext } from '../src/posts/token-seal.ts';
import { openDatabase } from '../src/storage/database.ts';
import { ImageFiles } from '../src/storage/image-files.ts';
import { storesOf } from '../src/storage/stores.ts';
import { TokenVault } from '../src/storage/token-vault.ts';
import { PROBE_JPEG } from '../src/web/media-probe.ts';

/** A server with its own Instagram account, and the person who schedules there. */
interface Club {
  readonly guild: Guild;
  readonly account: SandboxAccount;
  readonly userId: string;
}

export interface Planned {
  readonly guildId: string;
  readonly postId: string;
  /** The Instagram account. */
  readonly accountId: string;
  /** Epoch milliseconds. */
  readonly dueAt: number;
}

const SKU = '900000000000000001';
const DAY_MS = 24 * 60 * 60 * 1000;

export type PublishWorld = Awaited<ReturnType<typeof createWorld>>;

/** @param answerMs how long Instagram takes for each answer. */
export async function createWorld(clubCount: number, answerMs: number) {
  const stack = new AsyncDisposableStack();
  const rite = stack.use(await SandboxRite.start({ relativeTo: Date.now }));
  const discord = stack.use(await SandboxDiscord.start());
  const instagram = stack.use(await SandboxInstagram.start({ delayMs: answerMs }));
  const dataDir = await mkdtemp(join(tmpdir(), 'bench-'));
  process.once('exit', () => rmSync(dataDir, { recursive: true, force: true }));
  const clubs = Array.from({ length: clubCount }, (_, index): Club => {
    const guild = discord.createGuild({ name: `club ${index}`, preferredLocale: 'ko' });
    guild.entitle({ skuId: SKU });
    const userId = guild.addMember({ username: `planner${index}`, locale: 'ko' }).id;
    return { guild, account: instagram.addAccount({ username: `club${index}` }), userId };
  });
  await registerCommands({ token: discord.botToken, api: discord.apiUrl, commands });
  // Instagram has to know it before the bot listens there.
  const port = await freePort();
  const key = randomBytes(32);
  const env = {
    ...process.env,
    DISCORD_TOKEN: discord.botToken,
    DISCORD_API_URL: discord.apiUrl,
    RITE_URL: rite.url,
    RITE_ORGANIZERS: clubs.map(({ guild }) => `${guild.id}:${rite.organizerId}`).join(','),
    PREMIUM_SKU_ID: SKU,
    DATA_DIR: dataDir,
    INSTAGRAM_GRAPH_URL: instagram.graphUrl,
    TOKEN_ENCRYPTION_KEYS: `bench:${key.toString('base64')}`,
    WEB_PORT: String(port),
    PUBLIC_URL: `http://127.0.0.1:${port}`,
  };
  const database = stack.use(await openDatabase(join(dataDir, 'rite-bot.db')));
  const stores = storesOf(database, Date.now);
  const vault = new TokenVault([{ id: 'bench', key: createSecretKey(key) }]);
  for (const { guild, account, userId } of clubs) {
    const issuedAt = Date.now();
    const token = new Secret(account.issueToken());
    await stores.instagramAccounts.connect({
      guildId: guild.id,
      accountId: account.id,
      username: account.username,
      connectedBy: userId,
      connectedAt: issuedAt,
      issuedAt,
      expiresAt: issuedAt + 60 * DAY_MS,
      sealed: vault.seal(token, connectionContext(guild.id, 'instagram')),
      keyId: 'bench',
    });
  }
  const images = new ImageFiles({ directory: join(dataDir, 'pictures'), clock: Date.now });
  await images.put(PROBE_JPEG);
  const picture = { hash: hashOf(PROBE_JPEG), bytes: PROBE_JPEG.length, width: 1080, height: 1080 };
  const facts = await factsOf(rite);

  /** One post with one small picture, of the club of this number. */
  async function plan(
    club: number,
    { dueAt, wakeAt }: { readonly dueAt: number; readonly wakeAt: number },
  ): Promise<Planned> {
    const { guild, account, userId } = clubs[club % clubCount] as Club;
    const at = Date.now();
    const post = await stores.posts.createDraft({
      guildId: guild.id,
      template: 'announcement',
      content: {
        theme: 'night',
        size: 'square',
        language: 'ko',
        caption: `${facts.event.name} ${club}`,
        captionEdited: false,
        facts,
        pictures: [picture],
      },
      by: userId,
      at,
    });
    const { outcome } = await stores.schedules.plan({
      guildId: guild.id,
      postId: post.id,
      expected: 1,
      dueAt,
      wakeAt,
      needsApproval: false,
      accountId: account.id,
      by: userId,
      at,
    });
    if (outcome !== 'planned') throw new Error(`It was not planned: ${outcome}`);
    return { guildId: guild.id, postId: post.id, accountId: account.id, dueAt };
  }

  return {
    rite,
    discord,
    instagram,
    stores,
    clubs,
    env,
    plan,
    dispose: () => stack.disposeAsync(),
  };
}

async function factsOf(rite: SandboxRite): Promise<PostFacts> {
  const client = new RiteClient({ url: rite.url, clock: Date.now });
  const { events } = await client.listEvents(rite.organizerId);
  // The last one: none is over before the measurement is.
  const last = events.toSorted((a, b) => a.date.localeCompare(b.date)).at(-1);
  if (!last) throw new Error('The sandbox has no events');
  return { ...(await client.getEvent(rite.organizerId, last.id)), extras: {} };
}
