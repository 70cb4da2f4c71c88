/** Work that is done in order where it has the same name, and at the same time where it has not. */
export class OrderedWork {
  /** When the last of each name is over. */
  readonly #ends = new Map<string, Promise<void>>();

  /** @throws what the work throws; what comes after it is done all the same. */
  async run<T>(name: string, work: () => Promise<T>): Promise<T> {
    const before = this.#ends.get(name) ?? Promise.resolve();
    const { promise: over, resolve } = Promise.withResolvers<void>();
    this.#ends.set(name, over);
    await before;
    try {
      return await work();
    } finally {
      if (this.#ends.get(name) === over) this.#ends.delete(name);
      resolve();
    }
  }

  /** Resolves when nothing is left, what was added meanwhile included. */
  async settled(): Promise<void> {
    while (this.#ends.size > 0) await Promise.all(this.#ends.values());
  }
}
