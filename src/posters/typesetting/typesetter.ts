import type { SKRSContext2D } from '@napi-rs/canvas';
import { directionalRuns, isRightToLeft } from './bidi.ts';
import type { Coverage, DrawableText } from './coverage.ts';
import { type FitBox, type FittedText, fitText } from './fit.ts';
import type { Fonts } from './fonts.ts';
import { hangOf } from './hanging.ts';
import { Measurer, setPartStyle, type TextMetrics, type TextStyle } from './measure.ts';

/** A stretch of a line in one colour and one direction; offsets from the line's pen position. */
export interface Stretch {
  readonly text: string;
  /** Where it begins in the line's text. */
  readonly from: number;
  readonly offset: number;
  /** Whether it belongs to the line's end that was asked for. */
  readonly isEnd: boolean;
}

/** Everything a template needs to know about type: what can be drawn, how wide it is, how large it fits. */
export class Typesetter {
  readonly #fonts: Fonts;
  readonly #coverage: Coverage;
  readonly #measurer: Measurer;

  constructor(fonts: Fonts) {
    this.#fonts = fonts;
    this.#coverage = fonts.coverage;
    this.#measurer = new Measurer(fonts);
  }

  drawable(text: string): DrawableText {
    return this.#coverage.drawable(text);
  }

  measure(text: string, style: TextStyle): TextMetrics {
    return this.#measurer.measure(text, style);
  }

  /** How far opening punctuation reaches before the line's first letter; 0 where a line begins with a letter. */
  hang(text: string, style: TextStyle): number {
    return isRightToLeft(text) ? 0 : hangOf(text, style, this.#measurer);
  }

  /** Whether a line reads from right to left throughout. */
  isRightToLeft(text: string): boolean {
    return isRightToLeft(text);
  }

  /** Draws one line as it was measured, filled or as an outline; x is where its pen starts. */
  draw(
    context: SKRSContext2D,
    text: string,
    style: TextStyle,
    pen: { readonly x: number; readonly baseline: number; readonly outline?: boolean },
  ): void {
    for (const part of this.#measurer.parts(text, style)) {
      if (part.text === '') continue;
      setPartStyle(context, this.#fonts, style.weight, part);
      const x = pen.x + part.offset;
      const y = pen.baseline - part.rise;
      if (pen.outline) context.strokeText(part.text, x, y);
      else context.fillText(part.text, x, y);
    }
  }

  /**
   * A line divided where its end begins, so that the two can be coloured apart; in reading order. Where letters run
   * both ways each direction is a stretch of its own, because what is read one after the other need not stand so.
   */
  divide(text: string, style: TextStyle, endFrom: number): Stretch[] {
    const parts = this.#measurer.parts(text, style);
    const stretches = directionalRuns(text).flatMap((run, index) => {
      const inRun = parts.filter((part) => part.run === index);
      const cut = Math.min(Math.max(0, endFrom - run.from), run.text.length);
      const offset = inRun[0]?.start ?? 0;
      if (cut === 0 || cut === run.text.length) {
        return [{ text: run.text, from: run.from, offset, isEnd: cut === 0 }];
      }
      const before = run.text.slice(0, cut);
      const startOf = (isEnd: boolean) =>
        inRun.find((part) => part.from >= endFrom === isEnd)?.start ?? offset;
      const [own, end] = run.rightToLeft
        ? [startOf(false), startOf(true)]
        : [offset, offset + this.measure(before, style).next];
      return [
        { text: before, from: run.from, offset: own, isEnd: false },
        { text: run.text.slice(cut), from: run.from + cut, offset: end, isEnd: true },
      ];
    });
    return stretches.sort((a, b) => a.from - b.from);
  }

  fit(text: string, style: Omit<TextStyle, 'size'>, box: FitBox): FittedText {
    return fitText(text, style, box, this.#measurer);
  }
}
