import type { Logger } from 'pino';
import type { Clock } from '../events/clock.ts';
import type { SettingsStore } from '../posts/approval/guild-settings.ts';
import type { ScheduleStore } from '../posts/approval/schedule-store.ts';
import type { Drafts } from '../posts/drafts.ts';
import type { KeptPost } from '../posts/kept-post.ts';
import type { PostName } from '../posts/post-store.ts';
import type { Publication } from '../posts/publishing/publication.ts';
import { draftReply } from './draft-reply.ts';
import { errorFields } from './error-fields.ts';
import type { DiscordGateway } from './gateway.ts';
import { messagesFor } from './messages/messages.ts';
import { publicationOf } from './page-publications.ts';
import { planStatus } from './plan-status.ts';
import { unaskedLanguage } from './unasked-language.ts';

export interface PostMessagesOptions {
  readonly gateway: Pick<DiscordGateway, 'redraw' | 'serverOf'>;
  readonly drafts: Pick<Drafts, 'find' | 'show'>;
  readonly schedules: Pick<ScheduleStore, 'find'>;
  readonly settings: Pick<SettingsStore, 'settingsOf'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Posts of which it is known what their messages say; forgotten ones are drawn once more than needed. */
const REMEMBERED = 1000;

/**
 * The answers to `/post`, which stay in their channels: each says what has become of its post, with the buttons that
 * still apply. Drawn when something other than a button under it has changed the post. Nothing is lost when that fails:
 * the message catches up with the next change, and its buttons are checked whenever somebody presses them.
 */
export class PostMessages {
  readonly #options: PostMessagesOptions;
  readonly #shown = new Map<string, string>();

  constructor(options: PostMessagesOptions) {
    this.#options = options;
  }

  /** Never rejects. */
  async redraw(name: PostName): Promise<void> {
    try {
      await this.#redraw(name);
    } catch (error) {
      const { guildId, postId } = name;
      // Deleted, its pictures cleaned up, or in a channel that the bot does not see.
      this.#options.logger.info({ guildId, postId, ...errorFields(error) }, 'message not redrawn');
    }
  }

  async #redraw({ guildId, postId }: PostName): Promise<void> {
    const { drafts, schedules, settings, gateway, clock } = this.#options;
    const kept = await drafts.find({ guildId, postId });
    const { message: place } = kept;
    if (!place) return;
    const find = () => schedules.find(guildId, postId);
    const publication = await publicationOf(kept, { find });
    const told = signatureOf(kept, publication);
    if (this.#shown.get(postId) === told) return;
    const [draft, chosen] = await Promise.all([
      drafts.show({ guildId, postId }),
      settings.settingsOf(guildId),
    ]);
    const { language: ofPost } = kept.revision;
    const messages = messagesFor(unaskedLanguage(chosen, gateway.serverOf(guildId), ofPost));
    const status = planStatus(kept, publication, { messages, now: clock() });
    const message = draftReply(draft, messages, status === undefined ? undefined : [status]);
    if (await gateway.redraw({ place, message })) this.#remember(postId, told);
  }

  #remember(postId: string, told: string): void {
    this.#shown.delete(postId);
    this.#shown.set(postId, told);
    const [oldest] = this.#shown.keys();
    if (this.#shown.size > REMEMBERED && oldest !== undefined) this.#shown.delete(oldest);
  }
}

/** Changes with everything that the message says of the post. */
function signatureOf(
  { state, revision, permalink }: KeptPost,
  publication: Publication | undefined,
): string {
  const { dueAt, asap, problem } = publication ?? {};
  return JSON.stringify([state, revision.number, permalink, dueAt, asap, problem]);
}
