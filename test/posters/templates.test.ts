import { describe, expect, test } from 'vitest';
import { type Language, TEMPLATE_NAMES, type Timeslot } from '../../src/events/event.ts';
import type { EventExtras } from '../../src/events/extras.ts';
import { accentOn } from '../../src/posters/accent.ts';
import { type Composition, textOf } from '../../src/posters/composition.ts';
import { HERO_SIZE } from '../../src/posters/ground.ts';
import { readLogoMark } from '../../src/posters/logo-mark.ts';
import { motifFamilyOf } from '../../src/posters/motif.ts';
import { THEME_NAMES } from '../../src/posters/poster.ts';
import { SIZE_NAMES, SIZES } from '../../src/posters/size.ts';
import { makeEvent, makeTimeslot } from '../fixtures/event.ts';
import { makeExtras } from '../fixtures/extras.ts';
import { wordmark } from '../fixtures/logos.ts';
import { compose, composePages, typesetter } from '../fixtures/posters.ts';
import { samples } from '../fixtures/samples.ts';
import { expectSound, SAFE, said, texts } from './layout.ts';
import { groundPixels, worstContrast } from './pixels.ts';

describe('the announcement', () => {
  test('says name, date, hours, venue and address', () => {
    const composition = compose(makeEvent(), 'announcement');
    expect(said(composition, 'title')).toEqual(['서울', '언더그라운드', '#47']);
    expect(said(composition, 'date')).toEqual(['2026.12.24 목']);
    expect(said(composition, 'hours')).toEqual(['22:00 – 05:00']);
    expect(said(composition, 'venue')).toEqual(['클럽 지하실']);
    expect(said(composition, 'address')).toEqual(['서울 용산구 이태원로 123, B1']);
  });

  test('sets the number of the series in the accent colour', () => {
    const last = texts(compose(makeEvent(), 'announcement')).findLast((e) => e.role === 'title');
    expect(last?.runs).toMatchObject([{ text: '#47', color: 'accent' }]);
  });

  test('leaves out what the event does not say', () => {
    const bare = makeEvent({ venue: { name: '', address: '' }, timeslots: [], description: '' });
    const roles = texts(compose(bare, 'announcement')).map((element) => element.role);
    expect(new Set(roles)).toEqual(new Set(['date', 'title']));
  });

  test('the ink of the hero stands on the margin whatever letter begins the line', () => {
    for (const name of ['AVANT', '그라운드', '#47', 'Wave']) {
      const [first] = texts(compose(makeEvent({ name }), 'announcement')).filter(
        (element) => element.role === 'title',
      );
      expect(first?.ink.x).toBeCloseTo(72, 3);
    }
  });

  test('a bracket that begins it hangs out, but not into the edge', () => {
    const [first] = texts(compose(makeEvent({ name: '(주)' }), 'announcement')).filter(
      (element) => element.role === 'title',
    );
    expect(first?.ink.x).toBeCloseTo(60, 3);
  });
});

