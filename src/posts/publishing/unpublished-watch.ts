import type { Publication } from './publication.ts';

/** More than can be doubtful at once; older ones are let go first. */
const MAX_WATCHED = 10_000;

/**
 * For how long a container is known to be unpublished, by a stopwatch: a clock that is set forward would otherwise end
 * the grace early, and what Instagram publishes late would be published twice.
 */
export class UnpublishedWatch {
  readonly #stopwatch: () => number;
  readonly #since = new Map<string, number>();

  constructor(stopwatch: () => number) {
    this.#stopwatch = stopwatch;
  }

  /** Seen unpublished just now, for the first time since it was sent. */
  note(publication: Publication): void {
    this.#since.set(keyOf(publication), this.#stopwatch());
    for (const oldest of this.#since.keys()) {
      if (this.#since.size <= MAX_WATCHED) break;
      this.#since.delete(oldest);
    }
  }

  /** Undefined when it was not this process that noted it. */
  sinceMs(publication: Publication): number | undefined {
    const since = this.#since.get(keyOf(publication));
    return since === undefined ? undefined : this.#stopwatch() - since;
  }

  forget(publication: Publication): void {
    this.#since.delete(keyOf(publication));
  }
}

/** Another `media_publish` is another doubt. */
function keyOf({ postId, sends }: Publication): string {
  return `${postId}/${sends}`;
}
