import {
  type APIModalInteractionResponseCallbackData,
  ComponentType,
  TextInputStyle,
} from 'discord.js';
import { MODAL_TITLE_LIMIT, TEXT_INPUT_LIMIT } from './limits.ts';
import { shorten } from './shorten.ts';

/** A form in front of one person. All its state is in the custom id: nobody knows when it is sent off. */
export interface Modal {
  /** Begins with the prefix of the `ModalForm` that takes what is typed; at most 100 characters. */
  readonly customId: string;
  /** What is longer than 45 characters is cut. */
  readonly title: string;
  /** 1 to 5. */
  readonly fields: readonly ModalField[];
}

export interface ModalField {
  readonly id: string;
  /** At most 45 characters. */
  readonly label: string;
  /** Under the label, also while something is typed; at most 100 characters. */
  readonly description?: string;
  /** In the empty field; at most 100 characters. */
  readonly placeholder?: string;
  /** What stands in it already. */
  readonly value?: string;
  /** UTF-16 units. */
  readonly maxLength: number;
  readonly multiline?: boolean;
  /** Discord itself refuses to send the form while a required field is empty. */
  readonly required?: boolean;
}

/** The form as Discord wants it: labels around the inputs, since inputs in action rows are deprecated. */
export function modalData(modal: Modal): APIModalInteractionResponseCallbackData {
  return {
    custom_id: modal.customId,
    title: shorten(modal.title, MODAL_TITLE_LIMIT),
    components: modal.fields.map((field) => ({
      type: ComponentType.Label,
      label: field.label,
      ...(field.description === undefined ? {} : { description: field.description }),
      component: {
        type: ComponentType.TextInput,
        custom_id: field.id,
        style: field.multiline ? TextInputStyle.Paragraph : TextInputStyle.Short,
        required: field.required ?? false,
        // Kept before a limit became smaller, a value may be longer than it: Discord would refuse the whole form.
        max_length: Math.min(TEXT_INPUT_LIMIT, Math.max(field.maxLength, field.value?.length ?? 0)),
        ...(field.placeholder === undefined ? {} : { placeholder: field.placeholder }),
        ...(field.value ? { value: field.value.slice(0, TEXT_INPUT_LIMIT) } : {}),
      },
    })),
  };
}
