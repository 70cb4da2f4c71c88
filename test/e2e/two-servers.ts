import sharp from 'sharp';
import { vi } from 'vitest';
import type { Actor, Channel, Guild, Message } from '../../sandbox/discord/index.ts';
import type { SandboxAccount } from '../../sandbox/instagram/index.ts';
import { type Schema, tables } from '../../src/storage/schema.ts';
import { makeRiteDocument, makeRiteTimeslot } from '../fixtures/rite-document.ts';
import { Bot, ORGANIZER_PERMISSIONS, PREMIUM_SKU } from './bot.ts';

/** All that can be named in what a person types or a custom id says. */
export interface Ids {
  readonly guild: string;
  /** A draft. */
  readonly post: string;
  /** Its number. */
  readonly revision: string;
  /** A post that waits for approval, in its first revision. */
  readonly waiting: string;
  /** A post that was rejected, in its first revision. */
  readonly rejected: string;
  readonly event: string;
  readonly code: string;
  /** Of the connection to Rite. */
  readonly version: string;
  /** Of the connection to Instagram. */
  readonly account: string;
  /** Where cards are shown and notices are told. */
  readonly channel: string;
  /** Approves and schedules. */
  readonly role: string;
  /** Where a page of `/posts list` begins. */
  readonly cursor: string;
}

export interface Server {
  readonly guild: Guild;
  readonly guildId: string;
  /** May do everything there. */
  readonly boss: Actor;
  readonly channel: Channel;
  /** Of the post that waits. */
  readonly card: Message;
  readonly account: SandboxAccount;
  /** The id of a post that is out. */
  readonly published: string;
  /** For signing in to Instagram once more. */
  readonly signInLink: string;
  readonly ids: Ids;
  /** What nobody elsewhere may read. */
  readonly private: readonly string[];
}

type Rows = Readonly<Record<keyof Schema, readonly object[]>>;

const MINUTE = 60_000;
export const LOGO = {
  name: 'logo.png',
  contentType: 'image/png',
  bytes: await sharp({ create: { width: 300, height: 100, channels: 4, background: '#FFFFFF' } })
    .png()
    .toBuffer(),
};

/** One bot in two servers of two organizers, each with everything that a server can have. */
export class TwoServers implements AsyncDisposable {
  readonly bot: Bot;
  /** Asks for what is not theirs. */
  readonly north: Server;
  readonly south: Server;
  /** A message that the people of the north are shown. */
  readonly message: Message;
  /** A notice that was sent to one of the north. */
  readonly notice: Message;
  readonly #requestsBefore: number;
  readonly #callsBefore: number;

  static async start(): Promise<TwoServers> {
    const bot = await Bot.start({ pictures: 's3' });
    const north = await furnish(bot, 'north', '북쪽');
    // So that a place in the list of one is never between two posts of the other.
    bot.clock.now += MINUTE;
    const south = await furnish(bot, 'south', '남쪽');
    bot.clock.now += MINUTE;
    await bot.until(() =>
      bot.database(async ({ kysely }) => {
        const cards = kysely.selectFrom('approval_card').select('wake_at');
        const notices = kysely.selectFrom('notice').select('wake_at');
        const rows = await cards.unionAll(notices).execute();
        return rows.every(({ wake_at: wakeAt }) => wakeAt === null);
      }),
    );
    const message = await (await north.boss.command('posts list')).reply();
    const notice = north.boss.directMessages.find(({ content }) => content.includes('게시'));
    if (!notice) throw new Error('Nobody of the north was told anything');
    return new TwoServers(bot, { north, south, message, notice });
  }

  private constructor(bot: Bot, { north, south, message, notice }: Furnished) {
    this.bot = bot;
    this.north = north;
    this.south = south;
    this.message = message;
    this.notice = notice;
    this.#requestsBefore = bot.discord.requests.length;
    this.#callsBefore = bot.instagram.requests.length;
  }

  /** What is kept of the south. */
  async rowsOfSouth(): Promise<Rows> {
    const { guildId, ids, boss, account } = this.south;
    const mine = new Set([ids.post, ids.waiting, ids.rejected, this.south.published]);
    const belongs = (row: object) => Object.values(row).includes(guildId);
    const ofPost = (row: object) => 'post_id' in row && mine.has(String(row.post_id));
    const nobodys = () => false;
    const whose: Readonly<Record<keyof Schema, (row: object) => boolean>> = {
      brand: belongs,
      event_extras: belongs,
      premium_grant: belongs,
      departure: belongs,
      post: belongs,
      revision: ofPost,
      picture: ofPost,
      schedule: belongs,
      notice: belongs,
      approval_card: belongs,
      insight: belongs,
      scheduled_event: belongs,
      instagram_account: belongs,
      sign_in: belongs,
      guild_settings: belongs,
      deletion_request: nobodys,
      usage: (row) =>
        'subject' in row && [boss.id, account.id].some((id) => String(row.subject).includes(id)),
      audit: belongs,
      audit_mention: (row) => Object.values(row).includes(boss.id),
      connection: belongs,
      link_code: belongs,
      privacy_receipt: () => true,
      removed_person: () => true,
      job_run: nobodys,
      slow_operation: nobodys,
    };
    return await this.#rows((table, row) => whose[table](row));
  }

