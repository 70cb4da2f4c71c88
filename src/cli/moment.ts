import { UsageError } from './verb.ts';

/**
 * Epoch milliseconds of an ISO time with its offset or zone; without one, of a time in Seoul; without a time, of noon
 * there. Noon and not midnight, when the night before may still run.
 *
 * @throws {UsageError} naming the option.
 */
export function parseMoment(option: string, text: string): number {
  const readings = [
    () => Temporal.Instant.from(text),
    () => Temporal.ZonedDateTime.from(text),
    () => seoulTime(text).toZonedDateTime('Asia/Seoul'),
  ];
  for (const read of readings) {
    try {
      return read().epochMilliseconds;
    } catch {
      // Not this form; the next one, or the sentence below.
    }
  }
  throw new UsageError(
    `${option} must be an ISO time such as 2026-12-21T20:00+09:00, not ${JSON.stringify(text)}`,
  );
}

function seoulTime(text: string): Temporal.PlainDateTime {
  const hasTime = /[T\s]/i.test(text);
  return hasTime
    ? Temporal.PlainDateTime.from(text)
    : Temporal.PlainDate.from(text).toPlainDateTime('12:00');
}
