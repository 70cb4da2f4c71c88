import type { Script } from './script.ts';

/** Points of a curve over the type size in pixels at 1080 wide; between two of them it is straight over log(size). */
type Curve = readonly (readonly [size: number, em: number])[];

/**
 * Tracking in em by size: the larger, the tighter. Latin follows the side bearings of Pretendard ExtraBold (0.045 em
 * on a stem), which at display sizes are air. A Hangul syllable fills its body: the nearest two (`라운`) stand 0.026 em
 * apart, so anything tighter than -0.022 fuses them. Han and kana stand 0.04 em and more apart. Scripts that join or
 * stack are never tracked, nor are emoji.
 */
const TRACKING: Readonly<Record<Script, Curve>> = {
  latin: [
    [26, -0.004],
    [36, -0.012],
    [48, -0.018],
    [72, -0.027],
    [110, -0.035],
    [180, -0.041],
    [300, -0.045],
    [620, -0.05],
  ],
  hangul: [
    [26, -0.003],
    [48, -0.009],
    [96, -0.014],
    [200, -0.018],
    [400, -0.02],
  ],
  ideograph: [
    [26, -0.005],
    [48, -0.015],
    [96, -0.024],
    [200, -0.03],
    [400, -0.034],
  ],
  whole: [[26, 0]],
  emoji: [[26, 0]],
};

/** Distance of baselines in em by size, for lines as tall as Hangul (0.9 em of ink). */
const LEADING: Curve = [
  [26, 1.3],
  [40, 1.16],
  [60, 1.09],
  [96, 1.04],
  [160, 1.01],
  [260, 0.985],
  [400, 0.97],
];
const HANGUL_HEIGHT = 0.9;
/** Between the lowest ink of a line and the highest of the next, in em, however tight the leading. */
const LEAST_GAP = 0.04;
/** Lines without ascenders or descenders may stand this much further apart than others, but not more. */
const EXTRA_GAP = 0.07;

export function trackingAt(size: number, script: Script): number {
  return valueAt(TRACKING[script], size);
}

/**
 * Baseline distance in em for a size. `need` is what the ink takes between two baselines, descent and next ascent
 * together, in em: lines never touch (Arabic and Vietnamese are tall), and lines of capitals do not fall apart.
 */
export function leadingAt(size: number, need: number): number {
  const usual = valueAt(LEADING, size);
  const loosest = need + usual - HANGUL_HEIGHT + EXTRA_GAP;
  return Math.max(need + LEAST_GAP, Math.min(usual, loosest));
}

/** The leading that was asked for, unless ink would touch. */
export function leadingOf(wanted: number, need: number): number {
  return Math.max(wanted, need + LEAST_GAP);
}

function valueAt(curve: Curve, size: number): number {
  let [before] = curve;
  for (const point of curve) {
    if (!before || size <= point[0]) {
      if (!before || point === before) return point[1];
      const part = Math.log(size / before[0]) / Math.log(point[0] / before[0]);
      return before[1] + part * (point[1] - before[1]);
    }
    before = point;
  }
  return before?.[1] ?? 0;
}
