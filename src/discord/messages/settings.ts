import type { ChannelPermission } from '../channel-permissions.ts';

/** What can be chosen, in the order it is shown. */
export const SETTINGS_ITEMS = [
  'approvalChannel',
  'approvalRequired',
  'approvers',
  'schedulers',
  'noticeChannel',
  'language',
  'theme',
  'size',
  'whenUnchecked',
] as const;
export type SettingsItem = (typeof SETTINGS_ITEMS)[number];

/** Texts of `/settings`. `channel` and `role` render as what they name. */
export interface SettingsMessages {
  /** Descriptions in the command picker: at most 100 characters. */
  readonly commands: {
    readonly settings: string;
    readonly show: string;
    readonly approval: string;
    readonly approvers: string;
    readonly schedulers: string;
    readonly notices: string;
    readonly defaults: string;
    readonly reset: string;
    readonly check: string;
  };
  readonly options: {
    readonly approvalChannel: string;
    readonly required: string;
    readonly addRole: string;
    readonly removeRole: string;
    readonly noticeChannel: string;
    readonly language: string;
    readonly theme: string;
    readonly size: string;
    readonly whenUnchecked: string;
    readonly item: string;
  };
  readonly items: Readonly<Record<SettingsItem, string>>;
  heading(): string;
  saved(): string;
  nothingGiven(): string;
  /** In the place of a value that was not chosen. */
  readonly unset: Readonly<Record<SettingsItem, string>>;
  readonly required: Readonly<Record<'yes' | 'no', string>>;
  readonly whenUnchecked: Readonly<Record<'publish' | 'hold', string>>;
  /** By the names that Discord's own settings have for them. */
  readonly permissions: Readonly<Record<ChannelPermission, string>>;
  missing(channel: string, permissions: string): string;
  /** Goes without it; what it would be good for. */
  optionalMissing(channel: string, permissions: string): string;
  channelGone(item: string): string;
  roleGone(item: string, count: number): string;
  channelRefused(channel: string): string;
  everyoneRefused(): string;
  tooManyRoles(limit: number): string;
  checkHeading(): string;
  allWell(): string;
  noApprovalChannel(): string;
}

export const settingsKo: SettingsMessages = {
  commands: {
    settings: '예약과 승인에 관한 이 서버의 설정',
    show: '지금 설정을 봅니다',
    approval: '승인 채널과 승인이 필요한지를 정합니다',
    approvers: '승인할 수 있는 역할을 더하거나 뺍니다',
    schedulers: '예약할 수 있는 역할을 더하거나 뺍니다',
    notices: 'DM을 받지 않는 분께 알릴 채널을 정합니다',
    defaults: '언어와 기본 디자인, 이벤트를 다시 확인할 수 없을 때 할 일을 정합니다',
    reset: '설정 하나를 처음으로 되돌립니다',
    check: '채널 권한과 삭제된 채널, 역할을 점검합니다',
  },
  options: {
    approvalChannel: '승인 카드를 올릴 채널',
    required: '올리기 전에 승인이 필요한지',
    addRole: '더할 역할',
    removeRole: '뺄 역할',
    noticeChannel: 'DM 대신 알릴 채널',
    language: '카드와 알림, 새 게시물, 모두에게 보이는 답의 언어',
    theme: '따로 고르지 않을 때 쓸 테마',
    size: '따로 고르지 않을 때 쓸 크기',
    whenUnchecked: '올릴 때 Rite에서 이벤트를 다시 확인할 수 없으면',
    item: '되돌릴 항목',
  },
  items: {
    approvalChannel: '승인 채널',
    approvalRequired: '승인',
    approvers: '승인 역할',
    schedulers: '예약 역할',
    noticeChannel: '알림 채널',
    language: '언어',
    theme: '기본 테마',
    size: '기본 크기',
    whenUnchecked: '확인할 수 없을 때',
  },
  heading: () => '이 서버의 예약·승인 설정',
  saved: () => '설정을 저장했습니다',
  nothingGiven: () => '바꿀 항목을 하나 이상 골라 주세요. 지금 설정은 이렇습니다.',
  unset: {
    approvalChannel: '정하지 않음',
    approvalRequired: '필요함',
    approvers: '서버 관리 권한이 있는 분',
    schedulers: '이벤트 관리 또는 메시지 관리 권한이 있는 분',
    noticeChannel: '정하지 않음 (게시물을 만든 채널)',
    language: '서버 언어',
    theme: '정하지 않음',
    size: '정하지 않음',
    whenUnchecked: '승인된 대로 올림',
  },
  required: { yes: '필요함', no: '필요 없음' },
  whenUnchecked: { publish: '승인된 대로 올림', hold: '보류하고 물어봄' },
  permissions: {
    ViewChannel: '채널 보기',
    SendMessages: '메시지 보내기',
    AttachFiles: '파일 첨부',
    EmbedLinks: '링크 첨부',
    ReadMessageHistory: '메시지 기록 보기',
    AddReactions: '반응 추가하기',
    ManageMessages: '메시지 관리',
  },
  missing: (channel, permissions) =>
    `⚠️ ${channel}에서 봇에게 없는 권한: **${permissions}**. 채널 설정의 권한에서 켜 주세요.`,
  optionalMissing: (channel, permissions) =>
    `-# ${channel}에 **${permissions}** 권한도 있으면 승인 역할이 아닌 분의 반응을 지울 수 있습니다. 없어도 그 반응은 세지 않습니다.`,
  channelGone: (item) => `⚠️ **${item}**(으)로 정한 채널이 삭제되었습니다. 다시 골라 주세요.`,
  roleGone: (item, count) =>
    `⚠️ **${item}** 가운데 ${count}개가 삭제되었습니다. \`/settings reset\`으로 되돌리거나 역할을 다시 더해 주세요.`,
  channelRefused: (channel) =>
    `${channel}은(는) 이 서버의 글자 채널이 아니어서 저장하지 않았습니다. 일반 텍스트 채널을 골라 주세요.`,
  everyoneRefused: () =>
    '`@everyone`은 고를 수 없어 저장하지 않았습니다. 결정할 분들에게 준 역할을 골라 주세요.',
  tooManyRoles: (limit) => `역할은 ${limit}개까지 고를 수 있어 저장하지 않았습니다.`,
  checkHeading: () => '설정 점검',
  allWell: () => '✅ 빠진 권한이나 삭제된 채널, 역할이 없습니다.',
  noApprovalChannel: () =>
    '⚠️ 승인이 필요하지만 승인 채널이 없습니다. `/settings approval`에서 채널을 골라 주세요.',
};