describe('what the organizer adds', () => {
  const facts = (extras: EventExtras, language: Language = 'ko') => {
    const [page] = composePages(makeEvent(), 'announcement', { extras, language });
    return page ? ['price', 'link', 'age', 'notice'].flatMap((role) => said(page, role)) : [];
  };

  test('is said on the announcement, in its language, and only when it is set', () => {
    const extras = makeExtras({ notice: '카드만 받습니다.' });
    expect(facts(extras)).toEqual([
      '예매 20,000원 · 현매 30,000원',
      '만 19세 이상',
      '카드만 받습니다.',
    ]);
    expect(facts(extras, 'en')).toEqual([
      'Advance ₩20,000 · Door ₩30,000',
      '19+',
      '카드만 받습니다.',
    ]);
    expect(facts({ doorPrice: 0 })).toEqual(['무료 입장']);
    expect(facts({})).toEqual([]);
  });

  test.each(['lineup', 'countdown'] as const)('is one line at the foot of the %s', (template) => {
    const [page] = composePages(makeEvent(), template, { extras: makeExtras() });
    expect(page && said(page, 'facts')).toEqual(['예매 20,000원 · 현매 30,000원 · 만 19세 이상']);
  });

  test('makes the name of the night smaller, not the room around it', () => {
    const plain = composePages(makeEvent(), 'announcement');
    const full = composePages(makeEvent(), 'announcement', { extras: makeExtras() });
    const [before, after] = [plain, full].map(
      ([page]) => page && texts(page).find(({ role }) => role === 'title')?.style.size,
    );
    expect(after).toBeLessThan(before ?? 0);
    expect(after).toBeGreaterThan(100);
  });

  test('a notice that is long takes two lines', () => {
    const notice =
      '사진과 영상 촬영은 하지 말아 주세요. 물품 보관함은 지하 1층에 있고 현금만 받습니다.';
    const [page] = composePages(makeEvent(), 'announcement', { extras: makeExtras({ notice }) });
    expect(page && said(page, 'notice')).toHaveLength(2);
    expect(page?.warnings).toEqual([]);
  });
});

describe('a server’s accent', () => {
  test('takes the place of the theme’s, in the artwork of paper too', () => {
    const brand = { accent: '#0057B8' };
    for (const theme of THEME_NAMES) {
      const [page] = composePages(makeEvent(), 'announcement', { theme, brand });
      expect(page?.palette.accent).toBe('#0057B8');
      expect(page?.motif.stroke).toBe(theme === 'paper' ? '#0057B8' : undefined);
    }
  });
});

