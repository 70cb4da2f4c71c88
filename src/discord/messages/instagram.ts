/** Texts of `/connect instagram`, `/connect status` and `/disconnect instagram`. */
export interface InstagramMessages {
  /** In the command picker: at most 100 characters. */
  readonly commands: {
    readonly connectInstagram: string;
    readonly connectStatus: string;
    readonly disconnectInstagram: string;
  };
  /** Above the button with the person's own link. `when` is a Discord timestamp that reads like "in 3 minutes". */
  link(when: string): string;
  /** What is connected now, and would be replaced; `account` with `@`. */
  linkReplaces(account: string): string;
  /** Only the operator can mend these. */
  noKey(): string;
  noApp(): string;
  noPublicUrl(): string;
  readonly status: {
    heading(): string;
    /** `who` renders as a person, `when` reads like "3 days ago". */
    riteByProof(who: string, when: string): string;
    riteByOperator(): string;
    riteUnreadable(): string;
    riteNone(): string;
    /** `until` reads like a date. */
    alive(account: string, who: string, when: string, until: string): string;
    /** The last tries to make the token last longer have failed. */
    refreshFails(count: number): string;
    dead(account: string, who: string, when: string): string;
    unreadable(account: string): string;
    none(): string;
  };
  confirmDisconnect(account: string, who: string, when: string): string;
  /** Below the question: posts that are planned. */
  waiting(count: number): string;
  disconnected(account: string): string;
  /** Below that: what becomes of planned posts. */
  held(count: number): string;
  notLinked(): string;
  changedMeanwhile(): string;
  kept(): string;
  /** At most 80 characters. */
  readonly buttons: {
    readonly open: string;
    readonly disconnect: string;
    readonly keep: string;
  };
}

export const instagramKo: InstagramMessages = {
  commands: {
    connectInstagram: '인스타그램 계정을 이 서버와 연결합니다',
    connectStatus: '이 서버가 무엇과 연결되어 있는지 보여 줍니다',
    disconnectInstagram: '인스타그램 계정과의 연결을 끊습니다',
  },
  link: (when) =>
    [
      '### 인스타그램 계정을 연결합니다',
      '1. 아래 버튼을 눌러 브라우저에서 인스타그램에 로그인합니다.',
      '2. 표시되는 권한을 모두 켜 둔 채 허용합니다. 끝나면 이 서버에서 게시물을 예약할 수 있습니다.',
      '비즈니스 계정이나 크리에이터 계정이어야 합니다. 개인 계정은 인스타그램 앱의 설정에서 무료로 전환할 수 있습니다.',
      `-# 나만 쓸 수 있는 링크입니다. 다른 사람에게 보내지 마세요. 한 번만 쓸 수 있고 ${when}에 만료됩니다.`,
    ].join('\n'),
  linkReplaces: (account) =>
    `⚠️ 지금은 **${account}** 계정과 연결되어 있습니다. 새로 연결하면 그 연결을 대신합니다.`,
  noKey: () =>
    '지금은 인스타그램을 연결할 수 없습니다. 봇 운영자에게 암호화 키(`TOKEN_ENCRYPTION_KEYS`) 설정을 요청해 주세요.',
  noApp: () =>
    '지금은 인스타그램을 연결할 수 없습니다. 봇 운영자에게 Meta 앱(`INSTAGRAM_CLIENT_ID`, `INSTAGRAM_CLIENT_SECRET`) 설정을 요청해 주세요.',
  noPublicUrl: () =>
    '지금은 인스타그램을 연결할 수 없습니다. 봇 운영자에게 공개 주소(`PUBLIC_URL`) 설정을 요청해 주세요.',
  status: {
    heading: () => '### 이 서버의 연결',
    riteByProof: (who, when) => `**Rite** ✅ ${when}에 ${who} 님이 연결했습니다.`,
    riteByOperator: () => '**Rite** ✅ 봇 운영자가 연결해 두었습니다.',
    riteUnreadable: () =>
      '**Rite** ⚠️ 저장된 연결을 열 수 없습니다. `/connect rite`로 다시 연결해 주세요.',
    riteNone: () => '**Rite** 연결되어 있지 않습니다. `/connect rite`로 연결할 수 있습니다.',
    alive: (account, who, when, until) =>
      `**인스타그램** ✅ **${account}** 계정을 ${when}에 ${who} 님이 연결했습니다.\n-# ${until}까지 쓸 수 있고, 그 전에 자동으로 연장합니다.`,
    refreshFails: (count) =>
      `⚠️ 자동 연장이 ${count}번 연달아 실패했습니다. 날마다 다시 시도하지만, \`/connect instagram\`으로 다시 연결하면 바로 해결됩니다.`,
    dead: (account, who, when) =>
      `**인스타그램** ⚠️ **${account}** 계정의 연결이 끊어져 게시할 수 없습니다. ${when}에 ${who} 님이 연결했습니다.\n\`/connect instagram\`으로 다시 연결하면 기다리던 게시물도 이어서 진행합니다.`,
    unreadable: (account) =>
      `**인스타그램** ⚠️ **${account}** 계정의 연결을 열 수 없어 게시할 수 없습니다. 봇 운영자에게 암호화 키를 확인해 달라고 하거나 \`/connect instagram\`으로 다시 연결해 주세요.`,
    none: () =>
      '**인스타그램** 연결되어 있지 않습니다. `/connect instagram`으로 연결할 수 있습니다.',
  },
  confirmDisconnect: (account, who, when) =>
    `### 인스타그램과의 연결을 끊을까요?\n**${account}** 계정을 ${when}에 ${who} 님이 연결했습니다. 끊으면 이 서버에서 게시물을 올릴 수 없습니다.\n-# 이미 올린 게시물은 인스타그램에 남습니다. \`/connect instagram\`으로 언제든 다시 연결할 수 있습니다.`,
  waiting: (count) =>
    `⚠️ 예약되었거나 승인을 기다리는 게시물이 ${count}개 있습니다. 지워지지는 않지만 다시 연결할 때까지 올라가지 않습니다.`,
  disconnected: (account) =>
    `**${account}** 계정과의 연결을 끊었습니다. \`/connect instagram\`으로 다시 연결할 수 있습니다.\n-# 인스타그램 앱의 설정에서도 이 앱을 지울 수 있습니다.`,
  held: (count) =>
    `⚠️ 예약되었거나 승인을 기다리던 게시물 ${count}개는 다시 연결할 때까지 보류합니다. 필요 없는 것은 취소해 주세요.`,
  notLinked: () => '이 서버는 인스타그램과 연결되어 있지 않습니다.',
  changedMeanwhile: () => '⚠️ 그사이 누군가 다시 연결했습니다. 지금 상태를 확인해 주세요.',
  kept: () => '연결을 그대로 두었습니다.',
  buttons: { open: '인스타그램에서 연결하기', disconnect: '연결 끊기', keep: '그대로 두기' },
};

