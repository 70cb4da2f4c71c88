import { ComponentType, InteractionType } from 'discord-api-types/v10';

/**
 * What a tampered client sends under a message: a custom id that need not stand in it, or a form that was never opened.
 * Discord itself may refuse some of these; a bot must not count on it.
 */
export type Forgery =
  | { readonly kind: 'button'; readonly customId: string }
  | { readonly kind: 'select'; readonly customId: string; readonly values: readonly string[] }
  | {
      readonly kind: 'form';
      readonly customId: string;
      /** By custom id of the field. */
      readonly texts: Readonly<Record<string, string>>;
    };

/** The kind of interaction, and its data as it travels. */
export function forgedData(forgery: Forgery): {
  readonly type: InteractionType;
  readonly data: unknown;
} {
  const custom_id = forgery.customId;
  switch (forgery.kind) {
    case 'button':
      return {
        type: InteractionType.MessageComponent,
        data: { component_type: ComponentType.Button, custom_id },
      };
    case 'select': {
      const { values } = forgery;
      return {
        type: InteractionType.MessageComponent,
        data: { component_type: ComponentType.StringSelect, custom_id, values },
      };
    }
    case 'form': {
      const components = Object.entries(forgery.texts).map(([field, value], index) => ({
        type: ComponentType.Label,
        id: 2 * index + 1,
        component: { type: ComponentType.TextInput, id: 2 * index + 2, custom_id: field, value },
      }));
      return { type: InteractionType.ModalSubmit, data: { custom_id, components } };
    }
  }
}