describe('the line-up', () => {
  test('rows are in the order of the night, with time, name and handle', () => {
    const composition = compose(makeEvent(), 'lineup');
    expect(said(composition, 'time')).toEqual([
      '22:00',
      '23:00',
      '00:00',
      '01:00',
      '02:30',
      '04:00',
    ]);
    expect(said(composition, 'name')[2]).toBe('박지훈 b2b Mina');
    expect(said(composition, 'handle')[0]).toBe('@kimdaehyun');
  });

  test('type follows the count: fewer acts are larger', () => {
    const sizeFor = (count: number) => {
      const slots = Array.from({ length: count }, (_, index) =>
        makeTimeslot(`${String((20 + index) % 24).padStart(2, '0')}:00`, '23:59', `DJ ${index}`),
      );
      const found = texts(compose(makeEvent({ timeslots: slots.slice(0, 16) }), 'lineup'));
      return found.find((element) => element.role === 'name')?.style.size ?? 0;
    };
    const sizes = [1, 2, 4, 6, 9, 14].map(sizeFor);
    expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
    expect(new Set(sizes).size).toBe(6);
    // In two columns there is more room for each again.
    expect(sizeFor(16)).toBeGreaterThan(sizeFor(14));
  });

  test('has its name on every page, smaller after the first, and says which page it is', () => {
    const pages = composePages(makeEvent({ timeslots: manySlots(40) }), 'lineup');
    expect(pages.map((page) => said(page, 'page'))).toEqual([['1/4'], ['2/4'], ['3/4'], ['4/4']]);
    expect(pages.map((page) => said(page, 'title').join(' '))).toEqual(
      pages.map(() => '서울 언더그라운드 #47'),
    );
    const sizes = (role: string) =>
      pages.map((page) => texts(page).find((element) => element.role === role)?.style.size ?? 0);
    const [first = 0, ...later] = sizes('title');
    for (const size of later) expect(size).toBeLessThan(first);
    // Whoever swipes sees one list.
    expect(new Set(sizes('name')).size).toBe(1);
    expect(new Set(pages.map(({ motif, seed }) => JSON.stringify([motif, seed]))).size).toBe(1);
  });

  test('reports on each page what cannot be drawn there', () => {
    const timeslots = [...manySlots(39), makeTimeslot('23:59', '23:59', '밤 𒀀', 'night')];
    const pages = composePages(makeEvent({ timeslots }), 'lineup');
    expect(pages.map(({ warnings }) => warnings)).toEqual([
      [],
      [],
      [],
      [{ kind: 'missing_glyphs', characters: ['𒀀'] }],
    ]);
  });

  test('of one page does not number it', () => {
    expect(said(compose(makeEvent(), 'lineup'), 'page')).toEqual([]);
  });

  test.each([
    ['square', 15, 1, 2],
    ['square', 21, 3, 1],
    ['portrait', 20, 1, 1],
    ['portrait', 21, 1, 2],
    ['story', 21, 1, 1],
    ['story', 40, 3, 1],
  ] as const)('%s: %i acts take %i pages in %i columns', (size, count, pages, columns) => {
    const found = composePages(makeEvent({ timeslots: manySlots(count) }), 'lineup', { size });
    expect(found).toHaveLength(pages);
    const lefts = texts(found[0] ?? compose(makeEvent(), 'lineup')).filter(
      ({ role }) => role === 'name',
    );
    // The ink of a letter stands on its column's edge, give or take nothing.
    expect(new Set(lefts.map(({ ink }) => Math.round(ink.x / 200))).size).toBe(columns);
  });

  test('turns the page where a name would be cut off in two columns', () => {
    const [slot, ...slots] = manySlots(16);
    const long = makeTimeslot(slot?.start ?? '', '23:59', 'Amélie Laurent b2b The Nightingales');
    expect(composePages(makeEvent({ timeslots: [long, ...slots] }), 'lineup')).toHaveLength(2);
    expect(composePages(makeEvent({ timeslots: manySlots(16) }), 'lineup')).toHaveLength(1);
  });

  test('a long b2b keeps its row to itself and wraps before it is cut', () => {
    const name = '박지훈 b2b Amélie Laurent b2b The Extraordinary Gentlemen';
    const timeslots = [
      ...makeEvent().timeslots.slice(0, 5),
      makeTimeslot('04:00', '05:00', name, 'jihoon'),
    ];
    const page = compose(makeEvent({ timeslots }), 'lineup');
    expect(said(page, 'name').join(' ')).toContain(name);
    expect(said(page, 'handle')).not.toContain('@jihoon');
    expect(page.warnings).toEqual([]);
    expectSound(page);
  });

  test.each([1, 6])('breaks a b2b between its artists, on a page of %i acts', (count) => {
    const artists = ['Amélie Laurent Dubois and Friends', 'b2b The Extraordinary Gentlemen'];
    const timeslots = [
      makeTimeslot('21:00', '22:00', artists.join(' ')),
      ...makeEvent().timeslots.slice(1, count),
    ];
    const page = compose(makeEvent({ timeslots }), 'lineup');
    expect(said(page, 'name').slice(0, 2)).toEqual(artists);
    expectSound(page);
  });

  test('closes at the margin when the venue is not known', () => {
    const page = compose(makeEvent({ venue: { name: '', address: '' } }), 'lineup');
    const last = page.elements.findLast(
      (element) => element.kind === 'rule' && element.alpha === 1,
    );
    expect(last?.kind === 'rule' && last.box.y + last.box.height).toBe(1080 - 72);
  });

  test('an act whose name no font has is shown by its handle', () => {
    const timeslots = [makeTimeslot('22:00', '23:00', 'डीजे', 'dj.k')];
    const composition = compose(makeEvent({ timeslots }), 'lineup');
    expect(said(composition, 'name')).toEqual(['@dj.k']);
    expect(said(composition, 'handle')).toEqual([]);
    expect(composition.warnings.map((warning) => warning.kind)).toContain('missing_glyphs');
  });
});

