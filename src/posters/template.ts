import type { Event, Language, TemplateName } from '../events/event.ts';
import type { EventExtras } from '../events/extras.ts';
import type { Eve } from '../events/night.ts';
import type { Composition } from './composition.ts';
import type { LogoMark } from './logo-mark.ts';
import type { ThemeName } from './poster.ts';
import type { PosterSize } from './size.ts';
import type { Typesetter } from './typesetting/typesetter.ts';

export interface ComposeOptions {
  readonly size: PosterSize;
  readonly theme: ThemeName;
  readonly language: Language;
  /** The day from which a countdown counts (`nightOf`). */
  readonly today: Temporal.PlainDate;
  /** The last hours of a countdown (`eveOf`). */
  readonly eve?: Eve;
  readonly typesetter: Typesetter;
  readonly extras?: EventExtras;
  readonly brand?: SheetBrand;
}

/** A server's own look, its logo decoded: `compose` does not wait. */
export interface SheetBrand {
  /** `#RRGGBB`, already corrected for contrast with the theme. */
  readonly accent?: string;
  readonly logo?: LogoMark;
}

/** A design. `compose` is pure: it decides what is drawn and where, and draws nothing. */
export interface Template {
  readonly name: TemplateName;
  /** 1 to 10 pages of one size, in order. */
  compose(event: Event, options: ComposeOptions): readonly Composition[];
}

/** What Instagram carries in one carousel, and Discord in one message. */
export const MAX_PAGES = 10;
