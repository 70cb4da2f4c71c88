/** Servers that the bot had to leave: their data goes after a while, unless they come back. */
export interface Departures {
  /** A second departure does not begin the time anew. */
  left(guildId: string, at: number): Promise<void>;
  returned(guildId: string): Promise<void>;
  /** At start: what happened while the bot was not there to see it, told from the servers it is in now. */
  reconcile(present: ReadonlySet<string>, at: number): Promise<void>;
  /** Those that left before this moment and have not returned. */
  due(leftBefore: number): Promise<readonly string[]>;
  /**
   * Everything that was kept for a server; `returned` when it came back meanwhile and nothing was removed, `publishing`
   * when something may be going live at this moment: another time.
   */
  removeGuild(
    guildId: string,
    leftBefore: number,
  ): Promise<
    | { readonly outcome: 'removed'; readonly hashes: readonly string[] }
    | { readonly outcome: 'returned' }
    | { readonly outcome: 'publishing' }
  >;
}
