import type { Clock } from '../../events/clock.ts';
import type { SettingsStore } from '../approval/guild-settings.ts';
import type { ScheduleStore } from '../approval/schedule-store.ts';
import type { AuditLog } from '../audit-log.ts';
import type { ImageStore } from '../image-store.ts';
import type { KeptPost } from '../kept-post.ts';
import type { PostName, PostStore } from '../post-store.ts';
import type { Notice, NoticeStore } from './notice.ts';
import { UNDELIVERABLE_AFTER_MS, waitForDiscord, waitForPerson } from './notice-waits.ts';
import type { NoticeParcel, NoticeWay, Telling } from './notice-way.ts';

export interface NoticeCourierOptions {
  readonly notices: Pick<NoticeStore, 'claimDue' | 'settle' | 'postpone'>;
  readonly way: NoticeWay;
  readonly posts: Pick<PostStore, 'findPost'>;
  readonly schedules: Pick<ScheduleStore, 'find'>;
  readonly images: Pick<ImageStore, 'get'>;
  readonly settings: Pick<SettingsStore, 'settingsOf'>;
  readonly audit: Pick<AuditLog, 'append'>;
  readonly clock: Clock;
  /** From 0 to 1; default `Math.random`. */
  readonly random?: () => number;
  /** Milliseconds between two looks; default 2 s. */
  readonly tickMs?: number;
  /** How long a claim holds, in milliseconds; default 2 min: longer than all ways of one notice take. */
  readonly leaseMs?: number;
  /** Brings the message of a post up to date once its notice was tried; must not reject. */
  redraw?(post: PostName): Promise<void>;
  /** Hears what became of every try. */
  onTried?(notice: Notice, end: NoticeEnd): void;
  /** Hears of what nobody foresaw; without a notice when there was none to work on. */
  onError(error: unknown, notice?: Notice): void;
}

/** `unreachable` is tried again, `undeliverable` is not; `lost`: somebody else had taken it meanwhile. */
export type NoticeEnd =
  | 'direct'
  | 'channel'
  | 'postponed'
  | 'unreachable'
  | 'undeliverable'
  | 'lost';

const TICK_MS = 2000;
const LEASE_MS = 120_000;
/** At a time: Discord takes some 5 messages in 5 s for each channel, and opens conversations slowly. */
const AT_ONCE = 8;

/**
 * Tells people what they have to hear: in a direct message; where they take none, by their name in the server's channel
 * for notices, else where the post was made, else where posts are approved. Whoever cannot be reached is tried again for
 * three days. Notices wait in the database: nothing is lost while this process, or Discord, is away.
 */
export class NoticeCourier implements AsyncDisposable {
  readonly #options: NoticeCourierOptions;
  #timer: NodeJS.Timeout | undefined;
  #round: Promise<number> | undefined;
  #over = false;

  constructor(options: NoticeCourierOptions) {
    this.#options = options;
  }

