import { type Act, acts, actTitle } from '../src/events/night.ts';
import { footLine, header } from '../src/posters/frame.ts';
import { accentStarts, FACES, MARGIN, MIN_TEXT_SIZE, Sheet } from '../src/posters/sheet.ts';
import type { Template } from '../src/posters/template.ts';

/** Who plays when: rows of time, name and handle between hairlines; type follows the count. */
export const lineup = {
  name: 'lineup',
  compose(event, options) {
    const sheet = new Sheet(event.id, options);
    const top = header(sheet, event, options) + 40;
    const foot = footLine(sheet, event);
    sheet.rule(foot - 30, { thickness: 3, color: 'ink', alpha: 1 });

    const all = acts(event);
    const columns = all.length > SINGLE_COLUMN ? 2 : 1;
    const title = sheet.block(event.name, {
      role: 'title',
      face: FACES.title,
      x: MARGIN,
      anchor: { top },
      maxWidth: sheet.measure,
      maxHeight: all.length > 8 ? 120 : 170,
      maxLines: 2,
      maxSize: all.length > 8 ? 84 : 96,
      minSize: 40,
      leading: 1.06,
      accent: accentStarts,
    });
    const last = title.at(-1);
    const area = {
      top: (last ? last.baseline + last.style.size * 0.1 : top) + 34,
      bottom: foot - 30,
    };

    const perColumn = Math.ceil(all.length / columns);
    const capacity = Math.floor((area.bottom - area.top) / MIN_ROW_HEIGHT) * columns;
    const shown = all.length > capacity ? all.slice(0, capacity - 1) : all;
    if (shown.length < all.length) {
      sheet.warn({ kind: 'acts_omitted', count: all.length - shown.length });
    }
    const rows = Math.min(perColumn, Math.ceil(capacity / columns));
    const rowHeight = Math.min((area.bottom - area.top) / rows, MAX_ROW_HEIGHT);
    const gutter = 40;
    const width = (sheet.measure - gutter * (columns - 1)) / columns;
    for (const [index, act] of shown.entries()) {
      const column = Math.floor(index / rows);
      const row = index % rows;
      const left = MARGIN + column * (width + gutter);
      placeRow(sheet, act, {
        left,
        right: left + width,
        top: area.top + row * rowHeight,
        height: rowHeight,
        compact: columns > 1,
      });
    }
    return sheet.finish({
      x: sheet.width * 0.8,
      y: sheet.height * 0.19,
      radius: sheet.width * 0.36,
      strength: 0.7,
      fadeAbove: top - 30,
      fadeBelow: area.top + 60,
    });
  },
} satisfies Template;

const SINGLE_COLUMN = 14;
const MIN_ROW_HEIGHT = 44;
const MAX_ROW_HEIGHT = 190;

interface Row {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly height: number;
  /** In two columns there is no room for handles; the caption has them. */
  readonly compact: boolean;
}

function placeRow(sheet: Sheet, act: Act, row: Row): void {
  const nameSize = Math.min(104, Math.max(MIN_TEXT_SIZE + 2, row.height * 0.6));
  const smallSize = Math.max(MIN_TEXT_SIZE, Math.min(34, nameSize * 0.56));
  // Optical middle of capitals and Hangul alike: a little below the middle of the row.
  const baseline = row.top + row.height / 2 + nameSize * 0.35;
  sheet.rule(row.top, {
    thickness: 1,
    color: 'ink',
    alpha: 0.28,
    box: { x: row.left, y: row.top, width: row.right - row.left, height: 1.5 },
  });
  const time = sheet.line(act.start, {
    role: 'time',
    face: FACES.figures,
    size: smallSize,
    color: 'muted',
    x: row.left,
    baseline,
    maxWidth: 160,
  });
  const nameLeft = row.left + (time ? smallSize * 3.9 : 0);
  const handles = row.compact ? '' : act.handles.map((handle) => `@${handle}`).join(' ');
  const handle = sheet.line(handles, {
    role: 'handle',
    face: FACES.text,
    size: Math.min(30, smallSize),
    color: 'muted',
    x: row.right,
    align: 'right',
    baseline,
    maxWidth: (row.right - nameLeft) * 0.42,
  });
  const name = actTitle(act);
  sheet.line(sheet.drawable(name) === '' ? handles || 'TBA' : name, {
    role: 'name',
    face: FACES.name,
    size: nameSize,
    color: 'ink',
    x: nameLeft,
    baseline,
    maxWidth: (handle ? handle.ink.x - 28 : row.right) - nameLeft,
  });
}
