import {
  type APIMessage,
  type Client,
  RESTJSONErrorCodes,
  type RESTPatchAPIChannelMessageJSONBody,
  Routes,
} from 'discord.js';
import type { Clock } from '../events/clock.ts';
import type { CardBoard, CardFault, CardView, Reminder } from '../posts/approval/card-board.ts';
import type { MessagePlace } from '../posts/kept-post.ts';
import { APPROVE, approvalCard, REJECT } from './approval-card.ts';
import type { Message } from './command.ts';
import { orFault } from './discord-fault.ts';
import { knownServer } from './known-server.ts';
import { exactTime, messageLink, plain, relativeTime, roleMentions } from './markdown.ts';
import { type Messages, messagesFor } from './messages/messages.ts';
import { RequestPace } from './request-pace.ts';
import { unaskedLanguage } from './unasked-language.ts';
import { unaskedMessage } from './unasked-message.ts';

const NAME_LENGTH = 80;
/** Hundreds are due after a decision about hundreds; in one channel Discord takes one, in the long run. */
const REWRITES_PER_SECOND = 8;

/** Why a message cannot be written here; anything else may go better another time. */
const FAULTS: ReadonlyMap<number | string, CardFault> = new Map<number, CardFault>([
  [RESTJSONErrorCodes.UnknownChannel, 'gone'],
  [RESTJSONErrorCodes.UnknownMessage, 'gone'],
  [RESTJSONErrorCodes.UnknownGuild, 'gone'],
  [RESTJSONErrorCodes.MissingAccess, 'closed'],
  [RESTJSONErrorCodes.MissingPermissions, 'closed'],
]);

export interface ApprovalBoardOptions {
  readonly client: Client;
  readonly clock: Clock;
  /** Hears of a message that from now on is known to be a card. */
  onNoted(messageId: string): void;
}

/** Approval cards in the channels of Discord. */
export class ApprovalBoard implements CardBoard {
  readonly #client: Client;
  readonly #clock: Clock;
  readonly #onNoted: (messageId: string) => void;
  readonly #pace = new RequestPace({ perSecond: REWRITES_PER_SECOND, evenly: true });

  constructor({ client, clock, onNoted }: ApprovalBoardOptions) {
    this.#client = client;
    this.#clock = clock;
    this.#onNoted = onNoted;
  }

  async post(
    channelId: string,
    view: CardView,
    key: string,
  ): Promise<{ readonly place: MessagePlace } | { readonly fault: CardFault }> {
    return await orFault(FAULTS, async () => {
      // Channels of other servers are as good as none: settings are typed by people.
      if (!(await this.#isOf(view.guildId, channelId))) return { fault: 'gone' } as const;
      const messageId = await this.#send(
        channelId,
        approvalCard(view, this.#messages(view), this.#clock()),
        {
          nonce: key,
          roles: view.again ? view.approverRoleIds : [],
        },
      );
      // In this order, so that they stand in this order. Twice is once.
      for (const emoji of [APPROVE, REJECT]) {
        await this.#client.rest.put(
          Routes.channelMessageOwnReaction(channelId, messageId, encodeURIComponent(emoji)),
        );
      }
      return { place: { channelId, messageId } };
    });
  }

  noted({ messageId }: MessagePlace): void {
    this.#onNoted(messageId);
  }

  async rewrite(
    { channelId, messageId }: MessagePlace,
    view: CardView,
  ): Promise<{ readonly fault?: CardFault }> {
    return await orFault(FAULTS, async () => {
      const { content, components = [] } = approvalCard(view, this.#messages(view), this.#clock());
      await this.#pace.turn();
      await this.#edit(channelId, messageId, { content, components: [...components] });
      return {};
    });
  }

  async retire(
    { channelId, messageId }: MessagePlace,
    by: MessagePlace | undefined,
    view: Pick<CardView, 'guildId' | 'language'>,
  ): Promise<void> {
    const link = by && messageLink(view.guildId, by.channelId, by.messageId);
    const content = this.#messages(view).approval.retired(link);
    const edit = { content, components: [], attachments: [] };
    await orFault(FAULTS, async () => {
      await this.#edit(channelId, messageId, edit);
      return {};
    });
  }

  async remind(channelId: string, reminder: Reminder): Promise<{ readonly fault?: CardFault }> {
    const { guildId, eventName, dueAt, approverRoleIds, card, key } = reminder;
    const content = this.#messages(reminder).approval.remind({
      roles: roleMentions(approverRoleIds),
      event: plain(eventName, NAME_LENGTH),
      exact: exactTime(dueAt),
      relative: relativeTime(dueAt),
      link: card ? messageLink(guildId, card.channelId, card.messageId) : '',
    });
    return await orFault(FAULTS, async () => {
      if (!(await this.#isOf(guildId, channelId))) return { fault: 'gone' } as const;
      await this.#send(channelId, { content }, { nonce: key, roles: approverRoleIds });
      return {};
    });
  }

  async #send(
    channelId: string,
    message: Message,
    { nonce, roles }: { readonly nonce: string; readonly roles: readonly string[] },
  ): Promise<string> {
    const request = unaskedMessage(message, { nonce, calls: { roles } });
    const sent = (await this.#client.rest.post(
      Routes.channelMessages(channelId),
      request,
    )) as APIMessage;
    return sent.id;
  }

  /** Attachments that are not named stay. */
  async #edit(
    channelId: string,
    messageId: string,
    edit: RESTPatchAPIChannelMessageJSONBody,
  ): Promise<void> {
    const body = { ...edit, allowed_mentions: { parse: [] } };
    await this.#client.rest.patch(Routes.channelMessage(channelId, messageId), { body });
  }

  async #isOf(guildId: string, channelId: string): Promise<boolean> {
    const channel = await this.#client.channels.fetch(channelId);
    return channel !== null && !channel.isDMBased() && channel.guildId === guildId;
  }

  #messages({ guildId, language }: Pick<CardView, 'guildId' | 'language'>): Messages {
    return messagesFor(unaskedLanguage({ language }, knownServer(this.#client, guildId)));
  }
}
