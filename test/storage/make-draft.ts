import { createHash } from 'node:crypto';
import type { NewPicture } from '../../src/posts/kept-post.ts';
import type { NewDraft, RevisionContent } from '../../src/posts/post-store.ts';
import { makeEvent } from '../fixtures/event.ts';

export const GUILD = '100000000000000001';
export const OTHER_GUILD = '100000000000000002';
export const MINA = '200000000000000001';
export const JUNHO = '200000000000000002';
/** 21:00 in Seoul. */
export const EVENING = Date.UTC(2026, 11, 1, 12);
export const DAY_MS = 24 * 60 * 60 * 1000;

export function makeDraft(overrides: Partial<NewDraft> = {}): NewDraft {
  return {
    guildId: GUILD,
    template: 'lineup',
    content: makeContent(),
    by: MINA,
    at: EVENING,
    ...overrides,
  };
}

export function makeContent(overrides: Partial<RevisionContent> = {}): RevisionContent {
  return {
    theme: 'night',
    size: 'square',
    language: 'ko',
    caption: '서울 언더그라운드 #47\n12월 24일 (목) 22:00 🎧',
    captionEdited: false,
    facts: { event: makeEvent(), readAt: EVENING - 1_000, stale: false },
    pictures: [makePicture('a'), makePicture('b')],
    ...overrides,
  };
}

/** The same name is the same picture. */
export function makePicture(name: string): NewPicture {
  const hash = createHash('sha256').update(name).digest('hex');
  return { hash, bytes: 200_000 + name.length, width: 1080, height: 1080 };
}

export function hashesOf(...names: readonly string[]): string[] {
  return names.map((name) => makePicture(name).hash);
}