  /** What is kept of the north and names something of the south. */
  async rowsThatMix(): Promise<Rows> {
    const { guildId, boss, ids, account, published } = this.south;
    const { post, waiting, rejected, event, code, channel, role } = ids;
    const named = [post, waiting, rejected, published, event, code, channel, role];
    const theirs = [guildId, boss.id, account.id, ...named];
    return await this.#rows((_table, row) => {
      const values = JSON.stringify(row);
      return values.includes(this.north.guildId) && theirs.some((one) => values.includes(one));
    });
  }

  /** The token of the south's picture. */
  async token(): Promise<string> {
    const { guildId, ids } = this.south;
    const kept = await this.bot.stores(({ posts }) => posts.findPost(guildId, ids.post));
    return kept?.revision.pictures[0]?.token ?? '';
  }

  /** What the north was sent, or would have been: everything since both were furnished. */
  sentToNorth(): string {
    const sent = this.bot.discord.requests.slice(this.#requestsBefore);
    return JSON.stringify(sent.map(({ body, files }) => [body, files.map(({ name }) => name)]));
  }

  /** What Instagram was asked for in the name of the south since both were furnished. */
  callsForSouth(): readonly string[] {
    const { account } = this.south;
    const calls = this.bot.instagram.requests.slice(this.#callsBefore);
    return calls.filter((call) => call.account === account.id).map(({ call }) => call);
  }

  /** What is published of the south, and where. */
  get liveOfSouth() {
    const { account } = this.south;
    return this.bot.instagram.livePosts.filter(({ accountId }) => accountId === account.id);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.bot[Symbol.asyncDispose]();
  }

  async #rows(chosen: (table: keyof Schema, row: object) => boolean): Promise<Rows> {
    return await this.bot.database(async ({ kysely }) => {
      const names = Object.keys(tables) as (keyof Schema)[];
      const read = names.map(async (table) => {
        const rows: readonly object[] = await kysely.selectFrom(table).selectAll().execute();
        return [table, rows.filter((row) => chosen(table, row))] as const;
      });
      return Object.fromEntries(await Promise.all(read)) as Partial<Rows> as Rows;
    });
  }
}

type Furnished = Pick<TwoServers, 'north' | 'south' | 'message' | 'notice'>;

/** Another server that is linked to the organizer of an event, by the same proof. */
export async function joinOrganizer(bot: Bot, event: string): Promise<Actor> {
  const guild = bot.discord.createGuild({ name: '다른 클럽', preferredLocale: 'ko' });
  guild.entitle({ skuId: PREMIUM_SKU });
  const boss = guild.addMember({
    username: 'twin',
    locale: 'ko',
    permissions: ORGANIZER_PERMISSIONS,
  });
  await link(bot, boss, await (await boss.command('connect rite', { event })).reply());
  return boss;
}

/**
 * A server with a link to its own organizer and its own account on Instagram, a brand, extras, settings, an event in its
 * calendar, an open code and an open sign-in; and with a draft of three revisions, a post that waits for approval, one
 * that was rejected, and one that is published and read.
 */
