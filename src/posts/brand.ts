import type { Logo } from '../posters/brand.ts';
import type { ThemeName } from '../posters/poster.ts';

/** What a server has chosen for all its posts. */
export interface Brand {
  readonly theme?: ThemeName;
  /** `#RRGGBB` as it was asked for; each theme corrects it for itself. */
  readonly accent?: string;
  readonly logo?: Logo;
  /** Valid for Instagram, without `#`; added after the event's own. */
  readonly hashtags: readonly string[];
}

/** Only what is named changes; null takes a choice back. */
export interface BrandChange {
  readonly theme?: ThemeName | null;
  readonly accent?: string | null;
  readonly logo?: Logo | null;
  readonly hashtags?: readonly string[];
}
