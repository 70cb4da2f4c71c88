/** A component under one of our messages whose custom id this version cannot read; the person must start anew. */
export class OutdatedComponentError extends Error {
  override readonly name = 'OutdatedComponentError';
}
