import type { Event, Language, TemplateName } from '../events/event.ts';
import type { Composition } from './composition.ts';
import type { ThemeName } from './poster.ts';
import type { PosterSize } from './size.ts';
import type { Typesetter } from './typesetting/typesetter.ts';

export interface ComposeOptions {
  readonly size: PosterSize;
  readonly theme: ThemeName;
  readonly language: Language;
  /** The day from which a countdown counts (`nightOf`). */
  readonly today: Temporal.PlainDate;
  readonly typesetter: Typesetter;
}

/** A design. `compose` is pure: it decides what is drawn and where, and draws nothing. */
export interface Template {
  readonly name: TemplateName;
  compose(event: Event, options: ComposeOptions): Composition;
}
