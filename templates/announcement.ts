import { footBlock, header } from '../src/posters/frame.ts';
import { accentStarts, FACES, MARGIN, Sheet } from '../src/posters/sheet.ts';
import type { Template } from '../src/posters/template.ts';

/** The night's name, as large as it goes. */
export const announcement = {
  name: 'announcement',
  compose(event, options) {
    const sheet = new Sheet(event.id, options);
    const top = header(sheet, event, options) + 56;
    const bottom = footBlock(sheet, event) - 56;
    sheet.block(event.name, {
      role: 'title',
      face: FACES.hero,
      x: MARGIN,
      anchor: { top },
      maxWidth: sheet.measure,
      maxHeight: bottom - top,
      maxLines: 5,
      maxSize: 400,
      minSize: 72,
      leading: 0.99,
      accent: accentStarts,
    });
    return sheet.finish({
      x: sheet.width * 0.76,
      y: sheet.height * 0.5,
      radius: sheet.width * 0.44,
      strength: 1,
    });
  },
} satisfies Template;
