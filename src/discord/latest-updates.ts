/** More messages than are updated at the same time; older ones are forgotten, and then the last answer wins. */
const MESSAGES = 1000;

/** Which interaction asked last for an update of a message, so that an earlier one that took longer changes nothing. */
export class LatestUpdates {
  readonly #latest = new Map<string, string>();

  note(messageId: string, interactionId: string): void {
    const known = this.#latest.get(messageId);
    this.#latest.delete(messageId);
    this.#latest.set(messageId, known && isNewer(known, interactionId) ? known : interactionId);
    const [oldest] = this.#latest.keys();
    if (this.#latest.size > MESSAGES && oldest !== undefined) this.#latest.delete(oldest);
  }

  isLatest(messageId: string, interactionId: string): boolean {
    const latest = this.#latest.get(messageId);
    return latest === undefined || !isNewer(latest, interactionId);
  }
}

/** Ids are numbers that grow with time and are too large for `number`. */
function isNewer(one: string, other: string): boolean {
  return BigInt(one) > BigInt(other);
}
