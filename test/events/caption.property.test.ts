import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Caption, composeCaption } from '../../src/events/caption.ts';
import { captionCounts } from '../../src/events/caption-signs.ts';
import {
  type Event,
  LANGUAGES,
  TEMPLATE_NAMES,
  type TemplateName,
} from '../../src/events/event.ts';
import type { EventExtras } from '../../src/events/extras.ts';
import { formatNight } from '../../src/events/korean-date.ts';
import { cleanLine, cleanText, graphemes } from '../../src/events/text.ts';
import { eventArbitrary, freeTextArbitrary } from '../fixtures/event.ts';

/** More than `readExtras` lets through: what is kept may be of another day. */
const extrasArbitrary: fc.Arbitrary<EventExtras> = fc.record(
  {
    ticketUrl: fc.oneof(
      fc.constantFrom(
        'https://ticket.example/47',
        'https://ticket.example/@club/@dj.kim.',
        'https://ticket.example/?a=1#tickets',
        'https://ticket.example/#a#b#47#c',
        `https://ticket.example/${'@club'.repeat(21)}`,
        `https://ticket.example/${'x'.repeat(480)}`,
      ),
      fc.webUrl({ withFragments: true, withQueryParameters: true, size: 'medium' }),
    ),
    advancePrice: fc.constantFrom(0, 5000, 20_000, 10_000_000),
    doorPrice: fc.constantFrom(0, 5000, 30_000, 10_000_000),
    ageLimit: fc.integer({ min: 1, max: 99 }),
    notice: freeTextArbitrary(12),
  },
  { requiredKeys: [] },
);

const captions = fc
  .record({
    event: eventArbitrary,
    template: fc.constantFrom(...TEMPLATE_NAMES),
    language: fc.constantFrom(...LANGUAGES),
    daysBefore: fc.integer({ min: -2, max: 400 }),
    hashtagLimit: fc.integer({ min: 0, max: 8 }),
    extras: fc.oneof(fc.constant<EventExtras>({}), extrasArbitrary),
    hashtags: fc.array(fc.constantFrom('서울', '테크노', 'techno', 'House', '클럽_지하실'), {
      maxLength: 6,
    }),
  })
  .map(({ event, template, ...rest }) => {
    const today = Temporal.PlainDate.from(event.date).subtract({ days: rest.daysBefore });
    const { daysBefore: _, ...others } = rest;
    const options = { ...others, today };
    return { event, template, options, caption: composeCaption(event, template, options) };
  });

// Shrinking an event of 40 slots can take minutes; what has been found by then is told.
const TIME = { interruptAfterTimeLimit: 10_000 };

