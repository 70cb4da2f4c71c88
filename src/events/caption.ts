import type { Event, Language, TemplateName } from './event.ts';

export interface CaptionOptions {
  readonly language: Language;
  /** Today's date in Seoul; the countdown counts calendar days from it. */
  readonly today: Temporal.PlainDate;
  /** At most this many hashtags; Instagram itself shows 5 since December 2025. */
  readonly hashtagLimit: number;
}

export interface Caption {
  /** Ready to paste: NFC, at most 2,200 characters, hashtags included. */
  readonly text: string;
  /** Without `#`, as they appear in `text`. */
  readonly hashtags: readonly string[];
  /** Without `@`, as they appear in `text`; at most 20. */
  readonly mentions: readonly string[];
  readonly warnings: readonly CaptionWarning[];
}

export type CaptionWarning =
  | { readonly kind: 'description_shortened' }
  | { readonly kind: 'hashtags_dropped'; readonly count: number }
  | { readonly kind: 'mentions_dropped'; readonly count: number };

export declare function composeCaption(
  event: Event,
  template: TemplateName,
  options: CaptionOptions,
): Caption;
