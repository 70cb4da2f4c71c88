import type { ScheduledEventOutcome } from '../../posts/scheduled-events.ts';

type Published = Extract<ScheduledEventOutcome, { outcome: 'published' }>;

/** Texts of `/event publish`. */
export interface ScheduledEventMessages {
  /** Description in the command picker: at most 100 characters. */
  readonly command: string;
  readonly published: Readonly<Record<Published['how'], string>>;
  /** Changes in Rite come there by themselves. */
  kept(): string;
  sample(): string;
  noTimes(event: string): string;
  begun(event: string): string;
  readonly faults: Readonly<Record<'not_permitted' | 'full' | 'refused', string>>;
}

// Permissions are called what Discord's own settings call them, in English too: the person may read either.
export const scheduledEventKo: ScheduledEventMessages = {
  command: 'Rite 이벤트를 이 서버의 Discord 이벤트로 등록하거나 최신 내용으로 바꿉니다',
  published: {
    made: 'Discord 이벤트를 등록했습니다.',
    made_again: '전에 등록한 Discord 이벤트가 삭제되었거나 종료되어 새로 등록했습니다.',
    changed: 'Discord 이벤트를 최신 내용으로 바꿨습니다.',
    unchanged: 'Discord 이벤트가 이미 최신 내용입니다.',
  },
  kept: () => 'Rite에서 내용이 바뀌면 하루 한 번 확인해 Discord 이벤트에도 반영합니다.',
  sample: () =>
    '이것은 체험용 예시 이벤트라서 등록하지 않았습니다. `/connect rite`로 Rite 주최자와 연결하면 실제 이벤트를 등록할 수 있습니다.',
  noTimes: (event) =>
    `${event}: 타임테이블에서 시작과 끝 시각을 알 수 없어 등록하지 않았습니다. Rite에서 타임테이블을 입력한 뒤 다시 시도해 주세요.`,
  begun: (event) =>
    `${event}: 이미 시작한 이벤트라서 등록하지 않았습니다. Discord에는 앞으로 시작할 이벤트만 등록할 수 있습니다.`,
  faults: {
    not_permitted:
      '봇에 **이벤트 만들기**(Create Events) 권한이 없어 등록하지 못했습니다. 서버 설정 → 역할에서 봇의 역할에 이 권한을 켠 뒤 다시 시도해 주세요.',
    full: '이 서버에 등록된 Discord 이벤트가 너무 많아 더 등록할 수 없습니다. 지난 이벤트나 필요 없는 이벤트를 지운 뒤 다시 시도해 주세요.',
    refused:
      'Discord가 이 이벤트를 받아들이지 않았습니다. Rite에서 날짜와 시각을 확인한 뒤 다시 시도해 주세요.',
  },
};

export const scheduledEventEn: ScheduledEventMessages = {
  command: 'Makes a Rite event a Discord event of this server, or brings it up to date',
  published: {
    made: 'The Discord event is there.',
    made_again: 'The Discord event of before was deleted or had ended, so there is a new one.',
    changed: 'The Discord event is up to date again.',
    unchanged: 'The Discord event was up to date already.',
  },
  kept: () => 'Changes in Rite are looked for once a day and brought to the Discord event.',
  sample: () =>
    'This is a sample event to try things on, so nothing was made. Connect your Rite organizer with `/connect rite` to publish real events.',
  noTimes: (event) =>
    `${event}: nothing was made, because its timetable does not say when it begins and ends. Fill in the timetable in Rite and try again.`,
  begun: (event) =>
    `${event}: nothing was made, because it has already begun. Discord only takes events that are still to begin.`,
  faults: {
    not_permitted:
      'Nothing was made, because the bot lacks the permission **Create Events**. Turn it on for the bot’s role under Server Settings → Roles and try again.',
    full: 'This server has as many Discord events as Discord allows. Delete some that are not needed and try again.',
    refused: 'Discord did not accept this event. Check its date and times in Rite and try again.',
  },
};
