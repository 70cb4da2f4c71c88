import { type Canvas, createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import type { Composition } from './composition.ts';
import { drawMotif } from './motif.ts';
import { randomFrom } from './random.ts';
import { type Glow, THEMES } from './theme.ts';

/**
 * Everything behind the text: the theme's ground and lights with their grain, then the event's artwork. The first
 * part is the same for all events, so it is painted once and kept.
 */
export class Ground {
  readonly #kept = new Map<string, Canvas>();

  paint(context: SKRSContext2D, composition: Composition): void {
    context.drawImage(this.#backdrop(composition), 0, 0);
    drawMotif(context, composition.seed, composition.motif, THEMES[composition.theme]);
  }

  #backdrop(composition: Composition): Canvas {
    const { theme, width, height, motif } = composition;
    const key = [theme, width, height, motif.x, motif.y, motif.radius].join(' ');
    const kept = this.#kept.get(key) ?? paintBackdrop(composition);
    // Most recently used last; the map keeps insertion order.
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    const oldest = this.#kept.keys().next().value;
    if (this.#kept.size > KEPT_BACKDROPS && oldest !== undefined) this.#kept.delete(oldest);
    return kept;
  }
}

/** 4.7 MB each at 1080 x 1080: three templates in three themes. */
const KEPT_BACKDROPS = 9;

function paintBackdrop(composition: Composition): Canvas {
  const theme = THEMES[composition.theme];
  const { width, height } = composition;
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  context.fillStyle = theme.ground;
  context.fillRect(0, 0, width, height);
  for (const glow of theme.glows) paintGlow(context, glow, composition);
  if (theme.grain > 0) paintGrain(context, theme.grain, width, height);
  return canvas;
}

function paintGlow(context: SKRSContext2D, glow: Glow, composition: Composition): void {
  const { width, height, motif } = composition;
  const [x, y] =
    glow.at.from === 'motif'
      ? [motif.x + glow.at.x * motif.radius, motif.y + glow.at.y * motif.radius]
      : [glow.at.x * width, glow.at.y * height];
  const gradient = context.createRadialGradient(x, y, 0, x, y, glow.radius * width);
  // Several stops along a cosine: a straight ramp shows its edge as a ring on a dark ground.
  const steps = 8;
  for (let step = 0; step <= steps; step++) {
    const t = step / steps;
    const alpha = glow.alpha * 0.5 * (1 + Math.cos(Math.PI * t));
    gradient.addColorStop(t, withAlpha(glow.color, alpha));
  }
  context.fillStyle = gradient;
  context.fillRect(0, 0, width, height);
}

function withAlpha(color: string, alpha: number): string {
  const byte = Math.round(alpha * 255);
  return `${color}${byte.toString(16).padStart(2, '0')}`;
}

const GRAIN_TILE = 256;

function paintGrain(context: SKRSContext2D, alpha: number, width: number, height: number): void {
  const tile = drawGrainTile();
  context.globalAlpha = alpha;
  for (let x = 0; x < width; x += GRAIN_TILE) {
    for (let y = 0; y < height; y += GRAIN_TILE) context.drawImage(tile, x, y);
  }
  context.globalAlpha = 1;
}

function drawGrainTile(): Canvas {
  const tile = createCanvas(GRAIN_TILE, GRAIN_TILE);
  const context = tile.getContext('2d');
  const image = context.createImageData(GRAIN_TILE, GRAIN_TILE);
  const random = randomFrom(0x9e3779b9);
  for (let index = 0; index < image.data.length; index += 4) {
    const level = random() < 0.5 ? 0 : 255;
    image.data.fill(level, index, index + 3);
    image.data[index + 3] = Math.floor(random() * 255);
  }
  context.putImageData(image, 0, 0);
  return tile;
}
