import { type Act, actTitle } from '../events/night.ts';
import { artistLines } from './artist-lines.ts';
import { FACES, type LineOptions, MIN_TEXT_SIZE, type Sheet } from './sheet.ts';
import type { FittedText } from './typesetting/setting.ts';
import type { Typesetter } from './typesetting/typesetter.ts';

/** An act as its row will say it, measured once: a row is planned several times before it is set. */
export interface BilledAct {
  readonly start: string;
  /** The act's name, or what stands for it when none of our fonts can draw it. */
  readonly name: string;
  readonly handles: readonly string[];
  /** Ink widths for one pixel of type size. */
  readonly nameWidth: number;
  readonly handleWidths: readonly number[];
  /** How far the name's ink reaches from its baseline, for one pixel of type size. */
  readonly ascent: number;
  readonly descent: number;
}

/** How the rows of a line-up are set, all alike. */
export interface RowSetting {
  /** `stacked`: time and handles stand over the name, which has the whole width. */
  readonly kind: 'stacked' | 'inline';
  readonly nameSize: number;
}

export interface RowShape {
  readonly width: number;
  readonly height: number;
  /** Several columns leave no room for handles; the caption has them. */
  readonly columns: number;
}

/** A place for one act, in pixels. */
export interface Row extends RowShape {
  readonly left: number;
  readonly top: number;
}

/** Type of 26 px with air. */
const MIN_ROW_HEIGHT = 43;

const TIME_SIZE = 32;
const HANDLE_SIZE = 30;
/** Of the room for name and handles, what handles may take at most. */
const HANDLE_SHARE = 0.42;
const BETWEEN_NAME_AND_HANDLE = 28;
/** Names may be set this much smaller than their row allows, so that all are of one size. */
const COMMON_SHRINK = 0.72;
/** From here on down a name is better on two lines. */
const WRAP_BELOW = 0.6;
/** How far below the middle of its row a line stands: capitals and Hangul alike look centred then. */
const OPTICAL_MIDDLE = 0.35;
const STACKED_MIN_HEIGHT = 150;
/** Taken by what stands over a stacked name, and left under it. */
const STACKED_HEAD = 68;
const STACKED_FOOT = 16;
const STACKED_LINES = 3;
/** Widths are taken at this size. Tracking makes them up to so much larger at others. */
const MEASURED_SIZE = 48;
const MEASURING_ERROR = 1.015;

/** `TBA` would be wrong of an act that is announced; the caption says its name in any script. */
const UNDRAWABLE_NAME = { ko: '(이름은 캡션 참고)', en: '(see caption)' } as const;

/** What no font can draw is reported to the sheet. */
export function billOf(sheet: Sheet, act: Act): BilledAct {
  const style = { ...FACES.name, size: MEASURED_SIZE };
  const title = sheet.drawable(actTitle(act));
  const all = act.handles.map((handle) => `@${handle}`);
  // A handle that stands for the name is not said twice.
  const handles = title === '' ? all.slice(1) : all;
  const name = title || (all[0] ?? UNDRAWABLE_NAME[sheet.language]);
  const ink = sheet.inkOf(name, style);
  // One for each number of handles that may be shown.
  const handleWidths = handles.map((_, index) =>
    sheet.inkWidth(handles.slice(0, index + 1).join(' '), { ...FACES.text, size: HANDLE_SIZE }),
  );
  return {
    start: act.start,
    name,
    handles,
    nameWidth: ((ink.inkRight - ink.inkLeft) / MEASURED_SIZE) * MEASURING_ERROR,
    handleWidths: handleWidths.map((width) => width / HANDLE_SIZE),
    ascent: ink.inkAscent / MEASURED_SIZE,
    descent: ink.inkDescent / MEASURED_SIZE,
  };
}

/** The larger of the two ways, in a size that is the same for all names that can take it. */
export function settingFor(acts: readonly BilledAct[], shape: RowShape): RowSetting {
  const largest = inlineSize(shape);
  const inline = commonSize(largest, acts, (act) => {
    const { nameRoom } = inlinePlaces(shape, largest);
    return (nameRoom - handleRoom(act, nameRoom, shape)) / act.nameWidth;
  });
  if (shape.columns > 1 || shape.height < STACKED_MIN_HEIGHT) {
    return { kind: 'inline', nameSize: inline };
  }
  const nameHeight = shape.height - STACKED_HEAD - STACKED_FOOT;
  const stacked = commonSize(
    Math.min(nameHeight, shape.width * 0.4),
    acts,
    (act) => shape.width / act.nameWidth,
  );
  return stacked > inline
    ? { kind: 'stacked', nameSize: stacked }
    : { kind: 'inline', nameSize: inline };
}

