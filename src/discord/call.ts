import type { Language } from '../events/event.ts';
import type { Entitlement } from '../posts/premium.ts';

/** Who asks, and where. */
export interface Call {
  readonly guildId: string;
  readonly userId: string;
  /** The language of the person's Discord. */
  readonly language: Language;
  readonly serverLanguage: Language;
  /** Manages events or messages where it was asked, and so may change the posts of others. */
  readonly managesPosts: boolean;
  readonly managesServer: boolean;
  /** Discord role ids of the person. */
  readonly roleIds: readonly string[];
  /** What the server has bought. */
  readonly entitlements: readonly Entitlement[];
}

export interface CommandCall extends Call {
  readonly subcommand: string | undefined;
  /** As they arrive: a person may type what is in no list, and an old client may send what is not registered. */
  readonly options: Readonly<Record<string, unknown>>;
  /** The files given with the command, by the name of their option. */
  readonly attachments: Readonly<Record<string, AttachedFile>>;
}

/** A file on Discord, uploaded by a person or by us; only described, not yet fetched. */
export interface AttachedFile {
  /** Signed, and good for about a day: fetch it now, never keep it. */
  readonly url: string;
  readonly name: string;
  /** Bytes, as Discord says. */
  readonly size: number;
}

export interface AutocompleteCall extends Call {
  readonly subcommand: string | undefined;
  /** The option being typed, and what is typed so far. */
  readonly option: string;
  readonly typed: string;
  /** What the other options hold by now. */
  readonly options: Readonly<Record<string, unknown>>;
}

export interface ComponentCall extends Call {
  readonly customId: string;
  /** What was picked; empty for a button. */
  readonly values: readonly string[];
  /** The text of the message it sits under. */
  readonly content: string;
  readonly messageId: string;
  /** The files of that message. */
  readonly attachments: readonly AttachedFile[];
}

export interface ModalCall extends Call {
  readonly customId: string;
  /** The message whose button opened it; absent when a command did. */
  readonly messageId?: string;
  /** What was typed, by the id of the field; '' where nothing was. */
  readonly fields: Readonly<Record<string, string>>;
}
