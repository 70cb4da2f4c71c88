/** The present moment as epoch milliseconds. Injected everywhere, so that tests set the time instead of waiting. */
export type Clock = () => number;
