import { PermissionFlagsBits } from 'discord.js';
import { describe, expect, it } from 'vitest';
import type { Actor, Message } from '../../sandbox/discord/index.ts';
import { EventSourceError } from '../../src/posts/errors.ts';
import { makeEvent } from '../fixtures/event.ts';
import { Stage } from './stage.ts';

const { ManageEvents } = PermissionFlagsBits;
const EVENT = { event: 'event-47' };
const WHOLE = {
  ticketUrl: 'https://ticket.example/47',
  advancePrice: '2만원',
  doorPrice: '30,000',
  ageLimit: '19',
  notice: '현장 촬영 금지',
};

describe('/event extras', () => {
  it('opens a form, saves what was typed and says what will appear', async () => {
    await using stage = await Stage.open();
    const boss = organizer(stage);
    const modal = await (await boss.command('event extras', EVENT)).modal();
    expect(modal.title).toBe('추가 정보 · 서울 언더그라운드 #47');
    expect(modal.fields.map(({ label, value }) => [label, value])).toEqual([
      ['예매 링크', ''],
      ['예매 가격', ''],
      ['현매 가격', ''],
      ['나이 제한', ''],
      ['안내 한 줄', ''],
    ]);
    const reply = await (await boss.submit(modal, WHOLE)).reply();
    expect(reply).toMatchObject({ ephemeral: true, components: [] });
    expect(reply.content).toMatchInlineSnapshot(`
      "### 서울 언더그라운드 #47 · 추가 정보
      저장했습니다. 이제 \`/post\`로 만드는 포스터와 캡션에 다음 내용이 들어갑니다.
      - 예매 20,000원 · 현매 30,000원
      - 만 19세 이상 입장 가능
      - 현장 촬영 금지
      - 예매 링크: <https://ticket.example/47>"
    `);
    expect(stage.extras.saved).toEqual([
      {
        guildId: stage.guild.id,
        eventId: 'event-47',
        extras: {
          ticketUrl: 'https://ticket.example/47',
          advancePrice: 20_000,
          doorPrice: 30_000,
          ageLimit: 19,
          notice: '현장 촬영 금지',
        },
        version: 0,
        savedBy: boss.id,
        savedAt: stage.clock.now,
      },
    ]);
  });

  it('finds what was saved in the fields, and clears it when they are emptied', async () => {
    await using stage = await Stage.open();
    await fillIn(stage, WHOLE);
    const boss = organizer(stage);
    const modal = await (await boss.command('event extras', EVENT)).modal();
    expect(modal.fields.map(({ value }) => value)).toEqual([
      'https://ticket.example/47',
      '20,000원',
      '30,000원',
      '만 19세 이상',
      '현장 촬영 금지',
    ]);
    const emptied = Object.fromEntries(Object.keys(WHOLE).map((field) => [field, '']));
    const reply = await (await boss.submit(modal, emptied)).reply();
    expect(reply.content).toContain('추가 정보를 모두 지웠습니다.');
    expect(stage.extras.saved.at(-1)?.extras).toEqual({});
  });

  it('shortens the name of an event in the title of the form', async () => {
    await using stage = await Stage.open();
    stage.posts.events = [makeEvent({ name: '언더그라운드 '.repeat(20) })];
    const modal = await (await organizer(stage).command('event extras', EVENT)).modal();
    expect(modal.title).toMatch(/^추가 정보 · 언더그라운드.*…$/);
  });

  it('speaks the language of the person', async () => {
    await using stage = await Stage.open();
    const permissions = ManageEvents;
    const john = stage.guild.addMember({ username: 'john', locale: 'en-GB', permissions });
    const modal = await (await john.command('event extras', EVENT)).modal();
    expect(modal.fields.map(({ label }) => label)).toContain('Door price');
    const reply = await (await john.submit(modal, { doorPrice: '30k' })).reply();
    expect(reply.content).toMatchInlineSnapshot(`
      "### 서울 언더그라운드 #47 · extras
      Saved. Posters and captions you make with \`/post\` now include:
      - Door ₩30,000"
    `);
  });

  it('is not seen by members who do not manage events', async () => {
    await using stage = await Stage.open();
    await expect(stage.minji.command('event extras', EVENT)).rejects.toThrow(/ManageEvents/);
    await stage.openToEverybody('event');
    await (await stage.minji.command('event extras', EVENT)).modal();
  });
});

