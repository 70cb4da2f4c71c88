import type { Event } from '../events/event.ts';
import { ageText, priceText, ticketCall } from '../events/extras-text.ts';
import type { Box, TextElement } from './composition.ts';
import { placeLogo } from './logo-place.ts';
import { type QrCode, qrCode } from './qr-code.ts';
import { FACES, type LineOptions, MARGIN, MIN_TEXT_SIZE, type Sheet } from './sheet.ts';
import type { ComposeOptions } from './template.ts';
import { THEMES } from './theme.ts';

/** Between what stands left and what stands right. */
const GUTTER = 40;
const CALL_SIZE = 32;

/** The part of an announcement that tells what one needs to know to come. */
export interface FootBlock {
  /** The foot's top. */
  readonly top: number;
  /** The logo stands here, and not in the header. */
  readonly hasLogo: boolean;
}

/**
 * At the foot, from the left: venue over address, prices, link, age and the organizer's notice, one below the other;
 * from the right: the ticket code, or where there is none the logo.
 */
export function footBlock(sheet: Sheet, event: Event, options: ComposeOptions): FootBlock {
  const bottom = sheet.bottom - MARGIN;
  const code = ticketCode(sheet, options);
  const right = code
    ? placeCode(sheet, code, options, bottom)
    : placeLogo(sheet, options, {
        x: sheet.width - MARGIN,
        align: 'right',
        anchor: { bottom },
        maxWidth: 280,
        maxHeight: 120,
      });
  const maxWidth = right ? right.x - GUTTER - MARGIN : sheet.measure;
  const top = placeFacts(sheet, event, options, { maxWidth, bottom, withLink: !code });
  return { top: Math.min(top, right?.y ?? bottom), hasLogo: !code };
}

function ticketCode(sheet: Sheet, { extras }: ComposeOptions): QrCode | undefined {
  const url = extras?.ticketUrl && URL.parse(extras.ticketUrl);
  if (!url) return undefined;
  // A fifth of the sheet's height and no more, so that the name stays what is seen first.
  const target = Math.min(300, Math.round((sheet.bottom - sheet.top) * 0.232));
  return qrCode(url.href, { target, limit: Math.max(target, 270) });
}

/** Returns what code and call cover. */
function placeCode(
  sheet: Sheet,
  { side, modules, modulePixels }: QrCode,
  { theme, language }: ComposeOptions,
  bottom: number,
): Box {
  const box: Box = { x: sheet.width - MARGIN - side, y: bottom - side, width: side, height: side };
  const { dark, light } = THEMES[theme].code;
  sheet.add({ kind: 'code', role: 'tickets', box, modules, modulePixels, dark, light });
  const call = sheet.line(ticketCall(language), {
    role: 'call',
    face: FACES.strong,
    size: CALL_SIZE,
    color: 'ink',
    x: box.x,
    baseline: box.y - 18,
    maxWidth: side,
  });
  const top = call?.ink.y ?? box.y;
  return { ...box, y: top, height: bottom - top };
}

interface FactsPlace {
  readonly maxWidth: number;
  readonly bottom: number;
  readonly withLink: boolean;
}

type Fact = Pick<LineOptions, 'role' | 'face' | 'size' | 'color'> & {
  readonly text: string | undefined;
  /** Where it is and what it costs stand a little apart. */
  readonly about: 'place' | 'entry';
};

/** From a fact to the one above it, in pixels. */
const LEADINGS = { place: 54, entry: 46 } as const;
const BETWEEN_SUBJECTS = 16;
/** Of ink, where letters are taller and deeper than usual. */
const LEAST_GAP = 6;

/** From the last line up. Returns the top of the first. */
function placeFacts(
  sheet: Sheet,
  { venue }: Event,
  { extras = {}, language }: ComposeOptions,
  { maxWidth, bottom, withLink }: FactsPlace,
): number {
  const link = withLink && extras.ticketUrl ? shortLink(extras.ticketUrl) : undefined;
  const small = { face: FACES.text, size: 30, color: 'muted' } as const;
  const strong = { face: FACES.strong, size: 32, color: 'ink' } as const;
  const facts: readonly Fact[] = [
    { role: 'venue', text: venue.name, ...strong, size: 46, about: 'place' },
    { role: 'address', text: venue.address, ...small, about: 'place' },
    { role: 'price', text: priceText(extras, language), ...strong, about: 'entry' },
    { role: 'link', text: link && `${ticketCall(language)} ${link}`, ...strong, about: 'entry' },
    { role: 'age', text: ageText(extras, language), ...small, about: 'entry' },
  ];
  const noticeTop = placeNotice(sheet, extras.notice, { maxWidth, bottom });
  let top = noticeTop ?? bottom;
  let wanted = noticeTop === undefined ? bottom - 4 : noticeTop - 22;
  let subject: Fact['about'] = 'entry';
  for (const { text, about, ...fact } of facts.toReversed()) {
    if (!text) continue;
    if (about !== subject && top < bottom) wanted -= BETWEEN_SUBJECTS;
    const floor = top < bottom ? top - LEAST_GAP : undefined;
    const baseline = sheet.baselineAbove(wanted, text, { ...fact.face, size: fact.size }, floor);
    const placed = placeFact(sheet, text, { ...fact, x: MARGIN, baseline, maxWidth }, about);
    if (!placed) continue;
    top = placed.ink.y;
    subject = about;
    wanted = placed.baseline - LEADINGS[about];
  }
  return top;
}

/** On one line; where it is on two before any of it is cut off. Returns the upper line. */
function placeFact(
  sheet: Sheet,
  text: string,
  line: LineOptions,
  about: Fact['about'],
): TextElement | undefined {
  const smallest = { ...line.face, size: MIN_TEXT_SIZE };
  const fits = sheet.inkWidth(sheet.drawable(text), smallest) <= line.maxWidth;
  if (about === 'entry' || fits) return sheet.line(text, line);
  const [first] = sheet.block(text, {
    role: line.role,
    face: line.face,
    color: line.color,
    x: line.x,
    anchor: { lastBaseline: line.baseline },
    maxWidth: line.maxWidth,
    maxHeight: line.size * 3,
    maxLines: 2,
    maxSize: line.size,
    minSize: MIN_TEXT_SIZE,
  });
  return first;
}

/** The organizer's own words, on two lines where one is too short. Returns its top. */
function placeNotice(
  sheet: Sheet,
  notice: string | undefined,
  { maxWidth, bottom }: Pick<FactsPlace, 'maxWidth' | 'bottom'>,
): number | undefined {
  if (notice === undefined) return undefined;
  const [first] = sheet.block(notice, {
    role: 'notice',
    face: FACES.text,
    color: 'muted',
    x: MARGIN,
    anchor: { lastBaseline: sheet.baselineAbove(bottom - 4, notice, { ...FACES.text, size: 30 }) },
    maxWidth,
    maxHeight: 80,
    maxLines: 2,
    maxSize: 30,
    minSize: 26,
  });
  return first?.ink.y;
}

/** `tickets.example.com/e/47`; only the host where the rest is too long to be typed. */
function shortLink(text: string): string {
  const url = URL.parse(text);
  if (!url) return '';
  const host = url.host.replace(/^www\./, '');
  const path = url.pathname.replace(/\/$/, '');
  return url.search === '' && path.length <= 24 && !path.includes('%') ? host + path : host;
}
