import { GuildScheduledEventStatus, PermissionFlagsBits } from 'discord.js';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { Actor, Exchange } from '../../sandbox/discord/index.ts';
import { DiscordCalendar } from '../../src/discord/scheduled-event-board.ts';
import { EventNotFoundError, PostRefusedError } from '../../src/posts/errors.ts';
import { makeEvent, makeTimeslot } from '../fixtures/event.ts';
import { makePoster } from '../posters/make-poster.ts';
import { Stage, type StageOptions } from './stage.ts';

const EVENTS = '/guilds/:guild/scheduled-events';
const EVENT = '/guilds/:guild/scheduled-events/:event';
const JPEG = await sharp({
  create: { width: 108, height: 108, channels: 3, background: '#8FAAFF' },
})
  .jpeg()
  .toBuffer();
const MISSING_PERMISSIONS = {
  status: 403,
  body: { code: 50013, message: 'Missing Permissions' },
};
const { signal } = new AbortController();

describe('/event publish', () => {
  it('makes an event of the server and says where it is', async () => {
    await using stage = await open();
    const reply = await (await publish(stage)).reply();
    const [made] = calendarOf(stage);
    expect(made).toMatchObject({
      name: '서울 언더그라운드 #47',
      startsAt: Date.parse('2026-12-24T22:00+09:00'),
      endsAt: Date.parse('2026-12-25T05:00+09:00'),
      location: '클럽 지하실, 서울 용산구 이태원로 123, B1',
      status: GuildScheduledEventStatus.Scheduled,
      cover: { contentType: 'image/jpeg' },
    });
    expect(made?.description).toContain('22:00 김대현');
    expect(reply.ephemeral).toBe(true);
    expect(reply.content).toBe(
      [
        'Discord 이벤트를 등록했습니다.',
        '**12월 24일 (목) 밤 10시 ~ 새벽 5시** 서울 언더그라운드 #47',
        `https://discord.com/events/${stage.guild.id}/${made?.id}`,
        '-# Rite에서 내용이 바뀌면 하루 한 번 확인해 Discord 이벤트에도 반영합니다.',
      ].join('\n'),
    );
    expect(stage.posts.requests.at(-1)).toMatchObject({
      template: 'announcement',
      size: 'square',
      language: 'ko',
    });
  });

  it('brings the one that is there up to date, and makes no second one', async () => {
    await using stage = await open();
    await (await publish(stage)).reply();
    expect((await (await publish(stage)).reply()).content).toContain('이미 최신 내용입니다');
    stage.posts.events = [makeEvent({ name: '서울 언더그라운드 #47 + 애프터' })];
    const reply = await (await publish(stage)).reply();
    expect(reply.content).toContain('최신 내용으로 바꿨습니다');
    expect(calendarOf(stage)).toMatchObject([{ name: '서울 언더그라운드 #47 + 애프터' }]);
  });

  it('makes it anew when it was deleted in Discord, and says so', async () => {
    await using stage = await open();
    await (await publish(stage)).reply();
    stage.guild.scheduledEvents.clear();
    const reply = await (await publish(stage)).reply();
    expect(reply.content).toContain('삭제되었거나 종료되어 새로 등록했습니다');
    expect(calendarOf(stage)).toHaveLength(1);
  });

  it('makes it anew when somebody has cancelled it in Discord', async () => {
    await using stage = await open();
    await (await publish(stage)).reply();
    const [made] = calendarOf(stage);
    if (made) made.status = GuildScheduledEventStatus.Canceled;
    const reply = await (await publish(stage)).reply();
    expect(reply.content).toContain('새로 등록했습니다');
    expect(calendarOf(stage)).toHaveLength(2);
  });

  it('makes one when two people ask at once', async () => {
    await using stage = await open();
    const asked = await Promise.all([publish(stage, 'a'), publish(stage, 'b')]);
    const replies = await Promise.all(asked.map((exchange) => exchange.reply()));
    expect(replies.filter(({ content }) => content.includes('등록했습니다.'))).toHaveLength(1);
    expect(calendarOf(stage)).toHaveLength(1);
  });

  it('makes one when Discord’s answer to the first was lost', async () => {
    await using stage = await open();
    stage.discord.fault({ method: 'POST', route: EVENTS, hangUp: true, afterEffect: true });
    const first = await (await publish(stage)).reply();
    expect(first.content).toMatch(/[0-9A-Z]{6}/);
    const second = await (await publish(stage)).reply();
    expect(second.content).toContain('Discord 이벤트를 등록했습니다.');
    expect(calendarOf(stage)).toHaveLength(1);
  });

  it('takes over nothing that a person has made under the same name', async () => {
    await using stage = await open();
    await (await publish(stage)).reply();
    const [own] = calendarOf(stage);
    if (!own) throw new Error('It was not made');
    stage.guild.scheduledEvents.clear();
    stage.guild.scheduledEvents.set('1', { ...own, id: '1', creatorId: stage.minji.id });
    await (await publish(stage)).reply();
    expect(calendarOf(stage)).toHaveLength(2);
  });

  it.each([
    [
      'names the permission that the bot lacks',
      MISSING_PERMISSIONS,
      '**이벤트 만들기**(Create Events)',
    ],
    [
      'says that the server has too many',
      { status: 400, body: { code: 30038, message: 'Maximum reached' } },
      '너무 많아',
    ],
    [
      'says that Discord does not take it',
      { status: 400, body: { code: 50035, message: 'Invalid Form Body' } },
      '받아들이지 않았습니다',
    ],
  ])('%s', async (_, fault, words) => {
    await using stage = await open();
    stage.discord.fault({ method: 'POST', route: EVENTS, ...fault });
    expect((await (await publish(stage)).reply()).content).toContain(words);
    expect(await stage.stores.scheduledEvents.find(stage.guild.id, 'event-47')).toBeUndefined();
  });

  it.each([
    ['without times', { timeslots: [] }, '시작과 끝 시각을 알 수 없어'],
    [
      'that has begun',
      { date: '2026-12-01', timeslots: [makeTimeslot('19:00', '23:00', 'A')] },
      '이미 시작한',
    ],
  ])('refuses an event %s', async (_, overrides, words) => {
    await using stage = await open();
    stage.posts.events = [makeEvent(overrides)];
    expect((await (await publish(stage)).reply()).content).toContain(words);
    expect(calendarOf(stage)).toEqual([]);
  });

  it.each([
    ['past', 'event_past'],
    ['cancelled', 'event_cancelled'],
  ] as const)('refuses an event that is %s', async (_, refusal) => {
    await using stage = await open();
    stage.posts.error = new PostRefusedError(refusal, '서울 언더그라운드 #47');
    expect((await (await publish(stage)).reply()).content).toContain('서울 언더그라운드 #47');
    expect(calendarOf(stage)).toEqual([]);
  });

  it('refuses a sample and says how to have real ones', async () => {
    await using stage = await open();
    const reply = await (await publish(stage, 'boss', 'sample')).reply();
    expect(reply.content).toContain('/connect rite');
    expect(stage.posts.requests).toEqual([]);
  });

  it('does not look for words that are no event', async () => {
    await using stage = await open();
    const reply = await (await publish(stage, 'boss', '이번 주 파티')).reply();
    expect(reply.content).toContain('찾을 수 없');
  });

  it('writes in the language that the server has chosen', async () => {
    await using stage = await open();
    const by = { userId: stage.minji.id, at: stage.clock.now };
    await stage.stores.settings.changeSettings(stage.guild.id, { language: 'en' }, by);
    await (await publish(stage)).reply();
    expect(stage.posts.requests.at(-1)?.language).toBe('en');
  });

  it('shows what people typed as they typed it', async () => {
    await using stage = await open();
    const timeslots = [makeTimeslot('22:00', '05:00', '_dj_x_')];
    stage.posts.events = [makeEvent({ timeslots })];
    await (await publish(stage)).reply();
    expect(calendarOf(stage)[0]?.description).toContain('22:00 \\_dj\\_x\\_');
  });
});

