import { pieces } from './break-rules.ts';
import type { Measurer } from './measure.ts';
import { type Face, type FitBox, type FittedText, Setting } from './setting.ts';

export type { FitBox, FittedText } from './setting.ts';

/** What a break inside an unspaced compound must gain. */
const WORTH_A_PHRASE = 1.25;

/**
 * The largest setting of a text in a box. Words are kept whole and the number of lines is chosen so that the size is
 * greatest; then the lines are made as even as that size allows. A text without spaces is broken between its words
 * only where it would be small otherwise, and between letters only where not even the smallest size holds a word.
 * What overflows then is cut off: the last line ends in an ellipsis.
 */
export function fitText(text: string, face: Face, box: FitBox, measurer: Measurer): FittedText {
  const setting = new Setting(face, box, measurer);
  const whole = setting.onOneLine(text);
  if (whole) return setting.fitted(whole, false);
  let best = setting.largest(pieces(text, 'words'));
  if (best.lines.length === 0) return { ...best, lineHeight: 0, shortened: false };
  const comfortable = Math.sqrt(box.minSize * box.maxSize);
  if (best.size < comfortable && box.maxLines > 1) {
    const phrased = setting.largest(pieces(text, 'phrases'));
    if (phrased.size > best.size * WORTH_A_PHRASE) best = phrased;
  }
  if (best.size >= box.minSize) return setting.fitted(best, false);
  const lettered = new Setting(face, { ...box, maxSize: comfortable }, measurer).lettered(text);
  return lettered.size >= box.minSize ? setting.fitted(lettered, false) : setting.squeeze(text);
}
