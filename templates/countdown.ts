import { countdownWord } from '../src/events/korean-date.ts';
import { dDay } from '../src/events/night.ts';
import { artworkBelow, footLine, header } from '../src/posters/frame.ts';
import { FACES, MARGIN, Sheet } from '../src/posters/sheet.ts';
import type { Template } from '../src/posters/template.ts';

const ACCENTS = { day: 1, tonight: 2, now: 0 } as const;

/** The days that are left, as large as the width allows. A night that is past is refused before a template is asked. */
export const countdown = {
  name: 'countdown',
  compose(event, options) {
    const sheet = new Sheet(event.id, options);
    const top = header(sheet, event, options, { withLogo: true }) + 64;
    const foot = footLine(sheet, event, options);
    const word = countdownWord(dDay(event.date, options.today), options.eve) ?? '';
    const isTall = sheet.height > sheet.width;
    const largest = { ...FACES.title, size: isTall ? 104 : 92 };
    const title = sheet.block(event.name, {
      role: 'title',
      face: FACES.title,
      x: MARGIN,
      anchor: { lastBaseline: sheet.baselineAbove(foot - 56, event.name, largest, foot - 12) },
      maxWidth: sheet.measure,
      maxHeight: isTall ? 330 : 190,
      maxLines: isTall ? 3 : 2,
      maxSize: largest.size,
      minSize: 40,
    });
    const bottom = (title[0]?.ink.y ?? foot) - 56;
    const [hero] = sheet.block(word, {
      role: 'countdown',
      face: FACES.hero,
      x: MARGIN,
      anchor: { top },
      maxWidth: sheet.measure,
      // Capitals and figures take 0.72 of their em; a hero of them may be that much larger.
      maxHeight: (bottom - top) / 0.72,
      maxLines: 1,
      maxSize: 700,
      minSize: 120,
      // D stays, what counts takes the colour: D|-7, TO|NIGHT, and the whole of NOW.
      accent: () => [ACCENTS[options.eve ?? 'day']],
    });
    return [sheet.finish(artworkBelow(sheet, hero ? hero.ink.y + hero.ink.height : top))];
  },
} satisfies Template;