export const instagramEn: InstagramMessages = {
  commands: {
    connectInstagram: 'Connect an Instagram account to this server',
    connectStatus: 'Show what this server is connected to',
    disconnectInstagram: 'End the connection to the Instagram account',
  },
  link: (when) =>
    [
      '### Connect an Instagram account',
      '1. Press the button below and sign in to Instagram in your browser.',
      '2. Leave all the permissions on and allow them. After that, posts can be scheduled in this server.',
      'It takes a business or creator account. A personal one can be switched in the settings of the Instagram app, for free.',
      `-# This link is yours alone, so send it to nobody. It works once and expires ${when}.`,
    ].join('\n'),
  linkReplaces: (account) => `⚠️ **${account}** is connected now. Connecting again takes its place.`,
  noKey: () =>
    'Instagram cannot be connected just now: whoever runs this bot has to set encryption keys (`TOKEN_ENCRYPTION_KEYS`). Please tell them.',
  noApp: () =>
    'Instagram cannot be connected just now: whoever runs this bot has to set up the app at Meta (`INSTAGRAM_CLIENT_ID`, `INSTAGRAM_CLIENT_SECRET`). Please tell them.',
  noPublicUrl: () =>
    'Instagram cannot be connected just now: whoever runs this bot has to set its public address (`PUBLIC_URL`). Please tell them.',
  status: {
    heading: () => '### What this server is connected to',
    riteByProof: (who, when) => `**Rite** ✅ ${who} linked it ${when}.`,
    riteByOperator: () => '**Rite** ✅ Whoever runs this bot has linked it.',
    riteUnreadable: () =>
      '**Rite** ⚠️ The stored link cannot be opened. Please link again with `/connect rite`.',
    riteNone: () => '**Rite** Not linked. Link it with `/connect rite`.',
    alive: (account, who, when, until) =>
      `**Instagram** ✅ ${who} connected **${account}** ${when}.\n-# Good until ${until}, and made to last longer by itself before that.`,
    refreshFails: (count) =>
      `⚠️ Making it last longer has failed ${count} times in a row. It is tried again every day; connecting again with \`/connect instagram\` mends it at once.`,
    dead: (account, who, when) =>
      `**Instagram** ⚠️ The connection to **${account}** is broken, so nothing can be posted. ${who} made it ${when}.\nConnect again with \`/connect instagram\`, and waiting posts go on.`,
    unreadable: (account) =>
      `**Instagram** ⚠️ The connection to **${account}** cannot be opened, so nothing can be posted. Ask whoever runs this bot to check the encryption keys, or connect again with \`/connect instagram\`.`,
    none: () => '**Instagram** Not connected. Connect it with `/connect instagram`.',
  },
  confirmDisconnect: (account, who, when) =>
    `### End the connection to Instagram?\n${who} connected **${account}** ${when}. Without it nothing can be posted from this server.\n-# Posts made already stay on Instagram. You can connect again at any time with \`/connect instagram\`.`,
  waiting: (count) =>
    `⚠️ Scheduled or waiting for approval: ${plural(count)}. They stay, but do not go out before you connect again.`,
  disconnected: (account) =>
    `The connection to **${account}** is ended. Connect again with \`/connect instagram\`.\n-# You can also take this app away in the settings of the Instagram app.`,
  held: (count) =>
    `⚠️ Held until you connect again: ${plural(count)}, scheduled or waiting for approval. Cancel what you no longer need.`,
  notLinked: () => 'This server is not connected to Instagram.',
  changedMeanwhile: () =>
    '⚠️ Somebody has connected anew meanwhile. Please look at what there is now.',
  kept: () => 'The connection stays as it is.',
  buttons: { open: 'Connect on Instagram', disconnect: 'End the connection', keep: 'Keep it' },
};

function plural(count: number): string {
  return `${count} post${count === 1 ? '' : 's'}`;
}
