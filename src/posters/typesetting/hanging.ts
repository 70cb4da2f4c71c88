import type { Measurer, TextStyle } from './measure.ts';

// What is too light at the left edge to carry it. `#` is not: it is as dark as a letter and belongs to its number.
const HANGING = /^[“‘"'([{«‹《〈「『【〔（［｛ ]+(?=\S)/u;

/** How far the opening quotes and brackets of a line reach before its first letter, ink to ink, in pixels. */
export function hangOf(text: string, style: TextStyle, measurer: Measurer): number {
  const opening = HANGING.exec(text)?.[0];
  if (opening === undefined) return 0;
  const whole = measurer.measure(text, style);
  const rest = measurer.measure(text.slice(opening.length), style);
  return Math.max(0, whole.next - rest.next + rest.inkLeft - whole.inkLeft);
}
