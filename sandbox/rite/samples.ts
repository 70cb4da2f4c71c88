import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RiteDocument } from './document.ts';

/** The sample that is kept a week or so ahead. */
export const FLAGSHIP = 'seoulunderground47';
/** The organizer to whom all samples belong. */
export const DEMO_ORGANIZER = 'riteorganizerdemo';

const LEAST_DAYS_AHEAD = 5;

/** The documents in the `.json` files of a folder. */
export async function loadSamples(folder: string): Promise<RiteDocument[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  return Promise.all(
    names.map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8'))),
  );
}

/** By how many weeks to move the samples so that `date` lies 5 to 11 days after today in Seoul. */
export function weeksAhead(date: string, now: number): number {
  const today = Temporal.Instant.fromEpochMilliseconds(now)
    .toZonedDateTimeISO('Asia/Seoul')
    .toPlainDate();
  const daysAhead = today.until(date).days;
  return Math.ceil((LEAST_DAYS_AHEAD - daysAhead) / 7);
}
