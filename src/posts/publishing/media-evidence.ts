import type { PublishedMedia } from './instagram.ts';

/** How much earlier than our own request a medium may say it was published: two clocks are never the same. */
export const EVIDENCE_MARGIN_MS = 60_000;

/**
 * The media that say what a caption says. Captions are read back without `@` unless the reader may administer the app
 * (`ig-media`), and people's white space is not always kept.
 */
export function mediaWithCaption(
  media: readonly PublishedMedia[],
  caption: string,
): readonly PublishedMedia[] {
  const wanted = bareCaption(caption);
  return media.filter((one) => one.caption !== undefined && bareCaption(one.caption) === wanted);
}

function bareCaption(caption: string): string {
  return caption.normalize('NFC').replaceAll('@', '').replace(/\s+/gu, ' ').trim();
}
