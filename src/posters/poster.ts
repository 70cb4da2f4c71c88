import type { TemplateName } from '../events/event.ts';

export const THEME_NAMES = ['night', 'neon', 'paper'] as const;
export type ThemeName = (typeof THEME_NAMES)[number];

/** One picture: a template rendered for one event. */
export interface Poster {
  readonly template: TemplateName;
  readonly theme: ThemeName;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** Baseline JPEG, sRGB. */
  readonly jpeg: Buffer;
  readonly warnings: readonly PosterWarning[];
}

/** What a person should know before posting the picture. */
export type PosterWarning =
  /** No font of ours covers these characters; they were left out of the picture. */
  | { readonly kind: 'missing_glyphs'; readonly characters: readonly string[] }
  /** The text did not fit at the smallest permitted size and ends in an ellipsis. */
  | { readonly kind: 'text_shortened'; readonly text: string }
  /** More acts than the picture carries; the last row says how many are missing. */
  | { readonly kind: 'acts_omitted'; readonly count: number };
