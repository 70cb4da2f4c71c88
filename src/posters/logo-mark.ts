import { type Canvas, createCanvas, type Image, loadImage } from '@napi-rs/canvas';
import type { Logo } from './brand.ts';
import { contrastOf, levelsOf, linearOf, luminanceOf } from './color-space.ts';
import type { ThemeName } from './poster.ts';
import { THEMES } from './theme.ts';

/** A logo that is decoded, and what is known of its pixels. */
export interface LogoMark {
  /** Pixels of the picture. */
  readonly width: number;
  readonly height: number;
  readonly picture: Image;
  /** Covers its whole box: it brings its own ground. */
  readonly opaque: boolean;
  /** Of one colour: its shape says everything. */
  readonly monochrome: boolean;
  /** Relative luminances of its visible pixels, in ascending order. */
  readonly luminances: readonly number[];
  /** Its shape in another colour. */
  tinted(color: string): Canvas;
}

/** How a logo is drawn so that it can be seen: as it is, in the colour of the ink, or on a plate of a colour. */
export type LogoFinish =
  | { readonly kind: 'plain' }
  | { readonly kind: 'tint'; readonly color: string }
  | { readonly kind: 'plate'; readonly color: string };

export async function readLogoMark(logo: Logo): Promise<LogoMark> {
  const { width, height } = logo;
  const picture = await loadImage(logo.png);
  const { visible, opaque } = samplesOf(picture);
  return {
    width,
    height,
    picture,
    opaque,
    monochrome: isMonochrome(visible),
    luminances: visible.map((pixel) => luminanceOf(linearOf(pixel))).sort((a, b) => a - b),
    tinted(color) {
      const canvas = createCanvas(width, height);
      const context = canvas.getContext('2d');
      context.drawImage(picture, 0, 0, width, height);
      context.globalCompositeOperation = 'source-in';
      context.fillStyle = color;
      context.fillRect(0, 0, width, height);
      return canvas;
    },
  };
}

/** What non-text marks need to be made out (WCAG 2.2, 1.4.11), for nearly all of the logo. */
const CONTRAST = 3;
const SHARE = 0.85;
const PLATES = ['#FFFFFF', '#0B0B10'] as const;

/**
 * A logo that stands out from the theme's ground is left alone, and so is one that brings its own. Of the rest, one
 * of a single colour is drawn in ink, any other gets the plate on which more of it can be seen.
 */
export function finishOn(theme: ThemeName, mark: LogoMark): LogoFinish {
  const { ink } = THEMES[theme];
  const isVisible = groundsOf(theme).every((ground) => visibleShare(mark, ground) >= SHARE);
  if (mark.opaque || isVisible) return { kind: 'plain' };
  if (mark.monochrome) return { kind: 'tint', color: ink };
  const [light, dark] = PLATES;
  const [onLight, onDark] = PLATES.map((plate) => visibleShare(mark, luminanceOfColor(plate)));
  const color = (onLight ?? 1) >= (onDark ?? 0) ? light : dark;
  return { kind: 'plate', color };
}

type Levels = readonly [red: number, green: number, blue: number];

/** The luminances a logo may stand on, in the middle or on the right: the ground, and where its lights shine. */
function groundsOf(theme: ThemeName): number[] {
  const { ground, glows } = THEMES[theme];
  const lit = glows
    .filter(({ x }) => x >= 0.5)
    .map(({ color, alpha }) => mixed(levelsOf(ground), levelsOf(color), alpha));
  return [levelsOf(ground), ...lit].map((levels) => luminanceOf(linearOf(levels)));
}

/** As a canvas lays one colour over another. */
function mixed(under: Levels, over: Levels, alpha: number): Levels {
  const part = (index: 0 | 1 | 2) => under[index] + (over[index] - under[index]) * alpha;
  return [part(0), part(1), part(2)];
}

function luminanceOfColor(color: string): number {
  return luminanceOf(linearOf(levelsOf(color)));
}

function visibleShare({ luminances }: LogoMark, behind: number): number {
  if (luminances.length === 0) return 1;
  const seen = luminances.filter((level) => contrastOf(level, behind) >= CONTRAST);
  return seen.length / luminances.length;
}

const SAMPLE_SIDE = 64;
const VISIBLE_ALPHA = 128;

/** The logo on a coarse grid: enough to know its colours. */
function samplesOf(picture: Image): { readonly visible: Levels[]; readonly opaque: boolean } {
  const context = createCanvas(SAMPLE_SIDE, SAMPLE_SIDE).getContext('2d');
  context.drawImage(picture, 0, 0, SAMPLE_SIDE, SAMPLE_SIDE);
  const { data } = context.getImageData(0, 0, SAMPLE_SIDE, SAMPLE_SIDE);
  const visible: Levels[] = [];
  for (let at = 0; at < data.length; at += 4) {
    if ((data[at + 3] ?? 0) < VISIBLE_ALPHA) continue;
    visible.push([data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0]);
  }
  return { visible, opaque: visible.length > 0.98 * SAMPLE_SIDE ** 2 };
}

/** Whether nearly all visible pixels are of the mean colour; edges blend into it. */
function isMonochrome(visible: readonly Levels[]): boolean {
  const mean = [0, 1, 2].map(
    (part) => visible.reduce((sum, pixel) => sum + (pixel[part] ?? 0), 0) / visible.length,
  );
  const near = visible.filter((pixel) =>
    pixel.every((level, part) => Math.abs(level - (mean[part] ?? 0)) < 32),
  );
  return near.length >= 0.95 * visible.length;
}
