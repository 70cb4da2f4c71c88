import type { MotifPlacement } from './composition.ts';
import { type Mask, OPACITY } from './mask.ts';
import type { Halftone, Motif, Rings, Screen } from './motif.ts';

/**
 * Draws artwork into an empty mask, anti-aliased: a pixel is covered as far as the shape's edge lies from its centre.
 * The canvas would need 3 to 7 ms for the same picture, because Skia blends each short run of pixels by itself.
 *
 * @param alpha Opacity of the brightest parts, 0 to 1.
 */
export function stampMotif(mask: Mask, motif: Motif, place: MotifPlacement, alpha: number): void {
  switch (motif.family) {
    case 'rings':
      for (const ring of motif.rings) stampRing(mask, ring, place, alpha);
      break;
    case 'moire':
      for (const screen of motif.screens)
        stampScreen(mask, screen, place, alpha * motif.brightness);
      break;
    case 'halftone':
      for (let at = 0; at < motif.dots.length; at += 3)
        stampDot(mask, motif.dots, at, place, alpha);
  }
}

function stampRing(
  mask: Mask,
  { radius, thickness, brightness, arcs }: Rings['rings'][number],
  place: MotifPlacement,
  alpha: number,
): void {
  const level = 255 * alpha * brightness;
  const middle = place.x - mask.x - 0.5;
  const centre = radius * place.radius;
  const half = Math.max(1, thickness * place.radius) / 2;
  const [inner, outer] = [centre - half - 0.5, centre + half + 0.5];
  const pieces = arcs.map(({ from, sweep }) => ({
    x: Math.cos(from + sweep / 2),
    y: Math.sin(from + sweep / 2),
    end: Math.cos(sweep / 2),
    scale: 1 / Math.sin(sweep / 2),
  }));
  const [top, bottom] = span(mask.height, place.y - mask.y - 0.5, outer);
  for (let row = top; row <= bottom; row++) {
    const dy = mask.y + row + 0.5 - place.y;
    const [left, right] = span(mask.width, middle, chord(outer, dy));
    const hole = chord(inner, dy);
    for (let column = left; column <= right; column++) {
      // Over the hole to the other side.
      if (Math.abs(column - middle) < hole) column = Math.ceil(middle + hole);
      if (column > right) break;
      const dx = column - middle;
      const distance = Math.sqrt(dx * dx + dy * dy);
      const covered = Math.min(1, half + 0.5 - Math.abs(distance - centre));
      if (covered <= 0) continue;
      // How far the pixel lies within a piece, along the ring.
      let within = 0;
      for (const piece of pieces) {
        const inside = (dx * piece.x + dy * piece.y - distance * piece.end) * piece.scale + 0.5;
        if (inside > within) within = inside;
      }
      mask.pixels[(row * mask.width + column) * 4 + OPACITY] =
        level * covered * Math.min(1, within);
    }
  }
}

/** Across the bars a screen repeats itself: its levels are computed for so many steps of its pitch. */
const PHASE_BITS = 10;

function stampScreen(mask: Mask, screen: Screen, place: MotifPlacement, alpha: number): void {
  const { radius } = place;
  const middle = place.x - mask.x - 0.5;
  const levels = barLevels(screen, radius, 255 * alpha);
  const pitch = screen.pitch * radius;
  const [cosine, sine] = [Math.cos(screen.angle), Math.sin(screen.angle)];
  const [top, bottom] = span(mask.height, place.y - mask.y - 0.5, radius + 0.5);
  const perColumn = fraction(-sine / pitch);
  for (let row = top; row <= bottom; row++) {
    const dy = mask.y + row + 0.5 - place.y;
    const [left, right] = span(mask.width, middle, chord(radius + 0.5, dy));
    const whole = chord(radius - 0.5, dy);
    let phase = fraction((dy * cosine - (left - middle) * sine + radius) / pitch);
    let at = (row * mask.width + left) * 4 + OPACITY;
    for (let dx = left - middle; dx <= right - middle; dx++) {
      let level = levels[phase >>> (32 - PHASE_BITS)] as number;
      if (Math.abs(dx) > whole) {
        level *= Math.min(1, Math.max(0, radius + 0.5 - Math.sqrt(dx * dx + dy * dy)));
      }
      const under = mask.pixels[at] as number;
      mask.pixels[at] = under + level - (under * level) / 255;
      at += 4;
      phase = (phase + perColumn) | 0;
    }
  }
}

function barLevels(screen: Screen, radius: number, level: number): Float32Array {
  const steps = 2 ** PHASE_BITS;
  return Float32Array.from({ length: steps }, (_, step) => {
    const away = (Math.min(step, steps - step) / steps) * screen.pitch * radius;
    return level * Math.min(1, Math.max(0, (screen.thickness * radius) / 2 + 0.5 - away));
  });
}

function stampDot(
  mask: Mask,
  dots: Halftone['dots'],
  at: number,
  place: MotifPlacement,
  alpha: number,
): void {
  const x = place.x + (dots[at] as number) * place.radius - mask.x - 0.5;
  const y = place.y + (dots[at + 1] as number) * place.radius - mask.y - 0.5;
  const radius = (dots[at + 2] as number) * place.radius;
  const [left, right] = span(mask.width, x, radius + 0.5);
  const [top, bottom] = span(mask.height, y, radius + 0.5);
  for (let row = top; row <= bottom; row++) {
    for (let column = left; column <= right; column++) {
      const distance = Math.sqrt((column - x) ** 2 + (row - y) ** 2);
      const covered = Math.min(1, radius + 0.5 - distance);
      if (covered > 0) {
        mask.pixels[(row * mask.width + column) * 4 + OPACITY] = 255 * alpha * covered;
      }
    }
  }
}

/** The first and the last whole number within `reach` of the middle, inside 0 to `limit` - 1. */
function span(limit: number, middle: number, reach: number): [number, number] {
  return [Math.max(0, Math.ceil(middle - reach)), Math.min(limit - 1, Math.floor(middle + reach))];
}

/** Half the width of a circle at a distance from its centre. */
function chord(radius: number, distance: number): number {
  return radius <= Math.abs(distance) ? 0 : Math.sqrt(radius * radius - distance * distance);
}

/** What is behind the point of a number of turns, as 32 bits that wrap as turns do. */
function fraction(turns: number): number {
  return ((turns - Math.floor(turns)) * 2 ** 32) | 0;
}
