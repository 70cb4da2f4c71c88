import { describe, expect, it } from 'vitest';
import type { Message } from '../../sandbox/discord/index.ts';
import { EVENT, HOUR, MINUTE, ScheduleStage, type ScheduleStageOptions } from './schedule-stage.ts';

/** How often each is walked: `JOURNEY_ROUNDS=50` shows that none of them passes by luck. */
const ROUNDS = Number(process.env.JOURNEY_ROUNDS ?? 1);
const LIMIT_MS = 60_000 * ROUNDS;

/** Called between the steps of a journey, also while what was done has not taken effect yet. */
type Between = () => Promise<void>;

interface Journey {
  readonly name: string;
  readonly options?: ScheduleStageOptions;
  walk(on: ScheduleStage, between: Between): Promise<void>;
}

const PREPARED_MS = 10 * MINUTE;
const DAY = 24 * HOUR;

const JOURNEYS: readonly Journey[] = [
  {
    name: 'planned, approved, published once, and its link told',
    async walk(on, between) {
      const { card, dueAt } = await planned(on, between);
      await approve(on, card, between);
      await goOut(on, dueAt, between);
      const [live] = on.instagram.livePosts;
      expect((await on.told('인스타그램에 올렸습니다')).content).toContain(live?.permalink);
      await between();
      await on.shows(card, `인스타그램에 올라갔습니다.** <${live?.permalink}>`);
      expect(on.instagram.livePosts).toHaveLength(1);
      await on.told('인스타그램에 올렸습니다');
    },
  },
  {
    name: 'rejected with a reason, edited, approved anew, and published as edited',
    async walk(on, between) {
      const { card, dueAt } = await planned(on, between);
      await on.jisu.react(card, '❌');
      await between();
      await on.becomes('rejected');
      const asked = await on.said('이유를 적어 주시면', on.approvals);
      await between();
      const form = await (await on.jisu.click(asked, '반려 이유 쓰기')).modal();
      await between();
      await (await on.jisu.submit(form, { reason: '첫 줄을 고쳐 주세요' })).reply();
      await between();
      await on.told('이유: 첫 줄을 고쳐 주세요');
      await on.shows(card, '반려 이유: 첫 줄을 고쳐 주세요');
      const here = on.minji.in(on.approvals);
      const editor = await (await here.click(card, '캡션 수정')).modal();
      await between();
      const caption = '지하실에서 만나요.\n#서울언더그라운드';
      await (await here.submit(editor, { caption })).reply();
      await between();
      const second = await on.card(2);
      expect(second.id).not.toBe(card.id);
      await on.shows(second, '지하실에서 만나요.');
      await on.shows(card, second.id);
      await approve(on, second, between);
      await goOut(on, dueAt, between);
      expect(on.instagram.livePosts.map((live) => live.caption)).toEqual([caption]);
      await on.told('인스타그램에 올렸습니다');
    },
  },
  {
    name: 'approved while the bot was away',
    async walk(on, between) {
      const { card, dueAt } = await planned(on, between);
      await on.stop();
      await on.jisu.react(card, '✅');
      on.clock.now += HOUR;
      await on.begin();
      await between();
      await on.becomes('scheduled');
      await on.shows(card, `**승인됨** · <@${on.jisu.id}> 님`);
      await goOut(on, dueAt, between);
      expect(on.instagram.livePosts).toHaveLength(1);
      await on.told('인스타그램에 올렸습니다');
    },
  },
  {
    name: 'another line-up since the approval: shown in words, approved anew, published as it is now',
    async walk(on, between) {
      const { card, dueAt } = await planned(on, between);
      await approve(on, card, between);
      const [before] = (await on.post()).revision.pictures;
      withoutKuroneko(on);
      on.clock.now = dueAt - PREPARED_MS;
      await between();
      await on.becomes('awaiting_approval');
      const notice = await on.told('이벤트 내용이 바뀌어 게시를 멈췄습니다');
      expect(notice.content).toContain('라인업: Kuroneko @kuroneko.jp → (없음)');
      await between();
      const second = await on.card(2);
      expect(second.content).toContain('승인되었던 버전 1에서 바뀐 것:');
      expect(second.content).toContain('라인업: Kuroneko @kuroneko.jp → TBA');
      expect(on.instagram.livePosts).toEqual([]);
      await approve(on, second, between);
      await goOut(on, dueAt, between);
      const [after] = (await on.post()).revision.pictures;
      const [live] = on.instagram.livePosts;
      expect(on.instagram.livePosts).toHaveLength(1);
      expect(live?.imageSha256).toBe(after?.hash);
      expect(live?.imageSha256).not.toBe(before?.hash);
      expect(live?.caption).not.toContain('Kuroneko');
      expect(live?.caption).toContain('김대현');
      await on.told('인스타그램에 올렸습니다');
    },
  },
  {
    name: 'another line-up found by the daily look, days before its time',
    async walk(on, between) {
      const { card } = await planned(on, between, '12월 22일 저녁 8시');
      await approve(on, card, between);
      withoutKuroneko(on);
      on.clock.now += DAY;
      await on.minuteBegins();
      await between();
      await on.minutesPass(async () => expect((await on.post()).state).toBe('awaiting_approval'));
      const notice = await on.told('이벤트 내용이 바뀌어 게시를 멈췄습니다');
      expect(notice.content).toContain('라인업: Kuroneko @kuroneko.jp → (없음)');
      const second = await on.card(2);
      await approve(on, second, between);
      on.clock.now += DAY;
      const looks = on.logs.filter(isDailyLook).length;
      await on.minutesPass(() => expect(on.logs.filter(isDailyLook).length).toBe(looks + 1));
      expect((await on.post()).state).toBe('scheduled');
      expect(on.instagram.livePosts).toEqual([]);
    },
  },
  {
    name: 'a night that was cancelled since is stopped, and that is told',
    async walk(on, between) {
      const { card, dueAt } = await planned(on, between);
      await approve(on, card, between);
      on.rite.patch(EVENT, { phase: 'cancelled' });
      on.clock.now = dueAt - PREPARED_MS;
      await between();
      await on.becomes('held');
      await between();
      expect((await on.told('게시를 멈췄습니다')).content).toContain('이벤트가 취소되었습니다.');
      on.clock.now = dueAt + MINUTE;
      await between();
      await on.shows(card, '지금 상태: **보류됨**');
      expect(on.instagram.livePosts).toEqual([]);
    },
  },
  {
    name: 'published although Rite is down, and that it was not checked is told',
    async walk(on, between) {
      const { card, dueAt } = await planned(on, between);
      await approve(on, card, between);
      on.rite.fault({ kind: 'down' });
      await goOut(on, dueAt, between);
      const { content } = await on.told('인스타그램에 올렸습니다');
      expect(content).toContain('Rite에서 이벤트를 다시 확인하지 못했습니다');
      expect(on.instagram.livePosts).toHaveLength(1);
    },
  },
  {
    name: 'held while Rite is down where the server wants that, and published once it answers',
    options: { settings: { whenUnchecked: 'hold' } },
    async walk(on, between) {
      const { card, dueAt } = await planned(on, between);
      await approve(on, card, between);
      on.rite.fault({ kind: 'down' });
      on.clock.now = dueAt - PREPARED_MS;
      await between();
      await on.becomes('held');
      const { content } = await on.told('게시를 보류했습니다');
      expect(content).toContain('Rite가 응답하지 않아');
      await between();
      on.clock.now = dueAt + MINUTE;
      await between();
      expect(on.instagram.livePosts).toEqual([]);
      on.rite.clearFaults();
      // It looks again every ten minutes.
      on.clock.now += 11 * MINUTE;
      await between();
      await on.becomes('published');
      await on.told('인스타그램에 올렸습니다');
      expect(on.instagram.livePosts).toHaveLength(1);
    },
  },
  {
    name: 'whoever takes no direct messages is called in the channel for notices',
    async walk(on, between) {
      const { card, dueAt } = await planned(on, between);
      on.minji.closeDMs();
      await approve(on, card, between);
      await goOut(on, dueAt, between);
      const notice = await on.said('인스타그램에 올렸습니다', on.notices);
      expect(notice.content).toContain(`<@${on.minji.id}>`);
      expect(notice.mentions.users.map(({ id }) => id)).toEqual([on.minji.id]);
      expect(notice.content).toContain(on.instagram.livePosts[0]?.permalink);
      await between();
      await on.said('인스타그램에 올렸습니다', on.notices);
      expect(on.instagram.livePosts).toHaveLength(1);
    },
  },
];

