export const SIZE_NAMES = ['square', 'portrait', 'story'] as const;
export type SizeName = (typeof SIZE_NAMES)[number];

/** Pixels. */
export interface PosterSize {
  readonly width: number;
  readonly height: number;
  /** Above and below, where Instagram lays its own buttons over a story: artwork only. */
  readonly clear: { readonly top: number; readonly bottom: number };
}

/** The formats of Instagram's feed (1:1 and 4:5) and of its stories (9:16). */
export const SIZES: Readonly<Record<SizeName, PosterSize>> = {
  square: { width: 1080, height: 1080, clear: { top: 0, bottom: 0 } },
  portrait: { width: 1080, height: 1350, clear: { top: 0, bottom: 0 } },
  story: { width: 1080, height: 1920, clear: { top: 190, bottom: 280 } },
};
