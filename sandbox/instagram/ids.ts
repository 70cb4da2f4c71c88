/** Numbers as Instagram gives them out: beyond what a double holds exactly, so that nobody may read them as one. */
export class Ids {
  #count = 0;

  account(): string {
    return this.#next('178414');
  }

  appScoped(): string {
    return this.#next('26');
  }

  container(): string {
    return this.#next('180');
  }

  media(): string {
    return this.#next('179');
  }

  #next(prefix: string): string {
    this.#count += 1;
    return prefix + String(this.#count).padStart(17 - prefix.length, '0');
  }
}