describe('an event of the server whose facts change', () => {
  it('follows them', async () => {
    await using stage = await published();
    expect(await stage.scheduledEvents.refresh(signal)).toBe(0);
    stage.posts.events = [
      makeEvent({ date: '2026-12-31', venue: { name: '루프톱', address: '' } }),
    ];
    expect(await stage.scheduledEvents.refresh(signal)).toBe(1);
    expect(calendarOf(stage)).toMatchObject([
      { startsAt: Date.parse('2026-12-31T22:00+09:00'), location: '루프톱' },
    ]);
    // And is known by its new time.
    expect(await stage.scheduledEvents.refresh(signal)).toBe(0);
  });

  it('is cancelled with it, and then left alone', async () => {
    await using stage = await published();
    stage.posts.error = new PostRefusedError('event_cancelled');
    expect(await stage.scheduledEvents.refresh(signal)).toBe(1);
    expect(calendarOf(stage)).toMatchObject([{ status: GuildScheduledEventStatus.Canceled }]);
    expect(await stage.scheduledEvents.refresh(signal)).toBe(0);
  });

  it('is not made anew when somebody has deleted it', async () => {
    await using stage = await published();
    stage.guild.scheduledEvents.clear();
    stage.posts.events = [makeEvent({ name: '다른 이름' })];
    expect(await stage.scheduledEvents.refresh(signal)).toBe(0);
    expect(calendarOf(stage)).toEqual([]);
    expect(await stage.stores.scheduledEvents.find(stage.guild.id, 'event-47')).toBeUndefined();
  });

  it.each([
    ['Rite is not there', () => new EventNotFoundError('event-47')],
    ['the server is not linked', () => new PostRefusedError('server_not_linked')],
  ])('stays as it is when %s, which is told', async (_, error) => {
    await using stage = await published();
    const before = calendarOf(stage).map((event) => ({ ...event }));
    stage.posts.error = error();
    expect(await stage.scheduledEvents.refresh(signal)).toBe(0);
    expect(stage.storeErrors).toEqual([stage.posts.error]);
    expect(calendarOf(stage)).toEqual(before);
  });

  it('stays as it is when only an older reading is at hand', async () => {
    await using stage = await published();
    stage.posts.overrides = { ...stage.posts.overrides, stale: true };
    stage.posts.events = [makeEvent({ name: '다른 이름' })];
    expect(await stage.scheduledEvents.refresh(signal)).toBe(0);
    expect(calendarOf(stage)).toMatchObject([{ name: '서울 언더그라운드 #47' }]);
  });

  it('is tried again another day when Discord refuses', async () => {
    await using stage = await published();
    stage.posts.events = [makeEvent({ name: '다른 이름' })];
    stage.discord.fault({ method: 'PATCH', route: EVENT, ...MISSING_PERMISSIONS });
    expect(await stage.scheduledEvents.refresh(signal)).toBe(0);
    expect(stage.storeErrors).toHaveLength(1);
    expect(await stage.scheduledEvents.refresh(signal)).toBe(1);
    expect(calendarOf(stage)).toMatchObject([{ name: '다른 이름' }]);
  });
});

