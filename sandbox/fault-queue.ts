/** The faults in force, the oldest first. */
export class FaultQueue<Fault extends { readonly times?: number }> {
  #faults: { readonly fault: Fault; left: number }[] = [];

  /** In force until cleared, or for the next `times` that it fits. */
  add(fault: Fault): void {
    this.#faults.push({ fault, left: fault.times ?? Number.POSITIVE_INFINITY });
  }

  clear(): void {
    this.#faults = [];
  }

  /** The first that fits, which uses it up once. */
  take(fits: (fault: Fault) => boolean): Fault | undefined {
    const found = this.#faults.find(({ fault }) => fits(fault));
    if (!found) return undefined;
    found.left -= 1;
    this.#faults = this.#faults.filter(({ left }) => left > 0);
    return found.fault;
  }
}
