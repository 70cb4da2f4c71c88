import type { Logger } from 'pino';
import { EventSourceError, PostRefusedError } from '../posts/errors.ts';
import { errorFields } from './error-fields.ts';
import { languageOf } from './language.ts';
import { messagesFor } from './messages/messages.ts';
import { explain, type Failure } from './replies.ts';

export interface FailedInteraction {
  readonly interaction: {
    readonly id: string;
    readonly locale: string;
    readonly guildId: string | null;
  };
  /** Of the command, button or form. */
  readonly name: string;
  readonly logger: Logger;
}

/** What the person is told, after the log was told more. */
export function interactionFailure(
  { interaction, name, logger }: FailedInteraction,
  error: unknown,
): Failure {
  const failure = explain(error, {
    messages: messagesFor(languageOf(interaction.locale)),
    guildId: interaction.guildId ?? '',
    interactionId: interaction.id,
  });
  const { reference } = failure;
  const fields = { ...errorFields(error), name, reference };
  if (reference) logger.error(fields, 'interaction failed');
  else if (error instanceof EventSourceError) logger.warn(fields, 'interaction without events');
  // Nothing is wrong, and the message may repeat what the person typed.
  else logger.info({ name, refusal: refusalOf(error) }, 'interaction refused');
  return failure;
}

function refusalOf(error: unknown): string | undefined {
  if (error instanceof PostRefusedError) return error.refusal;
  return error instanceof Error ? error.name : undefined;
}
