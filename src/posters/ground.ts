import type { SKRSContext2D } from '@napi-rs/canvas';
import { Backdrops } from './backdrop.ts';
import type { Box, Composition, Element, MotifPlacement, TextElement } from './composition.ts';
import { Mask } from './mask.ts';
import { motifOf } from './motif.ts';
import { stampMotif } from './motif-mask.ts';
import { THEMES } from './theme.ts';
import type { Typesetter } from './typesetting/typesetter.ts';

/** Everything behind the text: the theme's backdrop, then the event's artwork, cut away where it would fight the text. */
export class Ground {
  readonly #backdrops = new Backdrops();
  readonly #mask = new Mask();

  /** The context of a canvas as large as the composition, without transform or clip. */
  paint(context: SKRSContext2D, composition: Composition, typesetter: Typesetter): void {
    const { width, height, theme, motif } = composition;
    // A canvas cleared as a whole forgets its last picture; otherwise Skia copies that before it draws over it.
    context.clearRect(0, 0, width, height);
    // The artwork first, where holes can still be cut into it, then the backdrop under it: no layer is needed.
    const box = artworkBox(composition);
    if (motif.strength > 0 && box.width > 0 && box.height > 0) {
      this.#paintArtwork(context, composition, box, typesetter);
    }
    context.globalCompositeOperation = 'destination-over';
    this.#backdrops.paint(context, theme, width, height);
    context.globalCompositeOperation = 'source-over';
  }

  #paintArtwork(
    context: SKRSContext2D,
    { seed, motif, theme, elements }: Composition,
    box: Box,
    typesetter: Typesetter,
  ): void {
    const { stroke, alpha } = THEMES[theme].motif;
    this.#mask.cover(box, motif.stroke ?? stroke);
    stampMotif(this.#mask, motifOf(seed), motif, alpha * motif.strength);
    const heroes: TextElement[] = [];
    for (const element of elements) {
      const area = areaOf(element);
      if (!area || !touches(area, motif)) continue;
      if (element.kind === 'text' && element.style.size >= HERO_SIZE) heroes.push(element);
      else this.#mask.fade(area, FADE, FADE_MARGIN);
    }
    context.putImageData(this.#mask.image, box.x, box.y);
    context.globalCompositeOperation = 'destination-out';
    for (const hero of heroes) cutAround(context, hero, typesetter);
  }
}

/** From this size on, type is a hero: 3:1 of contrast carries it. */
export const HERO_SIZE = 56;
const FADE = 0.97;
const FADE_MARGIN = 38;

function artworkBox({ motif, width, height }: Composition): Box {
  const left = Math.max(0, Math.floor(motif.x - motif.radius) - 2);
  const top = Math.max(0, Math.floor(motif.y - motif.radius) - 2);
  const right = Math.min(width, Math.ceil(motif.x + motif.radius) + 2);
  const bottom = Math.min(height, Math.ceil(motif.y + motif.radius) + 2);
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** What must be read against the artwork; a code and some logos bring a plate of their own. */
function areaOf(element: Element): Box | undefined {
  if (element.kind === 'text') return element.ink;
  return element.kind === 'logo' && !element.plate ? element.box : undefined;
}

/** Whether the artwork comes near a box. */
function touches(box: Box, { x, y, radius }: MotifPlacement): boolean {
  const dx = x - Math.min(Math.max(x, box.x), box.x + box.width);
  const dy = y - Math.min(Math.max(y, box.y), box.y + box.height);
  return Math.hypot(dx, dy) < radius + FADE_MARGIN;
}

/** Up to this size the outline alone covers the whole letter: no stem is wider than it. */
const OUTLINE_COVERS = 110;

/** A clear moat around large text: its edges are what is read at 320 px. */
function cutAround(
  context: SKRSContext2D,
  { style, baseline, runs, x }: TextElement,
  typesetter: Typesetter,
): void {
  context.lineJoin = 'round';
  context.lineWidth = 2 * (8 + style.size * 0.03);
  for (const run of runs) {
    const pen = { x: x + run.offset, baseline };
    typesetter.draw(context, run.text, style, { ...pen, outline: true });
    if (style.size > OUTLINE_COVERS) typesetter.draw(context, run.text, style, pen);
  }
}
