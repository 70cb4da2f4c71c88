import { SignBudget, signsIn } from './caption-signs.ts';
import { captionLink, ticketLines } from './caption-tickets.ts';
import { CAPTION_WORDS, type CaptionWords } from './caption-words.ts';
import type { Event, Language, TemplateName } from './event.ts';
import { excerpt } from './excerpt.ts';
import type { EventExtras } from './extras.ts';
import { ageSentence } from './extras-text.ts';
import { parseHashtags } from './hashtag.ts';
import {
  CAPTION_MAX_LENGTH,
  CAPTION_MAX_MENTIONS,
  CAPTION_VISIBLE_LENGTH,
} from './instagram-limits.ts';
import { countdownWord, formatNight } from './korean-date.ts';
import { type Act, acts, actTitle, dDay, type Eve, hoursOfTheNight } from './night.ts';
import { cleanLine, cleanText, graphemes } from './text.ts';

export interface CaptionOptions {
  readonly language: Language;
  /** Today's date in Seoul; the countdown counts calendar days from it. */
  readonly today: Temporal.PlainDate;
  /** The last hours of a countdown (`eveOf`). */
  readonly eve?: Eve;
  /** At most this many hashtags; Instagram itself shows 5 since December 2025. */
  readonly hashtagLimit: number;
  /** What the organizer has added about tickets and entry. */
  readonly extras?: EventExtras;
  /** The server's own, without `#`: they fill the room that is left, and are not missed where there is none. */
  readonly hashtags?: readonly string[];
}

export interface Caption {
  /** Ready to paste: NFC, at most 2,200 UTF-16 units, hashtags included. */
  readonly text: string;
  /** Without `#`, as they appear in `text`, each once. */
  readonly hashtags: readonly string[];
  /** Without `@`, as they appear in `text`, each once; at most 20. */
  readonly mentions: readonly string[];
  readonly warnings: readonly CaptionWarning[];
}

/** What a person should know before posting the caption. */
export type CaptionWarning =
  | { readonly kind: 'description_shortened' }
  /** A name, venue, address, act or notice of absurd length, or a link left out; `text` is the whole of it. */
  | { readonly kind: 'text_shortened'; readonly text: string }
  /** More acts than the caption has room for; its last line says how many are missing. */
  | { readonly kind: 'acts_omitted'; readonly count: number }
  | { readonly kind: 'hashtags_dropped'; readonly count: number }
  | { readonly kind: 'mentions_dropped'; readonly count: number };

// What each part may take of the 2,200 units, chosen so that the acts or the description always keep 700; with
// extras, hashtags of absurd length give way so that they keep 400.
const NAME_MAX_LENGTH = 300;
const VENUE_MAX_LENGTH = 150;
const ADDRESS_MAX_LENGTH = 200;
const ACT_NAME_MAX_LENGTH = 100;
const HASHTAGS_MAX_LENGTH = 700;
const NOTICE_MAX_LENGTH = 200;
const BODY_MIN_LENGTH = 400;

/** Between these a start is called a night: 오늘 밤, tonight. */
const NIGHT_FROM = '20:00';
const NIGHT_UNTIL = '06:00';

/**
 * The caption of one post: only facts of the event, in the words of `caption-words.ts`; what is unset leaves no line.
 *
 * - The first two lines carry name, date and venue, since Instagram folds the rest away (`CAPTION_VISIBLE_LENGTH`).
 *   Where both do not fit, the shorter one goes first, and the date is visible in any case.
 * - Signs of Instagram in the organizer's own texts count too. Room is given in this order: ticket link, name, venue,
 *   address, notice, the event's hashtags, the acts, the description, the server's hashtags; without room a `#` or `@`
 *   in a text goes and its word stays, while a link or an artist's handle goes altogether.
 * - An announcement keeps the acts back: in a campaign they are revealed by the line-up. It says all about entry,
 *   under the place as Korean promoters do; the other two say it behind what they are about.
 */
