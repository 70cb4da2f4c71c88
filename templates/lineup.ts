import type { Event } from '../src/events/event.ts';
import { type Act, acts } from '../src/events/night.ts';
import {
  type BilledAct,
  billOf,
  minRowHeight,
  namesFit,
  placeAct,
  type RowShape,
  settingFor,
} from '../src/posters/act-row.ts';
import type { MotifPlacement } from '../src/posters/composition.ts';
import { artworkBelow, footLine, header, headingOf } from '../src/posters/frame.ts';
import { type PageRoom, planPages } from '../src/posters/paging.ts';
import { FACES, MARGIN, numberStarts, Sheet } from '../src/posters/sheet.ts';
import type { ComposeOptions, Template } from '../src/posters/template.ts';

/** Who plays when: rows of time, name and handle between hairlines; type follows the count, and so do pages. */
export const lineup = {
  name: 'lineup',
  compose(event, options) {
    const all = acts(event);
    const single = startPage(event, options, { acts: all.length, number: 1, count: 1 });
    const billed = all.map((act) => billOf(single.sheet, act));
    const { counts, columns } = planPages(all.length, roomOn(single, billed));
    const pages = counts.map((acts, index) =>
      counts.length === 1
        ? single
        : startPage(event, options, { acts, number: index + 1, count: counts.length }),
    );
    const filled = pages.map((page, index) => {
      const count = counts[index] ?? 0;
      return { ...page, count, shape: shapeOn(page, count, columns) };
    });
    // All pages alike: as large as the fullest one allows.
    const setting = settingFor(billed, {
      width: columnWidth(single.sheet, columns),
      height: Math.min(...filled.map(({ shape }) => shape.height)),
      columns,
    });
    let next = 0;
    return filled.map(({ sheet, area, count, shape }, index) => {
      const shown = all.slice(next, next + count);
      next += count;
      if (index === pages.length - 1 && next < all.length) {
        sheet.warn({ kind: 'acts_omitted', count: all.length - next });
      }
      placeActs({ sheet, area }, shown, shape, { setting, typesetter: options.typesetter });
      return sheet.finish(artworkOf(sheet, all.length), count);
    });
  },
} satisfies Template;

const GUTTER = 40;
const COMFORTABLE_ROW_HEIGHT = 60;
const COLUMN_ROW_HEIGHT = 58;

interface Page {
  readonly sheet: Sheet;
  /** Where the rows go. */
  readonly area: { readonly top: number; readonly bottom: number };
}

interface PagePosition {
  readonly acts: number;
  readonly number: number;
  readonly count: number;
}

/** A page with everything but its acts. The name is smaller on later pages, which leaves them more room. */
function startPage(event: Event, options: ComposeOptions, position: PagePosition): Page {
  const sheet = new Sheet(event.id, options);
  const top = header(sheet, event, options, { withLogo: true }) + 40;
  const foot = footLine(sheet, event, options);
  const hasFoot = foot < sheet.bottom - MARGIN;
  const bottom = hasFoot ? foot - 30 : foot - 3;
  sheet.rule(bottom, { thickness: 3, color: 'ink', alpha: 1 });

  const isPaged = position.count > 1;
  const title = sheet.block(headingOf(sheet, event, options), {
    role: 'title',
    face: FACES.title,
    x: MARGIN,
    anchor: { top },
    maxWidth: isPaged ? sheet.measure - 110 : sheet.measure,
    ...titleBox(sheet, position),
    maxLines: 2,
    accent: numberStarts,
  });
  const last = title.at(-1);
  const baseline = last?.baseline ?? top + 40;
  if (isPaged) {
    sheet.line(`${position.number}/${position.count}`, {
      role: 'page',
      face: FACES.figures,
      size: 30,
      color: 'muted',
      x: sheet.width - MARGIN,
      align: 'right',
      baseline,
      maxWidth: 100,
    });
  }
  const under = last ? last.style.size * 0.1 : 0;
  const inkBottom = last ? last.ink.y + last.ink.height : baseline;
  return { sheet, area: { top: Math.max(baseline + under + 34, inkBottom + 12), bottom } };
}

function titleBox(sheet: Sheet, { acts, number, count }: PagePosition) {
  if (number > 1) return { maxHeight: 100, maxSize: 60, minSize: 40 };
  if (sheet.height > sheet.width)
    return { maxHeight: 210, maxSize: count > 1 ? 92 : 104, minSize: 48 };
  return acts > 8
    ? { maxHeight: 120, maxSize: 84, minSize: 40 }
    : { maxHeight: 170, maxSize: 96, minSize: 40 };
}

function roomOn({ sheet, area }: Page, billed: readonly BilledAct[]): PageRoom {
  const height = area.bottom - area.top;
  const column = { width: columnWidth(sheet, 2), height: COLUMN_ROW_HEIGHT, columns: 2 };
  const dense = Math.floor(height / minRowHeight(billed));
  return {
    comfortable: Math.min(dense, Math.floor(height / COMFORTABLE_ROW_HEIGHT)),
    dense,
    inColumns: namesFit(billed, column) ? 2 * Math.floor(height / COLUMN_ROW_HEIGHT) : 0,
  };
}

function shapeOn({ sheet, area }: Page, acts: number, columns: number): RowShape {
  const rows = Math.max(1, Math.ceil(acts / columns));
  return {
    width: columnWidth(sheet, columns),
    height: (area.bottom - area.top) / rows,
    columns,
  };
}

/** Down the first column, then down the next. */
function placeActs(
  { sheet, area }: Page,
  shown: readonly Act[],
  shape: RowShape,
  options: Parameters<typeof placeAct>[3],
): void {
  const rows = Math.ceil(shown.length / shape.columns);
  for (const [place, act] of shown.entries()) {
    const left = MARGIN + Math.floor(place / rows) * (shape.width + GUTTER);
    const top = area.top + (place % rows) * shape.height;
    const right = left + shape.width;
    sheet.rule(top, { thickness: 1.5, color: 'ink', alpha: 0.28, left, right });
    // Billed once more, by its own page: that reports what cannot be drawn of it.
    placeAct(sheet, billOf(sheet, act), { ...shape, left, top }, options);
  }
}

/** In the upper corner, out of the way of the rows; but a single act leaves the artwork the room under its name. */
function artworkOf(sheet: Sheet, acts: number): MotifPlacement {
  const { width, top } = sheet;
  if (acts === 1) return artworkBelow(sheet, top + width * 0.7);
  return {
    x: width * 0.8,
    y: top * 0.9 + width * 0.19,
    radius: width * (top > 0 ? 0.48 : 0.36),
    strength: 0.7,
  };
}

function columnWidth(sheet: Sheet, columns: number): number {
  return (sheet.measure - GUTTER * (columns - 1)) / columns;
}