describe('what cannot be read', () => {
  const wrong = {
    ticketUrl: 'javascript:alert(1)',
    advancePrice: '많이',
    doorPrice: '30,000원',
    ageLimit: '성인 인증 ``` @everyone',
    notice: '가'.repeat(81),
  };

  it('is named all at once, and nothing that was typed is lost', async () => {
    await using stage = await Stage.open();
    await fillIn(stage, { doorPrice: '10000' });
    const refusal = await fillIn(stage, wrong);
    expect(refusal.content).toMatchInlineSnapshot(`
      "⚠️ 고칠 곳이 4개 있어 저장하지 않았습니다.
      - **예매 링크** \`https://\`나 \`http://\`로 시작하는 주소만 쓸 수 있습니다.
      - **예매 가격** 가격으로 읽을 수 없습니다. \`20,000원\`, \`2만원\`, \`무료\`처럼 적어 주세요.
      - **나이 제한** 나이로 읽을 수 없습니다. \`19\` 또는 \`만 19세 이상\`처럼 적어 주세요.
      - **안내 한 줄** 너무 깁니다. 링크는 500자, 안내는 80자까지 적을 수 있습니다.
      입력한 내용:
      \`\`\`
      예매 링크: javascript:alert(1)
      예매 가격: 많이
      현매 가격: 30,000원
      나이 제한: 성인 인증 \`⁠\`\` @everyone
      안내 한 줄: 가가가가가가가가가가가가가가가가가가가가가가가가가가가가가가가가가가가가가가가가가가가가가가가가가가가가가가가가가가가가가가가가가가가가가가가가가가가가가가가가가
      \`\`\`"
    `);
    expect(stage.extras.saved).toHaveLength(1);
    expect(refusal.mentions).toEqual({ everyone: false, users: [], roles: [] });
    const boss = lastOrganizer(stage);
    const modal = await (await boss.click(refusal, 'extras')).modal();
    expect(modal.fields.map(({ value }) => value)).toEqual(Object.values(wrong));
  });

  it('can be corrected in the form that opens again, after a restart too', async () => {
    await using stage = await Stage.open();
    const refusal = await fillIn(stage, wrong);
    await stage.restart();
    const boss = lastOrganizer(stage);
    const modal = await (await boss.click(refusal, 'extras')).modal();
    const again = await (await boss.submit(modal, { ...wrong, ticketUrl: '' })).reply();
    expect(again.id).toBe(refusal.id);
    expect(again.content).toContain('고칠 곳이 3개 있어');
    const last = await (await boss.click(again, 'extras')).modal();
    const saved = await (await boss.submit(last, WHOLE)).reply();
    expect(saved).toMatchObject({ id: refusal.id, components: [] });
    expect(saved.content).toContain('저장했습니다');
    expect(stage.extras.saved.at(-1)?.extras).toMatchObject({ advancePrice: 20_000 });
  });

  it('stays whole when everything is as long as it may be', async () => {
    await using stage = await Stage.open();
    await fillIn(stage, { ...WHOLE, ticketUrl: link(500), notice: '*'.repeat(80) });
    const longest = { ...wrong, ticketUrl: `ftp://${'a'.repeat(494)}`, notice: '`'.repeat(200) };
    const refusal = await fillIn(stage, longest);
    const modal = await (await lastOrganizer(stage).click(refusal, 'extras')).modal();
    expect(modal.fields.map(({ value }) => value)).toEqual(Object.values(longest));
  });
});

