import type { TemplateName } from '../events/event.ts';

export const THEME_NAMES = ['night', 'neon', 'paper'] as const;
export type ThemeName = (typeof THEME_NAMES)[number];

/** A template rendered for one event: one picture, or several to be swiped through. */
export interface Poster {
  readonly template: TemplateName;
  readonly theme: ThemeName;
  /** Pixels, of every page. */
  readonly width: number;
  readonly height: number;
  /** Baseline JPEGs, sRGB, in order; 1 to 10. */
  readonly pages: readonly Buffer[];
  /** How many acts each page shows, in the order of the night. Absent when the template names none. */
  readonly actsOnPages?: readonly number[];
  readonly warnings: readonly PosterWarning[];
}

/** What a person should know before posting the picture. */
export type PosterWarning =
  /** No font of ours covers these characters; they were left out of the picture. */
  | { readonly kind: 'missing_glyphs'; readonly characters: readonly string[] }
  /** The text did not fit at the smallest permitted size and ends in an ellipsis. */
  | { readonly kind: 'text_shortened'; readonly text: string }
  /** More acts than ten pages carry: these are on none of them. */
  | { readonly kind: 'acts_omitted'; readonly count: number };
