import { ButtonStyle } from 'discord.js';
import { formatDate } from '../events/korean-date.ts';
import { acts, actTitle, todayInSeoul } from '../events/night.ts';
import type { KeptPost } from '../posts/kept-post.ts';
import { APPROVAL_PREFIXES } from './approval-custom-ids.ts';
import { button, type Row, row } from './buttons.ts';
import type { Message } from './command.ts';
import { type DraftName, draftCustomId } from './draft-name.ts';
import { CONTENT_LIMIT } from './limits.ts';
import { plain } from './markdown.ts';
import type { Messages } from './messages/messages.ts';
import type { Modal } from './modal.ts';

/** The only field of the form. */
export const REASON_FIELD = 'reason';

/** For the audit log and the notice; UTF-16 units. */
const REASON_LENGTH = 500;
const NAME_LENGTH = 80;
const ACT_LENGTH = 60;
/** Kept free for a line that says there are more. */
const MORE_LENGTH = 10;

/** Under the question why somebody has rejected it. */
export function reasonButton(name: DraftName, { approval }: Messages): Row {
  const customId = draftCustomId(APPROVAL_PREFIXES.reason, name);
  return row(button(customId, approval.buttons.reason, ButtonStyle.Primary));
}

export function reasonModal(name: DraftName, { approval }: Messages): Modal {
  const { title, label, placeholder } = approval.reasonForm;
  return {
    customId: draftCustomId(APPROVAL_PREFIXES.reason, name),
    title,
    fields: [
      {
        id: REASON_FIELD,
        label,
        placeholder,
        maxLength: REASON_LENGTH,
        multiline: true,
        required: true,
      },
    ],
  };
}

/** The event as the revision knows it: what an approver compares the poster with. */
export function eventDetails({ revision }: KeptPost, messages: Messages, now: number): Message {
  const { event } = revision.facts;
  const { language, phases, approval } = messages;
  const lines = [
    `### ${plain(event.name, NAME_LENGTH)}`,
    `**${formatDate(event.date, { language, today: todayInSeoul(now) })}** · ${plain(event.venue.name, NAME_LENGTH)} · ${phases[event.phase]}`,
    plain(event.venue.address, NAME_LENGTH),
  ].filter((line) => line !== '');
  const named = acts(event).filter(({ names }) => names.length > 0);
  const lineup = named.map((act) => {
    const { start, end } = act;
    return `${start}–${end} ${plain(actTitle(act), ACT_LENGTH)}`;
  });
  const above = [...lines, named.length > 0 ? `**${approval.lineup()}**` : approval.noLineup()];
  let room = CONTENT_LIMIT - MORE_LENGTH - above.join('\n').length;
  const shown = lineup.filter((line) => {
    room -= line.length + 1;
    return room >= 0;
  });
  return {
    content: [...above, ...shown, ...(shown.length < lineup.length ? ['…'] : [])].join('\n'),
  };
}
