import type { SKRSContext2D } from '@napi-rs/canvas';
import type {
  Box,
  CodeElement,
  Composition,
  Element,
  LogoElement,
  Palette,
  TextElement,
} from './composition.ts';
import type { Ground } from './ground.ts';
import type { Typesetter } from './typesetting/typesetter.ts';

/** Draws a composition onto a context, covering it completely. */
export function paint(
  context: SKRSContext2D,
  composition: Composition,
  ground: Ground,
  typesetter: Typesetter,
): void {
  ground.paint(context, composition, typesetter);
  const { elements, palette } = composition;
  for (const element of elements) paintElement(context, element, palette, typesetter);
}

function paintElement(
  context: SKRSContext2D,
  element: Element,
  palette: Palette,
  typesetter: Typesetter,
): void {
  switch (element.kind) {
    case 'text':
      paintText(context, element, palette, typesetter);
      break;
    case 'code':
      paintCode(context, element);
      break;
    case 'logo':
      paintLogo(context, element);
      break;
    case 'rule':
      context.globalAlpha = element.alpha;
      fill(context, element.box, palette[element.color]);
      context.globalAlpha = 1;
  }
}

function paintCode(context: SKRSContext2D, code: CodeElement): void {
  fill(context, code.box, code.light);
  const side = code.modulePixels;
  const quiet = (code.box.width - code.modules.length * side) / 2;
  for (const [row, modules] of code.modules.entries()) {
    const y = code.box.y + quiet + row * side;
    for (const [column, dark] of modules.entries()) {
      if (!dark) continue;
      fill(
        context,
        { x: code.box.x + quiet + column * side, y, width: side, height: side },
        code.dark,
      );
    }
  }
}

function paintLogo(context: SKRSContext2D, { box, mark, tint, plate }: LogoElement): void {
  if (plate) fill(context, plate.box, plate.color);
  const picture = tint === undefined ? mark.picture : mark.tinted(tint);
  context.drawImage(picture, box.x, box.y, box.width, box.height);
}

function fill(context: SKRSContext2D, { x, y, width, height }: Box, color: string): void {
  context.fillStyle = color;
  context.fillRect(x, y, width, height);
}

function paintText(
  context: SKRSContext2D,
  element: TextElement,
  palette: Palette,
  typesetter: Typesetter,
): void {
  const { style, x, baseline } = element;
  for (const run of element.runs) {
    context.fillStyle = palette[run.color];
    typesetter.draw(context, run.text, style, { x: x + run.offset, baseline });
  }
}
