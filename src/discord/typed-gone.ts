/** What somebody typed and went on from cannot be read any more; they still have it in front of them as a file. */
export class TypedGoneError extends Error {
  override readonly name = 'TypedGoneError';
}
