import { formatChoice, formatWhen } from '../events/when/format.ts';
import { type SuggestionOptions, suggestWhen } from '../events/when/suggestions.ts';
import { readWhen } from '../events/when.ts';
import type { PlannedPost } from '../posts/approval/schedule-store.ts';
import { type ChoiceSearch, matching } from './choice-search.ts';
import type { Choice } from './command.ts';
import { CHOICE_LENGTH_LIMIT, CHOICES_LIMIT } from './limits.ts';
import type { Messages } from './messages/messages.ts';
import { shorten } from './shorten.ts';

/**
 * Times for the autocomplete of `when`: first what the typed words mean, with every meaning they have, then the times
 * worth offering. What a choice carries is canonical, since it does not depend on the moment it is read.
 */
export function whenChoices(typed: string, options: SuggestionOptions): Choice[] {
  const { now, language, eventDate } = options;
  const date = eventDate === undefined ? {} : { eventDate };
  const reading = typed.trim() === '' ? undefined : readWhen(typed, { now, ...date });
  const meant = (at: number) => formatWhen(at, language, { now });
  const read: Choice[] =
    reading?.kind === 'moment'
      ? [{ name: meant(reading.at), value: meant(reading.at) }]
      : reading?.kind === 'ambiguous'
        ? reading.choices.map((choice) => ({
            name: formatChoice(choice, language, { now }),
            value: meant(choice.at),
          }))
        : reading?.kind === 'past' && reading.next !== undefined
          ? [{ name: meant(reading.next), value: meant(reading.next) }]
          : [];
  const offered = suggestWhen(options).map(({ words: said, text }) => ({
    name: said === text ? text : `${said} · ${text}`,
    value: text,
  }));
  const choices = read.length > 0 ? read : matching(offered, typed, ({ name }) => name);
  return distinct(choices).slice(0, CHOICES_LIMIT);
}

/** Planned posts for autocomplete, with their times: one event may have several of a kind. */
export function plannedChoices(
  planned: readonly PlannedPost[],
  { typed, messages, now }: ChoiceSearch,
): Choice[] {
  const choices = planned.map((one) => ({
    name: plannedName(one, messages, now),
    value: one.post.id,
  }));
  return matching(choices, typed, ({ name, value }) => `${name} ${value}`).slice(0, CHOICES_LIMIT);
}

function plannedName(
  { post, publication }: PlannedPost,
  { language, templates, drafts }: Messages,
  now: number,
): string {
  const when = formatWhen(publication.dueAt, language, { now });
  const after = [templates[post.template], drafts.states[post.state]];
  const room = CHOICE_LENGTH_LIMIT - [when, '', ...after].join(' · ').length;
  return [when, shorten(post.eventName, room), ...after].join(' · ');
}

function distinct(choices: readonly Choice[]): Choice[] {
  return [...new Map(choices.map((choice) => [choice.value, choice])).values()];
}
