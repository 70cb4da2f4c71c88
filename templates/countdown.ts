import { countdownWord } from '../src/events/korean-date.ts';
import { dDay } from '../src/events/night.ts';
import { footLine, header } from '../src/posters/frame.ts';
import { FACES, MARGIN, Sheet } from '../src/posters/sheet.ts';
import type { Template } from '../src/posters/template.ts';

/** The days that are left, as large as the width allows. A night that is past is refused before a template is asked. */
export const countdown = {
  name: 'countdown',
  compose(event, options) {
    const sheet = new Sheet(event.id, options);
    const top = header(sheet, event, options) + 64;
    const foot = footLine(sheet, event);
    const word = countdownWord(dDay(event.date, options.today)) ?? '';
    const titleHeight = 190;
    sheet.block(word, {
      role: 'countdown',
      face: { ...FACES.hero, tracking: -0.05 },
      x: MARGIN,
      anchor: { top },
      maxWidth: sheet.measure,
      // Capitals and figures take 0.72 of their em; a hero of them may be that much larger.
      maxHeight: (foot - 56 - titleHeight - top) / 0.72,
      maxLines: 1,
      maxSize: 620,
      minSize: 120,
      leading: 1,
      // D stays, what counts takes the colour.
      accent: () => [1],
    });
    sheet.block(event.name, {
      role: 'title',
      face: FACES.title,
      x: MARGIN,
      anchor: { lastBaseline: foot - 56 },
      maxWidth: sheet.measure,
      maxHeight: titleHeight,
      maxLines: 2,
      maxSize: 92,
      minSize: 40,
      leading: 1.08,
    });
    return sheet.finish({
      x: sheet.width * 0.74,
      y: sheet.height * 0.5,
      radius: sheet.width * 0.47,
      strength: 1,
    });
  },
} satisfies Template;
