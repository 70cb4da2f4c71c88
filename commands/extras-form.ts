import type { ModalCall } from '../src/discord/call.ts';
import type { Component, ModalForm } from '../src/discord/command.ts';
import { EXTRAS_PREFIX, extrasModal, parseExtrasCustomId } from '../src/discord/extras-dialog.ts';
import {
  extrasOutdated,
  extrasRefused,
  extrasSaved,
  extrasTyped,
} from '../src/discord/extras-reply.ts';
import { typedIn } from '../src/discord/extras-typed.ts';
import { EXTRAS_FIELDS, type ExtrasTyped, readExtras } from '../src/events/extras-input.ts';

/** What `/event extras` opened, sent off. */
export const extrasForm = {
  prefix: EXTRAS_PREFIX,
  acknowledge: 'update',

  async execute(call, { extras: service, messages }) {
    const subject = parseExtrasCustomId(call.customId);
    const typed = typedOf(call);
    const reading = readExtras(typed);
    if (!reading.ok) return extrasRefused(reading.wrong, typed, subject, messages);
    const { extras } = reading;
    const { guildId, userId } = call;
    const outcome = await service.save({ ...subject, guildId, userId, extras });
    return outcome.outcome === 'saved'
      ? extrasSaved(outcome.event, extras, messages)
      : extrasOutdated(outcome, typed, messages);
  },

  salvage(call, { messages }) {
    return extrasTyped(typedOf(call), parseExtrasCustomId(call.customId), messages);
  },
} satisfies ModalForm;

/** The button under what was typed and not saved: the same form again. */
export const extrasButton = {
  prefix: EXTRAS_PREFIX,
  acknowledge: 'modal',

  async open(call, { messages }) {
    const subject = parseExtrasCustomId(call.customId);
    return extrasModal(subject, { typed: typedIn(call.content), messages });
  },
} satisfies Component;

function typedOf({ fields }: ModalCall): ExtrasTyped {
  return Object.fromEntries(
    EXTRAS_FIELDS.map((field) => [field, fields[field] ?? '']),
  ) as unknown as ExtrasTyped;
}
