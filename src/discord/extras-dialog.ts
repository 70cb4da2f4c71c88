import { ButtonStyle } from 'discord.js';
import { z } from 'zod';
import { EXTRAS_FIELDS, EXTRAS_MAX_LENGTHS, type ExtrasTyped } from '../events/extras-input.ts';
import { button, type Row, row } from './buttons.ts';
import { eventIdSchema } from './event-id.ts';
import type { Messages } from './messages/messages.ts';
import type { Modal } from './modal.ts';
import { OutdatedComponentError } from './outdated-component.ts';

/** The prefix of the custom ids of the form of extras, and of the button that opens it again. */
export const EXTRAS_PREFIX = 'extras';

const subjectSchema = z.object({
  version: z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number),
  eventId: eventIdSchema,
});

/** What a form of extras is about: an event, and what was kept of it when the person began to type. */
export type ExtrasSubject = z.infer<typeof subjectSchema>;

/** `extras:3:<event id>`, at most 87 characters. */
function extrasCustomId({ version, eventId }: ExtrasSubject): string {
  return [EXTRAS_PREFIX, version, eventId].join(':');
}

/** @throws {OutdatedComponentError} when this version cannot read it. */
export function parseExtrasCustomId(customId: string): ExtrasSubject {
  const [prefix, version, eventId, ...rest] = customId.split(':');
  const subject = subjectSchema.safeParse({ version, eventId });
  if (prefix !== EXTRAS_PREFIX || rest.length > 0 || !subject.success) {
    throw new OutdatedComponentError('Not the custom id of extras', { cause: subject.error });
  }
  return subject.data;
}

export interface ExtrasModalOptions {
  /** For the title; absent when nobody should wait for it. */
  readonly eventName?: string;
  /** What stands in the fields. */
  readonly typed: ExtrasTyped;
  readonly messages: Messages;
}

export function extrasModal(
  subject: ExtrasSubject,
  { eventName, typed, messages: { extras } }: ExtrasModalOptions,
): Modal {
  return {
    customId: extrasCustomId(subject),
    title: extras.modalTitle(eventName),
    fields: EXTRAS_FIELDS.map((id) => ({
      id,
      label: extras.labels[id],
      placeholder: extras.placeholders[id],
      value: typed[id],
      maxLength: EXTRAS_MAX_LENGTHS[id],
    })),
  };
}

/** Opens the form again with what was typed, which stands in the message the button is under. */
export function reopenButton(subject: ExtrasSubject, { extras }: Messages): Row {
  return row(button(extrasCustomId(subject), extras.reopenButton, ButtonStyle.Primary));
}
