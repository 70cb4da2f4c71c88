import { createHash } from 'node:crypto';
import type { Poster } from '../../src/posters/poster.ts';
import type { RenderRequest } from '../../src/posters/renderer.ts';
import { SIZES } from '../../src/posters/size.ts';
import { PROBE_JPEG } from '../../src/web/media-probe.ts';

/** As long as a short comment of a JPEG may be, and together as long as a small poster. */
const COMMENT_BYTES = 16 * 1024;
const COMMENTS = 4;

/**
 * Draws in no time: JPEGs of one pixel with a long comment, the same for the same request and others for another.
 * Line-ups have two pages.
 */
export function drawTiny(request: RenderRequest): Poster {
  const { template, theme, size = 'square' } = request;
  const pages = [1, 2]
    .slice(0, template === 'lineup' ? 2 : 1)
    .map((page) => jpegAbout(JSON.stringify({ ...request, today: String(request.today), page })));
  return { template, theme, ...SIZES[size], pages, warnings: [] };
}

function jpegAbout(text: string): Buffer {
  const content = Buffer.alloc(COMMENT_BYTES, createHash('sha256').update(text).digest());
  const head = Buffer.from([0xff, 0xfe, (COMMENT_BYTES + 2) >> 8, (COMMENT_BYTES + 2) & 0xff]);
  const comments = Array.from({ length: COMMENTS }, () => [head, content]).flat();
  return Buffer.concat([PROBE_JPEG.subarray(0, 2), ...comments, PROBE_JPEG.subarray(2)]);
}
