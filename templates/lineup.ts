import { type Act, acts, actTitle } from '../src/events/night.ts';
import type { TextElement } from '../src/posters/composition.ts';
import { footLine, header } from '../src/posters/frame.ts';
import {
  FACES,
  type LineOptions,
  MARGIN,
  MIN_TEXT_SIZE,
  numberStarts,
  Sheet,
} from '../src/posters/sheet.ts';
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
      accent: numberStarts,
    });
    const last = title.at(-1);
    const area = {
      top: (last ? last.baseline + last.style.size * 0.1 : top) + 34,
      bottom: foot - 30,
    };

    const rows = Math.min(
      Math.ceil(all.length / columns),
      Math.floor((area.bottom - area.top) / MIN_ROW_HEIGHT),
    );
    const shown = all.length > rows * columns ? all.slice(0, rows * columns) : all;
    if (shown.length < all.length) {
      sheet.warn({ kind: 'acts_omitted', count: all.length - shown.length });
    }
    const height = (area.bottom - area.top) / rows;
    const width = (sheet.measure - GUTTER * (columns - 1)) / columns;
    for (const [index, act] of shown.entries()) {
      const left = MARGIN + Math.floor(index / rows) * (width + GUTTER);
      const top = area.top + (index % rows) * height;
      const row = { left, right: left + width, top, height };
      sheet.rule(top, { thickness: 1.5, color: 'ink', alpha: 0.28, left, right: row.right });
      if (all.length <= TALL_ROWS) placeTallRow(sheet, act, row);
      else placeRow(sheet, act, { ...row, compact: columns > 1 });
    }
    return sheet.finish({
      x: sheet.width * 0.8,
      y: sheet.height * 0.19,
      radius: sheet.width * 0.36,
      strength: 0.7,
    });
  },
} satisfies Template;

/** Up to so many acts are huge, each with its time and handle on a line of their own. */
const TALL_ROWS = 2;
const SINGLE_COLUMN = 14;
const MIN_ROW_HEIGHT = 44;
const GUTTER = 40;
const SMALL_SIZE = 32;

interface Row {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly height: number;
}

function placeTallRow(sheet: Sheet, act: Act, row: Row): void {
  const baseline = row.top + 48;
  const small = { size: SMALL_SIZE, color: 'muted', baseline } as const;
  placeTime(sheet, act, { ...small, left: row.left });
  placeHandles(sheet, act, { ...small, right: row.right, maxWidth: row.right - row.left - 200 });
  const top = baseline + 24;
  const maxHeight = row.height - (top - row.top) - 12;
  sheet.block(nameOn(sheet, act), {
    role: 'name',
    face: FACES.title,
    x: row.left,
    anchor: { top },
    maxWidth: row.right - row.left,
    maxHeight,
    maxLines: maxHeight > 240 ? 3 : 1,
    maxSize: 220,
    minSize: MIN_TEXT_SIZE,
    leading: 1.04,
  });
}

function placeRow(sheet: Sheet, act: Act, row: Row & { readonly compact: boolean }): void {
  const share = row.height < 60 ? 0.72 : 0.6;
  const largest = row.compact ? 32 : 112;
  const nameSize = Math.min(largest, Math.max(MIN_TEXT_SIZE + 2, row.height * share));
  const smallSize = Math.max(MIN_TEXT_SIZE, Math.min(SMALL_SIZE, nameSize * 0.56));
  // Optical middle of capitals and Hangul alike: a little below the middle of the row.
  const baseline = row.top + row.height / 2 + nameSize * 0.35;
  const small = { size: smallSize, color: 'muted', baseline } as const;
  placeTime(sheet, act, { ...small, left: row.left });
  const nameLeft = row.left + smallSize * 3.9;
  // In two columns there is no room for handles; the caption has them.
  const handles = row.compact
    ? undefined
    : placeHandles(sheet, act, {
        ...small,
        right: row.right,
        maxWidth: (row.right - nameLeft) * 0.42,
      });
  sheet.line(nameOn(sheet, act), {
    role: 'name',
    face: FACES.name,
    size: nameSize,
    color: 'ink',
    x: nameLeft,
    baseline,
    maxWidth: (handles ? handles.ink.x - 28 : row.right) - nameLeft,
  });
}

type SmallText = Pick<LineOptions, 'size' | 'color' | 'baseline'>;

function placeTime(sheet: Sheet, act: Act, place: SmallText & { readonly left: number }): void {
  const { left, ...options } = place;
  sheet.line(act.start, { ...options, role: 'time', face: FACES.figures, x: left, maxWidth: 160 });
}

/** As many of the act's handles as fit whole: half a handle would name somebody else. */
function placeHandles(
  sheet: Sheet,
  act: Act,
  place: SmallText & { readonly right: number; readonly maxWidth: number },
): TextElement | undefined {
  const { right, ...options } = place;
  const style = { ...FACES.text, size: Math.min(30, options.size) };
  const handles = act.handles.map((handle) => `@${handle}`);
  while (handles.length > 0 && sheet.inkWidth(handles.join(' '), style) > options.maxWidth) {
    handles.pop();
  }
  return sheet.line(handles.join(' '), {
    ...options,
    size: style.size,
    role: 'handle',
    face: FACES.text,
    x: right,
    align: 'right',
  });
}

/** The act's name, or what stands for it when none of our fonts can draw it. */
function nameOn(sheet: Sheet, act: Act): string {
  const name = sheet.drawable(actTitle(act));
  if (name !== '') return name;
  const [handle] = act.handles;
  return handle === undefined ? 'TBA' : `@${handle}`;
}
