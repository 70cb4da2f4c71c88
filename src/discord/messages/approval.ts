import type { RevisionChange } from '../../posts/approval/revision-differences.ts';

/** Texts of approval cards and of what is said around them. `who` renders as a person, `when` as a time. */
export interface ApprovalMessages {
  /** `day` is the time in words of Seoul, with weekday; `stamps` are Discord timestamps. */
  when(day: string, stamps: string): string;
  /** Wanted as soon as it is approved; `until` is the time in words of Seoul by which that has to be. */
  asap(until: string): string;
  /** Who scheduled it, and which revision the message shows. */
  by(who: string, revision: number): string;
  /** Nobody has decided yet; `roles` render as roles, or is '' where those who manage the server decide. */
  waiting(roles: string): string;
  /** They were asked before. */
  again(): string;
  approved(who: string, when: string, revision: number): string;
  rejected(who: string, when: string, revision: number): string;
  reason(text: string): string;
  /** The state the post is in, in a word. */
  state(word: string): string;
  /** There is no room for the whole caption, not even as a file. */
  captionElsewhere(): string;
  published(permalink: string): string;
  /** Held, because its time came first. */
  unapproved(): string;
  since(revision: number, changes: string): string;
  readonly changes: Readonly<Record<RevisionChange, string>>;
  /** Nobody can be asked: in the time before, after it, and what to do. */
  readonly unasked: Readonly<Record<'now' | 'past' | 'remedy', () => string>>;
  readonly astray: Readonly<Record<'channel_gone' | 'channel_closed', string>>;
  /** The same, before there is a card. */
  readonly trouble: Readonly<Record<'channel_gone' | 'channel_closed', string>>;
  /** `link` is the address of the card that counts now. */
  /** @param link of the card that stands in its place, if there is one. */
  retired(link: string | undefined): string;
  /** `roles` render as roles, '' where none are chosen. */
  remind(about: {
    roles: string;
    event: string;
    exact: string;
    relative: string;
    link: string;
  }): string;
  /** Answers to a reaction, with the person called. */
  decidedAlready(who: string, by: string, state: string): string;
  /** They decided it themselves. */
  decidedByYou(who: string, state: string): string;
  /** Nobody approves what was rejected. */
  rejectedForGood(who: string): string;
  /** It is live, or may be. */
  beyondRecall(who: string, state: string): string;
  /** `roles` as in `waiting`. */
  notApprover(who: string, roles: string): string;
  outdated(who: string): string;
  notWaiting(who: string, state: string): string;
  failed(who: string): string;
  askReason(who: string): string;
  readonly buttons: {
    readonly caption: string;
    readonly move: string;
    readonly cancel: string;
    readonly event: string;
    readonly reason: string;
  };
  readonly reasonForm: {
    /** At most 45 characters. */
    readonly title: string;
    readonly label: string;
    readonly placeholder: string;
  };
  reasonSaved(who: string, text: string): string;
  reasonTooLate(): string;
  captionSaved(): string;
  cancelled(): string;
  lineup(): string;
  noLineup(): string;
}

