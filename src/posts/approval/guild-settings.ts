import type { Language, TemplateName } from '../../events/event.ts';
import type { ThemeName } from '../../posters/poster.ts';
import type { SizeName } from '../../posters/size.ts';

/** What a server has chosen for scheduling and approval; what is absent was not chosen. */
export interface GuildSettings {
  /** Discord channel ids. */
  readonly approvalChannelId?: string;
  /** Where people are told who take no direct messages. */
  readonly noticeChannelId?: string;
  /** Discord role ids; empty: those who may manage the server. */
  readonly approverRoleIds: readonly string[];
  /** Default true. */
  readonly approvalRequired: boolean;
  /** Of cards, notices, new posts and answers that everybody sees; absent: the server's own on Discord. */
  readonly language?: Language;
  /** When Rite cannot be asked at the time: publish what was approved, or hold it. Default publish. */
  readonly whenUnchecked: 'publish' | 'hold';
  readonly defaultTheme?: ThemeName;
  readonly defaultSize?: SizeName;
  /** Roles that may schedule besides those who may manage events; empty: nobody else. */
  readonly schedulerRoleIds: readonly string[];
}

export const DEFAULT_SETTINGS: GuildSettings = {
  approverRoleIds: [],
  approvalRequired: true,
  whenUnchecked: 'publish',
  schedulerRoleIds: [],
};

/** `null` takes a choice back. */
export type SettingsChange = {
  readonly [Name in keyof GuildSettings]?: GuildSettings[Name] | null;
};

export interface SettingsStore {
  settingsOf(guildId: string): Promise<GuildSettings>;
  /** Returns the whole after the change; changes of two people at once add up. */
  changeSettings(
    guildId: string,
    change: SettingsChange,
    by: { readonly userId: string; readonly at: number },
  ): Promise<GuildSettings>;
}

/** For `/schedule campaign`: which templates, when. */
export interface CampaignStep {
  readonly template: TemplateName;
  /** Days before the night; 0 is the day itself. */
  readonly daysBefore: number;
  /** `HH:MM` in Seoul. */
  readonly time: string;
}
