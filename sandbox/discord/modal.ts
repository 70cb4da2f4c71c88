import {
  type APIModalInteractionResponseCallbackData,
  type APIModalSubmission,
  type APIModalSubmissionComponent,
  ComponentType,
  type ModalSubmitComponent,
  TextInputStyle,
} from 'discord-api-types/v10';
import { type ComponentNode, componentsIn } from './component-tree.ts';
import type { Interaction } from './interaction.ts';

const c = ComponentType;

/** One thing to fill in. */
export interface ModalField {
  readonly customId: string;
  /** What the person reads above it. */
  readonly label: string;
  readonly description: string | undefined;
  /** `ComponentType`: 4 is a text, 3 a select. */
  readonly type: number;
  readonly multiline: boolean;
  readonly required: boolean;
  /** What stands in it already. */
  readonly value: string;
  readonly placeholder: string | undefined;
  readonly options: readonly { readonly label: string; readonly value: string }[];
}

/** What a person writes into a field: a text, or the values chosen. */
export type ModalValue = string | readonly string[];

/** A form on the screen. */
export class Modal {
  readonly customId: string;
  readonly title: string;
  readonly fields: readonly ModalField[];
  /** The command or click that opened it. */
  readonly opener: Interaction;
  readonly #components: readonly ComponentNode[];

  constructor(data: APIModalInteractionResponseCallbackData, opener: Interaction) {
    this.customId = data.custom_id;
    this.title = data.title;
    this.opener = opener;
    this.#components = data.components as unknown as readonly ComponentNode[];
    this.fields = this.#components.flatMap(fieldsIn);
  }

  /**
   * The form as it is sent off. Values are named by custom id or label; what is left out keeps the value that
   * stood there. Throws what the client would say: a required field empty, a text too long, no such option.
   */
  fill(values: Readonly<Record<string, ModalValue>>): APIModalSubmission {
    const strangers = Object.keys(values).filter(
      (key) => !this.fields.some((one) => named(one, key)),
    );
    if (strangers.length > 0) {
      throw new Error(
        `The modal "${this.title}" has no field ${strangers.join(', ')}; it has ${this.fields
          .map((field) => field.customId)
          .join(', ')}`,
      );
    }
    return {
      custom_id: this.customId,
      components: this.#components.map((component) => this.#filled(component, values)),
    };
  }

  #filled(
    component: ComponentNode,
    values: Readonly<Record<string, ModalValue>>,
  ): APIModalSubmissionComponent {
    const id = component.id ?? 0;
    if (component.type === c.Label && component.component) {
      return { type: c.Label, id, component: this.#entry(component.component, values) };
    }
    if (component.type === c.ActionRow) {
      const inputs = (component.components ?? []).map((input) => this.#entry(input, values));
      return { type: c.ActionRow, id, components: inputs } as APIModalSubmissionComponent;
    }
    return { type: c.TextDisplay, id };
  }

  #entry(node: ComponentNode, values: Readonly<Record<string, ModalValue>>): ModalSubmitComponent {
    const field = this.fields.find((one) => one.customId === node.custom_id);
    if (!field)
      throw new Error(`The modal "${this.title}" has a component that cannot be filled in`);
    const key = Object.keys(values).find((one) => named(field, one));
    const given = key === undefined ? undefined : values[key];
    const base = { id: node.id ?? 0, custom_id: field.customId };
    if (node.type === c.TextInput) {
      const value = typeof given === 'string' ? given : field.value;
      requireText(field, node, value);
      return { ...base, type: c.TextInput, value };
    }
    const chosen = given === undefined ? [] : typeof given === 'string' ? [given] : [...given];
    requireChoice(field, node, chosen);
    return { ...base, type: node.type, values: chosen } as ModalSubmitComponent;
  }
}

function fieldsIn(top: ComponentNode): ModalField[] {
  return [...componentsIn([top])].flatMap(({ node }) => {
    if (node.custom_id === undefined) return [];
    const label = node === top.component ? top.label : node.label;
    return [
      {
        customId: node.custom_id,
        label: label ?? '',
        description: (top as { description?: string }).description,
        type: node.type,
        multiline: node.type === c.TextInput && node.style === TextInputStyle.Paragraph,
        required: node.required ?? true,
        value: node.value ?? '',
        placeholder: node.placeholder,
        options: node.options ?? [],
      },
    ];
  });
}

function named(field: ModalField, key: string): boolean {
  return field.customId === key || field.label === key;
}

function requireText(field: ModalField, node: ComponentNode, value: string): void {
  const length = value.length;
  const min = node.min_length ?? 0;
  const max = node.max_length ?? 4000;
  if (field.required && length === 0) throw new Error(`"${field.label}" must be filled in`);
  if ((length > 0 && length < min) || length > max) {
    throw new Error(`"${field.label}" takes ${min} to ${max} characters, not ${length}`);
  }
}

function requireChoice(field: ModalField, node: ComponentNode, chosen: readonly string[]): void {
  const min = field.required ? Math.max(node.min_values ?? 1, 1) : 0;
  const max = node.max_values ?? 1;
  if (chosen.length < min || chosen.length > max) {
    throw new Error(`"${field.label}" takes ${min} to ${max} choices, not ${chosen.length}`);
  }
  const strange = chosen.filter(
    (value) => node.options && !node.options.some((option) => option.value === value),
  );
  if (strange.length > 0) throw new Error(`"${field.label}" has no option ${strange.join(', ')}`);
}
