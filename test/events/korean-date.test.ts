import { describe, expect, it } from 'vitest';
import {
  countdownWord,
  formatDate,
  formatHours,
  formatNight,
  formatTime,
  posterDate,
  posterHours,
  posterNight,
} from '../../src/events/korean-date.ts';
import { makeEvent, makeTimeslot } from '../fixtures/event.ts';

const today = Temporal.PlainDate.from('2026-11-22');

describe('formatNight', () => {
  it('says date, weekday and hours as a promoter writes them', () => {
    expect(formatNight(makeEvent(), { language: 'ko', today })).toBe(
      '12월 24일 (목) 밤 10시 ~ 새벽 5시',
    );
    expect(formatNight(makeEvent(), { language: 'en', today })).toBe('Thu 24 Dec, 10 PM – 5 AM');
  });

  it.each([
    [
      '2026-12-24',
      ['01:00', '05:00'],
      '12월 24일 (목) 밤 → 25일 (금) 새벽 1시 ~ 5시',
      'Thu 24 Dec night → Fri 25 Dec, 1 AM – 5 AM',
    ],
    [
      '2026-12-31',
      ['00:30', '06:00'],
      '12월 31일 (목) 밤 → 1월 1일 (금) 새벽 12시 30분 ~ 오전 6시',
      'Thu 31 Dec night → Fri 1 Jan, 12:30 AM – 6 AM',
    ],
    [
      '2026-12-24',
      ['05:59', '05:59'],
      '12월 24일 (목) 밤 → 25일 (금) 새벽 5시 59분',
      'Thu 24 Dec night → Fri 25 Dec, 5:59 AM',
    ],
    [
      '2026-12-24',
      ['00:00', '05:00'],
      '12월 24일 (목) 밤 12시 ~ 새벽 5시',
      'Thu 24 Dec, midnight – 5 AM',
    ],
    [
      '2026-12-24',
      ['06:00', '10:00'],
      '12월 24일 (목) 오전 6시 ~ 10시',
      'Thu 24 Dec, 6 AM – 10 AM',
    ],
  ])('leaves no doubt of the day: %s %j is %j', (date, [start = '', end = ''], ko, en) => {
    const event = makeEvent({ date, timeslots: [makeTimeslot(start, end, 'A')] });
    expect(formatNight(event, { language: 'ko', today })).toBe(ko);
    expect(formatNight(event, { language: 'en', today })).toBe(en);
  });

  it('says only the date when there are no slots', () => {
    const event = makeEvent({ timeslots: [] });
    expect(formatNight(event, { language: 'ko', today })).toBe('12월 24일 (목)');
    expect(formatNight(event, { language: 'en', today })).toBe('Thu 24 Dec');
  });
});

describe('formatDate', () => {
  it.each([
    ['2026-01-01', '1월 1일 (목)', 'Thu 1 Jan', 'far away but this year'],
    ['2027-05-22', '5월 22일 (토)', 'Sat 22 May', 'next year, exactly six months away'],
    ['2027-05-23', '2027년 5월 23일 (일)', 'Sun 23 May 2027', 'next year, more than six months'],
    ['2025-12-31', '2025년 12월 31일 (수)', 'Wed 31 Dec 2025', 'last year, more than six months'],
    ['2028-02-29', '2028년 2월 29일 (화)', 'Tue 29 Feb 2028', 'a leap day'],
  ])('%s is %j and %j: %s', (date, ko, en) => {
    expect(formatDate(date, { language: 'ko', today })).toBe(ko);
    expect(formatDate(date, { language: 'en', today })).toBe(en);
  });

  it('needs no year in January for last December', () => {
    const january = Temporal.PlainDate.from('2027-01-02');
    expect(formatDate('2026-12-24', { language: 'ko', today: january })).toBe('12월 24일 (목)');
  });
});

