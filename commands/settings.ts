import {
  type APIApplicationCommandSubcommandOption,
  ApplicationCommandOptionType,
  PermissionFlagsBits,
} from 'discord.js';
import { z } from 'zod';
import type { CommandCall } from '../src/discord/call.ts';
import { CARD_CHANNEL_TYPES } from '../src/discord/channel-permissions.ts';
import type { Command, Context, Reply } from '../src/discord/command.ts';
import { SETTINGS_ITEMS, type SettingsItem } from '../src/discord/messages/settings.ts';
import {
  described,
  inServers,
  languageChoices,
  languageSchema,
  settingsItemChoices,
  sizeChoices,
  sizeSchema,
  themeChoices,
  themeSchema,
  whenUncheckedChoices,
} from '../src/discord/options.ts';
import {
  channelFaults,
  channelMention,
  settingsFaults,
  settingsReply,
} from '../src/discord/settings-reply.ts';
import type { SettingsChange } from '../src/posts/approval/guild-settings.ts';

const ROLES_LIMIT = 10;

const idSchema = z
  .string()
  .regex(/^\d{15,20}$/)
  .optional();
const approvalSchema = z.object({ channel: idSchema, required: z.boolean().optional() });
const noticesSchema = z.object({ channel: idSchema });
const rolesSchema = z.object({ add: idSchema, remove: idSchema });
const defaultsSchema = z.object({
  language: languageSchema,
  theme: themeSchema,
  size: sizeSchema,
  unchecked: z.enum(['publish', 'hold']).optional(),
});
const resetSchema = z.object({ item: z.enum(SETTINGS_ITEMS) });

const RESETS: Readonly<Record<SettingsItem, SettingsChange>> = {
  approvalChannel: { approvalChannelId: null },
  approvalRequired: { approvalRequired: null },
  approvers: { approverRoleIds: null },
  schedulers: { schedulerRoleIds: null },
  noticeChannel: { noticeChannelId: null },
  language: { language: null },
  theme: { defaultTheme: null },
  size: { defaultSize: null },
  whenUnchecked: { whenUnchecked: null },
};

/** `/settings`: what a server chooses for scheduling and approval. For those who manage the server. */
export const settings = {
  data: {
    name: 'settings',
    ...described((messages) => messages.settings.commands.settings),
    ...inServers,
    default_member_permissions: PermissionFlagsBits.ManageGuild.toString(),
    options: [
      subcommand('show', []),
      subcommand('approval', [
        channelOption('approvalChannel'),
        {
          type: ApplicationCommandOptionType.Boolean,
          name: 'required',
          ...described((messages) => messages.settings.options.required),
        },
      ]),
      subcommand('approvers', roleOptions()),
      subcommand('schedulers', roleOptions()),
      subcommand('notices', [channelOption('noticeChannel')]),
      subcommand('defaults', [
        {
          type: ApplicationCommandOptionType.String,
          name: 'language',
          ...described((messages) => messages.settings.options.language),
          choices: languageChoices(),
        },
        {
          type: ApplicationCommandOptionType.String,
          name: 'theme',
          ...described((messages) => messages.settings.options.theme),
          choices: themeChoices(),
        },
        {
          type: ApplicationCommandOptionType.String,
          name: 'size',
          ...described((messages) => messages.settings.options.size),
          choices: sizeChoices(),
        },
        {
          type: ApplicationCommandOptionType.String,
          name: 'unchecked',
          ...described((messages) => messages.settings.options.whenUnchecked),
          choices: whenUncheckedChoices(),
        },
      ]),
      subcommand('reset', [
        {
          type: ApplicationCommandOptionType.String,
          name: 'item',
          ...described((messages) => messages.settings.options.item),
          required: true,
          choices: settingsItemChoices(),
        },
      ]),
      subcommand('check', []),
    ],
  },
  requires: 'ManageGuild',
  subcommands: {
    show: { acknowledge: 'ephemeral', execute: show },
    approval: { acknowledge: 'ephemeral', execute: chooseApproval },
    approvers: {
      acknowledge: 'ephemeral',
      execute: (call, context) => chooseRoles(call, context, 'approverRoleIds'),
    },
    schedulers: {
      acknowledge: 'ephemeral',
      execute: (call, context) => chooseRoles(call, context, 'schedulerRoleIds'),
    },
    notices: { acknowledge: 'ephemeral', execute: chooseNotices },
    defaults: { acknowledge: 'ephemeral', execute: chooseDefaults },
    reset: { acknowledge: 'ephemeral', execute: reset },
    check: { acknowledge: 'ephemeral', execute: check },
  },
} satisfies Command;

async function show({ guildId }: CommandCall, { settings, messages }: Context): Promise<Reply> {
  const heading = messages.settings.heading();
  return settingsReply(await settings.settingsOf(guildId), messages, { heading });
}

