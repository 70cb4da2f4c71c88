import satori from 'satori';
import { type Box, lineupTree } from './element-tree.ts';
import { type LineupRequest, SIDE } from './engine.ts';
import { lineupSheet, readPretendard } from './lineup-sheet.ts';

/** The line-up as an SVG of paths. The fonts are given as the same objects every time: satori parses them once. */
export function startSatori(): (request: LineupRequest) => Promise<string> {
  const fonts = readPretendard();
  return async (request) =>
    await satori(toElement(lineupTree(lineupSheet(request))), {
      width: SIDE,
      height: SIDE,
      fonts,
    });
}

type SatoriElement = Parameters<typeof satori>[0];

function toElement({ style, children }: Box): SatoriElement {
  const content = typeof children === 'string' ? children : children.map(toElement);
  return { type: 'div', key: null, props: { style, children: content } };
}