/** What a row of these acts needs at least: letters of some scripts are nearly twice as high as others. */
export function minRowHeight(acts: readonly BilledAct[]): number {
  const inks = acts.map(({ ascent, descent }) => (ascent + descent) * MIN_TEXT_SIZE + 3);
  return Math.max(MIN_ROW_HEIGHT, ...inks);
}

/** Whether every name stands whole on one line of such a row, not smaller than the smallest type. */
export function namesFit(acts: readonly BilledAct[], shape: RowShape): boolean {
  const { nameRoom } = inlinePlaces(shape, inlineSize(shape));
  return acts.every((act) => nameRoom / act.nameWidth >= MIN_TEXT_SIZE);
}

export function placeAct(
  sheet: Sheet,
  act: BilledAct,
  row: Row,
  { setting, typesetter }: { readonly setting: RowSetting; readonly typesetter: Typesetter },
): void {
  if (setting.kind === 'stacked') placeStacked(sheet, act, row, setting, typesetter);
  else placeInline(sheet, act, row, setting, typesetter);
}

function placeStacked(
  sheet: Sheet,
  act: BilledAct,
  row: Row,
  { nameSize }: RowSetting,
  typesetter: Typesetter,
): void {
  const baseline = row.top + 46;
  placeTime(sheet, act, row, { size: TIME_SIZE, baseline });
  placeHandles(sheet, act, row, { size: HANDLE_SIZE, baseline, maxWidth: row.width - 200 });
  // Larger type wants more air above it.
  const head = STACKED_HEAD + Math.max(0, nameSize - 120) * 0.12;
  const top = row.top + head;
  const box = {
    maxWidth: row.width,
    maxHeight: row.height - head - STACKED_FOOT,
    maxLines: STACKED_LINES,
    maxSize: nameSize,
    minSize: MIN_TEXT_SIZE,
  };
  const name = { role: 'name', face: FACES.title, x: row.left } as const;
  const artists = artistLines(act.name, name.face, box, typesetter);
  if (!artists) {
    sheet.block(act.name, { ...box, ...name, anchor: { top } });
    return;
  }
  const style = { ...name.face, size: artists.size };
  const ascent = sheet.inkOf(artists.lines[0] ?? '', style).inkAscent;
  placeLines(sheet, artists, { ...name, baseline: top + ascent, maxWidth: row.width });
}

/** Lines whose breaks are settled, the first on the baseline. */
function placeLines(
  sheet: Sheet,
  { lines, size, lineHeight }: FittedText,
  options: Pick<LineOptions, 'role' | 'face' | 'x' | 'baseline' | 'maxWidth'>,
): void {
  for (const [index, line] of lines.entries()) {
    const baseline = options.baseline + index * lineHeight;
    // Their width is known; what rounding adds must not cost a letter.
    const maxWidth = options.maxWidth + 1;
    sheet.line(line, { ...options, size, color: 'ink', baseline, maxWidth });
  }
}

function placeInline(
  sheet: Sheet,
  act: BilledAct,
  row: Row,
  { nameSize }: RowSetting,
  typesetter: Typesetter,
): void {
  const { timeSize, nameLeft, nameRoom } = inlinePlaces(row, nameSize);
  const x = row.left + nameLeft;
  const alone = Math.min(nameSize, nameRoom / act.nameWidth);
  if (alone < nameSize * WRAP_BELOW || alone < MIN_TEXT_SIZE) {
    placeTime(sheet, act, row, { size: timeSize, baseline: centred(row, timeSize) });
    placeWrapped(sheet, act, row, { x, maxWidth: nameRoom, nameSize, typesetter });
    return;
  }
  const room = handleRoom(act, nameRoom, row);
  const beside = Math.min(nameSize, (nameRoom - room) / act.nameWidth);
  // Handles that cost the name more than that go: the caption has them too.
  const withHandles = room > 0 && beside >= Math.max(MIN_TEXT_SIZE, alone * COMMON_SHRINK);
  const highest = (row.height - 2) / (act.ascent + act.descent);
  const size = Math.min(withHandles ? beside : alone, highest);
  const baseline = within(row, centred(row, nameSize), act, size);
  placeTime(sheet, act, row, { size: timeSize, baseline });
  if (withHandles) {
    const maxWidth = nameRoom * HANDLE_SHARE;
    placeHandles(sheet, act, row, { size: Math.min(HANDLE_SIZE, timeSize), baseline, maxWidth });
  }
  sheet.line(act.name, {
    role: 'name',
    face: FACES.name,
    size,
    color: 'ink',
    x,
    baseline,
    maxWidth: withHandles ? nameRoom - room : nameRoom,
  });
}

