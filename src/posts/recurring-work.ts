/** What a piece of recurring work is told. */
export interface WorkContext {
  /** The moment for which it was due; epoch milliseconds. Of a run by hand: when it was asked for. */
  readonly slot: number;
  /** Somebody asked for it, and takes the blame. */
  readonly byHand: boolean;
  /** Aborted when it takes too long or the bot stops: then it ends where it can go on another time. */
  readonly signal: AbortSignal;
}

/**
 * Work that is done again and again. Doing it twice, or twice at once, must do no harm.
 *
 * @returns one line about what was done.
 */
export type RecurringWork = (context: WorkContext) => Promise<string>;