describe('two people at once', () => {
  it('never overwrite each other: the later one is told, with both versions', async () => {
    await using stage = await Stage.open();
    const mina = organizer(stage);
    const jisu = organizer(stage);
    const minas = await (await mina.command('event extras', EVENT)).modal();
    const jisus = await (await jisu.command('event extras', EVENT)).modal();
    await (await mina.submit(minas, { doorPrice: '30000', ticketUrl: link(500) })).reply();
    const told = await (await jisu.submit(jisus, { doorPrice: '25000' })).reply();
    expect(told.content.replace(/a{400,}/, 'a…')).toMatchInlineSnapshot(`
      "⚠️ 입력하는 동안 다른 사람이 먼저 저장해서 덮어쓰지 않았습니다. 지금 저장된 내용:
      - 현매 30,000원
      - 예매 링크: <https://ticket.example/a…>
      입력한 내용:
      \`\`\`
      예매 링크:
      예매 가격:
      현매 가격: 25000
      나이 제한:
      안내 한 줄:
      \`\`\`"
    `);
    expect(stage.extras.saved.at(-1)?.extras).toMatchObject({ doorPrice: 30_000 });

    // Having seen it, the later one may go on.
    const again = await (await jisu.click(told, 'extras')).modal();
    expect(again.fields[2]?.value).toBe('25000');
    const saved = await (await jisu.submit(again, {})).reply();
    expect(saved.content).toContain('저장했습니다');
    expect(stage.extras.saved.at(-1)).toMatchObject({ extras: { doorPrice: 25_000 }, version: 1 });
  });

  it('are told also when the other one has cleared everything', async () => {
    await using stage = await Stage.open();
    await fillIn(stage, WHOLE);
    const jisu = organizer(stage);
    const jisus = await (await jisu.command('event extras', EVENT)).modal();
    await fillIn(stage, Object.fromEntries(Object.keys(WHOLE).map((field) => [field, ''])));
    const told = await (await jisu.submit(jisus, { doorPrice: '25000' })).reply();
    expect(told.content).toContain('- 없음 (모두 지워져 있습니다)');
  });
});

describe('a form that cannot be opened', () => {
  it('is for an event that is not the server’s, or no event at all', async () => {
    await using stage = await Stage.open();
    const other = stage.discord.createGuild({ name: 'elsewhere', preferredLocale: 'ko' });
    const permissions = ManageEvents;
    const spy = other.addMember({ username: 'spy', locale: 'ko', permissions });
    const unlinked = await (await spy.command('event extras', EVENT)).reply();
    expect(unlinked).toMatchObject({ ephemeral: true });
    expect(unlinked.content).toMatch(/^이 서버는 아직 Rite 주최자와 연결되지/);
    for (const event of ['event-48', '서울 언더', '../../etc']) {
      const reply = await (await organizer(stage).command('event extras', { event })).reply();
      expect(reply).toMatchObject({ ephemeral: true });
      expect(reply.content).toMatch(/^이벤트를 찾을 수 없거나 권한이 없습니다/);
    }
  });

  it('is told of in time when our own store is slow', async () => {
    await using stage = await Stage.open({ gateway: { modalBudgetMs: 50 } });
    stage.extras.gate = new Promise(() => {});
    const exchange = await organizer(stage).command('event extras', EVENT);
    expect(await exchange.acknowledged()).toMatchObject({ ephemeral: true });
    expect((await exchange.reply()).content).toBe(
      '준비가 늦어져 입력 창을 열지 못했습니다. 잠시 후 다시 시도해 주세요.',
    );
  });

  it('is explained with a number when our own store is broken', async () => {
    await using stage = await Stage.open();
    stage.extras.error = new Error('SQLITE_CORRUPT: database disk image is malformed');
    const reply = await (await organizer(stage).command('event extras', EVENT)).reply();
    expect(reply).toMatchObject({ ephemeral: true });
    expect(reply.content).toMatch(/번호 `[0-9A-Z]{6}`/);
    expect(reply.content).not.toContain('SQLITE');
    await stage.logged('interaction failed');
  });
});