describe.concurrent('a post on its way', () => {
  it.each(JOURNEYS)('$name', { timeout: LIMIT_MS }, async (journey) => {
    for (let round = 0; round < ROUNDS; round += 1) await walk(journey, () => false);
  });

  it.each(JOURNEYS)(
    '$name, the bot restarted on the way',
    { timeout: LIMIT_MS },
    async (journey) => {
      for (let round = 0; round < ROUNDS; round += 1) {
        await walk(journey, (point) => round % 5 === 4 || point % 3 === (round + 1) % 3);
      }
    },
  );
});

async function walk(
  { options, walk: go }: Journey,
  restartsAt: (point: number) => boolean,
): Promise<void> {
  await using on = await ScheduleStage.open(options);
  let points = 0;
  await go(on, async () => {
    if (restartsAt(points++)) await on.restart();
  });
}

async function planned(on: ScheduleStage, between: Between, when = '내일 저녁 8시') {
  const exchange = await on.minji.command('schedule add', {
    event: EVENT,
    template: 'lineup',
    when,
  });
  await exchange.acknowledged();
  await between();
  expect((await exchange.reply()).content).toContain('승인 채널에서 승인을 받아야 올라갑니다.');
  await between();
  const card = await on.card();
  expect(card.channelId).toBe(on.approvals.id);
  await between();
  const { dueAt } = (await on.publication()) ?? { dueAt: 0 };
  return { card, dueAt };
}

async function approve(on: ScheduleStage, card: Message, between: Between): Promise<void> {
  await on.jisu.react(card, '✅');
  await between();
  await on.becomes('scheduled');
  await on.shows(card, `**승인됨** · <@${on.jisu.id}> 님`);
  await between();
}

/** Its time comes, and it is published then, not before. */
async function goOut(on: ScheduleStage, dueAt: number, between: Between): Promise<void> {
  on.clock.now = Math.max(on.clock.now, dueAt - PREPARED_MS);
  await between();
  // Restarts take their time: when it has come meanwhile, the post goes out as soon as it may.
  if (on.clock.now < dueAt - MINUTE) {
    await on.prepared();
    await between();
    expect(on.instagram.livePosts).toEqual([]);
  }
  on.clock.now = Math.max(on.clock.now, dueAt);
  await between();
  await on.becomes('published');
  expect(on.instagram.livePosts[0]?.publishedAt).toBeGreaterThanOrEqual(dueAt);
  await between();
}

function withoutKuroneko(on: ScheduleStage): void {
  const { timeslots = [] } = on.rite.events.get(EVENT) ?? {};
  const left = timeslots.map((slot) =>
    slot.djName === 'Kuroneko' ? { ...slot, djName: '', djInstagram: '' } : slot,
  );
  on.rite.patch(EVENT, { timeslots: left });
}

function isDailyLook({ job, msg }: Record<string, unknown>): boolean {
  return job === 'fact-watch' && msg === 'job succeeded';
}
