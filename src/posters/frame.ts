import type { Event } from '../events/event.ts';
import { posterDate, posterHours } from '../events/korean-date.ts';
import { hoursOfTheNight } from '../events/night.ts';
import { FACES, MARGIN, type Sheet } from './sheet.ts';
import type { ComposeOptions } from './template.ts';

const HEADER_SIZE = 34;

/** What every template has in common: date and hours over a rule at the top. Returns where the room below begins. */
export function header(sheet: Sheet, event: Event, options: ComposeOptions): number {
  const baseline = sheet.top + 110;
  const common = { face: FACES.header, size: HEADER_SIZE, color: 'ink', baseline } as const;
  const half = sheet.measure / 2;
  sheet.line(posterDate(event.date, options.language), {
    ...common,
    role: 'date',
    x: MARGIN,
    maxWidth: half,
  });
  const hours = hoursOfTheNight(event);
  if (hours) {
    sheet.line(posterHours(hours), {
      ...common,
      role: 'hours',
      x: sheet.width - MARGIN,
      align: 'right',
      maxWidth: half,
    });
  }
  sheet.rule(baseline + 32, { thickness: 3, color: 'ink', alpha: 1 });
  return baseline + 35;
}

/** Venue and address on one line at the foot; the address shrinks first, then the venue. Returns the foot's top. */
export function footLine(sheet: Sheet, event: Event): number {
  const baseline = sheet.bottom - MARGIN - 10;
  const { name, address } = event.venue;
  const size = 36;
  const venue = sheet.line(name, {
    role: 'venue',
    face: FACES.strong,
    size,
    color: 'ink',
    x: MARGIN,
    baseline,
    maxWidth: address === '' ? sheet.measure : sheet.measure * 0.6,
  });
  const taken = venue ? venue.ink.width + 32 : 0;
  sheet.line(address, {
    role: 'address',
    face: FACES.text,
    size: 29,
    color: 'muted',
    x: sheet.width - MARGIN,
    align: 'right',
    baseline,
    maxWidth: sheet.measure - taken,
  });
  return baseline - size;
}

/** Venue over address at the foot, as the announcement has it. Returns the foot's top. */
export function footBlock(sheet: Sheet, event: Event): number {
  const { name, address } = event.venue;
  const bottom = sheet.bottom - MARGIN;
  const common = { x: MARGIN, maxWidth: sheet.measure } as const;
  const placedAddress = sheet.line(address, {
    ...common,
    role: 'address',
    face: FACES.text,
    size: 30,
    color: 'muted',
    baseline: bottom - 4,
  });
  const placedVenue = sheet.line(name, {
    ...common,
    role: 'venue',
    face: FACES.strong,
    size: 46,
    color: 'ink',
    baseline: placedAddress ? bottom - 58 : bottom - 4,
  });
  return placedVenue?.ink.y ?? placedAddress?.ink.y ?? bottom;
}