  /** From now on looks by itself for what is due. */
  start(): void {
    if (this.#over || this.#timer) return;
    void this.runDue();
    this.#timer = setInterval(() => void this.runDue(), this.#options.tickMs ?? TICK_MS);
    this.#timer.unref();
  }

  /** Tells all that is due, and returns how many notices were tried. Never rejects. */
  runDue(): Promise<number> {
    this.#round ??= this.#runAll().finally(() => {
      this.#round = undefined;
    });
    return this.#round;
  }

  /** Finishes what has begun; what is not told yet waits for the next start. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#over = true;
    clearInterval(this.#timer);
    await this.#round;
  }

  async #runAll(): Promise<number> {
    const { notices, clock, leaseMs = LEASE_MS, onError } = this.#options;
    let tried = 0;
    try {
      while (!this.#over) {
        const due = await notices.claimDue({ now: clock(), leaseMs, limit: AT_ONCE });
        await Promise.all(due.map((notice) => this.#try(notice)));
        tried += due.length;
        if (due.length < AT_ONCE) break;
      }
    } catch (error) {
      onError(error);
    }
    return tried;
  }

  /** What fails here is left to the lease of the claim. */
  async #try(notice: Notice): Promise<void> {
    const { onTried, onError, redraw } = this.#options;
    const { guildId, postId, attempts } = notice;
    try {
      const end = await this.#tell(await this.#pack(notice));
      onTried?.(notice, end);
      // The person comes first.
      if (postId !== undefined && attempts === 0) await redraw?.({ guildId, postId });
    } catch (error) {
      onError(error, notice);
    }
  }

  async #pack(notice: Notice): Promise<NoticeParcel> {
    const { posts, schedules, settings } = this.#options;
    const { guildId, postId } = notice;
    const [post, publication, chosen] = await Promise.all([
      postId === undefined ? undefined : posts.findPost(guildId, postId),
      postId === undefined ? undefined : schedules.find(guildId, postId),
      settings.settingsOf(guildId),
    ]);
    const picture = post && (await this.#pictureOf(post, notice));
    return {
      ...{ notice, settings: chosen },
      ...(post && { post }),
      ...(publication && { publication }),
      ...(picture && { picture }),
    };
  }

  async #pictureOf(post: KeptPost, notice: Notice): Promise<Buffer | undefined> {
    const [first] = post.revision.pictures;
    try {
      return first && (await this.#options.images.get(first.hash));
    } catch (error) {
      // The words matter more than the picture.
      this.#options.onError(error, notice);
      return undefined;
    }
  }

  async #tell(parcel: NoticeParcel): Promise<NoticeEnd> {
    const { way } = this.#options;
    const direct = await this.#attempt(parcel, () => way.tellDirectly(parcel));
    if (direct.outcome !== 'closed') return await this.#settle(parcel, 'direct', direct);
    for (const channelId of channelsFor(parcel)) {
      const told = await this.#attempt(parcel, () => way.tellInChannel(channelId, parcel));
      if (told.outcome !== 'closed') return await this.#settle(parcel, 'channel', told);
    }
    return await this.#giveBack(parcel.notice);
  }

  /** A way that fails in a manner nobody foresaw is closed: another one may be open. */
  async #attempt({ notice }: NoticeParcel, telling: () => Promise<Telling>): Promise<Telling> {
    try {
      return await telling();
    } catch (error) {
      this.#options.onError(error, notice);
      return { outcome: 'closed', code: 'unexpected' };
    }
  }

  async #settle(
    { notice }: NoticeParcel,
    way: 'direct' | 'channel',
    telling: Exclude<Telling, { outcome: 'closed' }>,
  ): Promise<NoticeEnd> {
    const { notices, clock } = this.#options;
    if (telling.outcome === 'later') {
      const wait = waitForDiscord(notice.attempts, this.#random(), telling.waitMs);
      const outcome = await notices.postpone(notice, { wakeAt: clock() + wait });
      return outcome === 'lost' ? 'lost' : 'postponed';
    }
    const { messageId } = telling;
    const outcome = await notices.settle(notice, { at: clock(), way, messageId });
    return outcome === 'lost' ? 'lost' : way;
  }

  async #giveBack(notice: Notice): Promise<NoticeEnd> {
    const { notices, audit, clock } = this.#options;
    const at = clock();
    if (at - notice.createdAt < UNDELIVERABLE_AFTER_MS) {
      const wakeAt = at + waitForPerson(notice.attempts, this.#random());
      const outcome = await notices.postpone(notice, { wakeAt });
      return outcome === 'lost' ? 'lost' : 'unreachable';
    }
    const outcome = await notices.settle(notice, { at, way: 'undeliverable' });
    if (outcome === 'lost') return 'lost';
    const { id, guildId, postId, userId, content } = notice;
    await audit.append({
      guildId,
      at,
      action: 'notice.undeliverable',
      subject: postId ?? `notice:${id}`,
      details: { kind: content.kind, userId, attempts: notice.attempts + 1 },
    });
    return 'undeliverable';
  }

  #random(): number {
    return (this.#options.random ?? Math.random)();
  }
}

/** In the order in which they are tried. */
function channelsFor({ settings, post }: NoticeParcel): ReadonlySet<string> {
  const places = [settings.noticeChannelId, post?.message?.channelId, settings.approvalChannelId];
  return new Set(places.filter((id) => id !== undefined));
}
