import type { Event } from '../events/event.ts';
import { ageText, priceText } from '../events/extras-text.ts';
import { posterDate, posterHours, posterNight } from '../events/korean-date.ts';
import { hoursOfTheNight } from '../events/night.ts';
import type { MotifPlacement } from './composition.ts';
import { placeLogo } from './logo-place.ts';
import { FACES, MARGIN, type Sheet } from './sheet.ts';
import type { ComposeOptions } from './template.ts';

const HEADER_SIZE = 34;

/**
 * What every template has in common: date and hours over a rule at the top, and between them the server's logo unless
 * the template has a better place. Returns where the room below begins.
 */
export function header(
  sheet: Sheet,
  event: Event,
  options: ComposeOptions,
  { withLogo }: { readonly withLogo: boolean },
): number {
  const baseline = sheet.top + 110;
  const common = { face: FACES.header, size: HEADER_SIZE, color: 'ink', baseline } as const;
  const maxWidth = sheet.measure / 3;
  const date = sheet.line(posterNight(event, options.language), {
    ...common,
    role: 'date',
    x: MARGIN,
    // Two days are longer than a third.
    maxWidth: sheet.measure / 2,
  });
  const hours = hoursOfTheNight(event);
  const placedHours =
    hours &&
    sheet.line(posterHours(hours), {
      ...common,
      role: 'hours',
      x: sheet.width - MARGIN,
      align: 'right',
      maxWidth,
    });
  if (withLogo) {
    const dateEnd = date ? date.ink.x + date.ink.width : MARGIN;
    const isCentred = dateEnd <= MARGIN + maxWidth;
    const left = isCentred ? MARGIN + maxWidth : dateEnd;
    const right = isCentred
      ? sheet.width - MARGIN - maxWidth
      : (placedHours?.ink.x ?? sheet.width - MARGIN);
    placeLogo(sheet, options, {
      x: (left + right) / 2,
      align: 'middle',
      anchor: { middle: baseline - HEADER_SIZE * 0.36 },
      maxWidth: right - left - 56,
      maxHeight: 60,
    });
  }
  sheet.rule(baseline + 32, { thickness: 3, color: 'ink', alpha: 1 });
  return baseline + 35;
}

/** What a poster is headed by: the night's name, or where no font of ours can draw it the venue's, or the date. */
export function headingOf(sheet: Sheet, event: Event, { language }: ComposeOptions): string {
  const candidates = [event.name, event.venue.name];
  return candidates.find((name) => sheet.drawable(name) !== '') ?? posterDate(event.date, language);
}

const VENUE_SIZE = 36;
const ADDRESS_SIZE = 29;
const FACTS_SIZE = 28;

/**
 * Venue left and address right on one line at the foot, or one below the other where they are too long for that; under
 * them price and age. Returns the foot's top, which is the margin where there is nothing to say.
 */
export function footLine(sheet: Sheet, event: Event, options: ComposeOptions): number {
  const { extras = {}, language } = options;
  const bottom = sheet.bottom - MARGIN;
  const facts = [priceText(extras, language), ageText(extras, language)].filter(
    (fact) => fact !== undefined,
  );
  const placedFacts = sheet.line(facts.join(' · '), {
    role: 'facts',
    face: FACES.text,
    size: FACTS_SIZE,
    color: 'ink',
    x: MARGIN,
    baseline: bottom - 10,
    maxWidth: sheet.measure,
  });
  const floor = placedFacts && placedFacts.ink.y - LEAST_GAP;
  const wanted = placedFacts ? bottom - 58 : bottom - 10;
  return placeVenue(sheet, event, { wanted, floor }) ?? placedFacts?.ink.y ?? bottom;
}

/** Of ink, where letters are taller and deeper than usual. */
const LEAST_GAP = 6;

interface Standing {
  /** The baseline, unless letters are so deep that it must be higher. */
  readonly wanted: number;
  /** Where ink must end; the sheet's edge when there is nothing below. */
  readonly floor: number | undefined;
}

/** Returns the top of what was placed. */
function placeVenue(
  sheet: Sheet,
  { venue }: Event,
  { wanted, floor }: Standing,
): number | undefined {
  const name = { role: 'venue', face: FACES.strong, size: VENUE_SIZE, color: 'ink' } as const;
  const address = {
    role: 'address',
    face: FACES.text,
    size: ADDRESS_SIZE,
    color: 'muted',
  } as const;
  const styles = {
    name: { ...name.face, size: name.size },
    address: { ...address.face, size: address.size },
  };
  const widths =
    sheet.inkWidth(sheet.drawable(venue.name), styles.name) +
    sheet.inkWidth(sheet.drawable(venue.address), styles.address);
  const left = { x: MARGIN, maxWidth: sheet.measure };
  const low = sheet.baselineAbove(wanted, venue.address, styles.address, floor);
  if (sheet.drawable(venue.name) !== '' && widths + 40 <= sheet.measure) {
    const baseline = sheet.baselineAbove(low, venue.name, styles.name, floor);
    const right = { ...left, x: sheet.width - MARGIN, align: 'right' } as const;
    const placed = [
      sheet.line(venue.name, { ...name, ...left, baseline }),
      sheet.line(venue.address, { ...address, ...right, baseline }),
    ];
    return Math.min(baseline - VENUE_SIZE, ...placed.map((line) => line?.ink.y ?? baseline));
  }
  const below = sheet.line(venue.address, { ...address, ...left, baseline: low });
  const above = sheet.line(venue.name, {
    ...name,
    ...left,
    baseline: sheet.baselineAbove(
      below ? low - 46 : wanted,
      venue.name,
      styles.name,
      below ? below.ink.y - LEAST_GAP : floor,
    ),
  });
  return above?.ink.y ?? below?.ink.y;
}

/**
 * Behind a hero that ends there. On a square sheet the artwork stands beside it, a little larger than the sheet's half;
 * a tall one leaves room below, and that is the artwork's, to the sheet's lower edge.
 */
export function artworkBelow(sheet: Sheet, heroBottom: number): MotifPlacement {
  const { width, height } = sheet;
  if (height <= width)
    return { x: width * 0.75, y: height * 0.5, radius: width * 0.45, strength: 1 };
  const free = Math.max(height - heroBottom, height * 0.4);
  return {
    x: width * 0.66,
    y: height - free * 0.52,
    radius: Math.max(width * 0.5, free * 0.58),
    strength: 1,
  };
}
