import type { Language } from '../../events/event.ts';
import type { Draft } from '../draft.ts';
import type { KeptPost, MessagePlace } from '../kept-post.ts';
import type { Publication } from '../publishing/publication.ts';
import type { Decision } from './decision-history.ts';
import type { RevisionDifferences } from './revision-differences.ts';

/** What a card says, all of it from the database. */
export interface CardView {
  readonly guildId: string;
  /** The server's choice; absent: what Discord says of the server. */
  readonly language?: Language;
  /** Its pages are empty where only the text is shown anew. */
  readonly draft: Draft;
  readonly kept: Pick<KeptPost, 'permalink'>;
  readonly publication?: Publication;
  /** The latest about the revision that is shown. */
  readonly decision?: Decision;
  /** What is different since the revision that was approved last; absent when none was before this one. */
  readonly since?: RevisionDifferences & { readonly revision: number };
  /** It was asked before, about this revision or another one: whoever may decide is called. */
  readonly again?: boolean;
  /** It is not in the channel that was chosen, because that one cannot be used. */
  readonly astray?: 'channel_gone' | 'channel_closed';
  readonly approverRoleIds: readonly string[];
}

/** `gone`: no such channel or message. `closed`: the bot may not do what it takes there. */
export type CardFault = 'gone' | 'closed';

/**
 * Where cards stand. A message shows one revision for as long as it lives: only so is a reaction on it always about that
 * revision. What changes on it is what became of the revision.
 */
export interface CardBoard {
  /**
   * Posts the card with its pictures, and the two reactions.
   *
   * @param key the same for every try to post the same card, so that one that was posted is not posted again.
   * @throws for anything but `fault`: it may go better later.
   */
  post(
    channelId: string,
    view: CardView,
    key: string,
  ): Promise<{ readonly place: MessagePlace } | { readonly fault: CardFault }>;
  /** It is written down where the card stands: whoever reacted before that is heard now. */
  noted(place: MessagePlace): void;
  /** Says anew what became of it; pictures and caption file stay. @throws as `post`. */
  rewrite(place: MessagePlace, view: CardView): Promise<{ readonly fault?: CardFault }>;
  /** It counts no more: it says so, and where the card that does is. Nothing when that cannot be said. */
  retire(
    place: MessagePlace,
    by: MessagePlace | undefined,
    view: Pick<CardView, 'guildId' | 'language'>,
  ): Promise<void>;
  /** Asks the approvers to have a look. @throws as `post`. */
  remind(channelId: string, reminder: Reminder): Promise<{ readonly fault?: CardFault }>;
}

export interface Reminder {
  readonly guildId: string;
  readonly language?: Language;
  readonly eventName: string;
  readonly dueAt: number;
  readonly approverRoleIds: readonly string[];
  readonly card?: MessagePlace;
  /** The same for the same reminder. */
  readonly key: string;
}
