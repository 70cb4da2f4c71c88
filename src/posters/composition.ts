import type { LogoMark } from './logo-mark.ts';
import type { PosterWarning, ThemeName } from './poster.ts';
import type { TextStyle } from './typesetting/measure.ts';

/** Pixels; x to the right, y down. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export type ColorRole = 'ink' | 'muted' | 'accent';

/** What the roles stand for on this sheet: the theme's colours, the server's accent among them. `#RRGGBB`. */
export type Palette = Readonly<Record<ColorRole, string>>;

/** A part of a line in one colour. */
export interface TextRun {
  readonly text: string;
  readonly color: ColorRole;
  /** From the line's pen position. */
  readonly offset: number;
  /** Where its ink will be. */
  readonly ink: Box;
}

/** One line of text in one style; its runs differ only in colour. */
export interface TextElement {
  readonly kind: 'text';
  /** What the line says, for tests and accessibility: `title`, `time`, `name` … */
  readonly role: string;
  readonly runs: readonly TextRun[];
  readonly style: TextStyle;
  /** Pen position of the first letter, and the baseline. */
  readonly x: number;
  readonly baseline: number;
  /** Where ink will be. */
  readonly ink: Box;
}

export interface RuleElement {
  readonly kind: 'rule';
  readonly box: Box;
  readonly color: ColorRole;
  readonly alpha: number;
}

/** A QR code on a plate of its own: dark on light whatever the theme, because not every reader takes the reverse. */
export interface CodeElement {
  readonly kind: 'code';
  readonly role: string;
  /** The plate: the modules and the quiet zone of four around them. */
  readonly box: Box;
  /** Rows of dark modules, without the quiet zone. */
  readonly modules: readonly (readonly boolean[])[];
  /** Whole pixels: on a half one the edges of modules blur. */
  readonly modulePixels: number;
  readonly dark: string;
  readonly light: string;
}

export interface LogoElement {
  readonly kind: 'logo';
  readonly role: string;
  /** Where its picture goes. */
  readonly box: Box;
  readonly mark: LogoMark;
  /** Drawn in this colour alone instead of its own. */
  readonly tint?: string;
  readonly plate?: { readonly box: Box; readonly color: string };
}

export type Element = TextElement | RuleElement | CodeElement | LogoElement;

/** Where the event's artwork lies on this sheet. */
export interface MotifPlacement {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  /** 0 to 1: how strong it may be on this sheet. */
  readonly strength: number;
  /** `#RRGGBB`; the theme's own when absent. */
  readonly stroke?: string;
}

/**
 * A poster before it is painted: everything that will be on it, as data. Templates produce it, tests read it, the
 * painter draws it and decides nothing.
 */
export interface Composition {
  readonly width: number;
  readonly height: number;
  readonly theme: ThemeName;
  readonly palette: Palette;
  /** Seeds the artwork: the event's id. */
  readonly seed: string;
  readonly motif: MotifPlacement;
  readonly elements: readonly Element[];
  /** How many acts this page shows; absent on a sheet that names none. */
  readonly acts?: number;
  readonly warnings: readonly PosterWarning[];
}

export function textOf(element: TextElement): string {
  return element.runs.map((run) => run.text).join('');
}
