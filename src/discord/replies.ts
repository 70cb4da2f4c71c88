import { EventNotFoundError, EventSourceError, PostRefusedError } from '../posts/errors.ts';
import { plain } from './markdown.ts';
import type { Messages } from './messages/messages.ts';
import { OutdatedComponentError } from './outdated-component.ts';

export interface Failure {
  /** What the person reads. */
  readonly text: string;
  /** Set when nobody foresaw the error: it must be logged with this number. */
  readonly reference?: string;
}

export interface FailureOptions {
  readonly messages: Messages;
  readonly guildId: string;
  readonly interactionId: string;
}

/** The one place where an error becomes words for a person. */
export function explain(error: unknown, options: FailureOptions): Failure {
  const { errors } = options.messages;
  if (error instanceof EventNotFoundError) return { text: errors.eventNotFound };
  if (error instanceof EventSourceError) return { text: errors.source[error.reason] };
  if (error instanceof OutdatedComponentError) return { text: errors.componentGone };
  if (error instanceof PostRefusedError) {
    const event = plain(error.eventName ?? '', 80);
    return { text: errors.refusals[error.refusal]({ event, guildId: options.guildId }) };
  }
  const reference = referenceOf(options.interactionId);
  return { text: errors.unexpected(reference), reference };
}

/** Six characters that a person can read out, from the id under which the log knows the interaction. */
export function referenceOf(interactionId: string): string {
  return BigInt(interactionId).toString(36).slice(-6).toUpperCase();
}
