/** More messages than are updated at the same time; older ones are forgotten, and then the last answer wins. */
const MESSAGES = 1000;

/** The highest edition that each message has shown, so that what took longer does not replace what is newer. */
export class ShownEditions {
  readonly #editions = new Map<string, number>();

  /** Whether this edition may be shown, which it then is. */
  admit(messageId: string, edition: number): boolean {
    const shown = this.#editions.get(messageId) ?? 0;
    this.#editions.delete(messageId);
    this.#editions.set(messageId, Math.max(shown, edition));
    const [oldest] = this.#editions.keys();
    if (this.#editions.size > MESSAGES && oldest !== undefined) this.#editions.delete(oldest);
    return edition >= shown;
  }
}
