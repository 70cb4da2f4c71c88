import { PermissionFlagsBits } from 'discord.js';
import sharp from 'sharp';
import type { Actor, Message } from '../../sandbox/discord/index.ts';
import { type Schema, tables } from '../../src/storage/schema.ts';
import { storesOf } from '../../src/storage/stores.ts';
import { makeRiteDocument, makeRiteTimeslot } from '../fixtures/rite-document.ts';
import { Bot, PREMIUM_SKU } from './bot.ts';

/** All that can be named in what a person types or a custom id says. */
export interface Ids {
  readonly post: string;
  readonly revision: string;
  readonly event: string;
  readonly code: string;
  /** Of the connection to Rite. */
  readonly version: string;
  /** Where a page of `/posts list` begins. */
  readonly cursor: string;
}

export interface Server {
  readonly guildId: string;
  /** May do everything there. */
  readonly boss: Actor;
  readonly ids: Ids;
  /** What nobody elsewhere may read. */
  readonly private: readonly string[];
}

type Rows = Readonly<Record<keyof Schema, readonly object[]>>;

const MINUTE = 60_000;
const PERMISSIONS =
  PermissionFlagsBits.ManageGuild |
  PermissionFlagsBits.ManageEvents |
  PermissionFlagsBits.ManageMessages;
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
  readonly #requestsBefore: number;

  static async start(): Promise<TwoServers> {
    const bot = await Bot.start({ pictures: 's3' });
    const north = await furnish(bot, 'north', '북쪽');
    // So that a place in the list of one is never between two posts of the other.
    bot.clock.now += MINUTE;
    const south = await furnish(bot, 'south', '남쪽');
    bot.clock.now += MINUTE;
    const message = await (await north.boss.command('posts list')).reply();
    return new TwoServers(bot, { north, south, message });
  }

  private constructor(bot: Bot, { north, south, message }: Furnished) {
    this.bot = bot;
    this.north = north;
    this.south = south;
    this.message = message;
    this.#requestsBefore = bot.discord.requests.length;
  }

  /** What is kept of the south. */
  async rowsOfSouth(): Promise<Rows> {
    const { guildId, ids, boss } = this.south;
    const belongs = (row: object) => Object.values(row).includes(guildId);
    const ofPost = (row: object) => 'post_id' in row && row.post_id === ids.post;
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
      usage: (row) => 'subject' in row && String(row.subject).includes(boss.id),
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
    const { guildId, boss, ids } = this.south;
    const theirs = [guildId, boss.id, ids.post, ids.event, ids.code];
    return await this.#rows((_table, row) => {
      const values = JSON.stringify(row);
      return values.includes(this.north.guildId) && theirs.some((one) => values.includes(one));
    });
  }

  /** The token of the south's picture. */
  async token(): Promise<string> {
    const { guildId, ids } = this.south;
    return await this.bot.database(async (database) => {
      const { posts } = storesOf(database, () => this.bot.clock.now);
      const kept = await posts.findPost(guildId, ids.post);
      return kept?.revision.pictures[0]?.token ?? '';
    });
  }

  /** What the north was sent, or would have been: everything since both were furnished. */
  sentToNorth(): string {
    const sent = this.bot.discord.requests.slice(this.#requestsBefore);
    return JSON.stringify(sent.map(({ body, files }) => [body, files.map(({ name }) => name)]));
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

type Furnished = Pick<TwoServers, 'north' | 'south' | 'message'>;

/** Another server that is linked to the organizer of an event, by the same proof. */
export async function joinOrganizer(bot: Bot, event: string): Promise<Actor> {
  const guild = bot.discord.createGuild({ name: '다른 클럽', preferredLocale: 'ko' });
  guild.entitle({ skuId: PREMIUM_SKU });
  const boss = guild.addMember({ username: 'twin', locale: 'ko', permissions: PERMISSIONS });
  await link(bot, boss, await (await boss.command('connect rite', { event })).reply());
  return boss;
}

/** A server with a link to its own organizer, a brand, extras, a post of three revisions and an open code. */
export async function furnish(bot: Bot, name: 'north' | 'south', prefix: string): Promise<Server> {
  const guild = bot.discord.createGuild({ name: `${prefix} 클럽`, preferredLocale: 'ko' });
  guild.entitle({ skuId: PREMIUM_SKU });
  const boss = guild.addMember({
    username: `boss-${name}`,
    locale: 'ko',
    permissions: PERMISSIONS,
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
  const post = await (await boss.command('post lineup', { event })).reply();
  const caption = await (await boss.click(post, 'caption')).modal();
  await (await boss.submit(caption, { 캡션: `${prefix} 캡션` })).reply();
  await (await boss.select(post, 'theme', ['neon'])).reply();
  const [, postId = '', revision = ''] = customIdIn(post, 'theme').split(':');
  const question = await (await boss.command('disconnect rite')).reply();
  const createdAt = bot.clock.now.toString(36);
  return {
    guildId: guild.id,
    boss,
    ids: {
      post: postId,
      revision,
      event,
      code: codeIn(await newCode(boss, event)),
      version: customIdIn(question, 'disconnect-rite').split(':')[1] ?? '',
      cursor: `o${createdAt}.${postId}`,
    },
    private: [prefix, guild.id, boss.id, boss.username, organizerId, `dj.${name}`],
  };
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
