import type { Message } from './command.ts';

/** A form that is not opened, since nothing could come of it: why, and what can be done about that. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
  readonly refusal: Message;

  constructor(refusal: Message) {
    super('Nothing could come of it');
    this.refusal = refusal;
  }
}
