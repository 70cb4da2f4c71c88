import { ButtonStyle, ComponentType } from 'discord.js';
import { type Row, row } from './buttons.ts';
import { keepQuestion } from './keep-question.ts';
import type { Messages } from './messages/messages.ts';

/** The prefix of the custom ids of the buttons under the question of `/disconnect instagram`. */
export const DISCONNECT_INSTAGRAM_PREFIX = 'disconnect-instagram';

/** Leads to a person's own link. */
export function linkButton(url: string, { instagram: { buttons } }: Messages): Row {
  return row({ type: ComponentType.Button, style: ButtonStyle.Link, label: buttons.open, url });
}

export function disconnectInstagramRow(version: number, { instagram: { buttons } }: Messages): Row {
  const { disconnect: remove, keep } = buttons;
  return keepQuestion(DISCONNECT_INSTAGRAM_PREFIX, { choice: version, remove, keep });
}
