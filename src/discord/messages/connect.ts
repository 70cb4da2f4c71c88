/** Texts of `/connect rite` and `/disconnect rite`. `when` is a Discord timestamp that reads like "in 3 minutes". */
export interface ConnectMessages {
  /** The two steps, with the code in a block of its own. */
  code(code: string, when: string): string;
  /** Above the two steps, when they were not done yet. */
  notYet(): string;
  /** `event` is the name of the event that showed the code. */
  linked(event: string): string;
  expired(): string;
  replaced(): string;
  /** `who` renders as a person. */
  confirmedAlready(who: string): string;
  /** Nothing was linked by somebody who thought better of it. */
  cancelled(): string;
  eventNotFound(): string;
  tooManyAttempts(when: string): string;
  /** Something only the operator can mend. */
  noKey(): string;
  alreadyByProof(who: string, when: string): string;
  alreadyByOperator(): string;
  /** Asks before the link that `who` made is ended. */
  confirmDisconnect(who: string, when: string): string;
  /** The same where the operator's list has a link for the server, which holds afterwards. */
  confirmDisconnectToOperator(who: string, when: string): string;
  disconnected(): string;
  /** The server's own link is ended, and the operator's list has one for it. */
  disconnectedToOperator(): string;
  notLinked(): string;
  /** There is only the operator's link, which cannot be ended here. */
  operatorsOnly(): string;
  /** Somebody has linked anew; what there is now follows. */
  changedMeanwhile(): string;
  kept(): string;
  /** At most 80 characters. */
  readonly buttons: {
    readonly confirm: string;
    readonly cancel: string;
    readonly newCode: string;
    readonly relink: string;
    readonly disconnect: string;
    readonly keep: string;
  };
}

export const connectKo: ConnectMessages = {
  code: (code, when) =>
    [
      '### 이 서버를 Rite 주최자와 연결합니다',
      '1. 아래 코드를 복사해 Rite에서 이 이벤트의 **설명**에 넣고 저장합니다. 어느 자리든 괜찮습니다.',
      `\`\`\`\n${code}\n\`\`\``,
      '2. 저장한 뒤 **확인**을 누릅니다. 연결되면 코드는 지워도 됩니다.',
      `-# 코드는 이 서버에서 한 번만 쓸 수 있고 ${when}에 만료됩니다.`,
    ].join('\n'),
  notYet: () =>
    '⚠️ 이벤트 설명에서 코드를 아직 찾지 못했습니다. Rite에서 저장했는지 확인한 뒤 다시 눌러 주세요.',
  linked: (event) =>
    [
      '### Rite와 연결했습니다',
      `이제 **${event}** 주최자의 이벤트로 포스터와 캡션을 만들 수 있습니다. \`/events\`로 확인해 보세요.`,
      '⚠️ Rite의 이벤트 설명에서 코드를 지워 주세요. 남겨 두면 캡션에도 들어갑니다.',
    ].join('\n'),
  expired: () => '이 코드는 이제 쓸 수 없습니다. 새 코드를 받아 주세요.',
  replaced: () =>
    '그사이 이 서버에서 누군가 새 코드를 받아, 이 코드는 쓸 수 없게 되었습니다. 새 코드로 진행하거나 다시 받아 주세요.',
  confirmedAlready: (who) => `그사이 ${who} 님이 연결을 마쳤습니다. 더 하실 일은 없습니다.`,
  cancelled: () => '연결을 취소했습니다. 설명에 넣은 코드가 있다면 지워 주세요.',
  eventNotFound: () =>
    'Rite에서 이벤트를 찾을 수 없습니다. Rite에서 이벤트를 열고 그 주소나 ID를 그대로 붙여 넣어 주세요.',
  tooManyAttempts: (when) => `이 서버에서 너무 여러 번 시도했습니다. ${when}에 다시 시도해 주세요.`,
  noKey: () =>
    '지금은 서버를 연결할 수 없습니다. 봇 운영자에게 암호화 키(`TOKEN_ENCRYPTION_KEYS`) 설정을 요청해 주세요.',
  alreadyByProof: (who, when) =>
    `이 서버는 이미 Rite 주최자와 연결되어 있습니다. ${when}에 ${who} 님이 연결했습니다.\n다른 주최자로 바꾸려면 **다시 연결하기**를 누르고, 끊으려면 \`/disconnect rite\`를 입력해 주세요.`,
  alreadyByOperator: () =>
    '이 서버는 봇 운영자가 이미 Rite 주최자와 연결해 두었습니다.\n다른 주최자로 바꾸려면 **다시 연결하기**를 눌러 주세요.',
  confirmDisconnect: (who, when) =>
    `### Rite와의 연결을 끊을까요?\n${when}에 ${who} 님이 연결했습니다. 끊으면 이 서버에서는 예시 이벤트만 쓸 수 있습니다.\n-# 이미 만든 게시물은 남습니다. \`/connect rite\`로 언제든 다시 연결할 수 있습니다.`,
  confirmDisconnectToOperator: (who, when) =>
    `### Rite와의 연결을 끊을까요?\n${when}에 ${who} 님이 연결했습니다. 끊으면 봇 운영자가 정해 둔 주최자의 이벤트를 씁니다.\n-# 이미 만든 게시물은 남습니다. \`/connect rite\`로 언제든 다시 연결할 수 있습니다.`,
  disconnected: () => 'Rite와의 연결을 끊었습니다. `/connect rite`로 다시 연결할 수 있습니다.',
  disconnectedToOperator: () =>
    'Rite와의 연결을 끊었습니다. 이제 봇 운영자가 정해 둔 주최자의 이벤트를 씁니다.',
  notLinked: () => '이 서버는 Rite와 연결되어 있지 않습니다.',
  operatorsOnly: () =>
    '이 서버는 봇 운영자가 연결해 두어 여기서 끊을 수 없습니다. 봇 운영자에게 부탁해 주세요.',
  changedMeanwhile: () => '⚠️ 그사이 누군가 다시 연결했습니다. 지금 상태를 확인해 주세요.',
  kept: () => '연결을 그대로 두었습니다.',
  buttons: {
    confirm: '확인',
    cancel: '취소',
    newCode: '새 코드 받기',
    relink: '다시 연결하기',
    disconnect: '연결 끊기',
    keep: '그대로 두기',
  },
};

