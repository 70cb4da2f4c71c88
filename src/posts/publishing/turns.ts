/**
 * Lets those who come go on one by one, each in a turn of the event loop of its own. SQLite answers at once, so that many
 * who write in a row would keep everybody else from the processor: 64 posts whose answers came together held up the
 * acknowledgement of an interaction for half a second and more (bench/publish.ts).
 */
export class Turns {
  #last: Promise<void> = Promise.resolve();

  take(): Promise<void> {
    this.#last = this.#last.then(nextTurn);
    return this.#last;
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
