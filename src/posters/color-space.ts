/** Red, green and blue in linear light, 0 to 1. */
export type LinearRgb = readonly [red: number, green: number, blue: number];

/** Lightness 0 to 1, chroma 0 to about 0.32 on a screen, hue in radians. */
export interface Oklch {
  readonly lightness: number;
  readonly chroma: number;
  readonly hue: number;
}

/** `#RRGGBB` as three levels from 0 to 255. */
export function levelsOf(color: string): [red: number, green: number, blue: number] {
  const value = Number.parseInt(color.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

/** Levels from 0 to 255, fractions included, as linear light. */
export function linearOf(levels: readonly [number, number, number]): LinearRgb {
  return [linear(levels[0]), linear(levels[1]), linear(levels[2])];
}

/** Relative luminance as WCAG 2 defines it, 0 to 1. */
export function luminanceOf([red, green, blue]: LinearRgb): number {
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** The contrast of two luminances as WCAG 2 defines it, 1 to 21. */
export function contrastOf(one: number, other: number): number {
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}

export function oklchOf(color: string): Oklch {
  const [lightness, a, b] = oklabOf(linearOf(levelsOf(color)));
  return { lightness, chroma: Math.hypot(a, b), hue: Math.atan2(b, a) };
}

/** `#RRGGBB` of this lightness and hue, with as much of the chroma as a screen can show. */
export function colorOf({ lightness, chroma, hue }: Oklch): string {
  const whole = toLinear(lightness, chroma, hue);
  if (isOnScreen(whole)) return hexOf(whole);
  let [low, high] = [0, chroma];
  // 16 halvings are finer than the 255 levels.
  for (let step = 0; step < 16; step++) {
    const middle = (low + high) / 2;
    if (isOnScreen(toLinear(lightness, middle, hue))) low = middle;
    else high = middle;
  }
  return hexOf(toLinear(lightness, low, hue));
}

/**
 * How unlike two colours look, in OKLab: 0.02 is just seen side by side, 1 is black and white. Lightness as the eye
 * takes it beside white paper: OKLab alone finds #000000 and #141414 as far apart as two quite different greys.
 */
export function differenceOf(one: string, other: string): number {
  const [a, b] = [oklabOf(linearOf(levelsOf(one))), oklabOf(linearOf(levelsOf(other)))];
  return Math.hypot(besideWhite(a[0]) - besideWhite(b[0]), a[1] - b[1], a[2] - b[2]);
}

// The matrices of OKLab are Björn Ottosson's, https://bottosson.github.io/posts/oklab/.
function oklabOf([red, green, blue]: LinearRgb): [lightness: number, a: number, b: number] {
  const l = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const m = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const s = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

/** Ottosson's estimate of CIE lightness, https://bottosson.github.io/posts/colorpicker/. */
function besideWhite(lightness: number): number {
  const [k1, k2] = [0.206, 0.03];
  const k3 = (1 + k1) / (1 + k2);
  const x = k3 * lightness - k1;
  return (x + Math.sqrt(x * x + 4 * k2 * k3 * lightness)) / 2;
}

function toLinear(lightness: number, chroma: number, hue: number): LinearRgb {
  const [a, b] = [chroma * Math.cos(hue), chroma * Math.sin(hue)];
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
}

function isOnScreen(rgb: LinearRgb): boolean {
  // Half a level of room, so that a colour of the screen survives the way there and back.
  return rgb.every((part) => part > -0.0002 && part < 1.0005);
}

function hexOf(rgb: LinearRgb): string {
  const digits = rgb.map((part) => level(part).toString(16).padStart(2, '0'));
  return `#${digits.join('')}`.toUpperCase();
}

function linear(value: number): number {
  const part = value / 255;
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
}

function level(part: number): number {
  const clipped = Math.min(1, Math.max(0, part));
  const encoded = clipped <= 0.0031308 ? clipped * 12.92 : 1.055 * clipped ** (1 / 2.4) - 0.055;
  return Math.round(encoded * 255);
}
