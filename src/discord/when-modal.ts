import { type SuggestionOptions, suggestWhen } from '../events/when/suggestions.ts';
import type { KeptPost } from '../posts/kept-post.ts';
import type { Messages } from './messages/messages.ts';
import type { Modal } from './modal.ts';
import { WHEN_LENGTH } from './schedule-when.ts';
import { askId, type PlanTarget } from './schedule-wish.ts';
import { shorten } from './shorten.ts';

/** The only field of the form. */
export const WHEN_FIELD = 'when';
const PLACEHOLDER_LIMIT = 100;
const OFFERED = 3;

/** The form for the time of a post that is kept, with times worth offering in the empty field. */
export function whenModal(
  target: Exclude<PlanTarget, { kind: 'new' }>,
  { eventName, eventDate, template }: Pick<KeptPost, 'eventName' | 'eventDate' | 'template'>,
  { messages, now }: { readonly messages: Messages; readonly now: number },
): Modal {
  const { language } = messages;
  return timeForm(askId(target), eventName, { now, eventDate, template, language }, messages);
}

/** The same form under another custom id. */
export function timeForm(
  customId: string,
  eventName: string,
  options: SuggestionOptions,
  { schedule: { form } }: Messages,
): Modal {
  const offered = suggestWhen(options).slice(0, OFFERED);
  const placeholder = shorten(offered.map(({ words }) => words).join(', '), PLACEHOLDER_LIMIT);
  return {
    customId,
    title: form.title(eventName),
    fields: [
      {
        id: WHEN_FIELD,
        label: form.label,
        description: form.description,
        ...(placeholder !== '' && { placeholder }),
        maxLength: WHEN_LENGTH,
        required: true,
      },
    ],
  };
}