describe('what no font can draw', () => {
  test('of an act without a handle is found in the caption, and is not TBA', () => {
    const timeslots = [makeTimeslot('22:00', '23:00', 'डीजे'), makeTimeslot('23:00', '00:00', '')];
    const names = (language: Language) =>
      composePages(makeEvent({ timeslots }), 'lineup', { language }).map((page) =>
        said(page, 'name'),
      );
    expect(names('ko')).toEqual([['(이름은 캡션 참고)', 'TBA']]);
    expect(names('en')).toEqual([['(see caption)', 'TBA']]);
  });

  test.each(['announcement', 'lineup'] as const)(
    'of the name leaves the %s headed by the venue, else by the date',
    (template) => {
      const name = 'डीजे';
      const page = compose(makeEvent({ name }), template);
      expect(said(page, 'title').join(' ')).toBe('클럽 지하실');
      expect(page.warnings.map(({ kind }) => kind)).toEqual(['missing_glyphs']);
      const nowhere = compose(makeEvent({ name, venue: { name: '', address: '' } }), template);
      expect(said(nowhere, 'title').join(' ')).toBe('2026.12.24 목');
    },
  );
});

describe('a night that opens after midnight', () => {
  test.each(['ko', 'en'] as const)(
    'has both days in the header (%s), and a logo',
    async (language) => {
      const timeslots = [makeTimeslot('01:00', '06:00', '김대현')];
      const brand = { logo: await readLogoMark(await wordmark('#000000')) };
      const [page] = composePages(makeEvent({ timeslots }), 'lineup', { language, brand });
      const [date] = page ? texts(page).filter(({ role }) => role === 'date') : [];
      expect(date && textOf(date)).toBe(
        language === 'ko' ? '2026.12.24 목 → 25 금' : '2026.12.24 THU → 25 FRI',
      );
      expect(date?.style.size).toBe(34);
      expect(date?.ink.width).toBeLessThanOrEqual((1080 - 2 * 72) / 2);
      if (page) expectSound(page);
    },
  );
});

describe('the countdown', () => {
  test.each([
    [7, 'D-7'],
    [1, 'D-1'],
    [0, 'D-DAY'],
    [100, 'D-100'],
  ])('%i days before it says %s', (days, word) => {
    const composition = compose(makeEvent(), 'countdown', 'night', days);
    expect(said(composition, 'countdown')).toEqual([word]);
    expectSound(composition);
  });

  test('fills the width', () => {
    const [word] = texts(compose(makeEvent(), 'countdown')).filter((e) => e.role === 'countdown');
    expect(word?.ink.width).toBeGreaterThan(900);
  });
});

describe('every template', () => {
  const cases = [...samples.values()].flatMap((event) =>
    TEMPLATE_NAMES.map((template) => [event.id, template] as const),
  );

  test.each(cases)('%s, %s: inside the safe area, nothing over anything', (id, template) => {
    const event = samples.get(id) ?? makeEvent();
    expectSound(compose(event, template));
  });

  test.each(SIZE_NAMES)('in %s, text keeps to the part that Instagram leaves clear', (size) => {
    const { clear, height } = SIZES[size];
    for (const template of TEMPLATE_NAMES) {
      for (const { ink } of texts(compose(makeEvent(), template, 'night', 7, size))) {
        expect(ink.y).toBeGreaterThanOrEqual(clear.top + SAFE);
        expect(ink.y + ink.height).toBeLessThanOrEqual(height - clear.bottom - SAFE);
      }
    }
  });

  test('a title of 300 characters is shortened and reported', () => {
    const name = '끝나지 않는 밤 '.repeat(34).trim();
    for (const template of TEMPLATE_NAMES) {
      const composition = compose(makeEvent({ name }), template);
      expectSound(composition);
      expect(composition.warnings.map((warning) => warning.kind)).toContain('text_shortened');
    }
  });
});

