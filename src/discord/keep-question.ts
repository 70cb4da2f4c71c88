import { ButtonStyle } from 'discord.js';
import { button, type IdButton, type Row, row } from './buttons.ts';
import { OutdatedComponentError } from './outdated-component.ts';

const KEEP = 'keep';

/** The buttons under a question before something goes: the red one does it, the other leaves everything as it is. */
export function keepQuestion(
  prefix: string,
  { choice, remove, keep }: { readonly choice: string | number; remove: string; keep: string },
): Row<IdButton> {
  return row(
    button(`${prefix}:${choice}`, remove, ButtonStyle.Danger),
    button(`${prefix}:${KEEP}`, keep),
  );
}

/** The number in `<prefix>:3`, or `keep` for nothing after all. @throws {OutdatedComponentError} */
export function parseKeepOrNumber(customId: string): number | typeof KEEP {
  const choice = /^[^:]*:(?:(\d{1,15})|keep)$/.exec(customId);
  if (!choice) throw new OutdatedComponentError('Unknown choice');
  return choice[1] === undefined ? KEEP : Number(choice[1]);
}
