/**
 * A text that must not get into a log, a message or an answer: a token, a password. Whatever prints, joins or
 * serializes it gets `[secret]`; only `reveal` gives the text. A structured clone of it is empty.
 */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** For the one place that sends or seals it. */
  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return '[secret]';
  }

  toJSON(): string {
    return '[secret]';
  }

  // What console, util.inspect and assertion messages ask for.
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return '[secret]';
  }
}
