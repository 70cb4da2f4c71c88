// The approval cards of bench/approval.ts: posts in the database that wait for an approval, and their messages in the
// approval channels of some servers, as the bot left both when it was stopped.
import type { Actor, Channel, Message } from '../sandbox/discord/index.ts';
import { RiteClient } from '../src/clients/rite.ts';
import { hashOf } from '../src/posts/image-store.ts';
import type { PostFacts } from '../src/posts/kept-post.ts';
import { PROBE_JPEG } from '../src/web/media-probe.ts';
import type { PublishWorld } from './publish-world.ts';

/** A server with an approval channel. */
export interface Club {
  readonly guildId: string;
  readonly accountId: string;
  readonly plannerId: string;
  readonly channel: Channel;
  readonly approver: Actor;
  readonly secondApprover: Actor;
  readonly stranger: Actor;
  /** Has the approvers' role. */
  readonly otherBot: Actor;
}

export interface Card {
  readonly club: Club;
  readonly postId: string;
  readonly message: Message;
}

const HOUR_MS = 60 * 60 * 1000;
/** Far from the reminders, which come three hours before the time. */
const DUE_IN_MS = 6 * HOUR_MS;
const LEASE_MS = 60_000;

/** As many cards in each server. */
export async function createCards(world: PublishWorld, perClub: number): Promise<Card[]> {
  const facts = await factsOf(world);
  const clubs: Club[] = [];
  for (const { guild, account, userId } of world.clubs) {
    const channel = guild.createChannel({ name: 'approvals' });
    const roles = [guild.createRole({ name: 'approvers' })];
    clubs.push({
      guildId: guild.id,
      accountId: account.id,
      plannerId: userId,
      channel,
      approver: guild.addMember({ username: 'approver', roles }).in(channel),
      secondApprover: guild.addMember({ username: 'second', roles }).in(channel),
      stranger: guild.addMember({ username: 'stranger' }).in(channel),
      otherBot: guild.addMember({ username: 'other-bot', roles, bot: true }).in(channel),
    });
    await world.stores.settings.changeSettings(
      guild.id,
      { approvalChannelId: channel.id, approverRoleIds: roles.map(({ id }) => id) },
      { userId, at: Date.now() },
    );
  }
  const cards: Omit<Card, 'message'>[] = [];
  for (const club of clubs) {
    for (let index = 0; index < perClub; index += 1) {
      cards.push({ club, postId: await planOne(world, club, { facts, index }) });
    }
  }
  const posted = await Promise.all(clubs.map((club) => postAll(world, club, cards)));
  await writeDown(world, posted.flat());
  return posted.flat();
}

async function planOne(
  { stores }: PublishWorld,
  { guildId, plannerId: by, accountId }: Club,
  { facts, index }: { readonly facts: PostFacts; readonly index: number },
): Promise<string> {
  const at = Date.now();
  const picture = { hash: hashOf(PROBE_JPEG), bytes: PROBE_JPEG.length, width: 1080, height: 1080 };
  const { id: postId } = await stores.posts.createDraft({
    guildId,
    template: 'announcement',
    content: {
      theme: 'night',
      size: 'square',
      language: 'ko',
      caption: `${facts.event.name} ${index}`,
      captionEdited: false,
      facts,
      pictures: [picture],
    },
    by,
    at,
  });
  const { outcome } = await stores.schedules.plan({
    guildId,
    postId,
    expected: 1,
    dueAt: at + DUE_IN_MS,
    wakeAt: at + DUE_IN_MS - HOUR_MS,
    needsApproval: true,
    accountId,
    by,
    at,
  });
  if (outcome !== 'planned') throw new Error(`It was not planned: ${outcome}`);
  return postId;
}

/** In the bot's name, one after the other, with its two reactions. */
async function postAll(
  world: PublishWorld,
  club: Club,
  cards: readonly Omit<Card, 'message'>[],
): Promise<Card[]> {
  const posted: Card[] = [];
  for (const card of cards.filter((one) => one.club === club)) {
    const path = `/channels/${club.channel.id}/messages`;
    const answer = await ask(world, 'POST', path, { content: `A card of ${card.postId}` });
    const { id } = (await answer.json()) as { readonly id: string };
    for (const emoji of ['✅', '❌']) {
      await ask(world, 'PUT', `${path}/${id}/reactions/${encodeURIComponent(emoji)}/@me`);
    }
    const message = world.discord.message(id);
    if (!message) throw new Error('The card is not there');
    posted.push({ ...card, message });
  }
  return posted;
}

async function writeDown({ stores }: PublishWorld, cards: readonly Card[]): Promise<void> {
  const messages = new Map(cards.map(({ postId, message }) => [postId, message]));
  const now = Date.now();
  const due = await stores.cards.claimDue({ now, leaseMs: LEASE_MS, limit: cards.length });
  for (const card of due) {
    const message = messages.get(card.postId);
    if (!message) throw new Error('A card that nobody planned is due');
    const place = { channelId: message.channelId, messageId: message.id };
    await stores.cards.settle(card, { ...place, revision: 1 });
    messages.delete(card.postId);
  }
  if (messages.size > 0) throw new Error(`${messages.size} cards were not due`);
}

async function ask(
  { discord }: PublishWorld,
  method: string,
  path: string,
  body?: object,
): Promise<Response> {
  const answer = await fetch(`${discord.apiUrl}/v10${path}`, {
    method,
    headers: {
      authorization: `Bot ${discord.botToken}`,
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status}`);
  return answer;
}

async function factsOf({ rite }: PublishWorld): Promise<PostFacts> {
  const client = new RiteClient({ url: rite.url, clock: Date.now });
  const { events } = await client.listEvents(rite.organizerId);
  // The last one: none is over before the measurement is.
  const last = events.toSorted((a, b) => a.date.localeCompare(b.date)).at(-1);
  if (!last) throw new Error('The sandbox has no events');
  return { ...(await client.getEvent(rite.organizerId, last.id)), extras: {} };
}
