import { ButtonStyle, ComponentType } from 'discord.js';
import { button, type Row, row } from './buttons.ts';
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

/** Leads to a person's own link. */
export function linkButton(url: string, { instagram: { buttons } }: Messages): Row {
  return row({ type: ComponentType.Button, style: ButtonStyle.Link, label: buttons.open, url });
}

export function disconnectInstagramRow(version: number, { instagram: { buttons } }: Messages): Row {
  const id = (choice: string | number) => `${DISCONNECT_INSTAGRAM_PREFIX}:${choice}`;
  return row(
    button(id(version), buttons.disconnect, ButtonStyle.Danger),
    button(id('keep'), buttons.keep),
  );
}
