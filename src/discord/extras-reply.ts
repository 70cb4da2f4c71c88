import type { Event } from '../events/event.ts';
import type { EventExtras } from '../events/extras.ts';
import type { ExtrasFault, ExtrasTyped } from '../events/extras-input.ts';
import { ageSentence, priceText } from '../events/extras-text.ts';
import type { KeptExtras } from '../posts/ports.ts';
import type { Reply } from './command.ts';
import { type ExtrasSubject, reopenButton } from './extras-dialog.ts';
import { typedBlock } from './extras-typed.ts';
import { CONTENT_LIMIT } from './limits.ts';
import { plain } from './markdown.ts';
import type { Messages } from './messages/messages.ts';
import { shorten } from './shorten.ts';

const NAME_LENGTH = 80;
const NOTICE_LENGTH = 200;

/** What will appear on posts. */
export function extrasSaved(event: Event, extras: EventExtras, messages: Messages): Reply {
  const { heading, saved, cleared } = messages.extras;
  const lines = extrasLines(extras, messages);
  const said = lines.length === 0 ? [cleared()] : [saved(), ...lines];
  return { content: [`### ${heading(plain(event.name, NAME_LENGTH))}`, ...said].join('\n') };
}

/** Why nothing was saved: every reason there is. */
export function extrasRefused(
  faults: readonly ExtrasFault[],
  typed: ExtrasTyped,
  subject: ExtrasSubject,
  messages: Messages,
): Reply {
  const { labels, refused } = messages.extras;
  const reasons = faults.map(
    ({ field, reason }) => `- **${labels[field]}** ${messages.extras.faults[reason]}`,
  );
  const why = [`⚠️ ${refused(faults.length)}`, ...reasons].join('\n');
  return withTyped(why, typed, subject, messages);
}

/** Somebody else was faster. To go on with one's own is to have seen theirs: the button is about their version. */
export function extrasOutdated(
  { event, kept }: { readonly event: Event; readonly kept: KeptExtras },
  typed: ExtrasTyped,
  messages: Messages,
): Reply {
  const { basedOnOlder, keptNothing } = messages.extras;
  const lines = extrasLines(kept.extras, messages);
  const why = [
    `⚠️ ${basedOnOlder()}`,
    ...(lines.length === 0 ? [`- ${keptNothing()}`] : lines),
  ].join('\n');
  return withTyped(why, typed, { eventId: event.id, version: kept.version }, messages);
}

/** What was typed, to copy or to go on with. */
export function extrasTyped(typed: ExtrasTyped, subject: ExtrasSubject, messages: Messages): Reply {
  return {
    content: [messages.extras.typed(), typedBlock(typed, messages)].join('\n'),
    components: [reopenButton(subject, messages)],
  };
}

function withTyped(
  why: string,
  typed: ExtrasTyped,
  subject: ExtrasSubject,
  messages: Messages,
): Reply {
  const kept = extrasTyped(typed, subject, messages);
  // What was typed must stay whole, for the button reads it from there.
  const room = CONTENT_LIMIT - kept.content.length - 1;
  return { ...kept, content: [shorten(why, room), kept.content].join('\n') };
}

/** As a list, in the words of poster and caption. */
function extrasLines(extras: EventExtras, { language, extras: texts }: Messages): string[] {
  const facts = [
    priceText(extras, language),
    ageSentence(extras, language),
    extras.notice && plain(extras.notice, NOTICE_LENGTH),
    // Angle brackets keep Discord from adding a preview.
    extras.ticketUrl && `${texts.labels.ticketUrl}: <${extras.ticketUrl}>`,
  ];
  return facts.flatMap((fact) => (fact ? [`- ${fact}`] : []));
}
