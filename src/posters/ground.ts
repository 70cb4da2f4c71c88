import { type Canvas, createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import type { Box, Composition, MotifPlacement, TextElement } from './composition.ts';
import { drawMotif } from './motif.ts';
import { randomFrom } from './random.ts';
import { type Glow, THEMES, type Theme } from './theme.ts';
import type { Typesetter } from './typesetting/typesetter.ts';

/**
 * Everything behind the text: the theme's ground and lights with their grain, then the event's artwork. The first
 * part is the same for all events, so it is painted once and kept.
 */
export class Ground {
  /** 4.7 MB each at 1080 x 1080. */
  readonly #kept = new Map<string, Canvas>();
  #layer: Canvas | undefined;

  paint(context: SKRSContext2D, composition: Composition, typesetter: Typesetter): void {
    this.#paintBackdrop(context, composition);
    const { x, y, width, height } = artworkBox(composition);
    const artwork = this.#artwork(composition, typesetter);
    context.drawImage(artwork, x, y, width, height, x, y, width, height);
  }

  /** The motif on a transparent layer, cut away where it would fight the text. */
  #artwork(composition: Composition, typesetter: Typesetter): Canvas {
    const { width, height, seed, motif, theme, elements } = composition;
    if (this.#layer?.width !== width || this.#layer.height !== height) {
      this.#layer = createCanvas(width, height);
    }
    const context = this.#layer.getContext('2d');
    context.clearRect(0, 0, width, height);
    drawMotif(context, seed, motif, THEMES[theme]);
    context.globalCompositeOperation = 'destination-out';
    for (const element of elements) {
      if (element.kind !== 'text' || !touches(element.ink, motif)) continue;
      if (element.style.size < HERO_SIZE) fadeBehind(context, element.ink);
      else cutAround(context, element, typesetter);
    }
    context.globalCompositeOperation = 'source-over';
    return this.#layer;
  }

  #paintBackdrop(context: SKRSContext2D, { theme: name, width, height }: Composition): void {
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

/** From this size on, type is a hero: 3:1 of contrast carries it. */
export const HERO_SIZE = 56;
const FADE = 0.97;
const FADE_MARGIN = 38;

/** A soft hole for small text: one blurred spot, stretched to its box. A blur for each would cost 0.2 ms. */
function fadeBehind(context: SKRSContext2D, { x, y, width, height }: Box): void {
  softSpot ??= drawSoftSpot();
  context.drawImage(
    softSpot,
    x - FADE_MARGIN,
    y - FADE_MARGIN,
    width + 2 * FADE_MARGIN,
    height + 2 * FADE_MARGIN,
  );
}

let softSpot: Canvas | undefined;

function drawSoftSpot(): Canvas {
  const side = 64;
  const blur = 16;
  const spot = createCanvas(side, side);
  const context = spot.getContext('2d');
  context.shadowColor = `rgba(0, 0, 0, ${FADE})`;
  context.shadowBlur = blur;
  // Only the shadow falls on the spot: its caster stands beside it.
  context.shadowOffsetX = side * 2;
  context.fillRect(blur / 2 - side * 2, blur / 2, side - blur, side - blur);
  return spot;
}

function artworkBox({ motif, width, height }: Composition): Box {
  const left = Math.max(0, Math.floor(motif.x - motif.radius) - 2);
  const top = Math.max(0, Math.floor(motif.y - motif.radius) - 2);
  const right = Math.min(width, Math.ceil(motif.x + motif.radius) + 2);
  const bottom = Math.min(height, Math.ceil(motif.y + motif.radius) + 2);
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** Whether the artwork comes near a box. */
function touches(box: Box, { x, y, radius }: MotifPlacement): boolean {
  const dx = x - Math.min(Math.max(x, box.x), box.x + box.width);
  const dy = y - Math.min(Math.max(y, box.y), box.y + box.height);
  return Math.hypot(dx, dy) < radius + FADE_MARGIN;
}

/** A clear moat around large text: its edges are what is read at 320 px. */
function cutAround(context: SKRSContext2D, element: TextElement, typesetter: Typesetter): void {
  const { style, baseline } = element;
  context.lineJoin = 'round';
  context.lineWidth = 2 * (8 + style.size * 0.03);
  for (const run of element.runs) {
    const x = element.x + run.offset;
    typesetter.draw(context, run.text, style, { x, baseline });
    typesetter.draw(context, run.text, style, { x, baseline, outline: true });
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
