import { type Node, Renderer, setGlyphCacheMaxBytes } from '@takumi-rs/core';
import { type Box, lineupTree } from '../element-tree.ts';
import { type DrawLineup, type EngineOptions, QUALITY, SIDE } from '../engine.ts';
import { fullDesign, lineupSheet, readPretendard } from '../lineup-sheet.ts';

/** Its JPEG has full colour resolution (4:4:4) and no setting but the quality. */
export async function start(options: EngineOptions): Promise<DrawLineup> {
  // As its documentation advises for scripts with many letters.
  setGlyphCacheMaxBytes(64 * 1024 * 1024);
  const renderer = new Renderer();
  for (const font of readPretendard()) await renderer.registerFont(font);
  const pictures = fullDesign(options);
  return async (request) =>
    await renderer.render(toNode(lineupTree(lineupSheet(request), pictures(request))), {
      width: SIDE,
      height: SIDE,
      format: 'jpeg',
      quality: QUALITY,
    });
}

function toNode(box: Box): Node {
  if ('picture' in box) return { type: 'image', src: box.picture, style: box.style };
  const { style, children } = box;
  return typeof children === 'string'
    ? { type: 'text', text: children, style }
    : { type: 'container', style, children: children.map(toNode) };
}
