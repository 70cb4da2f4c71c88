import {
  type APIActionRowComponent,
  type APIButtonComponent,
  ButtonStyle,
  ComponentType,
} from 'discord.js';
import type { Messages } from './messages/messages.ts';
import { OutdatedComponentError } from './outdated-component.ts';

/** The prefix of the custom ids of the buttons under the question of `/disconnect instagram`. */
export const DISCONNECT_INSTAGRAM_PREFIX = 'disconnect-instagram';

/** `keep`: nothing after all; else the version of the connection that the person saw. */
export type InstagramDisconnectChoice = 'keep' | { readonly version: number };

/** `disconnect-instagram:keep`, `disconnect-instagram:3`. @throws {OutdatedComponentError} */
export function parseInstagramDisconnect(customId: string): InstagramDisconnectChoice {
  const choice = customId.slice(DISCONNECT_INSTAGRAM_PREFIX.length + 1);
  if (choice === 'keep') return 'keep';
  if (/^\d{1,15}$/.test(choice)) return { version: Number(choice) };
  throw new OutdatedComponentError('Unknown choice');
}

type Row = APIActionRowComponent<APIButtonComponent>;

/** Leads to a person's own link. */
export function linkButton(url: string, { instagram: { buttons } }: Messages): Row {
  return row({ type: ComponentType.Button, style: ButtonStyle.Link, label: buttons.open, url });
}

/** Discord writes the product's name and price on it, and sells it. */
export function premiumButton(skuId: string): Row {
  return row({ type: ComponentType.Button, style: ButtonStyle.Premium, sku_id: skuId });
}

export function disconnectInstagramRow(version: number, { instagram: { buttons } }: Messages): Row {
  const id = (choice: string | number) => `${DISCONNECT_INSTAGRAM_PREFIX}:${choice}`;
  return row(
    {
      type: ComponentType.Button,
      style: ButtonStyle.Danger,
      label: buttons.disconnect,
      custom_id: id(version),
    },
    {
      type: ComponentType.Button,
      style: ButtonStyle.Secondary,
      label: buttons.keep,
      custom_id: id('keep'),
    },
  );
}

function row(...components: APIButtonComponent[]): Row {
  return { type: ComponentType.ActionRow, components };
}
