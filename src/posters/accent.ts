import {
  colorOf,
  contrastOf,
  differenceOf,
  levelsOf,
  linearOf,
  luminanceOf,
  oklchOf,
} from './color-space.ts';
import type { ThemeName } from './poster.ts';
import { MARGIN } from './sheet.ts';
import { type PosterSize, SIZES } from './size.ts';
import { THEMES, type Theme } from './theme.ts';

export { parseColor } from './color-name.ts';

export interface Accent {
  /** `#RRGGBB`. */
  readonly accent: string;
  /** True when it is not the colour that was asked for. */
  readonly corrected: boolean;
}

/** What WCAG 2 asks of large type, and a little for the rounding of the picture's pixels. */
const MIN_CONTRAST = 3.04;

/** In OKLCH. Below it an accent beside the ink is a grey, and looks disabled. */
const MIN_CHROMA = 0.02;

/** In OKLab. Nearer to the ink, one word in the accent looks like a fault of printing rather than an emphasis. */
const MIN_DIFFERENCE_FROM_INK = 0.15;

const LIGHTNESS_STEPS = 500;

/** Header and foot of a sheet, where no hero stands. */
const HEADER_HEIGHT = 145;
const FOOT_HEIGHT = 182;

/**
 * The colour in which a wanted accent can be read on a theme: itself where it has 3:1 against every ground a hero can
 * stand on, in all sizes, and differs from the ink; else the same hue in the nearest lightness that does, with as
 * much of its chroma as there is at that lightness. A grey on the ink's side of the ground becomes the ink itself.
 * What it returns stays as it is when asked for again.
 *
 * @param wanted `#RRGGBB`, as from `parseColor`.
 */
export function accentOn(theme: ThemeName, wanted: string): Accent {
  const ground = groundRange(theme);
  const color = wanted.toUpperCase();
  const { ink } = THEMES[theme];
  const readable = color === ink ? ink : nearestReadable(color, ground, theme);
  const accent = isGreyBesideInk(readable, ground, ink) ? ink : readable;
  return { accent, corrected: accent !== color };
}

function nearestReadable(color: string, ground: GroundRange, theme: ThemeName): string {
  if (isReadable(color, ground, theme)) return color;
  const { lightness, chroma, hue } = oklchOf(color);
  const start = Math.round(lightness * LIGHTNESS_STEPS);
  for (let distance = 0; distance <= LIGHTNESS_STEPS; distance++) {
    for (const step of [start + distance, start - distance]) {
      if (step < 0 || step > LIGHTNESS_STEPS) continue;
      const accent = colorOf({ lightness: step / LIGHTNESS_STEPS, chroma, hue });
      if (isReadable(accent, ground, theme)) return accent;
    }
  }
  // Only on a ground of a middle grey, on which neither black nor white is read.
  return THEMES[theme].accent;
}

/** White on a dark ink's ground is as good an accent as any colour. */
function isGreyBesideInk(color: string, ground: GroundRange, ink: string): boolean {
  const isLight = (some: string) => luminanceOf(linearOf(levelsOf(some))) > ground.lightest;
  return oklchOf(color).chroma < MIN_CHROMA && isLight(color) === isLight(ink);
}

/** Luminances. */
interface GroundRange {
  readonly darkest: number;
  readonly lightest: number;
}

function isReadable(color: string, ground: GroundRange, theme: ThemeName): boolean {
  const luminance = luminanceOf(linearOf(levelsOf(color)));
  // Between the two it would vanish somewhere.
  const isOutside = luminance > ground.lightest || luminance < ground.darkest;
  return (
    isOutside &&
    contrastOf(luminance, ground.lightest) >= MIN_CONTRAST &&
    contrastOf(luminance, ground.darkest) >= MIN_CONTRAST &&
    differenceOf(color, THEMES[theme].ink) >= MIN_DIFFERENCE_FROM_INK
  );
}

const ranges = new Map<ThemeName, GroundRange>();

function groundRange(theme: ThemeName): GroundRange {
  const kept = ranges.get(theme) ?? measureGround(THEMES[theme]);
  ranges.set(theme, kept);
  return kept;
}

/** The darkest and the lightest place behind a hero in any size, from the theme's numbers. */
function measureGround(theme: Theme): GroundRange {
  let [darkest, lightest] = [1, 0];
  const step = 12;
  for (const size of Object.values(SIZES)) {
    const bottom = size.height - size.clear.bottom - FOOT_HEIGHT;
    for (let y = size.clear.top + HEADER_HEIGHT; y <= bottom; y += step) {
      for (let x = MARGIN; x <= size.width - MARGIN; x += step) {
        const luminance = luminanceOf(linearOf(groundAt(theme, size, x, y)));
        darkest = Math.min(darkest, luminance);
        lightest = Math.max(lightest, luminance);
      }
    }
  }
  return { darkest, lightest };
}

/** Levels at one place of the backdrop as `ground.ts` paints it: glows that fall off along a cosine, then the grain. */
function groundAt(theme: Theme, size: PosterSize, x: number, y: number): [number, number, number] {
  let levels = levelsOf(theme.ground);
  for (const glow of theme.glows) {
    const away = Math.hypot(x - glow.x * size.width, y - glow.y * size.height);
    const part = Math.min(1, away / (glow.radius * size.width));
    levels = mixed(levels, levelsOf(glow.color), glow.alpha * 0.5 * (1 + Math.cos(Math.PI * part)));
  }
  // Black and white specks, half of their opacity on the average.
  return mixed(levels, [127.5, 127.5, 127.5], theme.grain / 2);
}

function mixed(
  [red, green, blue]: [number, number, number],
  over: readonly [number, number, number],
  alpha: number,
): [number, number, number] {
  const mix = (under: number, upper: number) => under * (1 - alpha) + upper * alpha;
  return [mix(red, over[0]), mix(green, over[1]), mix(blue, over[2])];
}