export const settingsEn: SettingsMessages = {
  commands: {
    settings: 'What this server has chosen for scheduling and approval',
    show: 'Show what is chosen now',
    approval: 'Choose the approval channel, and whether approval is needed',
    approvers: 'Add or take away a role that may approve',
    schedulers: 'Add or take away a role that may schedule',
    notices: 'Choose where people are told who take no direct messages',
    defaults: 'Choose language, default design, and what to do when an event cannot be checked',
    reset: 'Take one choice back',
    check: 'Look for missing permissions and deleted channels or roles',
  },
  options: {
    approvalChannel: 'Where approval cards are posted',
    required: 'Whether posts need approval before they go out',
    addRole: 'A role to add',
    removeRole: 'A role to take away',
    noticeChannel: 'Where people are told instead of by direct message',
    language: 'The language of cards, notices, new posts and answers that everybody sees',
    theme: 'The theme where none is picked',
    size: 'The size where none is picked',
    whenUnchecked: 'When Rite cannot be asked about the event at the time',
    item: 'The choice to take back',
  },
  items: {
    approvalChannel: 'Approval channel',
    approvalRequired: 'Approval',
    approvers: 'Approver roles',
    schedulers: 'Scheduler roles',
    noticeChannel: 'Notice channel',
    language: 'Language',
    theme: 'Default theme',
    size: 'Default size',
    whenUnchecked: 'When it cannot be checked',
  },
  heading: () => 'Scheduling and approval in this server',
  saved: () => 'Saved',
  nothingGiven: () => 'Please give at least one option. This is what is chosen now.',
  unset: {
    approvalChannel: 'none',
    approvalRequired: 'needed',
    approvers: 'those with “Manage Server”',
    schedulers: 'those with “Manage Events” or “Manage Messages”',
    noticeChannel: 'none (where the post was made)',
    language: 'the server’s',
    theme: 'none',
    size: 'none',
    whenUnchecked: 'publish what was approved',
  },
  required: { yes: 'needed', no: 'not needed' },
  whenUnchecked: { publish: 'publish what was approved', hold: 'hold it and ask' },
  permissions: {
    ViewChannel: 'View Channel',
    SendMessages: 'Send Messages',
    AttachFiles: 'Attach Files',
    EmbedLinks: 'Embed Links',
    ReadMessageHistory: 'Read Message History',
    AddReactions: 'Add Reactions',
    ManageMessages: 'Manage Messages',
  },
  missing: (channel, permissions) =>
    `⚠️ In ${channel} the bot lacks **${permissions}**. Please allow it in the channel’s permissions.`,
  optionalMissing: (channel, permissions) =>
    `-# With **${permissions}** in ${channel} the bot could also remove reactions of those who may not approve. They never count anyway.`,
  channelGone: (item) => `⚠️ The channel chosen as **${item}** was deleted. Please choose another.`,
  roleGone: (item, count) =>
    `⚠️ Of **${item}**, ${count} no longer exist. Take them back with \`/settings reset\`, or add roles again.`,
  channelRefused: (channel) =>
    `${channel} is not a text channel of this server, so nothing was saved. Please pick a text channel.`,
  everyoneRefused: () =>
    '`@everyone` cannot be picked, so nothing was saved. Pick a role that you gave to those who decide.',
  tooManyRoles: (limit) => `There can be ${limit} roles at most, so nothing was saved.`,
  checkHeading: () => 'Check',
  allWell: () => '✅ No permission is missing, and no channel or role was deleted.',
  noApprovalChannel: () =>
    '⚠️ Approval is needed, but there is no approval channel. Choose one with `/settings approval`.',
};
