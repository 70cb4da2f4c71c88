import { PermissionFlagsBits } from 'discord.js';
import { expect } from 'vitest';
import type { Actor, Channel, Message, Role } from '../../sandbox/discord/index.ts';
import type { GatewayOptions } from '../../src/discord/gateway.ts';
import { CardKeeper } from '../../src/posts/approval/card-keeper.ts';
import { Scheduling } from '../../src/posts/approval/scheduling.ts';
import type { Drafts } from '../../src/posts/drafts.ts';
import type { KeptPost } from '../../src/posts/kept-post.ts';
import { DEFAULT_TIMING } from '../../src/posts/publishing/timing.ts';
import { Stage, type StageOptions } from './stage.ts';

export const WAIT = { timeout: 5000, interval: 5 };
export const HOUR_MS = 3_600_000;
const ACCOUNT = '17841400000000001';

/** A stage with an approval channel, an approver, and cards that are kept by hand: `keeper.runOnce()`. */
export class ApprovalStage implements AsyncDisposable {
  readonly stage: Stage;
  readonly channel: Channel;
  readonly approverRole: Role;
  readonly jisu: Actor;
  readonly failures: unknown[] = [];
  keeper: CardKeeper;

  static async open(options: StageOptions = {}): Promise<ApprovalStage> {
    const stage = await Stage.open(options);
    const approval = new ApprovalStage(stage);
    await approval.restart();
    await stage.stores.settings.changeSettings(
      stage.guild.id,
      {
        approvalChannelId: approval.channel.id,
        approverRoleIds: [approval.approverRole.id],
        language: 'ko',
      },
      { userId: stage.minji.id, at: stage.clock.now },
    );
    return approval;
  }

  private constructor(stage: Stage) {
    this.stage = stage;
    this.channel = stage.guild.createChannel({ name: '승인' });
    this.approverRole = stage.guild.createRole({ name: '승인자' });
    this.jisu = stage.guild
      .addMember({ username: 'jisu', locale: 'ko', roles: [this.approverRole] })
      .in(this.channel);
    this.keeper = this.#makeKeeper();
  }

  /** The bot leaves and comes back, knowing nothing but its database. */
  async restart(): Promise<void> {
    await this.keeper[Symbol.asyncDispose]();
    await this.stage.restart(this.#services());
    this.keeper = this.#makeKeeper();
  }

  /** A post of minji's that waits for approval, with its card not yet shown. */
  async planned({
    dueInMs = 24 * HOUR_MS,
    userId = this.stage.minji.id,
    asap = false,
  }: {
    readonly dueInMs?: number;
    readonly userId?: string;
    readonly asap?: boolean;
  } = {}): Promise<KeptPost> {
    const { stage } = this;
    const { drafts } = stage.gatewayOptions;
    const creation = await drafts.create({
      guildId: stage.guild.id,
      userId,
      eventId: 'event-47',
      template: 'lineup',
      theme: 'night',
      size: 'square',
      language: 'ko',
      entitlements: [],
    });
    if (creation.outcome !== 'kept') throw new Error('The draft was not kept');
    return await this.plan(creation.draft.id, creation.draft.revision, dueInMs, asap);
  }

  /** A post with its card in the channel. */
  async asked(
    options: Parameters<ApprovalStage['planned']>[0] = {},
  ): Promise<{ readonly id: string; readonly card: Message }> {
    const { id } = await this.planned(options);
    await this.keeper.runOnce();
    return { id, card: await this.card(id) };
  }

  async plan(postId: string, expected: number, dueInMs: number, asap = false): Promise<KeptPost> {
    const { stores, clock, guild, minji } = this.stage;
    const plan = await stores.schedules.plan({
      guildId: guild.id,
      postId,
      expected,
      dueAt: clock.now + dueInMs,
      wakeAt: clock.now + dueInMs - 600_000,
      needsApproval: true,
      asap,
      accountId: ACCOUNT,
      by: minji.id,
      at: clock.now,
    });
    if (plan.outcome !== 'planned') throw new Error(plan.outcome);
    return plan.post;
  }

  /** The card that counts now, as it stands in the channel. */
  async card(postId: string): Promise<Message> {
    const card = await this.stage.stores.cards.find(this.stage.guild.id, postId);
    const message = this.stage.discord.message(card?.place?.messageId ?? '');
    if (!message) throw new Error('There is no card');
    return message;
  }

  async stateOf(postId: string): Promise<string | undefined> {
    return (await this.stage.stores.posts.findPost(this.stage.guild.id, postId))?.state;
  }

  async becomes(postId: string, state: string): Promise<void> {
    await expect.poll(() => this.stateOf(postId), WAIT).toBe(state);
  }

  /** Everything that was said in the approval channel and is no card. */
  get answers(): readonly Message[] {
    return this.channel.messages.filter(({ attachments, content }) => {
      return attachments.length === 0 && !content.startsWith('🔁');
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.keeper[Symbol.asyncDispose]();
    await this.stage[Symbol.asyncDispose]();
  }

  #services(): Partial<GatewayOptions> {
    const { stores, clock, gatewayOptions } = this.stage;
    const account = { accountId: ACCOUNT, state: 'alive' };
    const scheduling = new Scheduling({
      schedules: stores.schedules,
      posts: stores.posts,
      settings: stores.settings,
      accounts: { find: async () => account as never },
      premium: gatewayOptions.premium,
      publicUrl: 'https://bot.example.com',
      timing: DEFAULT_TIMING,
      clock: () => clock.read(),
    } as ConstructorParameters<typeof Scheduling>[0]);
    return {
      settings: stores.settings,
      rejections: stores.schedules,
      scheduling,
      approvals: {
        cards: stores.cards,
        scheduling,
        settings: stores.settings,
        onChanged: () => this.keeper.look(),
      },
    };
  }

  #makeKeeper(): CardKeeper {
    const { stage } = this;
    const { stores, clock } = stage;
    return new CardKeeper({
      cards: stores.cards,
      posts: stores.posts,
      notices: stores.notices,
      schedule: stores.schedules,
      drafts: stage.gatewayOptions.drafts as Drafts,
      settings: stores.settings,
      audit: stores.audit,
      board: stage.gateway.board,
      clock: () => clock.read(),
      onFailed: (_about, error) => this.failures.push(error),
      tickMs: 1_000_000,
    });
  }
}

export const MANAGE_SERVER = PermissionFlagsBits.ManageGuild;