describe('every caption', () => {
  it('is within the limits of Instagram', () => {
    fc.assert(
      fc.property(captions, ({ caption, options }) => {
        const counts = captionCounts(caption);
        expect(counts.characters).toBeLessThanOrEqual(2200);
        expect(counts.hashtags).toBeLessThanOrEqual(options.hashtagLimit);
        expect(counts.mentions).toBeLessThanOrEqual(20);
        // Counted again by a reading that knows nothing of ours: signs before a letter, e-mail addresses aside.
        const text = caption.text.replace(/[\w.+-]+@[\w-]+\.[\w.-]+/g, ' ');
        expect(text.match(/#(?=\d*[\p{Ll}\p{Lu}\p{Lo}])/gu)?.length ?? 0).toBeLessThanOrEqual(
          options.hashtagLimit,
        );
        expect(text.match(/@(?=\w)/g)?.length ?? 0).toBeLessThanOrEqual(20);
      }),
      TIME,
    );
  });

  it('is NFC, trimmed, without spaces at line ends and without two empty lines in a row', () => {
    fc.assert(
      fc.property(captions, ({ caption: { text } }) => {
        expect(text).toBe(text.normalize('NFC'));
        expect(text).not.toMatch(/^\s|\s$|[ \t]\n|\n[ \t]|\n{3}| {2}|\r|\p{Cs}/u);
      }),
      TIME,
    );
  });

  it('lists the hashtags and mentions that are in its text, each once', () => {
    fc.assert(
      fc.property(captions, ({ caption }) => {
        for (const tag of caption.hashtags) expect(caption.text).toMatch(new RegExp(`[#＃]${tag}`));
        for (const user of caption.mentions) {
          expect(caption.text).toMatch(new RegExp(`[@＠]${user.replaceAll('.', '\\.')}`));
        }
        for (const names of [caption.hashtags, caption.mentions]) {
          expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(names.length);
        }
      }),
      TIME,
    );
  });

  it('has name, date and venue in the first two lines, the date within what is seen', () => {
    fc.assert(
      fc.property(captions, ({ event, caption, options }) => {
        const lines = caption.text.split('\n').slice(0, 2).join('\n');
        const date = formatNight(event, options);
        expect(lines).toContain(date);
        expect(graphemes(lines).slice(0, 125).join('')).toContain(date);
        for (const part of [event.name, event.venue.name || event.venue.address]) {
          expect(bareWords(lines)).toContain(
            bareWords(Array.from(cleanLine(part)).slice(0, 60).join('')),
          );
        }
      }),
      TIME,
    );
  });

  it('says nothing but the event and our own few words', () => {
    fc.assert(
      fc.property(captions, ({ event, template, caption, options }) => {
        const known = new Set([
          ...ourWords(template),
          ...words(formatNight(event, options)),
          ...eventWords(event, template),
          ...extrasWords(options.extras),
          ...options.hashtags.flatMap(words),
        ]);
        const cut = [...known];
        for (const word of words(caption.text)) {
          const whole = word.replace(/…$/, '');
          const isKnown =
            known.has(word) || (word !== whole && cut.some((long) => long.startsWith(whole)));
          expect(isKnown, `"${word}" in\n${caption.text}`).toBe(true);
        }
      }),
      TIME,
    );
  });

  it('has the whole ticket link or says that it is missing', () => {
    fc.assert(
      fc.property(captions, ({ template, caption, options }) => {
        const { ticketUrl } = options.extras;
        if (ticketUrl === undefined) return;
        if (template === 'countdown' && !/^D-/m.test(caption.text)) return;
        const isThere = caption.text.split('\n').some((line) => line.endsWith(`: ${ticketUrl}`));
        const warned = caption.warnings.some(
          (warning) => warning.kind === 'text_shortened' && warning.text === ticketUrl,
        );
        expect(isThere).toBe(!warned);
      }),
      TIME,
    );
  });

  it('is the same without extras and hashtags as with empty ones', () => {
    fc.assert(
      fc.property(captions, ({ event, template, options }) => {
        const { extras: _, hashtags: __, ...plain } = options;
        const empty = { ...plain, extras: {}, hashtags: [] };
        expect(composeCaption(event, template, empty)).toEqual(
          composeCaption(event, template, plain),
        );
      }),
      TIME,
    );
  });

  it('warns exactly when something is missing', () => {
    fc.assert(
      fc.property(captions, ({ event, template, caption }) => {
        const warned = (kind: Caption['warnings'][number]['kind']) =>
          caption.warnings.some((warning) => warning.kind === kind);
        if (template === 'announcement') {
          const complete = bareWords(caption.text).includes(
            bareWords(cleanText(event.description)),
          );
          expect(warned('description_shortened')).toBe(!complete);
        }
        const present = new Set(caption.hashtags.map((tag) => tag.toLowerCase()));
        if (event.hashtags.some((tag) => !present.has(tag.toLowerCase()))) {
          expect(warned('hashtags_dropped')).toBe(true);
        }
      }),
      TIME,
    );
  });
});

/** Typed out here, so that a word added to the captions has to be added in this list too. */
function ourWords(template: TemplateName): string[] {
  const all = {
    announcement: '',
    lineup: 'LINE UP TBA & 외 + more',
    countdown:
      'D - DAY 오늘 내일 밤입니다 오늘입니다 내일입니다 이틀 일주일 남았습니다 ' +
      'Tonight Today Tomorrow night One week to go days .',
  }[template];
  const counts = template === 'lineup' ? 40 : 400;
  const numbers = Array.from({ length: counts + 1 }, (_, n) => [`${n}`, `${n}일`, `${n}팀`]);
  return words(`📅 📍 · … ${all} ${template === 'announcement' ? '' : numbers.flat().join(' ')}`);
}

function eventWords(event: Event, template: TemplateName): string[] {
  const lineup = event.timeslots.flatMap((slot) => [
    slot.start,
    slot.handle ?? '',
    cleanLine(slot.djName),
  ]);
  return [
    cleanLine(event.name),
    cleanLine(event.venue.name),
    cleanLine(event.venue.address),
    ...event.hashtags,
    ...(template === 'announcement' ? [cleanText(event.description)] : []),
    ...(template === 'lineup' ? lineup : []),
  ].flatMap(words);
}

/** Words and single symbols, without the signs: one that is dropped for want of room leaves its word. */
function words(text: string): string[] {
  return text.match(/[\p{L}\p{M}\p{N}_]+…?|[^\s#＃@＠]/gu) ?? [];
}

/** Typed out here as well. */
function extrasWords({ ticketUrl, advancePrice, doorPrice, ageLimit, notice }: EventExtras) {
  const prices = [advancePrice, doorPrice].filter((price) => price !== undefined);
  return words(
    [
      ...(prices.length === 0 ? [] : ['🎫 예매 현매 입장료 무료 입장 · , ₩']),
      ...(prices.length === 0 ? [] : ['Advance Door Entry Free free entry']),
      ...prices.map((price) => price.toLocaleString('en-US').replaceAll(',', ' ')),
      ...prices.map((price) => `${price.toLocaleString('en-US')}원`),
      ...(ticketUrl === undefined ? [] : [`🎫 예매 링크 Tickets : ${cleanLine(ticketUrl)}`]),
      ...(ageLimit === undefined ? [] : [`만 ${ageLimit}세 이상 입장 가능`]),
      ...(ageLimit === undefined ? [] : [`Ages ${ageLimit} and over`]),
      cleanLine(notice ?? ''),
    ].join(' '),
  );
}

function bareWords(text: string): string {
  return words(text).join(' ');
}