describe('formatTime', () => {
  it.each([
    ['00:00', '밤 12시', 'midnight'],
    ['00:30', '새벽 12시 30분', '12:30 AM'],
    ['05:59', '새벽 5시 59분', '5:59 AM'],
    ['06:00', '오전 6시', '6 AM'],
    ['11:00', '오전 11시', '11 AM'],
    ['12:00', '낮 12시', 'noon'],
    ['12:30', '낮 12시 30분', '12:30 PM'],
    ['13:00', '오후 1시', '1 PM'],
    ['17:05', '오후 5시 5분', '5:05 PM'],
    ['18:00', '저녁 6시', '6 PM'],
    ['20:59', '저녁 8시 59분', '8:59 PM'],
    ['21:00', '밤 9시', '9 PM'],
    ['22:30', '밤 10시 30분', '10:30 PM'],
    ['23:59', '밤 11시 59분', '11:59 PM'],
  ])('%s is %j and %j', (time, ko, en) => {
    expect(formatTime(time, 'ko')).toBe(ko);
    expect(formatTime(time, 'en')).toBe(en);
  });
});

describe('formatHours', () => {
  it.each([
    ['22:00', '05:00', '밤 10시 ~ 새벽 5시', '10 PM – 5 AM'],
    ['21:00', '23:00', '밤 9시 ~ 11시', '9 PM – 11 PM'],
    ['22:00', '00:00', '밤 10시 ~ 12시', '10 PM – midnight'],
    ['00:00', '22:00', '밤 12시 ~ 밤 10시', 'midnight – 10 PM'],
    ['23:00', '21:00', '밤 11시 ~ 밤 9시', '11 PM – 9 PM'],
    ['22:00', '22:00', '밤 10시', '10 PM'],
  ])('%s to %s is %j and %j', (start, end, ko, en) => {
    expect(formatHours({ start, end }, 'ko')).toBe(ko);
    expect(formatHours({ start, end }, 'en')).toBe(en);
  });
});

describe('the header of the posters', () => {
  it('has the date in digits with the weekday', () => {
    expect(posterDate('2026-12-24', 'ko')).toBe('2026.12.24 목');
    expect(posterDate('2026-12-24', 'en')).toBe('2026.12.24 THU');
    expect(posterDate('2027-01-03', 'ko')).toBe('2027.01.03 일');
  });

  it('has both days where the night opens at midnight or later', () => {
    const night = (start: string, date = '2026-12-24') =>
      makeEvent({ date, timeslots: [makeTimeslot(start, '06:00', '김대현')] });
    expect(posterNight(night('23:00'), 'ko')).toBe('2026.12.24 목');
    expect(posterNight(night('00:00'), 'ko')).toBe('2026.12.24 목 → 25 금');
    expect(posterNight(night('01:00'), 'en')).toBe('2026.12.24 THU → 25 FRI');
    expect(posterNight(night('01:00', '2026-12-31'), 'ko')).toBe('2026.12.31 목 → 1.1 금');
    expect(posterNight(makeEvent({ timeslots: [] }), 'ko')).toBe('2026.12.24 목');
  });

  it('has the hours in digits', () => {
    expect(posterHours({ start: '22:00', end: '05:00' })).toBe('22:00 – 05:00');
    expect(posterHours({ start: '22:00', end: '22:00' })).toBe('22:00');
  });
});

describe('countdownWord', () => {
  it.each([
    [7, 'D-7'],
    [1, 'D-1'],
    [0, 'D-DAY'],
    [-1, undefined],
  ])('%i days away is %s', (days, word) => {
    expect(countdownWord(days)).toBe(word);
  });

  it('has other words for the last hours, and for them alone', () => {
    expect(countdownWord(0, 'tonight')).toBe('TONIGHT');
    expect(countdownWord(0, 'now')).toBe('NOW');
    expect(countdownWord(3, 'tonight')).toBe('D-3');
    expect(countdownWord(-1, 'now')).toBeUndefined();
  });
});
