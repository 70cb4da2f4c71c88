import type { Message } from '../../sandbox/discord/index.ts';
import { DiscordNoticeWay } from '../../src/discord/notice-way.ts';
import { PostMessages } from '../../src/discord/post-messages.ts';
import type { SettingsChange } from '../../src/posts/approval/guild-settings.ts';
import { Scheduling } from '../../src/posts/approval/scheduling.ts';
import type { PostState } from '../../src/posts/kept-post.ts';
import type { NoticeContent } from '../../src/posts/notices/notice.ts';
import { NoticeCourier } from '../../src/posts/notices/notice-courier.ts';
import { Premium } from '../../src/posts/premium.ts';
import type { PublishProblem } from '../../src/posts/publishing/problem.ts';
import { DEFAULT_TIMING } from '../../src/posts/publishing/timing.ts';
import { PREMIUM_SKU, Stage } from './stage.ts';

const PICTURE = Buffer.from('the bytes of a picture');

export interface NoticeCrewOptions {
  /** Default `granted`. */
  readonly premium?: 'granted' | 'bought' | 'none';
  /** Whether the server has an Instagram account; default true. */
  readonly connected?: boolean;
}

/** A stage with a planned post of minji's, an Instagram account, and a courier that runs when it is told to. */
export async function openNoticeCrew({
  premium = 'granted',
  connected = true,
}: NoticeCrewOptions = {}) {
  const stage = await Stage.open({ premium: premium === 'granted' });
  const { stores, guild, minji } = stage;
  const guildId = guild.id;
  const clock = () => stage.clock.read();
  if (premium === 'bought') guild.entitle({ skuId: PREMIUM_SKU });
  const scheduling = new Scheduling({
    schedules: stores.schedules,
    posts: stores.posts,
    settings: stores.settings,
    accounts: stores.instagramAccounts,
    premium: new Premium({ grants: stores.premium, skuId: PREMIUM_SKU, clock }),
    publicUrl: 'https://bot.example',
    timing: DEFAULT_TIMING,
    clock,
  });
  const linkOf = async () => {
    const found = await stores.instagramAccounts.find(guildId);
    return found && { ...found, readable: true };
  };
  const instagram = { ...stage.gatewayOptions.instagram, linkOf };
  await stage.restart({ scheduling, instagram });
  if (connected) {
    await stores.instagramAccounts.connect({
      guildId,
      connectedBy: minji.id,
      accountId: '17841400000000001',
      username: 'club_jihasil',
      connectedAt: stage.clock.now,
      issuedAt: stage.clock.now,
      expiresAt: stage.clock.now + 60 * 24 * 3_600_000,
      sealed: 'v1.k1.x.y',
      keyId: 'k1',
    });
  }
  const choose = (change: SettingsChange) =>
    stores.settings.changeSettings(guildId, change, { userId: minji.id, at: stage.clock.now });
  await choose({ approvalRequired: false });
  const command = await minji.command('post lineup', { event: stage.posts.events[0]?.id ?? '' });
  const message = await command.reply();
  const summary = (await stores.posts.listPosts({ guildId, limit: 1 })).posts[0];
  const postId = summary?.id ?? '';
  // Where it stands is noted after the reply.
  await stores.posts.setMessage({
    guildId,
    postId,
    channelId: guild.general.id,
    messageId: message.id,
  });
  const post = await kept();

  async function kept() {
    const found = await stores.posts.findPost(guildId, postId);
    if (!found) throw new Error('The post is gone');
    return found;
  }

  const postMessages = new PostMessages({
    gateway: stage.gateway,
    drafts: stage.gatewayOptions.drafts,
    schedules: stores.schedules,
    settings: stores.settings,
    clock,
    logger: stage.gatewayOptions.logger,
  });
  const tried: string[] = [];
  const errors: unknown[] = [];
  const crew = {
    ...{ stage, minji, post, message, scheduling, tried, choose },
    /** False: the bot dies before it has written down what it told. */
    settles: true,
    courier: new NoticeCourier({
      notices: {
        claimDue: (claim) => stores.notices.claimDue(claim),
        postpone: (notice, again) => stores.notices.postpone(notice, again),
        settle: async (notice, end) => {
          if (!crew.settles) throw new Error('Killed');
          return await stores.notices.settle(notice, end);
        },
      },
      way: new DiscordNoticeWay({
        gateway: stage.gateway,
        clock,
        logger: stage.gatewayOptions.logger,
      }),
      posts: stores.posts,
      schedules: stores.schedules,
      redraw: (name) => postMessages.redraw(name),
      images: { get: () => Promise.resolve(PICTURE) },
      settings: stores.settings,
      audit: stores.audit,
      clock,
      random: () => 0.5,
      onTried: (_notice, end) => tried.push(end),
      onError: (error) => errors.push(error),
    }),
    /** Plans it, in the queue. */
    async plan(dueAt = stage.clock.now) {
      const deed = { guildId, postId, by: minji.id, at: stage.clock.now };
      const accountId = '17841400000000001';
      const plan = { expected: 1, dueAt, wakeAt: dueAt, needsApproval: false, accountId };
      const planned = await stores.schedules.plan({ ...deed, ...plan });
      if (planned.outcome !== 'planned') throw new Error(planned.outcome);
    },
    /** What the publisher writes when it goes no further. */
    async ends(state: 'failed' | 'held' | 'unconfirmed', problem: PublishProblem) {
      const { now } = stage.clock;
      await crew.plan();
      const [claimed] = await stores.publications.claimDue({ now, leaseMs: 60_000, limit: 1 });
      if (!claimed) throw new Error('Nothing is due');
      const content = { kind: state, problem };
      const written = await stores.publications.write(claimed, {
        ...{ at: now, wakeAt: null, state, problem },
        notices: [{ guildId, userId: minji.id, postId, content }],
        ...(state === 'unconfirmed' && { phase: 'sent' }),
      });
      if (written.outcome === 'lost') throw new Error('The claim is lost');
    },
    /** What the publisher writes in the end. */
    async goesOut(permalink: string) {
      const publication = await stores.publications.find(guildId, postId);
      if (!publication) throw new Error('Nothing is planned');
      const written = await stores.publications.write(publication, {
        ...{ at: stage.clock.now, wakeAt: null, state: 'published', phase: 'done', permalink },
        ...{ problem: null, publishedAt: stage.clock.now },
        notices: [{ guildId, userId: minji.id, postId, content: { kind: 'published', permalink } }],
      });
      if (written.outcome === 'lost') throw new Error('The claim is lost');
    },
    /** What is written when its event is found to say something else: it waits to be approved again. */
    async changes(dueAt = stage.clock.now) {
      await crew.plan(dueAt);
      const publication = await stores.publications.find(guildId, postId);
      if (!publication) throw new Error('Nothing is planned');
      const written = await stores.publications.write(publication, {
        ...{ at: stage.clock.now, wakeAt: null, state: 'awaiting_approval', dropsApproval: true },
        problem: { kind: 'facts_changed' },
      });
      if (written.outcome === 'lost') throw new Error('Somebody else has written');
    },
    publication: () => stores.schedules.find(guildId, postId),
    says: (content: NoticeContent) =>
      stores.notices.add({ guildId, userId: minji.id, postId, content }, stage.clock.now),
    async edit(caption: string, expected = 1) {
      const deed = { guildId, postId, by: minji.id, at: stage.clock.now };
      const changes = { caption, captionEdited: true };
      const edited = await stores.posts.addRevision({ ...deed, expected, changes });
      if (edited.outcome !== 'saved') throw new Error(edited.outcome);
    },
    /** The latest one in minji's direct messages. */
    notice(): Message {
      const latest = minji.directMessages.at(-1);
      if (!latest) throw new Error('There is no direct message');
      return latest;
    },
    state: async (): Promise<PostState> => (await kept()).state,
    async [Symbol.asyncDispose]() {
      await crew.courier[Symbol.asyncDispose]();
      await stage[Symbol.asyncDispose]();
    },
  };
  return crew;
}
