import type { GuildSettings } from '../approval/guild-settings.ts';
import type { KeptPost } from '../kept-post.ts';
import type { Publication } from '../publishing/publication.ts';
import type { Notice } from './notice.ts';

/** How a person can be reached. Repeated within some minutes, a notice is told once all the same. */
export interface NoticeWay {
  tellDirectly(parcel: NoticeParcel): Promise<Telling>;
  /** In a channel of the notice's server, calling exactly the person it is for. */
  tellInChannel(channelId: string, parcel: NoticeParcel): Promise<Telling>;
}

/** A notice with everything that is said and shown in it. */
export interface NoticeParcel {
  readonly notice: Notice;
  readonly settings: GuildSettings;
  /** As it is now; absent when the notice is about none, or about one that is gone. */
  readonly post?: KeptPost;
  /** When it is planned for, as it is now; absent when it never was. */
  readonly publication?: Publication;
  /** The first page of its present revision; absent when it cannot be had. */
  readonly picture?: Buffer;
}

export type Telling =
  | { readonly outcome: 'told'; readonly messageId: string }
  /** Not this way: no direct messages are taken, the channel is gone or not ours to write in. */
  | { readonly outcome: 'closed'; readonly code: string }
  /** No way is open just now: nobody answers, or asks to wait so many milliseconds. */
  | { readonly outcome: 'later'; readonly waitMs?: number };