export async function furnish(bot: Bot, name: 'north' | 'south', prefix: string): Promise<Server> {
  const guild = bot.discord.createGuild({ name: `${prefix} 클럽`, preferredLocale: 'ko' });
  guild.entitle({ skuId: PREMIUM_SKU });
  const role = guild.createRole({ name: `${prefix} 승인자` });
  const boss = guild.addMember({
    username: `boss-${name}`,
    locale: 'ko',
    permissions: ORGANIZER_PERMISSIONS,
    roles: [role],
  });
  const organizerId = `organizerof${name}01`;
  const event = bot.put(
    makeRiteDocument({
      _id: `eventof${name}0001`,
      organizerId,
      name: `${prefix}의 밤`,
      venue: { name: `${prefix} 지하실`, address: `서울 ${prefix}로 1` },
      timeslots: [
        makeRiteTimeslot('22:00', '23:00', `${prefix} 디제이`, `@dj.${name}`),
        makeRiteTimeslot('23:00', '00:00', `${prefix} 손님`, `@guest.${name}`),
      ],
    }),
  );
  await link(bot, boss, await (await boss.command('connect rite', { event })).reply());
  await link(bot, boss, await newCode(boss, event));
  const hashtags = `#${prefix}크루`;
  await (await boss.command('brand set', { theme: 'paper', logo: LOGO, hashtags })).reply();
  const form = await (await boss.command('event extras', { event })).modal();
  await (await boss.submit(form, { notice: `${prefix} 안내` })).reply();
  const channel = await bot.approvalChannel({ guild, by: boss });
  for (const list of ['approvers', 'schedulers']) {
    await (await boss.command(`settings ${list}`, { add: role.id })).reply();
  }
  await (await boss.command('settings notices', { channel: channel.id })).reply();
  const account = await bot.connectInstagram({ by: boss, username: `club.${name}` });
  await (await boss.command('event publish', { event })).reply();

  const post = await (await boss.command('post lineup', { event })).reply();
  const createdAt = bot.clock.now.toString(36);
  const caption = await (await boss.click(post, 'caption')).modal();
  await (await boss.submit(caption, { 캡션: `${prefix} 캡션` })).reply();
  await (await boss.select(post, 'theme', ['neon'])).reply();
  const [, postId = '', revision = ''] = customIdIn(post, 'theme').split(':');
  const desk = new Desk(bot, { guildId: guild.id, boss: boss.in(channel) });
  const waiting = await desk.schedule(event, '2026-12-20 20:00');
  const rejected = await desk.schedule(event, '2026-12-21 20:00');
  const published = await desk.schedule(event, '2026-12-22 20:00');
  await desk.decide(rejected, '❌', 'rejected');
  await desk.decide(published, '✅', 'scheduled');
  await desk.publish(published);

  const ofRite = await (await boss.command('disconnect rite')).reply();
  const ofInstagram = await (await boss.command('disconnect instagram')).reply();
  return {
    guild,
    guildId: guild.id,
    boss,
    channel,
    card: await desk.card(waiting),
    account,
    published,
    signInLink: await bot.signInLink(boss),
    ids: {
      guild: guild.id,
      post: postId,
      revision,
      waiting,
      rejected,
      event,
      code: codeIn(await newCode(boss, event)),
      version: customIdIn(ofRite, 'disconnect-rite').split(':')[1] ?? '',
      account: customIdIn(ofInstagram, 'disconnect-instagram').split(':')[1] ?? '',
      channel: channel.id,
      role: role.id,
      cursor: `o${createdAt}.${postId}`,
    },
    private: [
      prefix,
      guild.id,
      boss.id,
      boss.username,
      organizerId,
      `dj.${name}`,
      account.id,
      account.username,
    ],
  };
}

/** Where a server's posts are planned and decided about. */
class Desk {
  readonly #bot: Bot;
  readonly #guildId: string;
  readonly #boss: Actor;

  constructor(bot: Bot, { guildId, boss }: { readonly guildId: string; readonly boss: Actor }) {
    this.#bot = bot;
    this.#guildId = guildId;
    this.#boss = boss;
  }

  /** @returns the id of the post, which waits for approval then. */
  async schedule(event: string, when: string): Promise<string> {
    // So that it is the newest one.
    this.#bot.clock.now += 1000;
    const wish = { event, template: 'announcement', when };
    const { content } = await (await this.#boss.command('schedule add', wish)).reply();
    const { posts } = await this.#bot.stores((stores) =>
      stores.posts.listPosts({ guildId: this.#guildId, limit: 1 }),
    );
    const [newest] = posts;
    if (newest?.state !== 'awaiting_approval') throw new Error(content);
    return newest.id;
  }

  /** The card of a post, once it is shown. */
  async card(postId: string): Promise<Message> {
    return await vi.waitFor(
      async () => {
        const card = await this.#bot.stores(({ cards }) => cards.find(this.#guildId, postId));
        const message = this.#bot.discord.message(card?.place?.messageId ?? '');
        if (!message) throw new Error('There is no card');
        return message;
      },
      { timeout: 5000 },
    );
  }

  async decide(postId: string, emoji: string, state: string): Promise<void> {
    await this.#boss.react(await this.card(postId), emoji);
    await this.#bot.until(async () => (await this.#stateOf(postId)) === state);
  }

  async publish(postId: string): Promise<void> {
    const wish = { post: postId, when: '6분 뒤' };
    await (await this.#boss.command('schedule move', wish)).reply();
    this.#bot.clock.now += 6 * MINUTE;
    await this.#bot.until(async () => (await this.#stateOf(postId)) === 'published');
    const values = { reach: 120, likes: 12 };
    const readAt = this.#bot.clock.now;
    await this.#bot.stores(({ insights }) =>
      insights.save(this.#guildId, postId, { values, readAt }),
    );
  }

  async #stateOf(postId: string): Promise<string | undefined> {
    return await this.#bot.stateOf(this.#guildId, postId);
  }
}

async function newCode(boss: Actor, event: string): Promise<Message> {
  const linked = await (await boss.command('connect rite', { event })).reply();
  return await (await boss.click(linked, 'connect-rite')).reply();
}

async function link(bot: Bot, boss: Actor, message: Message): Promise<void> {
  const [, , , event = ''] = customIdIn(message, 'connect-rite').split(':');
  bot.rite.patch(event, { description: codeIn(message) });
  await (await boss.click(message, '확인')).reply();
  bot.rite.patch(event, { description: '' });
}

function codeIn({ content }: Message): string {
  return /RITE-\w{4}-\w{4}/.exec(content)?.[0] ?? '';
}

function customIdIn({ components }: Message, prefix: string): string {
  return new RegExp(`"custom_id":"(${prefix}:[^"]+)"`).exec(JSON.stringify(components))?.[1] ?? '';
}
