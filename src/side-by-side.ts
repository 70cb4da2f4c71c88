/** Parts that need nothing of each other to stop, and so stop at the same time: the slowest takes as long as all do. */
export class SideBySide implements AsyncDisposable {
  readonly #parts: AsyncDisposable[] = [];

  /** Returns the part, which is stopped with the others from now on. */
  use<T extends AsyncDisposable>(part: T): T {
    this.#parts.push(part);
    return part;
  }

  /** When some fail to stop, the others do all the same. @throws {AggregateError} with what those threw. */
  async [Symbol.asyncDispose](): Promise<void> {
    const stops = this.#parts.map(async (part) => part[Symbol.asyncDispose]());
    const outcomes = await Promise.allSettled(stops);
    const errors = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
    if (errors.length > 0) throw new AggregateError(errors, 'Parts failed to stop');
  }
}
