import type { Post } from '../../src/posts/post-service.ts';
import { makeEvent } from '../fixtures/event.ts';

/** 2026-12-01 20:00 in Seoul. */
export const NOW = Date.parse('2026-12-01T11:00:00Z');

const caption = `서울 언더그라운드 #47 · LINE UP
📅 12월 24일 (목) 밤 10시 ~ 새벽 5시 · 📍 클럽 지하실

22:00 김대현 @kimdaehyun
23:00 Amélie Laurent @amelie.l

#서울언더그라운드 #테크노`;

/** A line-up of the event of `makeEvent`, without warnings. Whatever a test does not care about may stay. */
export function makePost(overrides: Partial<Post> = {}): Post {
  const { template = 'lineup', theme = 'night' } = overrides;
  return {
    event: makeEvent(),
    template,
    theme,
    size: 'square',
    language: 'ko',
    poster: {
      template,
      theme,
      width: 1080,
      height: 1080,
      pages: [JPEG],
      ...(template === 'lineup' ? { actsOnPages: [6] } : {}),
      warnings: [],
    },
    caption: makeCaption(caption),
    mapUrl: `https://map.kakao.com/link/search/${encodeURIComponent('클럽 지하실')}`,
    readAt: NOW,
    stale: false,
    unreadableTimeslots: 0,
    composedAt: NOW,
    unread: [],
    ...overrides,
  };
}

export function makeCaption(text: string): Post['caption'] {
  return { text, hashtags: [], mentions: [], warnings: [] };
}

/** The smallest thing that begins and ends as a JPEG does. */
const JPEG = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0xff, 0xd9]);
