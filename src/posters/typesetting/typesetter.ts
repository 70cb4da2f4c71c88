import type { Coverage, DrawableText } from './coverage.ts';
import { type FitBox, type FittedText, fitText } from './fit.ts';
import type { Fonts } from './fonts.ts';
import { Measurer, type TextMetrics, type TextStyle } from './measure.ts';

/** Everything a template needs to know about type: what can be drawn, how wide it is, how large it fits. */
export class Typesetter {
  readonly #coverage: Coverage;
  readonly #measurer: Measurer;

  constructor(fonts: Fonts) {
    this.#coverage = fonts.coverage;
    this.#measurer = new Measurer(fonts);
  }

  drawable(text: string): DrawableText {
    return this.#coverage.drawable(text);
  }

  measure(text: string, style: TextStyle): TextMetrics {
    return this.#measurer.measure(text, style);
  }

  fit(text: string, style: Omit<TextStyle, 'size'>, box: FitBox): FittedText {
    return fitText(text, style, box, this.#measurer);
  }
}
