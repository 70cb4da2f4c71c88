import { describe, expect, it } from 'vitest';
import { campaignFor, movedTo, repeatedIn } from '../../../src/posts/approval/campaign.ts';
import { makeEvent, makeTimeslot } from '../../fixtures/event.ts';

const at = (text: string) => Temporal.Instant.from(`${text}+09:00`).epochMilliseconds;
const shown = ({ template, dueAt }: { template: string; dueAt: number }) =>
  `${template} ${Temporal.Instant.fromEpochMilliseconds(dueAt).toZonedDateTimeISO('Asia/Seoul').toPlainDateTime().toString({ smallestUnit: 'minute' })}`;

describe('a campaign for one night', () => {
  it('announces, names the acts and counts down to the evening itself', () => {
    const { posts, skipped } = campaignFor(makeEvent(), at('2026-12-01T20:00'));
    expect(posts.map(shown)).toEqual([
      'announcement 2026-12-10T20:00',
      'lineup 2026-12-17T20:00',
      'countdown 2026-12-21T20:00',
      'countdown 2026-12-23T20:00',
      'countdown 2026-12-24T12:00',
      'countdown 2026-12-24T18:00',
    ]);
    expect(skipped).toEqual([]);
  });

  it('leaves out what is past or less than five minutes away, and says so', () => {
    const { posts, skipped } = campaignFor(makeEvent(), at('2026-12-17T19:56'));
    expect(posts).toHaveLength(4);
    expect(skipped.map((step) => `${shown(step)} ${step.why}`)).toEqual([
      'announcement 2026-12-10T20:00 too_soon',
      'lineup 2026-12-17T20:00 too_soon',
    ]);
  });

  it('leaves out a line-up of nobody, and what is more than 60 days ahead', () => {
    const event = makeEvent({ date: '2027-02-10', timeslots: [] });
    const { posts, skipped } = campaignFor(event, at('2026-12-01T20:00'));
    expect(skipped.map(({ template, why }) => [template, why])).toEqual([
      ['lineup', 'too_late'],
      ['countdown', 'too_late'],
      ['countdown', 'too_late'],
      ['countdown', 'too_late'],
      ['countdown', 'too_late'],
    ]);
    expect(posts.map(shown)).toEqual(['announcement 2027-01-27T20:00']);
    const soon = campaignFor(makeEvent({ timeslots: [] }), at('2026-12-01T20:00'));
    expect(soon.skipped.map(({ why }) => why)).toEqual(['no_lineup']);
  });

  it('is early enough on the day of a party that opens in the afternoon', () => {
    const event = makeEvent({ timeslots: [makeTimeslot('13:00', '15:00', '이수빈')] });
    const { posts } = campaignFor(event, at('2026-12-01T20:00'));
    expect(posts.map(shown).slice(-2)).toEqual([
      'countdown 2026-12-23T20:00',
      'countdown 2026-12-24T11:00',
    ]);
  });

  it('counts down once on the day where noon and evening would say the same', () => {
    const event = makeEvent({ timeslots: [makeTimeslot('18:00', '23:00', '이수빈')] });
    const { posts } = campaignFor(event, at('2026-12-01T20:00'));
    expect(posts.map(shown).slice(-2)).toEqual([
      'countdown 2026-12-23T20:00',
      'countdown 2026-12-24T12:00',
    ]);
  });

  it('names those that say again what another of the same day says', () => {
    const event = makeEvent();
    const { posts } = campaignFor(event, at('2026-12-01T20:00'));
    expect(repeatedIn(posts, event)).toEqual([]);
    const moved = movedTo(posts, 5, at('2026-12-24T14:00'));
    expect(repeatedIn(moved, event).map(shown)).toEqual(['countdown 2026-12-24T14:00']);
    const lineups = movedTo(posts, 0, at('2026-12-17T12:00'));
    expect(repeatedIn(lineups, event)).toEqual([]);
  });
});
