/** The server cannot listen where it was told to; the message is a sentence for the operator. */
export class ListenError extends Error {
  override readonly name = 'ListenError';
}