export function composeCaption(
  event: Event,
  template: TemplateName,
  options: CaptionOptions,
): Caption {
  const { language, eve } = options;
  const days = template === 'countdown' ? dDay(event.date, options.today) : -1;
  // Nobody buys tickets for a night that is over.
  const extras = template === 'countdown' && days < 0 ? {} : (options.extras ?? {});
  const signRoom = { hashtags: options.hashtagLimit, mentions: CAPTION_MAX_MENTIONS };
  const link = captionLink(extras, signRoom);
  const draft: Draft = {
    words: CAPTION_WORDS[language],
    warnings: link.omitted === undefined ? [] : [{ kind: 'text_shortened', text: link.omitted }],
    budget: new SignBudget({
      hashtags: signRoom.hashtags - link.hashtags,
      mentions: signRoom.mentions - link.mentions,
    }),
  };
  const lineup = template === 'lineup' ? announcedActs(event) : [];

  const name = shortLine(event.name, NAME_MAX_LENGTH, draft);
  const venue = shortLine(event.venue.name, VENUE_MAX_LENGTH, draft);
  const wantsAddress = template === 'announcement' || venue === '';
  const address = wantsAddress ? shortLine(event.venue.address, ADDRESS_MAX_LENGTH, draft) : '';
  const place = venue || address;
  const opening = openingLines({
    title: joined(' · ', [
      days === 0 && eve ? draft.words.eve(eve, hoursOfTheNight(event)?.start) : countdownWord(days),
      name,
      lineup.length > 0 && draft.words.lineup,
    ]),
    date: `${draft.words.dateMark} ${formatNight(event, options)}`,
    place: place && `${draft.words.venueMark} ${place}`,
  });
  const tickets = ticketLines(extras, link, { language, mark: draft.words.ticketMark });
  const entry = [...tickets, ...entryLines(extras, language, draft)];
  const isAnnouncement = template === 'announcement';
  const head = joined('\n', [...opening, venue && address, ...(isAnnouncement ? entry : [])]);
  const tail = isAnnouncement ? '' : joined('\n', entry);

  const withoutTags = joined('\n\n', [head, tail]).length + BODY_MIN_LENGTH;
  const tagRoom = Math.min(HASHTAGS_MAX_LENGTH, CAPTION_MAX_LENGTH - withoutTags);
  const ownTags = hashtagLine(event, tagRoom, draft);
  const spareTags = tagsToAdd(ownTags, tagRoom, options, draft);
  const allTags = joined(' ', [ownTags, ...spareTags]);

  const room = CAPTION_MAX_LENGTH - joined('\n\n', [head, tail, allTags]).length - '\n\n'.length;
  const body = {
    announcement: () => descriptionText(event, room, draft),
    lineup: () => lineupText(lineup, room, draft),
    countdown: () => {
      if (days === 0 && eve) return draft.words.eveLeft[eve];
      return days < 0 ? '' : draft.words.daysLeft(days, isAtNight(event));
    },
  }[template]();
  const warnings = [...draft.warnings, ...missingSigns(draft.budget)];
  const hashtags = joined(' ', [ownTags, ...admittedTags(spareTags, draft.budget)]);

  const text = joined('\n\n', [head, body, tail, hashtags]);
  const signs = signsIn(text);
  return {
    text,
    hashtags: distinct(signs.hashtags),
    mentions: distinct(signs.mentions),
    warnings,
  };
}

/** What is carried from one part of a caption to the next. */
interface Draft {
  readonly words: CaptionWords;
  readonly warnings: CaptionWarning[];
  readonly budget: SignBudget;
}

/** The two lines that are seen before "more". */
function openingLines(parts: { title: string; date: string; place: string }): string[] {
  const { title, date, place } = parts;
  const facts = joined(' · ', [date, place]);
  const titleFirst =
    isVisible(`${title}\n${facts}`) ||
    (title.length < facts.length && isVisible(`${title}\n${date}`));
  return titleFirst ? [title, facts] : [facts, title];
}

function isVisible(text: string): boolean {
  return graphemes(text).length <= CAPTION_VISIBLE_LENGTH;
}

function shortLine(raw: string, maxLength: number, { budget, warnings }: Draft): string {
  const text = cleanLine(raw);
  if (text.length > maxLength) warnings.push({ kind: 'text_shortened', text });
  return budget.admitText(excerpt(text, maxLength));
}

/** Age and notice, each on its line. */
function entryLines(extras: EventExtras, language: Language, draft: Draft): string[] {
  const notice = shortLine(extras.notice ?? '', NOTICE_MAX_LENGTH, draft);
  return [ageSentence(extras, language) ?? '', notice];
}