describe('venue and address of an announcement', () => {
  test('take a second line beside the ticket code before they are cut', () => {
    const address = '서울특별시 용산구 이태원로27가길 45, 지하 1층 (이태원동, 해밀톤빌딩)';
    const event = makeEvent({ venue: { name: '클럽 지하실', address } });
    const extras = makeExtras({ ticketUrl: 'https://tickets.example.com/e/47' });
    const [page] = composePages(event, 'announcement', { extras });
    expect(page && said(page, 'address')).toHaveLength(2);
    expect(page && said(page, 'address').join(' ')).toBe(address);
    expect(page?.warnings).toEqual([]);
    if (page) expectSound(page);
  });
});

describe('venue and address at the foot', () => {
  const venue = {
    name: '성수동 오래된 인쇄 공장을 고쳐 만든 복합문화공간',
    address: '서울 성동구 연무장길 123-45, 지하 2층 (성수역 3번 출구에서 도보 5분)',
  };

  test.each(['lineup', 'countdown'] as const)(
    'stand one below the other on the %s where they are too long',
    (template) => {
      const page = compose(makeEvent({ venue }), template);
      expect([...said(page, 'venue'), ...said(page, 'address')]).toEqual([
        venue.name,
        venue.address,
      ]);
      expect(page.warnings).toEqual([]);
      expectSound(page);
    },
  );

  test('an address alone stands left', () => {
    const page = compose(makeEvent({ venue: { name: '', address: '서울 마포구' } }), 'countdown');
    const [address] = texts(page).filter(({ role }) => role === 'address');
    expect(address?.ink.x).toBeCloseTo(72, 3);
  });
});

describe('the artwork', () => {
  test('is of one family for one event, and there are three', () => {
    const families = Array.from({ length: 60 }, (_, index) => motifFamilyOf(`event${index}`));
    expect(new Set(families)).toEqual(new Set(['rings', 'moire', 'halftone']));
  });

  test.each(
    (['portrait', 'story'] as const).flatMap((size) =>
      THEME_NAMES.flatMap((theme) =>
        TEMPLATE_NAMES.map((template) => [size, theme, template] as const),
      ),
    ),
  )('%s, %s, %s, with extras and an accent: text keeps its contrast', (size, theme, template) => {
    const brand = { accent: accentOn(theme, '#0057B8').accent };
    const choices = { size, theme, extras: makeExtras(), brand };
    const event = samples.get('hapjeongsunrise') ?? makeEvent();
    for (const page of composePages(event, template, choices)) expectContrast(page);
  });

  test.each(SIZE_NAMES.flatMap((size) => THEME_NAMES.map((theme) => [size, theme] as const)))(
    '%s, %s: the theme’s own accent keeps its contrast',
    (size, theme) => {
      const event = samples.get('hapjeongsunrise') ?? makeEvent();
      for (const name of TEMPLATE_NAMES) expectContrast(compose(event, name, theme, 7, size));
    },
  );

  const heroes = ['seoulunderground47', 'hapjeongsunrise', 'mullaeironworks'];
  test.each(
    heroes.flatMap((id) =>
      THEME_NAMES.flatMap((theme) =>
        TEMPLATE_NAMES.map((template) => [id, theme, template] as const),
      ),
    ),
  )('%s, %s, %s: text keeps its contrast over it', (id, theme, template) => {
    const composition = compose(samples.get(id) ?? makeEvent(), template, theme);
    expectContrast(composition);
  });
});

function expectContrast(composition: Composition): void {
  const ground = groundPixels(composition, typesetter);
  for (const element of texts(composition)) {
    if (/\p{Extended_Pictographic}/u.test(textOf(element))) continue; // brings its own colours
    const needed = element.style.size >= HERO_SIZE ? 3 : 4.5;
    const found = worstContrast(element, composition, ground, typesetter);
    expect(found, `${element.role} "${textOf(element)}"`).toBeGreaterThanOrEqual(needed);
  }
}

function manySlots(count: number): Timeslot[] {
  return Array.from({ length: count }, (_, index) =>
    makeTimeslot(`${20 + (index % 4)}:${String(index).padStart(2, '0')}`, '23:59', `DJ ${index}`),
  );
}
