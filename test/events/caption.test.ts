import { describe, expect, it } from 'vitest';
import { composeCaption } from '../../src/events/caption.ts';
import type { Event, Language, TemplateName } from '../../src/events/event.ts';
import type { EventExtras } from '../../src/events/extras.ts';
import type { Eve } from '../../src/events/night.ts';
import { makeEvent, makeTimeslot } from '../fixtures/event.ts';

function compose(
  template: TemplateName,
  overrides: Partial<Event> = {},
  options: {
    language?: Language;
    today?: string;
    hashtagLimit?: number;
    extras?: EventExtras;
    hashtags?: readonly string[];
    eve?: Eve;
  } = {},
) {
  const { extras, hashtags, eve } = options;
  return composeCaption(makeEvent(overrides), template, {
    language: options.language ?? 'ko',
    today: Temporal.PlainDate.from(options.today ?? '2026-12-17'),
    hashtagLimit: options.hashtagLimit ?? 5,
    ...(extras ? { extras } : {}),
    ...(hashtags ? { hashtags } : {}),
    ...(eve ? { eve } : {}),
  });
}

const bare = { description: '', hashtags: [], timeslots: [], venue: { name: '', address: '' } };

describe('an announcement', () => {
  it('says name, night and place, then the description, then the hashtags', () => {
    expect(compose('announcement').text).toBe(`서울 언더그라운드 #47
📅 12월 24일 (목) 밤 10시 ~ 새벽 5시 · 📍 클럽 지하실
서울 용산구 이태원로 123, B1

테크노와 하우스로 채우는 크리스마스이브. 도쿄의 Kuroneko가 처음으로 클럽 지하실에 섭니다.

#서울언더그라운드 #테크노 #이태원`);
  });

  it('says the night in English where asked, and leaves the organizer’s words as they are', () => {
    expect(compose('announcement', {}, { language: 'en' }).text).toContain(
      '서울 언더그라운드 #47\n📅 Thu 24 Dec, 10 PM – 5 AM · 📍 클럽 지하실\n서울 용산구',
    );
  });

  it('is name and date alone when nothing else is known', () => {
    expect(compose('announcement', bare).text).toBe('서울 언더그라운드 #47\n📅 12월 24일 (목)');
  });

  it('puts the address in the place of a venue without a name', () => {
    const venue = { name: '', address: '서울 용산구 이태원로 123' };
    expect(compose('announcement', { ...bare, venue }).text).toBe(
      '서울 언더그라운드 #47\n📅 12월 24일 (목) · 📍 서울 용산구 이태원로 123',
    );
  });

  it('does not reveal the acts', () => {
    const { text, mentions } = compose('announcement', { description: '' });
    expect(text).not.toContain('김대현');
    expect(mentions).toEqual([]);
  });

  it('keeps the paragraphs of the description', () => {
    const { text } = compose('announcement', {
      description: '첫 문단\n둘째 줄\n\n\n\n둘째 문단 \n',
    });
    expect(text).toContain('\n\n첫 문단\n둘째 줄\n\n둘째 문단\n\n#');
  });

  it('ends a description of 4,000 characters with a whole sentence and says so', () => {
    const description = '저음이 벽을 타고 흐르는 밤입니다. '.repeat(220).slice(0, 4000);
    const { text, hashtags, warnings } = compose('announcement', { description });
    expect(text.length).toBeLessThanOrEqual(2200);
    expect(text.length).toBeGreaterThan(2150);
    expect(text).toMatch(/밤입니다\.\n\n#서울언더그라운드 #테크노 #이태원$/);
    expect(hashtags).toHaveLength(3);
    expect(warnings).toEqual([{ kind: 'description_shortened' }]);
  });
});

describe('a line-up', () => {
  it('lists the acts in the order of the night, with a space before and after each handle', () => {
    const { text, mentions } = compose('lineup');
    expect(text).toBe(`서울 언더그라운드 #47 · LINE UP
📅 12월 24일 (목) 밤 10시 ~ 새벽 5시 · 📍 클럽 지하실

22:00 김대현 @kimdaehyun
23:00 Amélie Laurent @amelie.l
00:00 박지훈 b2b Mina @jihoonxmina
01:00 Kuroneko @kuroneko.jp
02:30 사운드클래시 @soundclash_kr
04:00 NIGHT BUS @nightbus.fm

#서울언더그라운드 #테크노 #이태원`);
    expect(mentions).toEqual([
      'kimdaehyun',
      'amelie.l',
      'jihoonxmina',
      'kuroneko.jp',
      'soundclash_kr',
      'nightbus.fm',
    ]);
  });

  it('shows what is not announced as TBA, and slots of the same time as one act', () => {
    const timeslots = [
      makeTimeslot('22:00', '23:00', '', 'secret'),
      makeTimeslot('23:00', '00:00', 'A', 'a'),
      makeTimeslot('23:00', '00:00', 'B', 'b'),
    ];
    expect(compose('lineup', { timeslots }).text).toContain(
      '\n\n22:00 TBA\n23:00 A & B @a @b\n\n#',
    );
  });

  it('does not write a handle beside a name that is the handle', () => {
    const timeslots = [makeTimeslot('22:00', '23:00', '@Kim', 'kim')];
    const { text, mentions } = compose('lineup', { timeslots });
    expect(text).toContain('22:00 @Kim\n');
    expect(mentions).toEqual(['Kim']);
  });

  it('claims no line-up when nobody is named', () => {
    const timeslots = [makeTimeslot('22:00', '05:00', ' ')];
    expect(compose('lineup', { timeslots, hashtags: [] }).text).toBe(
      '서울 언더그라운드 #47\n📅 12월 24일 (목) 밤 10시 ~ 새벽 5시 · 📍 클럽 지하실',
    );
  });

  it('mentions the first 20 artists and warns about the others', () => {
    const timeslots = Array.from({ length: 23 }, (_, i) =>
      makeTimeslot('22:00', `23:${i + 10}`, `DJ ${i}`, `dj_${i}`),
    );
    const { text, mentions, warnings } = compose('lineup', { timeslots });
    expect(mentions).toEqual(Array.from({ length: 20 }, (_, i) => `dj_${i}`));
    expect(text).toContain('22:00 DJ 19 @dj_19\n22:00 DJ 20\n22:00 DJ 21\n22:00 DJ 22\n\n#');
    expect(warnings).toEqual([{ kind: 'mentions_dropped', count: 3 }]);
  });

  it.each([
    ['ko', '외 19팀'],
    ['en', '+ 19 more'],
  ] as const)('says in %s how many acts did not fit', (language, more) => {
    const timeslots = Array.from({ length: 40 }, (_, i) =>
      makeTimeslot('22:00', `23:${i + 10}`, `${i} ${'가나다라 '.repeat(18)}`),
    );
    const { text, warnings } = compose('lineup', { timeslots }, { language });
    expect(text).toContain(`\n${more}\n\n#서울언더그라운드`);
    expect(text.length).toBeLessThanOrEqual(2200);
    expect(text.length).toBeGreaterThan(2050);
    expect(warnings).toEqual([{ kind: 'acts_omitted', count: 19 }]);
  });
});

describe('a countdown', () => {
  it.each([
    ['2026-12-10', 'D-14', '14일 남았습니다.', '14 days to go.'],
    ['2026-12-17', 'D-7', '일주일 남았습니다.', 'One week to go.'],
    ['2026-12-21', 'D-3', '3일 남았습니다.', '3 days to go.'],
    ['2026-12-22', 'D-2', '이틀 남았습니다.', '2 days to go.'],
    ['2026-12-23', 'D-1', '내일 밤입니다.', 'Tomorrow night.'],
    ['2026-12-24', 'D-DAY', '오늘 밤입니다.', 'Tonight.'],
  ])('on %s says %s', (today, word, ko, en) => {
    expect(compose('countdown', {}, { today }).text).toBe(
      `${word} · 서울 언더그라운드 #47\n📅 12월 24일 (목) 밤 10시 ~ 새벽 5시 · 📍 클럽 지하실\n\n${ko}\n\n#서울언더그라운드 #테크노 #이태원`,
    );
    expect(compose('countdown', {}, { today, language: 'en' }).text).toContain(`\n\n${en}\n\n#`);
  });

  it('calls what begins after midnight a night, and shows both its days before "more"', () => {
    const timeslots = [makeTimeslot('01:00', '05:00', 'A')];
    const name = '아주 긴 이름의 이벤트 '.repeat(8);
    const { text } = compose('countdown', { timeslots, name }, { today: '2026-12-24' });
    expect(text.slice(0, 125)).toContain('12월 24일 (목) 밤 → 25일 (금) 새벽 1시 ~ 5시');
    expect(text).toContain('오늘 밤입니다.');
  });

  it('calls only what begins late a night', () => {
    const timeslots = [makeTimeslot('14:00', '20:00', 'A')];
    const at = (today: string, language: Language) =>
      compose('countdown', { timeslots }, { today, language }).text;
    expect(at('2026-12-24', 'ko')).toContain('\n오늘입니다.\n');
    expect(at('2026-12-23', 'ko')).toContain('\n내일입니다.\n');
    expect(at('2026-12-24', 'en')).toContain('\nToday.\n');
    expect(at('2026-12-23', 'en')).toContain('\nTomorrow.\n');
  });

  it.each([
    [
      'tonight',
      '22:00',
      '오늘 밤 10시 · ',
      '오늘 밤 뵙겠습니다.',
      'Tonight, 10 PM · ',
      'See you tonight.',
    ],
    [
      'tonight',
      '19:00',
      '오늘 저녁 7시 · ',
      '오늘 밤 뵙겠습니다.',
      'Tonight, 7 PM · ',
      'See you tonight.',
    ],
    [
      'tonight',
      '00:00',
      '오늘 밤 12시 · ',
      '오늘 밤 뵙겠습니다.',
      'Tonight, midnight · ',
      'See you tonight.',
    ],
    [
      'tonight',
      '01:00',
      '오늘 밤, 새벽 1시 · ',
      '오늘 밤 뵙겠습니다.',
      'Tonight, 1 AM · ',
      'See you tonight.',
    ],
    ['tonight', undefined, '오늘 밤 · ', '오늘 밤 뵙겠습니다.', 'Tonight · ', 'See you tonight.'],
    ['now', '22:00', '지금 · ', '지금 진행 중입니다.', 'Now · ', 'On right now.'],
  ] as const)('opens with %s from %s on: %s', (eve, start, ko, koBody, english, enBody) => {
    const timeslots = start ? [makeTimeslot(start, '05:00', 'A')] : [];
    const at = (language: Language) =>
      compose('countdown', { timeslots }, { today: '2026-12-24', eve, language }).text;
    expect(at('ko').startsWith(`${ko}서울 언더그라운드 #47\n📅`), at('ko')).toBe(true);
    expect(at('ko')).toContain(`\n\n${koBody}\n\n#`);
    expect(at('en').startsWith(`${english}서울 언더그라운드 #47\n📅`), at('en')).toBe(true);
    expect(at('en')).toContain(`\n\n${enBody}\n\n#`);
  });

  it('counts nothing for an event that is past', () => {
    expect(compose('countdown', { ...bare }, { today: '2026-12-25' }).text).toBe(
      '서울 언더그라운드 #47\n📅 12월 24일 (목)',
    );
  });
});

describe('the first two lines', () => {
  const seen = (text: string) => Array.from(text).slice(0, 125).join('');
  const facts = '📅 12월 24일 (목) 밤 10시 ~ 새벽 5시 · 📍 클럽 지하실';

  it('begin with the facts when the name is so long that it would push them under "more"', () => {
    const name = '가나다라마바사 '.repeat(12).trim();
    const [first, second] = compose('announcement', { name }).text.split('\n');
    expect([first, second]).toEqual([facts, name]);
    expect(seen(compose('announcement', { name }).text)).toContain(`${facts}\n가나다라`);
  });

  it('begin with the name when it is the place that is long', () => {
    const venue = { name: '가나다라마바사 '.repeat(14).trim(), address: '' };
    const { text } = compose('announcement', { venue });
    expect(
      text.startsWith('서울 언더그라운드 #47\n📅 12월 24일 (목) 밤 10시 ~ 새벽 5시 · 📍 가나'),
    ).toBe(true);
  });

  it('keep the name first as long as both are seen', () => {
    const name = '가'.repeat(125 - 1 - Array.from(facts).length);
    expect(compose('announcement', { name }).text.startsWith(`${name}\n${facts}\n`)).toBe(true);
    expect(compose('announcement', { name: `${name}가` }).text.startsWith(facts)).toBe(true);
  });
});

describe('hashtags and mentions', () => {
  it('takes the first hashtags of the event and warns about the others', () => {
    const hashtags = ['하나', '둘', '셋', '넷', '다섯', '여섯', '일곱'];
    const caption = compose('announcement', { hashtags });
    expect(caption.hashtags).toEqual(['하나', '둘', '셋', '넷', '다섯']);
    expect(caption.text).toMatch(/\n\n#하나 #둘 #셋 #넷 #다섯$/);
    expect(caption.warnings).toEqual([{ kind: 'hashtags_dropped', count: 2 }]);
  });

  it('invents none', () => {
    expect(compose('announcement', { hashtags: [] })).toMatchObject({ hashtags: [], warnings: [] });
  });

  it('counts those in the organizer’s texts, the event’s own before the description’s', () => {
    const caption = compose(
      'announcement',
      {
        name: '제 #47회 밤',
        description: '#techno #house 문의 @club 또는 kim@example.com',
        hashtags: ['서울', '47회', '이태원'],
      },
      { hashtagLimit: 4 },
    );
    expect(caption.text).toContain(
      '#techno house 문의 @club 또는 kim@example.com\n\n#서울 #이태원',
    );
    expect(caption.hashtags).toEqual(['47회', 'techno', '서울', '이태원']);
    expect(caption.mentions).toEqual(['club']);
    expect(caption.warnings).toEqual([{ kind: 'hashtags_dropped', count: 1 }]);
  });

  it('does not warn about a hashtag of the description that the event has anyway', () => {
    const caption = compose(
      'announcement',
      { description: '#서울 #서울', hashtags: ['서울'] },
      { hashtagLimit: 1 },
    );
    expect(caption.text).toContain('\n\n서울 서울\n\n#서울');
    expect(caption.warnings).toEqual([]);
  });

  it('drops a hashtag of absurd length', () => {
    const caption = compose('announcement', { hashtags: ['길'.repeat(3000), '서울'] });
    expect(caption.hashtags).toEqual(['서울']);
    expect(caption.warnings).toEqual([{ kind: 'hashtags_dropped', count: 1 }]);
  });
});

describe('texts of absurd length', () => {
  it('are shortened with a warning that carries the whole text', () => {
    const name = '밤 '.repeat(300).trim();
    const { text, warnings } = compose('announcement', { ...bare, name });
    expect(text.split('\n')[1]).toMatch(/^(?:밤 )+밤…$/);
    expect(text.length).toBeLessThan(400);
    expect(warnings).toEqual([{ kind: 'text_shortened', text: name }]);
  });
});

const extras: EventExtras = {
  ticketUrl: 'https://ticket.example/47',
  advancePrice: 20_000,
  doorPrice: 30_000,
  ageLimit: 19,
  notice: '현금만 받습니다',
};

describe('what the organizer has added', () => {
  it('stands under the place of an announcement', () => {
    expect(compose('announcement', {}, { extras }).text).toBe(`서울 언더그라운드 #47
📅 12월 24일 (목) 밤 10시 ~ 새벽 5시 · 📍 클럽 지하실
서울 용산구 이태원로 123, B1
🎫 예매 20,000원 · 현매 30,000원
예매 링크: https://ticket.example/47
만 19세 이상 입장 가능
현금만 받습니다

테크노와 하우스로 채우는 크리스마스이브. 도쿄의 Kuroneko가 처음으로 클럽 지하실에 섭니다.

#서울언더그라운드 #테크노 #이태원`);
  });

  it('stands behind a line-up and a countdown', () => {
    expect(compose('lineup', {}, { extras }).text).toContain(
      '\n04:00 NIGHT BUS @nightbus.fm\n\n🎫 예매 20,000원 · 현매 30,000원\n예매 링크: https://ticket.example/47\n만 19세 이상 입장 가능\n현금만 받습니다\n\n#서울',
    );
    expect(compose('countdown', {}, { extras }).text).toContain(
      '\n\n일주일 남았습니다.\n\n🎫 예매 20,000원 · 현매 30,000원\n예매 링크: https://ticket.example/47\n만 19세 이상 입장 가능\n현금만 받습니다\n\n#서울',
    );
  });

  it('is said in English where asked', () => {
    expect(compose('announcement', bare, { extras, language: 'en' }).text).toBe(
      `서울 언더그라운드 #47
📅 Thu 24 Dec
🎫 Advance ₩20,000 · Door ₩30,000
Tickets: https://ticket.example/47
Ages 19 and over
현금만 받습니다`,
    );
  });

  it('leaves no line for what is unset, and the mark to the first of the rest', () => {
    const linesOf = (some: EventExtras) =>
      compose('announcement', bare, { extras: some }).text.split('\n').slice(2);
    expect(linesOf({})).toEqual([]);
    expect(linesOf({ doorPrice: 0 })).toEqual(['🎫 무료 입장']);
    expect(linesOf({ ticketUrl: 'https://a.example' })).toEqual([
      '🎫 예매 링크: https://a.example',
    ]);
    expect(linesOf({ ageLimit: 19 })).toEqual(['만 19세 이상 입장 가능']);
    expect(linesOf({ notice: '현금만' })).toEqual(['현금만']);
  });

  it.each(['lineup', 'countdown'] as const)(
    'says the age limit on a %s without tickets',
    (name) => {
      expect(compose(name, {}, { extras: { ageLimit: 19 } }).text).toContain(
        '\n\n만 19세 이상 입장 가능\n\n#서울',
      );
    },
  );

  it('sells no tickets for a night that is over', () => {
    expect(compose('countdown', bare, { extras, today: '2026-12-25' }).text).not.toContain('예매');
  });

  it('keeps a link whole and gives its signs room before all others', () => {
    const ticketUrl = 'https://ticket.example/@club#tickets';
    const caption = compose(
      'announcement',
      { hashtags: ['하나', '둘'] },
      { extras: { ticketUrl }, hashtagLimit: 2 },
    );
    expect(caption.text).toContain(`예매 링크: ${ticketUrl}\n`);
    expect(caption.text).toMatch(/\n\n#하나$/);
    expect(caption.warnings).toEqual([{ kind: 'hashtags_dropped', count: 1 }]);
  });

  it.each([
    ['whose signs find no room', 'https://ticket.example/#tickets', 0],
    ['of absurd length', `https://ticket.example/${'a'.repeat(500)}`, 5],
  ])('leaves out a link %s, and says so', (_, ticketUrl, hashtagLimit) => {
    const caption = compose('announcement', bare, { extras: { ticketUrl }, hashtagLimit });
    expect(caption.text).not.toContain('예매');
    expect(caption.warnings).toEqual([{ kind: 'text_shortened', text: ticketUrl }]);
  });

  it('counts the signs of a notice before those of the event’s hashtags', () => {
    const caption = compose(
      'announcement',
      { hashtags: ['하나', '둘'], description: '@club' },
      { extras: { notice: '#현금 #만, 문의 @club' }, hashtagLimit: 2 },
    );
    expect(caption.text).toContain('\n#현금 #만, 문의 @club\n');
    expect(caption.warnings).toEqual([{ kind: 'hashtags_dropped', count: 2 }]);
  });

  it('leaves room for the description beside extras and hashtags of the greatest length', () => {
    const { text } = compose(
      'announcement',
      {
        name: '가나 '.repeat(200),
        venue: { name: '가나 '.repeat(100), address: '가나 '.repeat(100) },
        description: '저음이 벽을 타고 흐르는 밤입니다. '.repeat(100),
        hashtags: [1, 2, 3, 4, 5].map((n) => '가'.repeat(130 + n)),
      },
      { extras: { ...extras, ticketUrl: `https://a.example/${'a'.repeat(480)}` } },
    );
    expect(text.length).toBeLessThanOrEqual(2200);
    expect(text.split('저음이').length).toBeGreaterThan(15);
  });
});

describe('the hashtags of the server', () => {
  const hashtags = ['클럽지하실', '테크노', 'TECHNO', 'techno', '서울밤', '하우스'];

  it('follow the event’s own as far as there is room, each once', () => {
    const caption = compose('announcement', {}, { hashtags });
    expect(caption.text).toMatch(/\n\n#서울언더그라운드 #테크노 #이태원 #클럽지하실 #TECHNO$/);
    expect(caption.hashtags).toHaveLength(5);
    // They only fill up: nothing of this event is missing.
    expect(caption.warnings).toEqual([]);
  });

  it('come after those of the description', () => {
    const caption = compose(
      'announcement',
      { description: '#하우스 와 #디스코' },
      { hashtags: ['하우스', '클럽지하실'] },
    );
    expect(caption.text).toContain('\n\n#하우스 와 #디스코\n\n#서울언더그라운드 #테크노 #이태원');
    expect(caption.hashtags).toHaveLength(5);
    expect(caption.warnings).toEqual([]);
  });

  it('are there alone where the event has none', () => {
    expect(compose('announcement', bare, { hashtags: ['서울'] }).text).toBe(
      '서울 언더그라운드 #47\n📅 12월 24일 (목)\n\n#서울',
    );
    expect(compose('announcement', bare, { hashtags, hashtagLimit: 0 }).hashtags).toEqual([]);
  });

  it('are as much as there is room for beside a long description', () => {
    const description = '저음이 벽을 타고 흐르는 밤입니다. '.repeat(220);
    const { text } = compose('announcement', { description }, { hashtags });
    expect(text.length).toBeLessThanOrEqual(2200);
    expect(text).toMatch(/#이태원 #클럽지하실 #TECHNO$/);
  });
});
