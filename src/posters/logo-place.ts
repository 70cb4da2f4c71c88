import type { Box } from './composition.ts';
import { finishOn, type LogoMark } from './logo-mark.ts';
import type { Sheet } from './sheet.ts';
import type { ComposeOptions } from './template.ts';

/** Where a logo may go: as large as it can be without crossing `maxWidth` or `maxHeight`. */
export interface LogoPlace {
  /** Its left edge, its middle or its right edge, by `align`. */
  readonly x: number;
  readonly align: 'middle' | 'right';
  /** Its middle line, or the line it stands on. */
  readonly anchor: { readonly middle: number } | { readonly bottom: number };
  readonly maxWidth: number;
  readonly maxHeight: number;
}

/** Small pictures are not blown up further: they blur. */
const MAX_SCALE = 1.5;
/** Of the picture's height, around it on its plate. */
const PLATE_PADDING = 0.14;

/** Places the server's logo, if it has one, and returns what it covers, its plate included. */
export function placeLogo(
  sheet: Sheet,
  { brand, theme }: Pick<ComposeOptions, 'brand' | 'theme'>,
  place: LogoPlace,
): Box | undefined {
  const mark = brand?.logo;
  if (!mark) return undefined;
  const finish = finishOn(theme, mark);
  const padding = finish.kind === 'plate' ? PLATE_PADDING : 0;
  const { width, height } = sizeIn(place, mark, padding);
  const around = Math.round(height * padding);
  const whole = { width: width + 2 * around, height: height + 2 * around };
  const box: Box = {
    ...whole,
    x: Math.round(place.align === 'right' ? place.x - whole.width : place.x - whole.width / 2),
    y: Math.round(
      'bottom' in place.anchor
        ? place.anchor.bottom - whole.height
        : place.anchor.middle - whole.height / 2,
    ),
  };
  sheet.add({
    kind: 'logo',
    role: 'logo',
    box: { x: box.x + around, y: box.y + around, width, height },
    mark,
    ...(finish.kind === 'tint' ? { tint: finish.color } : {}),
    ...(finish.kind === 'plate' ? { plate: { box, color: finish.color } } : {}),
  });
  return box;
}

/** Whole pixels. */
function sizeIn({ maxWidth, maxHeight }: LogoPlace, mark: LogoMark, padding: number) {
  const around = 2 * padding * mark.height;
  const scale = Math.min(
    MAX_SCALE,
    maxWidth / (mark.width + around),
    maxHeight / (mark.height + around),
  );
  return {
    width: Math.max(1, Math.floor(mark.width * scale)),
    height: Math.max(1, Math.floor(mark.height * scale)),
  };
}
