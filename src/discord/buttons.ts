import {
  type APIActionRowComponent,
  type APIButtonComponentWithCustomId,
  type APIButtonComponentWithSKUId,
  type APIComponentInMessageActionRow,
  ButtonStyle,
  ComponentType,
} from 'discord.js';

/** One that tells us when it is pressed. */
export type IdButton = APIButtonComponentWithCustomId;

/** What stands side by side under a message: up to five buttons, or one menu. */
export type Row<Component extends APIComponentInMessageActionRow = APIComponentInMessageActionRow> =
  APIActionRowComponent<Component>;

export function row<Component extends APIComponentInMessageActionRow>(
  ...components: Component[]
): Row<Component> {
  return { type: ComponentType.ActionRow, components };
}

/** Discord takes custom ids of at most 100 characters, and labels of at most 80. */
export function button(
  customId: string,
  label: string,
  style: IdButton['style'] = ButtonStyle.Secondary,
): IdButton {
  return { type: ComponentType.Button, style, label, custom_id: customId };
}

/** Discord writes the product's name and price on it, and sells it. */
export function buyButton(skuId: string): APIButtonComponentWithSKUId {
  return { type: ComponentType.Button, style: ButtonStyle.Premium, sku_id: skuId };
}
