import { ButtonStyle } from 'discord.js';
import { z } from 'zod';
import { isEventId } from '../events/event-id.ts';
import { isLinkCode } from '../posts/link-proof.ts';
import { button, type IdButton, type Row, row } from './buttons.ts';
import { keepQuestion, parseKeepOrNumber } from './keep-question.ts';
import type { Messages } from './messages/messages.ts';
import { OutdatedComponentError } from './outdated-component.ts';

/** The prefix of the custom ids of the buttons under the answers to `/connect rite`. */
export const CONNECT_PREFIX = 'connect-rite';
/** Of those under the question of `/disconnect rite`. */
export const DISCONNECT_PREFIX = 'disconnect-rite';

/** `confirm` and `cancel` are about a code; `begin` gives a new one, whether or not the server is linked. */
export type ConnectChoice =
  | { readonly action: 'confirm' | 'cancel'; readonly code: string; readonly eventId: string }
  | { readonly action: 'begin'; readonly eventId: string };

/** `keep`: nothing after all; else the version of the connection that the person saw. */
export type DisconnectChoice = 'keep' | { readonly version: number };

const eventIdSchema = z.string().refine(isEventId);
const connectSchema = z.union([
  z.tuple([z.enum(['confirm', 'cancel']), z.string().refine(isLinkCode), eventIdSchema]),
  z.tuple([z.literal('begin'), eventIdSchema]),
]);

/** `connect-rite:confirm:RITE-7F3K-9Q2M:<event>`, at most 100 signs. @throws {OutdatedComponentError} */
export function parseConnect(customId: string): ConnectChoice {
  const parts = connectSchema.safeParse(customId.split(':').slice(1));
  if (!parts.success) throw new OutdatedComponentError('Unknown step', { cause: parts.error });
  if (parts.data[0] === 'begin') return { action: 'begin', eventId: parts.data[1] };
  const [action, code, eventId] = parts.data;
  return { action, code, eventId };
}

/** `disconnect-rite:keep`, `disconnect-instagram:3`. @throws {OutdatedComponentError} */
export function parseDisconnect(customId: string): DisconnectChoice {
  const version = parseKeepOrNumber(customId);
  return version === 'keep' ? version : { version };
}

type ButtonRow = Row<IdButton>;

export function codeButtons(
  { code, eventId }: { readonly code: string; readonly eventId: string },
  { connect: { buttons } }: Messages,
): ButtonRow {
  const id = (action: string) => [CONNECT_PREFIX, action, code, eventId].join(':');
  return row(
    button(id('confirm'), buttons.confirm, ButtonStyle.Success),
    button(id('cancel'), buttons.cancel),
  );
}

export function beginButton(
  eventId: string,
  label: 'newCode' | 'relink',
  { connect: { buttons } }: Messages,
): ButtonRow {
  const id = [CONNECT_PREFIX, 'begin', eventId].join(':');
  return row(button(id, buttons[label], ButtonStyle.Primary));
}

export function disconnectButtons(version: number, { connect: { buttons } }: Messages): ButtonRow {
  const { disconnect: remove, keep } = buttons;
  return keepQuestion(DISCONNECT_PREFIX, { choice: version, remove, keep });
}
