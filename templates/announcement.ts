import { footBlock } from '../src/posters/foot-block.ts';
import { artworkBelow, header, headingOf } from '../src/posters/frame.ts';
import { accentStarts, FACES, MARGIN, Sheet } from '../src/posters/sheet.ts';
import type { Template } from '../src/posters/template.ts';

/** The night's name, as large as it goes. */
export const announcement = {
  name: 'announcement',
  compose(event, options) {
    const sheet = new Sheet(event.id, options);
    const foot = footBlock(sheet, event, options);
    const top = header(sheet, event, options, { withLogo: !foot.hasLogo }) + 56;
    const bottom = foot.top - 56;
    const title = sheet.block(headingOf(sheet, event, options), {
      role: 'title',
      face: FACES.hero,
      x: MARGIN,
      anchor: { top },
      maxWidth: sheet.measure,
      maxHeight: bottom - top,
      maxLines: sheet.height > sheet.width ? 10 : 8,
      maxSize: 640,
      minSize: 60,
      accent: accentStarts,
    });
    const last = title.at(-1);
    return [sheet.finish(artworkBelow(sheet, last ? last.ink.y + last.ink.height : top))];
  },
} satisfies Template;
