import type { Language } from './event.ts';

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
  },
} as const satisfies Record<Language, CaptionWords>;
