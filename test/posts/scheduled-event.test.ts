import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { EventExtras } from '../../src/events/extras.ts';
import { scheduledEventContent } from '../../src/posts/scheduled-event.ts';
import { scheduledEventCover } from '../../src/posts/scheduled-event-cover.ts';
import { freeTextArbitrary, makeEvent, makeTimeslot } from '../fixtures/event.ts';

const EXTRAS: EventExtras = {
  advancePrice: 20_000,
  doorPrice: 30_000,
  ageLimit: 19,
  notice: '현금만 받습니다',
  ticketUrl: 'https://ticket.example/47',
};

describe('an event for a server’s calendar', () => {
  it('says what, when and where, with line-up, prices and tickets', () => {
    expect(scheduledEventContent(makeEvent(), EXTRAS, 'ko')).toEqual({
      name: '서울 언더그라운드 #47',
      startsAt: Date.parse('2026-12-24T22:00+09:00'),
      endsAt: Date.parse('2026-12-25T05:00+09:00'),
      place: '클럽 지하실, 서울 용산구 이태원로 123, B1',
      description: [
        makeEvent().description,
        '',
        'LINE UP',
        '22:00 김대현',
        '23:00 Amélie Laurent',
        '00:00 박지훈 b2b Mina',
        '01:00 Kuroneko',
        '02:30 사운드클래시',
        '04:00 NIGHT BUS',
        '',
        '예매 20,000원 · 현매 30,000원',
        '만 19세 이상 입장 가능',
        '현금만 받습니다',
        '예매 링크: https://ticket.example/47',
      ].join('\n'),
    });
  });

  it.each([
    ['an afternoon ends on its day', '15:00', '21:00', '2026-12-24T15:00', '2026-12-24T21:00'],
    ['a night ends on the next day', '23:00', '06:00', '2026-12-24T23:00', '2026-12-25T06:00'],
    [
      'a late opening is the morning after',
      '01:00',
      '06:00',
      '2026-12-25T01:00',
      '2026-12-25T06:00',
    ],
    ['midnight belongs to the night', '22:00', '00:00', '2026-12-24T22:00', '2026-12-25T00:00'],
  ])('%s', (_, start, end, startsAt, endsAt) => {
    const event = makeEvent({ timeslots: [makeTimeslot(start, end, 'A')] });
    expect(scheduledEventContent(event, {}, 'ko')).toMatchObject({
      startsAt: Date.parse(`${startsAt}+09:00`),
      endsAt: Date.parse(`${endsAt}+09:00`),
    });
  });

  it.each([
    ['no timetable', []],
    ['a timetable that does not say when it ends', [makeTimeslot('22:00', '22:00', 'A')]],
  ])('cannot be made of %s', (_, timeslots) => {
    expect(scheduledEventContent(makeEvent({ timeslots }), {}, 'ko')).toBeUndefined();
  });

  it('is somewhere also when the venue is not known', () => {
    const event = makeEvent({ venue: { name: '', address: '' } });
    expect(scheduledEventContent(event, {}, 'ko')?.place).toBe('장소 미정');
    expect(scheduledEventContent(event, {}, 'en')?.place).toBe('Venue TBA');
  });

  it('gives up the organizer’s words first, and never cuts a ticket link', () => {
    const timeslots = Array.from({ length: 60 }, (_, index) =>
      makeTimeslot(`${String(index % 24).padStart(2, '0')}:00`, '06:00', `Artist ${index}`),
    );
    const ticketUrl = `https://ticket.example/${'x'.repeat(480)}`;
    const event = makeEvent({ timeslots, description: '길고 긴 소개입니다. '.repeat(200) });
    const content = scheduledEventContent(event, { ticketUrl }, 'ko');
    expect(content?.description.length).toBeLessThanOrEqual(1000);
    expect(content?.description).toContain(ticketUrl);
    expect(content?.description).toMatch(/외 \d+팀/);
  });

  it('keeps to Discord’s limits whatever people type', () => {
    fc.assert(
      fc.property(
        freeTextArbitrary(60),
        freeTextArbitrary(60),
        freeTextArbitrary(400),
        freeTextArbitrary(40),
        (name, place, description, djName) => {
          const event = makeEvent({
            name: `x${name}`,
            venue: { name: place, address: place },
            description,
            timeslots: [
              makeTimeslot('22:00', '23:00', djName),
              makeTimeslot('23:00', '05:00', 'B'),
            ],
          });
          const content = scheduledEventContent(event, EXTRAS, 'ko');
          expect(content?.name.length).toBeGreaterThanOrEqual(1);
          expect(content?.name.length).toBeLessThanOrEqual(100);
          expect(content?.place.length).toBeGreaterThanOrEqual(1);
          expect(content?.place.length).toBeLessThanOrEqual(100);
          expect(content?.description.length).toBeLessThanOrEqual(1000);
          expect(content?.description).toContain(EXTRAS.ticketUrl);
        },
      ),
    );
  });
});

describe('a cover', () => {
  it('shows the whole poster in the middle of 5:2', async () => {
    const poster = await sharp({
      create: { width: 1080, height: 1080, channels: 3, background: '#FFFFFF' },
    })
      .jpeg()
      .toBuffer();
    const cover = await scheduledEventCover(poster);
    const { data, info } = await sharp(cover).raw().toBuffer({ resolveWithObject: true });
    expect(info).toMatchObject({ width: 1600, height: 640 });
    const brightness = (x: number, y: number) => data[(y * info.width + x) * info.channels] ?? 0;
    // The poster is as bright as ever from top to bottom, and darker beside it.
    expect(brightness(800, 2)).toBeGreaterThan(250);
    expect(brightness(800, 637)).toBeGreaterThan(250);
    expect(brightness(200, 320)).toBeLessThan(200);
  });
});