describe('a form that is sent off', () => {
  it('after a restart is saved all the same', async () => {
    await using stage = await Stage.open();
    const boss = organizer(stage);
    const modal = await (await boss.command('event extras', EVENT)).modal();
    await stage.restart();
    const reply = await (await boss.submit(modal, WHOLE)).reply();
    expect(reply.content).toContain('저장했습니다');
  });

  it('while Rite is down is not lost', async () => {
    await using stage = await Stage.open();
    const boss = organizer(stage);
    const modal = await (await boss.command('event extras', EVENT)).modal();
    stage.posts.error = new EventSourceError('unreachable', 'connect ECONNREFUSED');
    const refusal = await (await boss.submit(modal, WHOLE)).reply();
    expect(refusal.content).toMatchInlineSnapshot(`
      "Rite에 연결하지 못했습니다. 잠시 후 다시 시도해 주세요.

      입력한 내용:
      \`\`\`
      예매 링크: https://ticket.example/47
      예매 가격: 2만원
      현매 가격: 30,000
      나이 제한: 19
      안내 한 줄: 현장 촬영 금지
      \`\`\`"
    `);
    expect(stage.extras.saved).toEqual([]);

    // From the button the answer replaces the message, and a failure is whispered beside it.
    const again = await (await boss.click(refusal, 'extras')).modal();
    const whisper = await (await boss.submit(again, {})).nextFollowUp();
    expect(whisper).toMatchObject({ ephemeral: true, visibleTo: boss.id });
    stage.posts.error = undefined;
    const last = await (await boss.click(whisper, 'extras')).modal();
    expect(last.fields.map(({ value }) => value)).toEqual(Object.values(WHOLE));
    const saved = await (await boss.submit(last, {})).reply();
    expect(saved.content).toContain('저장했습니다');
  });

  it('while our own store is broken is not lost either', async () => {
    await using stage = await Stage.open();
    const boss = organizer(stage);
    const modal = await (await boss.command('event extras', EVENT)).modal();
    stage.extras.error = new Error('SQLITE_FULL: database or disk is full');
    const refusal = await (await boss.submit(modal, WHOLE)).reply();
    expect(refusal.content).toMatch(
      /^문제가 생겨 끝내지 못했습니다.*\n\n입력한 내용:\n```\n예매 링크: https/,
    );
  });

  it('for an event that is the server’s no more is refused as one that never was', async () => {
    await using stage = await Stage.open();
    const boss = organizer(stage);
    const modal = await (await boss.command('event extras', EVENT)).modal();
    stage.posts.events = [];
    const reply = await (await boss.submit(modal, WHOLE)).reply();
    expect(reply.content).toMatch(/^이벤트를 찾을 수 없거나 권한이 없습니다/);
    expect(stage.extras.saved).toEqual([]);
  });
});

const organizers = new WeakMap<Stage, Actor>();

/** Somebody new who manages the events. */
function organizer(stage: Stage): Actor {
  const permissions = ManageEvents;
  const one = stage.guild.addMember({ username: 'mina', locale: 'ko', permissions });
  organizers.set(stage, one);
  return one;
}

function lastOrganizer(stage: Stage): Actor {
  return organizers.get(stage) ?? organizer(stage);
}

async function fillIn(stage: Stage, values: Readonly<Record<string, string>>): Promise<Message> {
  const boss = organizer(stage);
  const modal = await (await boss.command('event extras', EVENT)).modal();
  return await (await boss.submit(modal, values)).reply();
}

/** An address of that many characters. */
function link(length: number): string {
  const start = 'https://ticket.example/';
  return start + 'a'.repeat(length - start.length);
}