describe('the calendar of a server', () => {
  const content = {
    name: 'x',
    description: 'y',
    startsAt: Date.parse('2026-12-24T13:00Z'),
    endsAt: Date.parse('2026-12-24T20:00Z'),
    place: 'z',
  };

  it('is closed to a bot that may not create events', async () => {
    await using stage = await open();
    const { botToken: token, apiUrl: api } = stage.discord;
    const closed = stage.discord.createGuild({ name: '다른 클럽', bot: { permissions: 0n } });
    const calendar = new DiscordCalendar({ token, api });
    expect(await calendar.make(closed.id, content, JPEG)).toEqual({ fault: 'not_permitted' });
    expect(await calendar.change(closed.id, '1', content, JPEG)).toEqual({ fault: 'gone' });
  });

  it('throws what may go better later', async () => {
    await using stage = await open();
    const { botToken: token, apiUrl: api } = stage.discord;
    stage.discord.fault({ route: EVENTS, status: 503 });
    const made = new DiscordCalendar({ token, api }).make(stage.guild.id, content, JPEG);
    await expect(made).rejects.toThrow();
    expect(calendarOf(stage)).toEqual([]);
  });
});

async function open(options: StageOptions = {}): Promise<Stage> {
  const stage = await Stage.open(options);
  stage.posts.overrides = { poster: makePoster({ template: 'announcement', pages: [JPEG] }) };
  return stage;
}

async function published(): Promise<Stage> {
  const stage = await open();
  await (await publish(stage)).reply();
  return stage;
}

async function publish(stage: Stage, username = 'boss', event = 'event-47'): Promise<Exchange> {
  return await organizer(stage, username).command('event publish', { event });
}

function organizer(stage: Stage, username: string): Actor {
  return stage.guild.addMember({
    username,
    locale: 'ko',
    permissions: PermissionFlagsBits.ManageEvents,
  });
}

function calendarOf(stage: Stage) {
  return [...stage.guild.scheduledEvents.values()];
}
