import { type Finding, refusal } from './finding.ts';
import { readCover } from './scheduled-event.ts';

/** What the schema does not say, from the reference page "Guild Scheduled Event". */
export function scheduledEventRules(
  body: unknown,
  { now, isNew }: { readonly now: number; readonly isNew: boolean },
): readonly Finding[] {
  const event = (body ?? {}) as {
    readonly name?: unknown;
    readonly image?: unknown;
    readonly scheduled_start_time?: unknown;
    readonly scheduled_end_time?: unknown;
    readonly entity_metadata?: { readonly location?: unknown };
  };
  const [start, end] = [event.scheduled_start_time, event.scheduled_end_time].map((time) =>
    typeof time === 'string' ? Date.parse(time) : undefined,
  );
  const { location } = event.entity_metadata ?? {};
  const findings: Finding[] = [];
  if (event.name === '') findings.push(refusal(['name'], 'This field is required'));
  if (isNew && end === undefined) {
    findings.push(refusal(['scheduled_end_time'], 'This field is required for external events'));
  }
  if (start !== undefined && start <= now) {
    findings.push(refusal(['scheduled_start_time'], 'Cannot schedule event in the past.'));
  }
  if (start !== undefined && end !== undefined && end <= start) {
    findings.push(refusal(['scheduled_end_time'], 'Cannot end before it starts'));
  }
  const isPlaced = typeof location === 'string' && location.length >= 1 && location.length <= 100;
  if ((isNew || event.entity_metadata !== undefined) && !isPlaced) {
    findings.push(refusal(['entity_metadata', 'location'], 'Must be between 1 and 100 in length.'));
  }
  if (typeof event.image === 'string' && !readCover(event.image)) {
    findings.push(refusal(['image'], 'Invalid image data'));
  }
  return findings;
}