export const connectEn: ConnectMessages = {
  code: (code, when) =>
    [
      '### Link this server to a Rite organizer',
      '1. Copy this code into the **description** of that event in Rite, anywhere in it, and save.',
      `\`\`\`\n${code}\n\`\`\``,
      '2. Then press **Check**. Once linked, the code may go again.',
      `-# The code works once, for this server only, and expires ${when}.`,
    ].join('\n'),
  notYet: () =>
    '⚠️ The code is not in the event’s description yet. Make sure it is saved in Rite, then press again.',
  linked: (event) =>
    [
      '### Linked to Rite',
      `You can now make posters and captions from the events of the organizer of **${event}**. See them with \`/events\`.`,
      '⚠️ Please take the code out of the description in Rite: left there, it gets into captions.',
    ].join('\n'),
  expired: () => 'This code no longer works. Please get a new one.',
  replaced: () =>
    'Somebody in this server has got a new code since, so this one no longer works. Go on with theirs, or get another.',
  confirmedAlready: (who) => `${who} has finished linking meanwhile. There is nothing left to do.`,
  cancelled: () => 'Nothing was linked. If you have put the code into a description, take it out.',
  eventNotFound: () =>
    'Rite has no such event. Open the event in Rite and paste its address or id as it is.',
  tooManyAttempts: (when) => `Too many attempts in this server. Please try again ${when}.`,
  noKey: () =>
    'Servers cannot be linked just now: whoever runs this bot has to set encryption keys (`TOKEN_ENCRYPTION_KEYS`). Please tell them.',
  alreadyByProof: (who, when) =>
    `This server is already linked to a Rite organizer: ${who} linked it ${when}.\nTo change the organizer press **Link again**; to end it type \`/disconnect rite\`.`,
  alreadyByOperator: () =>
    'Whoever runs this bot has already linked this server to a Rite organizer.\nTo change the organizer press **Link again**.',
  confirmDisconnect: (who, when) =>
    `### End the link to Rite?\n${who} linked this server ${when}. Without it there are only sample events here.\n-# Posts made already stay. You can link again at any time with \`/connect rite\`.`,
  confirmDisconnectToOperator: (who, when) =>
    `### End the link to Rite?\n${who} linked this server ${when}. Without it the events here are those of the organizer that whoever runs this bot has set.\n-# Posts made already stay. You can link again at any time with \`/connect rite\`.`,
  disconnected: () => 'The link to Rite is ended. Link again with `/connect rite`.',
  disconnectedToOperator: () =>
    'The link to Rite is ended. From now on the events are those of the organizer that whoever runs this bot has set.',
  notLinked: () => 'This server is not linked to Rite.',
  operatorsOnly: () =>
    'Whoever runs this bot has linked this server, so it cannot be ended here. Please ask them.',
  changedMeanwhile: () => '⚠️ Somebody has linked anew meanwhile. Please look at what there is now.',
  kept: () => 'The link stays as it is.',
  buttons: {
    confirm: 'Check',
    cancel: 'Cancel',
    newCode: 'Get a new code',
    relink: 'Link again',
    disconnect: 'End the link',
    keep: 'Keep it',
  },
};
