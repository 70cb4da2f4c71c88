import type { SKRSContext2D } from '@napi-rs/canvas';
import type { Composition, Element, TextElement } from './composition.ts';
import type { Ground } from './ground.ts';
import { THEMES, type Theme } from './theme.ts';
import type { Fonts } from './typesetting/fonts.ts';
import { setTextStyle } from './typesetting/measure.ts';

/** Draws a composition onto a context, covering it completely. */
export function paint(
  context: SKRSContext2D,
  composition: Composition,
  ground: Ground,
  fonts: Fonts,
): void {
  ground.paint(context, composition);
  const theme = THEMES[composition.theme];
  for (const element of composition.elements) paintElement(context, element, theme, fonts);
}

function paintElement(
  context: SKRSContext2D,
  element: Element,
  theme: Theme,
  fonts: Fonts,
): void {
  if (element.kind === 'text') {
    paintText(context, element, theme, fonts);
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
  fonts: Fonts,
): void {
  setTextStyle(context, fonts, element.style);
  let x = element.x;
  for (const run of element.runs) {
    context.fillStyle = theme[run.color];
    context.fillText(run.text, x, element.baseline);
    if (element.runs.length > 1) x += context.measureText(run.text).width;
  }
}
