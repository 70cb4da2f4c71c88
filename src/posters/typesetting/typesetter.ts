import type { SKRSContext2D } from '@napi-rs/canvas';
import type { Coverage, DrawableText } from './coverage.ts';
import { type FitBox, type FittedText, fitText } from './fit.ts';
import type { Fonts } from './fonts.ts';
import { Measurer, setTextStyle, type TextMetrics, type TextStyle } from './measure.ts';

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

  /** Draws one line as it was measured, filled or as an outline; x is where its pen starts. */
  draw(
    context: SKRSContext2D,
    text: string,
    style: TextStyle,
    pen: { readonly x: number; readonly baseline: number; readonly outline?: boolean },
  ): void {
    setTextStyle(context, this.#fonts, style);
    for (const part of this.#measurer.parts(text, style)) {
      const x = pen.x + part.offset;
      if (pen.outline) context.strokeText(part.text, x, pen.baseline);
      else context.fillText(part.text, x, pen.baseline);
    }
  }

  fit(text: string, style: Omit<TextStyle, 'size'>, box: FitBox): FittedText {
    return fitText(text, style, box, this.#measurer);
  }
}
