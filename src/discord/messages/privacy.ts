import type { PersonalSummary, RemovedData } from '../../posts/personal-data.ts';

/** Texts of `/privacy`. */
export interface PrivacyMessages {
  /** The message that the file comes with. */
  exported(): string;
  /** In the place of the command, when the file went into a direct message. */
  exportSent(): string;
  /** Above the file, when the person takes no direct messages. */
  exportHere(): string;
  exportTooLarge(): string;
  /** There is nothing to export or to remove. */
  nothing(): string;
  /** `when` is a Discord timestamp: until then the button works. */
  confirmDelete(summary: PersonalSummary, when: string): string;
  readonly deleteButton: string;
  readonly keepButton: string;
  kept(): string;
  confirmationExpired(): string;
  publishing(): string;
  deleted(removed: RemovedData, reference: string): string;
  /** `when` is a Discord timestamp: it was done then. */
  receipt(removed: RemovedData, when: string): string;
  receiptUnknown(): string;
}

export const privacyKo: PrivacyMessages = {
  exported: () =>
    '### 보관 중인 내 정보\n이 봇이 모든 서버에서 보관하고 있는 내 정보를 담은 파일입니다.',
  exportSent: () => '보관 중인 내 정보를 DM으로 보냈습니다.',
  exportHere: () =>
    'DM을 보낼 수 없어 여기에 첨부했습니다. 이 메시지는 나에게만 보이며, 사라지기 전에 파일을 저장해 주세요.',
  exportTooLarge: () =>
    '보관 중인 정보가 많아 Discord로 보낼 수 없습니다. 봇 운영자에게 파일을 요청해 주세요. 운영자는 `rite-bot person export`로 만들 수 있습니다.',
  nothing: () => '보관 중인 내 정보가 없습니다.',
  confirmDelete: (summary, when) =>
    [
      '### 내 정보를 모두 지울까요?',
      '이 봇을 쓰는 모든 서버에서 지우며, 되돌릴 수 없습니다.',
      `- 게시물 ${summary.posts}개, 이미지 ${summary.pictures}장, 예약 ${summary.schedules}개`,
      `- 내가 만든 서버 연결 ${summary.connections}개${summary.connections > 0 ? ' (그 서버의 연결이 끊어집니다)' : ''}`,
      `- 사용 횟수 기록 ${summary.counters}개`,
      `- 다른 사람을 위해 남겨 두는 기록 ${summary.traces}개에서는 내 이름만 지웁니다`,
      '-# 예약한 게시물은 먼저 취소됩니다. 채널에 이미 올라간 메시지는 Discord에 남습니다.',
      '-# 한도를 지키기 위해 오늘 만든 횟수만 이름 없이 남겼다가, 내일 지웁니다.',
      `-# 이 버튼은 ${when}까지만 쓸 수 있습니다.`,
    ].join('\n'),
  deleteButton: '모두 지우기',
  keepButton: '그대로 두기',
  kept: () => '아무것도 지우지 않았습니다.',
  confirmationExpired: () =>
    '확인할 수 있는 시간이 지나 지우지 않았습니다. `/privacy delete`를 다시 입력해 주세요.',
  publishing: () =>
    '지금 인스타그램에 올라가고 있는 게시물이 있어 아무것도 지우지 않았습니다. 몇 분 뒤 다시 시도해 주세요.',
  deleted: (removed, reference) =>
    [
      '### 내 정보를 모두 지웠습니다',
      ...removedKo(removed),
      `확인 번호: \`${reference}\``,
      '-# 이미지 파일 가운데 바로 지우지 못한 것은 늦어도 이틀 안에 지워집니다.',
      '-# 이 번호로 `/privacy receipt`에서 처리 결과를 다시 볼 수 있습니다. 번호에는 내 정보가 들어 있지 않습니다.',
    ].join('\n'),
  receipt: (removed, when) =>
    [`### ${when}에 처리한 삭제 요청입니다`, ...removedKo(removed)].join('\n'),
  receiptUnknown: () => '그런 확인 번호는 없습니다. 받은 번호를 그대로 붙여 넣어 주세요.',
};

export const privacyEn: PrivacyMessages = {
  exported: () =>
    '### What is kept about you\nThis file has everything this bot keeps about you, in all servers.',
  exportSent: () => 'What is kept about you is in your direct messages.',
  exportHere: () =>
    'You take no direct messages from this bot, so the file is here. Only you see it; please save it before it goes.',
  exportTooLarge: () =>
    'There is too much to send on Discord. Please ask whoever runs this bot for the file, which `rite-bot person export` writes.',
  nothing: () => 'Nothing is kept about you.',
  confirmDelete: (summary, when) =>
    [
      '### Remove everything about you?',
      'It goes in all servers that use this bot, and cannot be brought back.',
      `- ${plural(summary.posts, 'post')}, ${plural(summary.pictures, 'picture')}, ${plural(summary.schedules, 'schedule')}`,
      `- ${plural(summary.connections, 'link')} that you made${summary.connections > 0 ? ' (those servers are no longer linked)' : ''}`,
      `- ${plural(summary.counters, 'count')} of what you used`,
      `- your name in ${plural(summary.traces, 'record')} that others need`,
      '-# What you scheduled is cancelled first. Messages already in channels stay on Discord.',
      '-# Because of the daily limit, how many posts you made today is kept without your name, and goes tomorrow.',
      `-# The button works until ${when}.`,
    ].join('\n'),
  deleteButton: 'Remove everything',
  keepButton: 'Keep it',
  kept: () => 'Nothing was removed.',
  confirmationExpired: () =>
    'That took too long, so nothing was removed. Please type `/privacy delete` again.',
  publishing: () =>
    'One of your posts is just being published to Instagram, so nothing was removed. Please try again in a few minutes.',
  deleted: (removed, reference) =>
    [
      '### Everything about you is removed',
      ...removedEn(removed),
      `Reference: \`${reference}\``,
      '-# Picture files that could not be removed at once go within two days.',
      '-# With it `/privacy receipt` shows again what was done. The reference itself says nothing about you.',
    ].join('\n'),
  receipt: (removed, when) => [`### Removed ${when}`, ...removedEn(removed)].join('\n'),
  receiptUnknown: () => 'There is no such reference. Please paste the one you were given.',
};

function removedKo(removed: RemovedData): string[] {
  return [
    `- 게시물 ${removed.posts}개, 이미지 ${removed.pictures}장, 예약 ${removed.schedules}개`,
    `- 서버 연결 ${removed.connections}개, 사용 횟수 기록 ${removed.counters}개`,
    `- 이름을 지운 기록 ${removed.anonymized}개`,
  ];
}

function removedEn(removed: RemovedData): string[] {
  return [
    `- ${plural(removed.posts, 'post')}, ${plural(removed.pictures, 'picture')}, ${plural(removed.schedules, 'schedule')}`,
    `- ${plural(removed.connections, 'link')}, ${plural(removed.counters, 'count')} of use`,
    `- ${plural(removed.anonymized, 'record')} without your name`,
  ];
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
