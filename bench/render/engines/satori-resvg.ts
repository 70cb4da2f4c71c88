import { Resvg } from '@resvg/resvg-js';
import satori from 'satori';
import { type Box, lineupTree } from '../element-tree.ts';
import { type DrawLineup, type EngineOptions, SIDE } from '../engine.ts';
import { FAST_JPEG, sharp } from '../fast-jpeg.ts';
import { fullDesign, lineupSheet, readPretendard } from '../lineup-sheet.ts';

/** The fonts are given as the same objects every time: satori parses them once. */
export function start(options: EngineOptions): DrawLineup {
  const fonts = readPretendard();
  const pictures = fullDesign(options);
  return async (request) => {
    const tree = lineupTree(lineupSheet(request), pictures(request));
    const svg = await satori(toElement(tree), { width: SIDE, height: SIDE, fonts });
    // No text is left in it, so no fonts are needed. Raw pixels: by way of PNG it takes half as long again.
    const { pixels, width, height } = new Resvg(svg, { font: { loadSystemFonts: false } }).render();
    return await sharp(pixels, { raw: { width, height, channels: 4 } })
      .removeAlpha()
      .jpeg(FAST_JPEG)
      .toBuffer();
  };
}

type SatoriElement = Parameters<typeof satori>[0];

function toElement(box: Box): SatoriElement {
  if ('picture' in box) {
    const { style, picture: src } = box;
    return {
      type: 'img',
      key: null,
      props: { style, src, width: style.width, height: style.height },
    };
  }
  const { style, children } = box;
  const content = typeof children === 'string' ? children : children.map(toElement);
  return { type: 'div', key: null, props: { style, children: content } };
}