export const approvalKo: ApprovalMessages = {
  when: (day, stamps) => `🗓️ **${day}** (한국 시간) · ${stamps}`,
  asap: (until) => `**승인되는 즉시 올립니다.** ${until}까지 승인이 없으면 보류합니다.`,
  by: (who, revision) => `${who} 님이 예약 · 버전 ${revision}`,
  waiting: (roles) =>
    `⏳ **승인을 기다립니다.** ${decidersKo(roles)} ✅를 누르면 승인, ❌를 누르면 반려됩니다.`,
  again: () => '🔔 승인을 다시 요청합니다.',
  approved: (who, when, revision) => `✅ **승인됨** · ${who} 님 · ${when} · 버전 ${revision}`,
  rejected: (who, when, revision) =>
    `❌ **반려됨** · ${who} 님 · ${when} · 버전 ${revision}\n-# 내용을 고치면 다시 승인을 요청합니다.`,
  reason: (text) => `반려 이유: ${text}`,
  state: (word) => `지금 상태: **${word}**`,
  captionElsewhere: () =>
    '캡션이 길어 여기에는 일부만 있습니다. 전체는 `/posts show`에서 볼 수 있습니다.',
  published: (permalink) => `📣 **인스타그램에 올라갔습니다.** <${permalink}>`,
  unapproved: () => '🕰️ 기한까지 승인이 없어 올리지 않고 **보류**했습니다.',
  since: (revision, changes) => `🔁 승인되었던 버전 ${revision}에서 바뀐 것: ${changes}`,
  changes: {
    caption: '캡션',
    pictures: '포스터',
    facts: '이벤트 정보',
    theme: '테마',
    size: '크기',
    language: '언어',
  },
  unasked: {
    now: () =>
      '승인 카드를 올릴 수 있는 채널이 없어 아무도 승인할 수 없습니다. 이대로면 예약한 시각에 올라가지 않습니다.',
    past: () => '승인 카드를 올릴 수 있는 채널이 없어 예약한 시각까지 아무도 승인할 수 없었습니다.',
    remedy: () =>
      '서버 관리자가 `/settings approval`에서 승인 채널을 다시 고르면 그 채널에 카드를 올립니다. 봇 권한은 `/settings check`에서 확인할 수 있습니다.',
  },
  astray: {
    channel_gone:
      '⚠️ 정해 둔 승인 채널이 삭제되어 여기에 올립니다. `/settings approval`에서 다시 골라 주세요.',
    channel_closed:
      '⚠️ 정해 둔 승인 채널에 봇 권한이 모자라 여기에 올립니다. `/settings check`에서 확인해 주세요.',
  },
  trouble: {
    channel_gone:
      '정해 둔 승인 채널이 삭제되었습니다. 서버 관리자가 `/settings approval`에서 다시 골라야 승인받을 수 있습니다.',
    channel_closed:
      '정해 둔 승인 채널에 봇 권한이 모자랍니다. 서버 관리자가 `/settings check`에서 확인해야 승인받을 수 있습니다.',
  },
  retired: (link) =>
    link === undefined
      ? '🔁 이 카드는 더 이상 쓰이지 않습니다. 지금 상태는 `/posts list`에서 볼 수 있습니다.'
      : `🔁 이 카드는 더 이상 쓰이지 않습니다. 새 카드에서 결정해 주세요: ${link}`,
  remind: ({ roles, event, exact, relative, link }) =>
    [
      `🔔 ${roles} **${event}** 게시물이 아직 승인되지 않았습니다.`,
      `${exact}(${relative})까지 승인이 없으면 올리지 않고 보류합니다.${link === '' ? '' : ` 카드: ${link}`}`,
    ].join('\n'),
  decidedAlready: (who, by, state) =>
    `${who} 님, ${by === '' ? '다른 분' : `${by} 님`}이 먼저 결정해 이 반응은 반영되지 않았습니다. 지금 상태는 **${state}**입니다.`,
  decidedByYou: (who, state) =>
    `${who} 님이 이미 결정하신 게시물입니다. 지금 상태는 **${state}**입니다.`,
  rejectedForGood: (who) =>
    `${who} 님, 반려된 내용은 그대로 승인할 수 없습니다. 내용을 고치면 새 카드로 다시 승인을 요청합니다.`,
  beyondRecall: (who, state) =>
    `${who} 님, 이 게시물은 이미 인스타그램으로 보내서(**${state}**) 승인을 되돌릴 수 없습니다. 내려야 한다면 인스타그램 앱에서 지워 주세요.`,
  notApprover: (who, roles) =>
    `${who} 님의 반응은 반영되지 않았습니다. 이 게시물은 ${decidersKo(roles)} 결정합니다.`,
  outdated: (who) =>
    `${who} 님, 그사이 내용이 바뀌어 이 반응은 반영되지 않았습니다. 곧 올라올 새 카드를 보고 다시 결정해 주세요.`,
  notWaiting: (who, state) =>
    `${who} 님, 이 게시물은 지금 승인을 기다리고 있지 않습니다(**${state}**). 반응은 반영되지 않았습니다.`,
  failed: (who) =>
    `${who} 님, 지금은 결정을 저장하지 못했습니다. 잠시 뒤 반응을 지웠다가 다시 눌러 주세요.`,
  askReason: (who) =>
    `${who} 님, 반려했습니다. 이 내용으로는 올리지 않습니다. 이유를 적어 주시면 예약한 분이 고칠 수 있습니다.`,
  buttons: {
    caption: '캡션 수정',
    move: '시간 바꾸기',
    cancel: '예약 취소',
    event: '이벤트 보기',
    reason: '반려 이유 쓰기',
  },
  reasonForm: {
    title: '반려 이유',
    label: '무엇을 고치면 좋을까요?',
    placeholder: '예: 두 번째 출연자 이름이 틀렸습니다',
  },
  reasonSaved: (who, text) => `❌ ${who} 님의 반려 이유: ${text}`,
  reasonTooLate: () => '이 게시물은 이제 반려 상태가 아니어서 이유를 저장하지 않았습니다.',
  captionSaved: () => '캡션을 저장했습니다. 새 카드에서 다시 승인을 받습니다.',
  cancelled: () => '예약을 취소했습니다. 다시 올리려면 `/posts show`에서 ‘예약’을 눌러 주세요.',
  lineup: () => '출연',
  noLineup: () => '아직 출연자가 없습니다.',
};

/** As the subject of a sentence. */
function decidersKo(roles: string): string {
  return roles === '' ? '서버 관리 권한이 있는 분이' : `${roles} 역할이`;
}

