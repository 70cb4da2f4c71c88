import { type CaptionCounts, captionCounts } from '../events/caption-signs.ts';
import {
  CAPTION_MAX_HASHTAGS,
  CAPTION_MAX_LENGTH,
  CAPTION_MAX_MENTIONS,
} from '../events/instagram-limits.ts';

/** Why Instagram would not take a caption: too many of something, or nothing at all. */
export type CaptionFault =
  | { readonly fault: 'empty' }
  | {
      readonly fault: keyof CaptionCounts;
      readonly count: number;
      readonly limit: number;
    };

const INVISIBLE_CONTROLS = /[\p{Cc}--\n]/gv;

/**
 * A caption as somebody typed it, ready to be kept: NFC, newlines of one kind, no control characters, no empty lines
 * around. Spaces and empty lines within are the person's own and stay.
 */
export function cleanCaption(typed: string): string {
  return typed
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(INVISIBLE_CONTROLS, '')
    .normalize('NFC')
    .replace(/^\s*\n/, '')
    .trimEnd();
}

/**
 * Everything that Instagram would object to.
 *
 * @param hashtagLimit the operator's. It may be below Instagram's own, but what people write is only held to the latter.
 */
export function captionFaults(text: string, hashtagLimit: number): CaptionFault[] {
  if (text.trim() === '') return [{ fault: 'empty' }];
  const counts = captionCounts({ text });
  const limits: CaptionCounts = {
    characters: CAPTION_MAX_LENGTH,
    hashtags: Math.max(hashtagLimit, CAPTION_MAX_HASHTAGS),
    mentions: CAPTION_MAX_MENTIONS,
  };
  return (['characters', 'hashtags', 'mentions'] as const)
    .filter((sign) => counts[sign] > limits[sign])
    .map((fault) => ({ fault, count: counts[fault], limit: limits[fault] }));
}
