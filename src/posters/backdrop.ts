import { type Canvas, createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import type { ThemeName } from './poster.ts';
import { randomFrom } from './random.ts';
import { type Glow, THEMES, type Theme } from './theme.ts';

/** Paints a theme's ground and lights with their grain. They are the same for all events: painted once and kept. */
export class Backdrops {
  /** 4.7 MB each at 1080 x 1080. */
  readonly #kept = new Map<string, Canvas>();

  /** Covers the context of a canvas of this size, in whichever way it composites. */
  paint(context: SKRSContext2D, name: ThemeName, width: number, height: number): void {
    const theme = THEMES[name];
    if (theme.glows.length === 0 && theme.grain === 0) {
      context.fillStyle = theme.ground;
      context.fillRect(0, 0, width, height);
      return;
    }
    const key = `${name} ${width} ${height}`;
    const kept = this.#kept.get(key) ?? paintBackdrop(theme, width, height);
    this.#kept.set(key, kept);
    context.drawImage(kept, 0, 0);
  }
}

function paintBackdrop(theme: Theme, width: number, height: number): Canvas {
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  context.fillStyle = theme.ground;
  context.fillRect(0, 0, width, height);
  for (const glow of theme.glows) paintGlow(context, glow, width, height);
  if (theme.grain > 0) paintGrain(context, theme.grain, width, height);
  return canvas;
}

function paintGlow(context: SKRSContext2D, glow: Glow, width: number, height: number): void {
  const [x, y] = [glow.x * width, glow.y * height];
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