interface WrapPlace {
  readonly x: number;
  readonly maxWidth: number;
  readonly nameSize: number;
  readonly typesetter: Typesetter;
}

/** On two lines around the middle of the row, where it is high enough for them. */
function placeWrapped(
  sheet: Sheet,
  act: BilledAct,
  row: Row,
  { x, maxWidth, nameSize, typesetter }: WrapPlace,
): void {
  const box = {
    maxWidth,
    maxHeight: row.height - 12,
    maxLines: 2,
    maxSize: Math.max(MIN_TEXT_SIZE, nameSize * COMMON_SHRINK),
    minSize: MIN_TEXT_SIZE,
  };
  const artists = artistLines(act.name, FACES.name, box, typesetter);
  const { lines, lineHeight, size } = artists ?? typesetter.fit(act.name, FACES.name, box);
  const below = ((lines.length - 1) * lineHeight) / 2;
  const inside = { ...row, top: row.top + 2 * below, height: row.height - 2 * below };
  const lastBaseline = within(inside, centred(row, size) + below, act, size);
  const name = { role: 'name', face: FACES.name, x } as const;
  if (artists) {
    placeLines(sheet, artists, { ...name, baseline: lastBaseline - 2 * below, maxWidth });
  } else {
    sheet.block(act.name, { ...box, ...name, anchor: { lastBaseline } });
  }
}

function centred(row: Row, size: number): number {
  return row.top + row.height / 2 + size * OPTICAL_MIDDLE;
}

/** The baseline nearest to `wanted` on which all ink is in the row: letters of some scripts are tall or deep. */
function within(
  row: Pick<Row, 'top' | 'height'>,
  wanted: number,
  { ascent, descent }: Pick<BilledAct, 'ascent' | 'descent'>,
  size: number,
): number {
  const lowest = row.top + row.height - 1 - descent * size;
  return Math.max(row.top + 1 + ascent * size, Math.min(wanted, lowest));
}

function inlineSize({ height, columns }: RowShape): number {
  const share = height < 60 ? 0.72 : 0.6;
  const largest = columns > 1 ? 38 : 112;
  return Math.min(largest, Math.max(MIN_TEXT_SIZE + 2, height * share));
}

/** Where the name of an inline row begins, and what name and handles share. */
function inlinePlaces({ width }: Pick<RowShape, 'width'>, nameSize: number) {
  const timeSize = Math.max(MIN_TEXT_SIZE, Math.min(TIME_SIZE, nameSize * 0.56));
  const nameLeft = timeSize * 3.9;
  return { timeSize, nameLeft, nameRoom: width - nameLeft };
}

/** What the act's handles take of the room, the gap before them included. */
function handleRoom(act: BilledAct, nameRoom: number, { columns }: Pick<RowShape, 'columns'>) {
  const shown = columns > 1 ? 0 : shownHandles(act, HANDLE_SIZE, nameRoom * HANDLE_SHARE);
  const width = act.handleWidths[shown - 1];
  return width === undefined ? 0 : width * HANDLE_SIZE + BETWEEN_NAME_AND_HANDLE;
}

/** As many of the handles as fit whole: half a handle would name somebody else. */
function shownHandles(act: BilledAct, size: number, maxWidth: number): number {
  return act.handleWidths.findLastIndex((width) => width * size <= maxWidth) + 1;
}

function commonSize(
  largest: number,
  acts: readonly BilledAct[],
  sizeFor: (act: BilledAct) => number,
): number {
  const least = Math.min(largest, ...acts.map(sizeFor));
  return Math.max(least, largest * COMMON_SHRINK);
}

type SmallText = Pick<LineOptions, 'size' | 'baseline'>;

function placeTime(sheet: Sheet, act: BilledAct, row: Row, text: SmallText): void {
  sheet.line(act.start, {
    ...text,
    role: 'time',
    face: FACES.figures,
    color: 'muted',
    x: row.left,
    maxWidth: 160,
  });
}

function placeHandles(
  sheet: Sheet,
  act: BilledAct,
  row: Row,
  text: SmallText & Pick<LineOptions, 'maxWidth'>,
): void {
  const shown = act.handles.slice(0, shownHandles(act, text.size, text.maxWidth));
  sheet.line(shown.join(' '), {
    ...text,
    // Its width is known; what rounding adds must not cost a letter.
    maxWidth: text.maxWidth + 1,
    role: 'handle',
    face: FACES.text,
    color: 'muted',
    x: row.left + row.width,
    align: 'right',
  });
}
