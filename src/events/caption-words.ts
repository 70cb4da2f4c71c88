import type { Language } from './event.ts';
import { formatTime } from './korean-date.ts';
import type { Eve } from './night.ts';

/** Every word of a caption that comes neither from the event nor from `extras-text.ts`. */
export interface CaptionWords {
  readonly dateMark: string;
  readonly venueMark: string;
  readonly ticketMark: string;
  readonly lineup: string;
  /** Acts that did not fit. */
  readonly moreActs: (count: number) => string;
  /** @param atNight whether the event starts late enough to be called a night. */
  readonly daysLeft: (days: number, atNight: boolean) => string;
  /**
   * Before the name in the last hours: `오늘 밤 10시`, `지금`.
   * @param opening `HH:MM`; absent while nobody knows it.
   */
  readonly eve: (eve: Eve, opening: string | undefined) => string;
  readonly eveLeft: Readonly<Record<Eve, string>>;
}

export const CAPTION_WORDS = {
  ko: {
    dateMark: '📅',
    venueMark: '📍',
    ticketMark: '🎫',
    // Korean captions write it in Latin letters too.
    lineup: 'LINE UP',
    moreActs: (count) => `외 ${count}팀`,
    daysLeft: (days, atNight) => {
      if (days === 0) return atNight ? '오늘 밤입니다.' : '오늘입니다.';
      if (days === 1) return atNight ? '내일 밤입니다.' : '내일입니다.';
      if (days === 2) return '이틀 남았습니다.';
      return days === 7 ? '일주일 남았습니다.' : `${days}일 남았습니다.`;
    },
    eve: (eve, opening) => {
      if (eve === 'now') return '지금';
      if (opening === undefined) return '오늘 밤';
      const time = formatTime(opening, 'ko');
      // 오늘 새벽 is the morning that is over.
      return time.startsWith('새벽') ? `오늘 밤, ${time}` : `오늘 ${time}`;
    },
    eveLeft: { tonight: '오늘 밤 뵙겠습니다.', now: '지금 진행 중입니다.' },
  },
  en: {
    dateMark: '📅',
    venueMark: '📍',
    ticketMark: '🎫',
    lineup: 'LINE UP',
    moreActs: (count) => `+ ${count} more`,
    daysLeft: (days, atNight) => {
      if (days === 0) return atNight ? 'Tonight.' : 'Today.';
      if (days === 1) return atNight ? 'Tomorrow night.' : 'Tomorrow.';
      return days === 7 ? 'One week to go.' : `${days} days to go.`;
    },
    eve: (eve, opening) => {
      if (eve === 'now') return 'Now';
      return opening === undefined ? 'Tonight' : `Tonight, ${formatTime(opening, 'en')}`;
    },
    eveLeft: { tonight: 'See you tonight.', now: 'On right now.' },
  },
} as const satisfies Record<Language, CaptionWords>;