export const approvalEn: ApprovalMessages = {
  when: (day, stamps) => `🗓️ **${day}** (Seoul) · ${stamps}`,
  asap: (until) =>
    `**Goes out as soon as it is approved.** Without approval by ${until} it is held.`,
  by: (who, revision) => `Scheduled by ${who} · version ${revision}`,
  waiting: (roles) =>
    `⏳ **Waiting for approval.** ✅ approves, ❌ rejects; it takes ${roles === '' ? 'the “Manage Server” permission' : roles}.`,
  again: () => '🔔 Approval is asked for again.',
  approved: (who, when, revision) => `✅ **Approved** · ${who} · ${when} · version ${revision}`,
  rejected: (who, when, revision) =>
    `❌ **Rejected** · ${who} · ${when} · version ${revision}\n-# Once it is edited, it asks for approval again.`,
  reason: (text) => `Reason: ${text}`,
  state: (word) => `Now: **${word}**`,
  captionElsewhere: () => 'Only a part of the caption fits here. See `/posts show` for the whole.',
  published: (permalink) => `📣 **It is on Instagram.** <${permalink}>`,
  unapproved: () => '🕰️ Nobody approved it by its time, so it was **held**.',
  since: (revision, changes) =>
    `🔁 Different from version ${revision}, which was approved: ${changes}`,
  changes: {
    caption: 'caption',
    pictures: 'poster',
    facts: 'event details',
    theme: 'theme',
    size: 'size',
    language: 'language',
  },
  unasked: {
    now: () =>
      'There is no channel in which an approval card can be posted, so nobody can approve it. As it is, it will not go out at its time.',
    past: () =>
      'There was no channel in which an approval card could be posted, so nobody could approve it in time.',
    remedy: () =>
      'An administrator can choose the approval channel again with `/settings approval`; the card is then posted there. `/settings check` shows the bot’s permissions.',
  },
  astray: {
    channel_gone:
      '⚠️ The approval channel was deleted, so this is posted here. Choose another with `/settings approval`.',
    channel_closed:
      '⚠️ The bot lacks permissions in the approval channel, so this is posted here. See `/settings check`.',
  },
  trouble: {
    channel_gone:
      'The approval channel was deleted. An administrator has to choose another with `/settings approval` before this can be approved.',
    channel_closed:
      'The bot lacks permissions in the approval channel. An administrator has to look at `/settings check` before this can be approved.',
  },
  retired: (link) =>
    link === undefined
      ? '🔁 This card no longer counts. `/posts list` shows how things stand.'
      : `🔁 This card no longer counts. Please decide on the new one: ${link}`,
  remind: ({ roles, event, exact, relative, link }) =>
    [
      `🔔 ${roles} The post for **${event}** is not approved yet.`,
      `Without approval by ${exact} (${relative}) it is held.${link === '' ? '' : ` Card: ${link}`}`,
    ].join('\n'),
  decidedAlready: (who, by, state) =>
    `${who}, ${by === '' ? 'somebody else' : by} was faster, so your reaction did not count. It is **${state}** now.`,
  decidedByYou: (who, state) =>
    `${who}, you have decided this one already. It is **${state}** now.`,
  rejectedForGood: (who) =>
    `${who}, what was rejected cannot be approved as it is. Once it is edited, it asks for approval on a new card.`,
  beyondRecall: (who, state) =>
    `${who}, this post was already sent to Instagram (**${state}**), so the approval cannot be taken back. To take it down, delete it in the Instagram app.`,
  notApprover: (who, roles) =>
    `${who}, your reaction did not count: this is decided by ${roles === '' ? 'those with the “Manage Server” permission' : roles}.`,
  outdated: (who) =>
    `${who}, the post has changed meanwhile, so your reaction did not count. Please decide on the new card that is about to appear.`,
  notWaiting: (who, state) =>
    `${who}, this post does not wait for approval now (**${state}**), so your reaction did not count.`,
  failed: (who) =>
    `${who}, your decision could not be saved just now. Please take the reaction back and add it again in a moment.`,
  askReason: (who) =>
    `${who}, it is rejected and will not go out as it is. With a reason, whoever scheduled it can put it right.`,
  buttons: {
    caption: 'Edit caption',
    move: 'Change time',
    cancel: 'Cancel schedule',
    event: 'Show event',
    reason: 'Give a reason',
  },
  reasonForm: {
    title: 'Reason for the rejection',
    label: 'What should be different?',
    placeholder: 'Such as: the second act’s name is misspelt',
  },
  reasonSaved: (who, text) => `❌ ${who} gave a reason: ${text}`,
  reasonTooLate: () => 'This post is not rejected any more, so the reason was not saved.',
  captionSaved: () => 'The caption is saved. It asks for approval on a new card.',
  cancelled: () => 'It is not scheduled any more. To schedule it again, use `/posts show`.',
  lineup: () => 'Line-up',
  noLineup: () => 'No line-up yet.',
};
