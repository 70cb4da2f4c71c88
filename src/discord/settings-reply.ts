import type { GuildSettings } from '../posts/approval/guild-settings.ts';
import type { ChannelPermission, OwnServer } from './channel-permissions.ts';
import type { Reply } from './command.ts';
import { roleMentions } from './markdown.ts';
import type { Messages } from './messages/messages.ts';
import { SETTINGS_ITEMS, type SettingsItem } from './messages/settings.ts';

/** Everything that is chosen, under a heading, with what there is to say about it below. */
export function settingsReply(
  settings: GuildSettings,
  messages: Messages,
  { heading, notes = [] }: { readonly heading: string; readonly notes?: readonly string[] },
): Reply {
  const lines = SETTINGS_ITEMS.map((item) => {
    const { items, unset } = messages.settings;
    return `- ${items[item]}: **${chosen(settings, item, messages) ?? unset[item]}**`;
  });
  return { content: [`### ${heading}`, ...lines, ...notes].join('\n') };
}

/**
 * What stands in the way of what is chosen: missing permissions and what was deleted since, each with its remedy.
 *
 * @throws as Discord's REST does.
 */
export async function settingsFaults(
  settings: GuildSettings,
  server: OwnServer,
  { settings: texts }: Messages,
): Promise<string[]> {
  const { approvalChannelId, noticeChannelId, approvalRequired } = settings;
  const channels = [
    ['approvalChannel', approvalChannelId],
    ['noticeChannel', noticeChannelId === approvalChannelId ? undefined : noticeChannelId],
  ] as const;
  const roles = [
    ['approvers', settings.approverRoleIds],
    ['schedulers', settings.schedulerRoleIds],
  ] as const;
  const faults = [
    ...(approvalRequired && approvalChannelId === undefined ? [texts.noApprovalChannel()] : []),
    ...(await Promise.all(
      channels.map(async ([item, id]) =>
        id === undefined ? [] : channelFaults(id, item, server, texts),
      ),
    )),
    ...(await Promise.all(
      roles.map(async ([item, ids]) => {
        const gone = ids.length - (await server.existingRoles(ids)).length;
        return gone === 0 ? [] : [texts.roleGone(texts.items[item], gone)];
      }),
    )),
  ];
  return faults.flat();
}

/** Of one channel that was chosen. */
export async function channelFaults(
  channelId: string,
  item: 'approvalChannel' | 'noticeChannel',
  server: OwnServer,
  texts: Messages['settings'],
): Promise<string[]> {
  const report = await server.channel(channelId);
  if (report.channel === 'gone') return [texts.channelGone(texts.items[item])];
  const channel = channelMention(channelId);
  if (report.channel !== 'there') return [texts.channelRefused(channel)];
  const names = (list: readonly ChannelPermission[]) =>
    list.map((name) => texts.permissions[name]).join(', ');
  const { missing, missingWishes } = report;
  return [
    ...(missing.length > 0 ? [texts.missing(channel, names(missing))] : []),
    ...(item === 'approvalChannel' && missingWishes.length > 0
      ? [texts.optionalMissing(channel, names(missingWishes))]
      : []),
  ];
}

export function channelMention(channelId: string): string {
  return `<#${channelId}>`;
}

function chosen(
  settings: GuildSettings,
  item: SettingsItem,
  { settings: texts, languages, themes, sizes }: Messages,
): string | undefined {
  switch (item) {
    case 'approvalChannel':
      return settings.approvalChannelId && channelMention(settings.approvalChannelId);
    case 'noticeChannel':
      return settings.noticeChannelId && channelMention(settings.noticeChannelId);
    case 'approvalRequired':
      return texts.required[settings.approvalRequired ? 'yes' : 'no'];
    case 'approvers':
      return roleMentions(settings.approverRoleIds) || undefined;
    case 'schedulers':
      return roleMentions(settings.schedulerRoleIds) || undefined;
    case 'language':
      return settings.language && languages[settings.language];
    case 'theme':
      return settings.defaultTheme && themes[settings.defaultTheme];
    case 'size':
      return settings.defaultSize && sizes[settings.defaultSize];
    case 'whenUnchecked':
      return texts.whenUnchecked[settings.whenUnchecked];
  }
}
