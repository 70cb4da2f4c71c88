import type { Event } from '../events/event.ts';
import { todayInSeoul } from '../events/night.ts';

const SATURDAY = 6;
/** Rite's own ids are longer: nobody's event is taken for a sample. */
const SAMPLE_ID = /^sample(?:-\d+)?$/;

/** Whether it is one of `sampleEvents`, which nobody may mistake for a night that will be. */
export function isSampleEvent({ id }: Pick<Event, 'id'>): boolean {
  return SAMPLE_ID.test(id);
}

/** A night that never was, on a Saturday a week or two ahead: for servers that have none of their own to show. */
export function sampleEvent(now: number): Event {
  return {
    id: 'sample',
    name: '서울 언더그라운드 #47',
    date: saturday(now).toString(),
    venue: { name: '클럽 지하실', address: '' },
    description: '',
    hashtags: [],
    phase: 'finalized',
    timeslots: [
      { start: '22:00', end: '23:30', djName: '김대현' },
      { start: '23:30', end: '01:00', djName: 'Amélie Laurent' },
      { start: '01:00', end: '02:30', djName: '박지훈 b2b Mina' },
      { start: '02:30', end: '04:00', djName: 'Kuroneko' },
      { start: '04:00', end: '05:00', djName: 'NIGHT BUS' },
    ],
  };
}

/** What there is to try: a club night, and the week after an afternoon outdoors. */
export function sampleEvents(now: number): readonly Event[] {
  return [
    sampleEvent(now),
    {
      id: 'sample-2',
      name: '해방촌 루프톱 오픈에어',
      date: saturday(now).add({ weeks: 1 }).toString(),
      venue: { name: '루프톱 남산', address: '' },
      description: '',
      hashtags: ['해방촌', '오픈에어'],
      phase: 'planning',
      timeslots: [
        { start: '15:00', end: '17:00', djName: '이수빈' },
        { start: '17:00', end: '19:00', djName: 'DJ Ondo' },
        { start: '19:00', end: '21:00', djName: '한결 b2b Sori' },
      ],
    },
  ];
}

function saturday(now: number): Temporal.PlainDate {
  const inAWeek = todayInSeoul(now).add({ days: 7 });
  return inAWeek.add({ days: (SATURDAY - inAWeek.dayOfWeek + 7) % 7 });
}
