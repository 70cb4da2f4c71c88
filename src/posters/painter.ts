import type { SKRSContext2D } from '@napi-rs/canvas';
import type { Composition, Element, TextElement } from './composition.ts';
import type { Ground } from './ground.ts';
import { THEMES, type Theme } from './theme.ts';
import type { Typesetter } from './typesetting/typesetter.ts';

/** Draws a composition onto a context, covering it completely. */
export function paint(
  context: SKRSContext2D,
  composition: Composition,
  ground: Ground,
  typesetter: Typesetter,
): void {
  ground.paint(context, composition, typesetter);
  const theme = THEMES[composition.theme];
  for (const element of composition.elements) paintElement(context, element, theme, typesetter);
}

function paintElement(
  context: SKRSContext2D,
  element: Element,
  theme: Theme,
  typesetter: Typesetter,
): void {
  if (element.kind === 'text') {
    paintText(context, element, theme, typesetter);
    return;
  }
  const { x, y, width, height } = element.box;
  context.globalAlpha = element.alpha;
  context.fillStyle = theme[element.color];
  context.fillRect(x, y, width, height);
  context.globalAlpha = 1;
}

function paintText(
  context: SKRSContext2D,
  element: TextElement,
  theme: Theme,
  typesetter: Typesetter,
): void {
  const { style, x, baseline } = element;
  for (const run of element.runs) {
    context.fillStyle = theme[run.color];
    typesetter.draw(context, run.text, style, { x: x + run.offset, baseline });
  }
}
