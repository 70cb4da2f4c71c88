import { createHash } from 'node:crypto';
import type { Logger } from 'pino';
import type { Clock } from '../events/clock.ts';
import type { NoticeParcel, NoticeWay, Telling } from '../posts/notices/notice-way.ts';
import type { DiscordGateway } from './gateway.ts';
import { messagesFor } from './messages/messages.ts';
import { noticeMessage } from './notice-message.ts';
import type { Sending } from './notice-sending.ts';
import { unaskedLanguage } from './unasked-language.ts';

export interface DiscordNoticeWayOptions {
  readonly gateway: Pick<DiscordGateway, 'sendDirect' | 'sendToChannel' | 'serverOf'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Tells notices on Discord. */
export class DiscordNoticeWay implements NoticeWay {
  readonly #options: DiscordNoticeWayOptions;

  constructor(options: DiscordNoticeWayOptions) {
    this.#options = options;
  }

  async tellDirectly(parcel: NoticeParcel): Promise<Telling> {
    const { userId } = parcel.notice;
    const telling = await this.#options.gateway.sendDirect(userId, this.#sending(parcel, false));
    return this.#logged(parcel, 'direct', telling);
  }

  async tellInChannel(channelId: string, parcel: NoticeParcel): Promise<Telling> {
    const { guildId, userId } = parcel.notice;
    const sending = { ...this.#sending(parcel, true), calls: [userId] };
    const telling = await this.#options.gateway.sendToChannel({ guildId, channelId }, sending);
    return this.#logged(parcel, 'channel', telling);
  }

  #sending(parcel: NoticeParcel, calls: boolean): Sending {
    const { gateway, clock } = this.#options;
    const server = gateway.serverOf(parcel.notice.guildId);
    const ofPost = parcel.post?.revision.language;
    const messages = messagesFor(unaskedLanguage(parcel.settings, server, ofPost));
    return {
      message: noticeMessage(parcel, { messages, server: server?.name, calls, now: clock() }),
      nonce: nonceOf(parcel.notice.id),
    };
  }

  #logged({ notice }: NoticeParcel, way: 'direct' | 'channel', telling: Telling): Telling {
    const { id, guildId, content } = notice;
    const fields = { noticeId: id, guildId, kind: content.kind, way, ...telling };
    this.#options.logger.info(fields, `notice ${telling.outcome}`);
    return telling;
  }
}

/** The same for every try of one notice; at most 25 signs. */
function nonceOf(noticeId: string): string {
  return createHash('sha256').update(`notice:${noticeId}`).digest('base64url').slice(0, 25);
}