/** The event's own hashtags, without those that its name or venue already makes. */
function hashtagLine(event: Event, maxLength: number, { budget }: Draft): string {
  let line = '';
  for (const tag of parseHashtags(event.hashtags.join(' '))) {
    if (budget.has('hashtag', tag)) continue;
    const longer = joined(' ', [line, `#${tag}`]);
    if (longer.length > maxLength) budget.refuse('hashtag', tag);
    else if (budget.admit('hashtag', tag)) line = longer;
  }
  return line;
}

/** The server's hashtags as far as they can find room beside the event's, with `#`. */
function tagsToAdd(
  line: string,
  maxLength: number,
  options: CaptionOptions,
  { budget }: Draft,
): string[] {
  let room = maxLength - line.length;
  return parseHashtags((options.hashtags ?? []).join(' '))
    .filter((tag) => !budget.has('hashtag', tag))
    .map((tag) => `#${tag}`)
    .filter((tag) => {
      const length = ' '.length + tag.length;
      if (length > room) return false;
      room -= length;
      return true;
    })
    .slice(0, options.hashtagLimit);
}

/** Those for which all the other texts have left room. */
function admittedTags(tags: readonly string[], budget: SignBudget): string[] {
  return tags.filter((tag) => {
    const name = tag.slice(1);
    return !budget.has('hashtag', name) && budget.admit('hashtag', name);
  });
}

function descriptionText(event: Event, room: number, { budget, warnings }: Draft): string {
  const description = cleanText(event.description);
  if (description.length > room) warnings.push({ kind: 'description_shortened' });
  return budget.admitText(excerpt(description, room));
}

function announcedActs(event: Event): Act[] {
  return acts({
    timeslots: event.timeslots.map((slot) => ({ ...slot, djName: cleanLine(slot.djName) })),
  });
}

function lineupText(lineup: readonly Act[], room: number, draft: Draft): string {
  const shown = lineup.slice(0, actsThatFit(lineup, room, draft.words));
  const lines = shown.map((act) => {
    const title = shortLine(actTitle(act), ACT_NAME_MAX_LENGTH, draft);
    return joined(' ', [act.start, title, ...handlesBeside(title, act, draft.budget)]);
  });
  const omitted = lineup.length - shown.length;
  if (omitted > 0) draft.warnings.push({ kind: 'acts_omitted', count: omitted });
  return joined('\n', [...lines, omitted > 0 && draft.words.moreActs(omitted)]);
}

/** Without a handle that the name already mentions: some organizers type `@kim` as the name too. */
function handlesBeside(title: string, act: Act, budget: SignBudget): string[] {
  const mentioned = signsIn(title).mentions.map((mention) => mention.toLowerCase());
  return act.handles
    .filter((handle) => !mentioned.includes(handle))
    .filter((handle) => budget.admit('mention', handle))
    .map((handle) => `@${handle}`);
}

/** Counted before signs are dropped, which only makes lines shorter. */
function actsThatFit(lineup: readonly Act[], room: number, words: CaptionWords): number {
  const lengths = lineup.map((act) => {
    const title = actTitle(act).slice(0, ACT_NAME_MAX_LENGTH);
    return joined(' ', [act.start, title, ...act.handles.map((handle) => `@${handle}`)]).length + 1;
  });
  const total = lengths.reduce((sum, length) => sum + length, 0);
  if (total <= room) return lineup.length;
  let left = room - words.moreActs(lineup.length).length;
  return lengths.findIndex((length) => {
    left -= length;
    return left < 0;
  });
}

function isAtNight(event: Event): boolean {
  const hours = hoursOfTheNight(event);
  return hours !== undefined && (hours.start >= NIGHT_FROM || hours.start < NIGHT_UNTIL);
}

function missingSigns(budget: SignBudget): CaptionWarning[] {
  const hashtags = budget.missing('hashtag');
  const mentions = budget.missing('mention');
  return [
    ...(hashtags > 0 ? [{ kind: 'hashtags_dropped', count: hashtags } as const] : []),
    ...(mentions > 0 ? [{ kind: 'mentions_dropped', count: mentions } as const] : []),
  ];
}

/** Each once, whatever its case, as first written. */
function distinct(names: readonly string[]): string[] {
  const spellings = Map.groupBy(names, (name) => name.toLowerCase()).values();
  return Array.from(spellings).flatMap(([first]) => first ?? []);
}

function joined(separator: string, parts: readonly (string | false | undefined)[]): string {
  return parts.filter((part) => part).join(separator);
}