async function chooseApproval(call: CommandCall, context: Context): Promise<Reply> {
  const { channel, required } = approvalSchema.parse(call.options);
  const change = {
    ...(channel !== undefined && { approvalChannelId: channel }),
    ...(required !== undefined && { approvalRequired: required }),
  };
  return await chooseChannel(call, context, { channel, change, item: 'approvalChannel' });
}

async function chooseNotices(call: CommandCall, context: Context): Promise<Reply> {
  const { channel } = noticesSchema.parse(call.options);
  const change = channel === undefined ? {} : { noticeChannelId: channel };
  return await chooseChannel(call, context, { channel, change, item: 'noticeChannel' });
}

/** Missing permissions are said, and do not keep anybody from the choice: they may be given afterwards. */
async function chooseChannel(
  call: CommandCall,
  context: Context,
  {
    channel,
    change,
    item,
  }: {
    readonly channel: string | undefined;
    readonly change: SettingsChange;
    readonly item: 'approvalChannel' | 'noticeChannel';
  },
): Promise<Reply> {
  const { server, messages } = context;
  if (channel === undefined) return await saved(call, context, change);
  const report = await server.channel(channel);
  if (report.channel !== 'there') {
    return { content: `⚠️ ${messages.settings.channelRefused(channelMention(channel))}` };
  }
  const notes = await channelFaults(channel, item, server, messages.settings);
  return await saved(call, context, change, notes);
}

async function chooseRoles(
  call: CommandCall,
  context: Context,
  list: 'approverRoleIds' | 'schedulerRoleIds',
): Promise<Reply> {
  const { add, remove } = rolesSchema.parse(call.options);
  const { settings, server, messages } = context;
  const { guildId } = call;
  // Everybody has the role whose id is the server's.
  if (add === guildId) return { content: `⚠️ ${messages.settings.everyoneRefused()}` };
  if (add === undefined && remove === undefined) return await saved(call, context, {});
  const present = (await settings.settingsOf(guildId))[list];
  const wanted = new Set([...present, ...(add === undefined ? [] : [add])]);
  if (remove !== undefined) wanted.delete(remove);
  // Whatever was deleted since goes at this opportunity.
  const roles = await server.existingRoles([...wanted]);
  if (roles.length > ROLES_LIMIT) {
    return { content: `⚠️ ${messages.settings.tooManyRoles(ROLES_LIMIT)}` };
  }
  return await saved(call, context, { [list]: roles });
}

async function chooseDefaults(call: CommandCall, context: Context): Promise<Reply> {
  const { language, theme, size, unchecked } = defaultsSchema.parse(call.options);
  return await saved(call, context, {
    ...(language && { language }),
    ...(theme && { defaultTheme: theme }),
    ...(size && { defaultSize: size }),
    ...(unchecked && { whenUnchecked: unchecked }),
  });
}

async function reset(call: CommandCall, context: Context): Promise<Reply> {
  return await saved(call, context, RESETS[resetSchema.parse(call.options).item]);
}

async function check({ guildId }: CommandCall, context: Context): Promise<Reply> {
  const { settings, server, messages } = context;
  const present = await settings.settingsOf(guildId);
  const faults = await settingsFaults(present, server, messages);
  const wrong = faults.some((fault) => fault.startsWith('⚠️'));
  const notes = wrong ? faults : [messages.settings.allWell(), ...faults];
  return settingsReply(present, messages, { heading: messages.settings.checkHeading(), notes });
}

async function saved(
  { guildId, userId }: CommandCall,
  { settings, messages, clock }: Context,
  change: SettingsChange,
  notes: readonly string[] = [],
): Promise<Reply> {
  const texts = messages.settings;
  if (Object.keys(change).length === 0) {
    const present = await settings.settingsOf(guildId);
    return settingsReply(present, messages, { heading: texts.nothingGiven() });
  }
  const after = await settings.changeSettings(guildId, change, { userId, at: clock() });
  const missing =
    after.approvalRequired && after.approvalChannelId === undefined
      ? [texts.noApprovalChannel()]
      : [];
  return settingsReply(after, messages, { heading: texts.saved(), notes: [...notes, ...missing] });
}

function subcommand(
  name: Exclude<keyof ReturnType<typeof texts>, 'settings'>,
  options: NonNullable<APIApplicationCommandSubcommandOption['options']>,
): APIApplicationCommandSubcommandOption {
  return {
    type: ApplicationCommandOptionType.Subcommand,
    name,
    ...described((messages) => texts(messages)[name]),
    options,
  };
}

function texts({ settings }: Context['messages']) {
  return settings.commands;
}

function channelOption(name: 'approvalChannel' | 'noticeChannel') {
  return {
    type: ApplicationCommandOptionType.Channel as const,
    name: 'channel',
    ...described((messages) => messages.settings.options[name]),
    channel_types: [...CARD_CHANNEL_TYPES],
  };
}

function roleOptions() {
  return (['add', 'remove'] as const).map((name) => ({
    type: ApplicationCommandOptionType.Role as const,
    name,
    ...described((messages) =>
      name === 'add' ? messages.settings.options.addRole : messages.settings.options.removeRole,
    ),
  }));
}
