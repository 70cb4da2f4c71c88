/** The event does not exist, or belongs to another organizer: the source does not tell the two apart, nor do we. */
export class EventNotFoundError extends Error {
  override readonly name = 'EventNotFoundError';
  readonly eventId: string;

  constructor(eventId: string, options?: ErrorOptions) {
    super(`Event not found or not yours: ${eventId}`, options);
    this.eventId = eventId;
  }
}

/** Why an event source gave no usable answer. */
export type EventSourceFailure = 'unreachable' | 'timeout' | 'server_error' | 'invalid_answer';

/** The event source is down, slow or answers nonsense, and no earlier answer is remembered. */
export class EventSourceError extends Error {
  override readonly name = 'EventSourceError';
  readonly reason: EventSourceFailure;

  constructor(reason: EventSourceFailure, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}

/** Why a post cannot be made from an event that was read well. */
export type PostRefusal =
  | 'server_not_linked'
  | 'link_unreadable'
  | 'event_cancelled'
  | 'event_completed'
  | 'event_past'
  | 'lineup_empty';

/** The event is fine to read but a post about it would be wrong or empty. */
export class PostRefusedError extends Error {
  override readonly name = 'PostRefusedError';
  readonly refusal: PostRefusal;
  readonly eventName: string | undefined;

  constructor(refusal: PostRefusal, eventName?: string) {
    super(`Post refused: ${refusal}`);
    this.refusal = refusal;
    this.eventName = eventName;
  }
}
