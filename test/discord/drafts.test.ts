import { ButtonStyle, ComponentType, PermissionFlagsBits } from 'discord.js';
import { describe, expect, it } from 'vitest';
import type { Actor, Message } from '../../sandbox/discord/index.ts';
import { DownloadError } from '../../src/posts/downloads.ts';
import { EventSourceError, PostRefusedError } from '../../src/posts/errors.ts';
import { makeEvent } from '../fixtures/event.ts';
import { makePoster } from '../posters/make-poster.ts';
import { makeCaption, NOW } from './make-post.ts';
import { PREMIUM_SKU, Stage } from './stage.ts';

const NOT_FOUND =
  '게시물을 찾을 수 없습니다. 삭제되었을 수 있으니 `/posts list`에서 확인해 주세요.';

describe('a post that is kept', () => {
  it('has menus and buttons that say what they do, and remembers where it stands', async () => {
    await using stage = await Stage.open();
    const message = await madePost(stage);
    expect(labelsUnder(message)).toEqual([
      ['나이트*', '네온', '페이퍼'],
      ['정사각형 1:1*', '세로 4:5', '스토리 9:16'],
      ['캡션 수정', '다시 만들기', '다운로드', '예약', '바로 올리기'],
    ]);
    await expect
      .poll(() => keptPosts(stage))
      .toMatchObject([
        {
          createdBy: stage.minji.id,
          message: { messageId: message.id, channelId: stage.guild.general.id },
        },
      ]);
  });

  it('is drawn in another theme and size in its place, without asking Rite', async () => {
    await using stage = await Stage.open();
    const message = await madePost(stage);
    stage.posts.error = new EventSourceError('unreachable', 'connect ECONNREFUSED');
    const paper = await (await stage.minji.select(message, 'theme', ['paper'])).reply();
    expect(paper.id).toBe(message.id);
    expect(paper.attachments.map(({ filename }) => filename)).toEqual(['lineup-paper.jpg']);
    const story = await (await stage.minji.select(paper, 'size', ['스토리 9:16'])).reply();
    expect(story.attachments.map(({ filename }) => filename)).toEqual(['lineup-paper-story.jpg']);
    expect(labelsUnder(story).slice(0, 2)).toEqual([
      ['나이트', '네온', '페이퍼*'],
      ['정사각형 1:1', '세로 4:5', '스토리 9:16*'],
    ]);
    expect(stage.minji.messages).toHaveLength(1);
  });

  it('works after a restart, however old the message is', async () => {
    await using stage = await Stage.open();
    const message = await madePost(stage);
    await stage.restart();
    stage.clock.now += 400 * 86_400_000;
    const updated = await (await stage.minji.select(message, 'theme', ['neon'])).reply();
    expect(updated.attachments.map(({ filename }) => filename)).toEqual(['lineup-neon.jpg']);
    const modal = await (await stage.minji.click(updated, 'caption')).modal();
    const edited = await (await stage.minji.submit(modal, { caption: '새 캡션' })).reply();
    expect(captionIn(edited)).toBe('새 캡션');
  });

  it('leaves the message as it was when drawing fails, and tells only the person who clicked', async () => {
    await using stage = await Stage.open();
    const message = await madePost(stage);
    const before = message.content;
    stage.drawError = new Error('no canvas');
    const whisper = await (await stage.minji.select(message, 'theme', ['neon'])).nextFollowUp();
    expect(whisper).toMatchObject({ ephemeral: true, visibleTo: stage.minji.id });
    expect(whisper.content).toMatch(/^문제가 생겨 끝내지 못했습니다/);
    expect(message.content).toBe(before);
    expect(message.attachments).toHaveLength(1);
  });
});

describe('editing the caption', () => {
  it('opens a form with the present text and shows the new one with its counts', async () => {
    await using stage = await Stage.open();
    const message = await madePost(stage);
    const modal = await (await stage.minji.click(message, '캡션 수정')).modal();
    expect(modal).toMatchObject({ title: '캡션 수정 · 서울 언더그라운드 #47' });
    expect(modal.fields).toMatchObject([
      {
        label: '캡션',
        description: '인스타그램에는 2,200자까지 올릴 수 있습니다.',
        value: '올릴 캡션 전문입니다 (lineup, ko)',
        multiline: true,
      },
    ]);
    const caption = '오늘 밤 #테크노\n@dj.kim 그리고 @club';
    const edited = await (await stage.minji.submit(modal, { caption })).reply();
    expect(edited.id).toBe(message.id);
    expect(captionIn(edited)).toBe(caption);
    expect(edited.content).toContain('캡션 27/2,200자 · 해시태그 1개 · 멘션 2개');
    expect(edited.attachments.map(({ filename }) => filename)).toEqual(['lineup-night.jpg']);
    expect(labelsUnder(edited).at(-1)).toEqual(['자동 캡션으로 되돌리기']);
  });

  it('speaks the language of the person in the form, and of the server in the message', async () => {
    await using stage = await Stage.open();
    const john = stage.guild.addMember({ username: 'john', locale: 'en-US' });
    const exchange = await john.command('post lineup', { event: 'event-47' });
    const modal = await (await john.click(await exchange.reply(), 'caption')).modal();
    expect(modal).toMatchObject({ title: 'Edit caption · 서울 언더그라운드 #47' });
    const edited = await (await john.submit(modal, { caption: 'x' })).reply();
    expect(edited.content).toContain('· 라인업');
  });

  it('refuses what Instagram would refuse, and goes on from what was typed, after a restart too', async () => {
    await using stage = await Stage.open();
    const message = await madePost(stage);
    const before = message.content;
    const caption = '#하나 #둘 #셋 #넷 #다섯 #여섯';
    const refused = await (await submitCaption(stage.minji, message, caption)).nextFollowUp();
    expect(refused).toMatchObject({ ephemeral: true });
    expect(refused.content.split('\n')).toEqual([
      '⚠️ 고칠 곳이 있어 캡션을 저장하지 않았습니다.',
      '- **해시태그** 6개입니다. 인스타그램에는 5개까지 올릴 수 있으니 1개를 줄여 주세요.',
      '입력한 내용:',
      '```',
      caption,
      '```',
    ]);
    expect(message.content).toBe(before);
    await stage.restart();
    const again = await (await stage.minji.click(refused, '입력한 내용 이어서 고치기')).modal();
    expect(again.fields[0]?.value).toBe(caption);
    const fixed = await stage.minji.submit(again, { caption: '#하나' });
    await fixed.reply();
    // The form was opened from what only Minji sees; the post itself shows the new caption too.
    await expect.poll(() => captionIn(message)).toBe('#하나');
    expect(message.attachments).toHaveLength(1);
  });

  it('hands back a text that is too long for a message as a file, and opens it again from there', async () => {
    await using stage = await Stage.open();
    const message = await madePost(stage);
    const caption = '아주 긴 캡션입니다. '.repeat(220).trim();
    const refused = await (await submitCaption(stage.minji, message, caption)).nextFollowUp();
    expect(refused.content).toContain(
      '- **글자** 2,639자입니다. 인스타그램에는 2,200자까지 올릴 수 있으니 439자를 줄여 주세요.',
    );
    expect(refused.content).toContain('입력한 내용은 첨부한 `caption.txt`에 모두 있습니다.');
    expect(refused.attachments[0]?.bytes.toString('utf8')).toBe(caption);
    const again = await (await stage.minji.click(refused, 'caption-again')).modal();
    expect(again.fields[0]?.value).toBe(caption);
  });

  it('says so when the file with what was typed cannot be read any more', async () => {
    await using stage = await Stage.open();
    const message = await madePost(stage);
    const refused = await (
      await submitCaption(stage.minji, message, 'x'.repeat(2300))
    ).nextFollowUp();
    // The links of files are good for a day.
    stage.clock.now += 2 * 86_400_000;
    await stage.restart({ downloads: { fetch: () => Promise.reject(goneFile()) } });
    const reply = await (await stage.minji.click(refused, 'caption-again')).reply();
    expect(reply.content).toMatch(/^입력한 내용을 다시 열지 못했습니다/);
  });

  it.each([
    [
      'the database is away',
      (stage: Stage) => stage.breakDatabase(),
      /^지금은 게시물을 불러오거나/,
    ],
    ['the post was deleted', (stage: Stage) => deleteAll(stage), /^게시물을 찾을 수 없습니다/],
  ])('never loses what was typed: %s', async (_why, prepare, reason) => {
    await using stage = await Stage.open();
    const message = await madePost(stage);
    const modal = await (await stage.minji.click(message, 'caption')).modal();
    await prepare(stage);
    const caption = '한참 동안 쓴 캡션\n\n둘째 줄';
    const whisper = await (await stage.minji.submit(modal, { caption })).nextFollowUp();
    expect(whisper).toMatchObject({ ephemeral: true });
    expect(whisper.content).toMatch(reason);
    expect(captionIn(whisper)).toBe(caption);
  });

  it('takes the automatic caption back on request, and hands out what was written', async () => {
    await using stage = await Stage.open();
    const message = await madePost(stage);
    const edited = await (await submitCaption(stage.minji, message, '내가 쓴 것')).reply();
    const exchange = await stage.minji.click(edited, '자동 캡션으로 되돌리기');
    const reset = await exchange.reply();
    expect(captionIn(reset)).toContain('서울 언더그라운드 #47');
    expect(labelsUnder(reset)).toHaveLength(3);
    const whisper = await exchange.nextFollowUp();
    expect(whisper.content).toContain('되돌리기 전 캡션:\n```\n내가 쓴 것\n```');
  });
});

describe('two people at once', () => {
  it('never lose an edit: the later one is told, sees the newest and gets back what they typed', async () => {
    await using stage = await Stage.open();
    const message = await madePost(stage);
    const jisu = manager(stage, 'jisu');
    const minjis = await (await stage.minji.click(message, 'caption')).modal();
    const jisus = await (await jisu.click(message, 'caption')).modal();
    await (await jisu.submit(jisus, { caption: '지수가 쓴 것' })).reply();
    const late = await stage.minji.submit(minjis, { caption: '민지가 쓴 것' });
    expect(captionIn(await late.reply())).toBe('지수가 쓴 것');
    const whisper = await late.nextFollowUp();
    expect(whisper).toMatchObject({ ephemeral: true, visibleTo: stage.minji.id });
    expect(whisper.content).toMatch(/^⚠️ 그사이 다른 사람이 먼저 고쳐서/);
    expect(captionIn(whisper)).toBe('민지가 쓴 것');
    // Having seen what there is, she may go on with hers.
    const again = await (await stage.minji.click(whisper, 'caption-again')).modal();
    expect(again.fields[0]?.value).toBe('민지가 쓴 것');
    await (await stage.minji.submit(again, {})).reply();
    await expect.poll(() => captionIn(message)).toBe('민지가 쓴 것');
  });

  it('and the one whose drawing takes longer is told that another pick was faster', async () => {
    await using stage = await Stage.open();
    const message = await madePost(stage);
    const { promise: gate, resolve: open } = Promise.withResolvers<void>();
    stage.drawGate = gate;
    const slow = await stage.minji.select(message, 'theme', ['paper']);
    await expect.poll(() => stage.drawn).toHaveLength(1);
    stage.drawGate = Promise.resolve();
    await (await stage.minji.select(message, 'theme', ['neon'])).reply();
    open();
    expect((await slow.nextFollowUp()).content).toMatch(/^⚠️ 그사이 다른 사람이 먼저/);
    expect(message.attachments.map(({ filename }) => filename)).toEqual(['lineup-neon.jpg']);
  });

  it('from a message that shows an earlier state get to see the present one first', async () => {
    await using stage = await Stage.open();
    const message = await madePost(stage);
    const [kept] = await keptPosts(stage);
    const stale = customIds(message);
    await (await stage.minji.select(message, 'theme', ['neon'])).reply();
    const present = customIds(message);
    expect(stale.map((id) => id.replace(/:1$/, ':2'))).toEqual(present);
    expect(present[0]).toBe(`theme:${kept?.id}:2`);
  });
});

describe('who may change a post', () => {
  it('is who made it and those who manage events or messages; others are told who', async () => {
    await using stage = await Stage.open();
    const message = await madePost(stage);
    const jisu = stage.guild.addMember({ username: 'jisu', locale: 'ko' });
    const sentence = `이 게시물은 만든 사람(<@${stage.minji.id}>)이나 ‘이벤트 관리하기’ 또는 ‘메시지 관리하기’ 권한이 있는 사람만 고치거나 삭제할 수 있습니다.`;
    const refusals = [
      await (await jisu.select(message, 'theme', ['paper'])).nextFollowUp(),
      await (await jisu.select(message, 'size', ['story'])).nextFollowUp(),
      await (await jisu.click(message, 'redo')).nextFollowUp(),
      await (await jisu.click(message, 'caption')).reply(),
    ];
    for (const refusal of refusals) {
      expect(refusal).toMatchObject({ ephemeral: true, content: sentence });
    }
    expect(refusals[0]?.mentions).toEqual({ everyone: false, users: [], roles: [] });
    for (const permissions of ['ManageEvents', 'ManageMessages', 'Administrator'] as const) {
      const staff = manager(stage, permissions, PermissionFlagsBits[permissions]);
      const theme = permissions === 'ManageMessages' ? 'night' : 'paper';
      const updated = await (await staff.select(message, 'theme', [theme])).reply();
      expect(updated.id).toBe(message.id);
    }
  });

  it('does not matter for a download', async () => {
    await using stage = await Stage.open();
    const message = await madePost(stage);
    const jisu = stage.guild.addMember({ username: 'jisu', locale: 'ko' });
    expect((await (await jisu.click(message, 'download')).reply()).attachments).toHaveLength(2);
  });
});

describe('making it again', () => {
  it('tells what has changed in the event', async () => {
    await using stage = await Stage.open();
    const message = await madePost(stage);
    stage.posts.events = [makeEvent({ name: '서울 언더그라운드 #48', date: '2026-12-26' })];
    const exchange = await stage.minji.click(message, '다시 만들기');
    const updated = await exchange.reply();
    expect(updated.id).toBe(message.id);
    expect(updated.content).toMatch(/^### 서울 언더그라운드 #48 · 라인업\n\*\*12월 26일 \(토\)/);
    expect((await exchange.nextFollowUp()).content).toBe(
      '이벤트를 다시 읽어 만들었습니다. 바뀐 내용: 이름, 날짜',
    );
    const again = await stage.minji.click(updated, '다시 만들기');
    expect((await again.nextFollowUp()).content).toBe(
      '이벤트를 다시 읽었지만 바뀐 내용이 없습니다.',
    );
  });

  it('does not say that only the poster is different when it is the caption', async () => {
    await using stage = await Stage.open();
    const message = await madePost(stage);
    stage.posts.overrides = { caption: makeCaption('브랜드가 바뀐 캡션') };
    const exchange = await stage.minji.click(message, '다시 만들기');
    expect(captionIn(await exchange.reply())).toBe('브랜드가 바뀐 캡션');
    expect((await exchange.nextFollowUp()).content).toBe(
      '다시 만들었습니다. 이벤트 내용은 그대로이고 포스터 디자인이나 캡션 구성만 달라졌습니다.',
    );
  });

  it('leaves a caption that somebody has written alone, and says how to have the new one', async () => {
    await using stage = await Stage.open();
    const message = await madePost(stage);
    const edited = await (await submitCaption(stage.minji, message, '내가 쓴 것')).reply();
    stage.posts.events = [makeEvent({ venue: { name: '새 클럽', address: '' } })];
    const exchange = await stage.minji.click(edited, '다시 만들기');
    const updated = await exchange.reply();
    expect(captionIn(updated)).toBe('내가 쓴 것');
    expect(updated.content).toContain('· 새 클럽 ·');
    expect((await exchange.nextFollowUp()).content.split('\n')).toEqual([
      '이벤트를 다시 읽어 만들었습니다. 바뀐 내용: 장소',
      '직접 고친 캡션은 그대로 두었습니다. 새로 만든 캡션을 쓰려면 ‘자동 캡션으로 되돌리기’ 버튼을 눌러 주세요.',
    ]);
  });

  it.each([
    [new EventSourceError('timeout', 'slow'), /^Rite의 응답이 늦어 멈췄습니다/],
    [new PostRefusedError('event_cancelled', '밤'), /^밤: 취소된 이벤트라서/],
  ])('changes nothing when it fails: $name', async (error, reason) => {
    await using stage = await Stage.open();
    const message = await madePost(stage);
    const before = message.content;
    stage.posts.error = error;
    const whisper = await (await stage.minji.click(message, 'redo')).nextFollowUp();
    expect(whisper.content).toMatch(reason);
    expect(message.content).toBe(before);
  });
});

describe('a download', () => {
  it('brings the pictures and the caption as files, for the person alone', async () => {
    await using stage = await Stage.open();
    const message = await madePost(stage);
    const reply = await (await stage.minji.click(message, '다운로드')).reply();
    expect(reply).toMatchObject({ ephemeral: true });
    expect(reply.content).toBe(
      '### 서울 언더그라운드 #47 · 라인업\n원본 화질 포스터와 캡션 파일입니다.',
    );
    expect(reply.attachments.map(({ filename }) => filename)).toEqual([
      'lineup-night.jpg',
      'caption.txt',
    ]);
    expect(reply.attachments[0]?.bytes).toEqual(message.attachments[0]?.bytes);
    expect(reply.attachments[1]?.bytes.toString('utf8')).toBe('올릴 캡션 전문입니다 (lineup, ko)');
    expect((await keptPosts(stage))[0]?.downloadedAt).toBe(NOW);
  });

  it('sends the caption after ten pictures, which is all that one message holds', async () => {
    await using stage = await Stage.open();
    const pages = Array.from({ length: 10 }, (_, n) => Buffer.from([0xff, 0xd8, n, 0xff, 0xd9]));
    stage.posts.overrides = { poster: makePoster({ pages }) };
    const message = await madePost(stage);
    const exchange = await stage.minji.click(message, '다운로드');
    const reply = await exchange.reply();
    expect(reply.attachments).toHaveLength(10);
    expect(reply.content).toContain('원본 화질 포스터 10장과 캡션 파일입니다.');
    const [caption] = (await exchange.nextFollowUp()).attachments;
    expect(caption?.filename).toBe('caption.txt');
  });
});

describe('planning', () => {
  it('says in a free server that it takes premium, and where to get it', async () => {
    await using stage = await Stage.open({ premium: false });
    const message = await madePost(stage);
    const buy = { type: ComponentType.Button, style: ButtonStyle.Premium, sku_id: PREMIUM_SKU };
    const publishing = await (await stage.minji.click(message, 'publish')).reply();
    expect(publishing.content).toMatch(
      /프리미엄 서버에서 쓸 수 있습니다. 프리미엄은 아래 버튼에서/,
    );
    expect(publishing).toMatchObject({ components: [{ components: [buy] }] });
    // Before anybody thinks about a time.
    const scheduling = await (await stage.minji.click(message, 'schedule')).reply();
    expect(scheduling.content).toBe(publishing.content);
    expect(scheduling).toMatchObject({ ephemeral: true, components: [{ components: [buy] }] });
  });

  it('takes an account on Instagram', async () => {
    await using stage = await Stage.open();
    const linkOf = async () => undefined;
    await stage.restart({ instagram: { ...stage.gatewayOptions.instagram, linkOf } });
    const message = await madePost(stage);
    const answer = await (await stage.minji.click(message, 'publish')).reply();
    expect(answer.content).toContain('`/connect instagram`');
    expect(await keptPosts(stage)).toMatchObject([{ state: 'draft' }]);
  });
});

describe('the quota', () => {
  it('says what is left, then when it renews and what premium is', async () => {
    await using stage = await Stage.open({ premium: false });
    // 2026-12-01 20:00 in Seoul.
    const renews = Date.parse('2026-12-02T00:00:00+09:00') / 1000;
    const person = `<@${stage.minji.id}>`;
    const first = await madePost(stage);
    expect(first.content).toContain(`-# ${person} 님은 오늘 1개를 더 만들 수 있습니다.`);
    const second = await madePost(stage);
    expect(second.content).toContain(`${person} 님이 오늘 만들 수 있는 게시물을 모두 만들었습니다`);
    const third = await madePost(stage);
    expect(third.content.split('\n')).toEqual([
      `오늘 만들 수 있는 게시물 2개를 모두 만들었습니다. 12월 2일 (수) 0시(<t:${renews}:R>)부터 다시 만들 수 있습니다.`,
      '-# 이미 만든 게시물의 테마, 크기, 캡션은 횟수와 관계없이 바꿀 수 있습니다.',
      '-# 프리미엄 서버에서는 한 사람이 하루에 100개까지 만들 수 있습니다. 프리미엄은 아래 버튼에서 구독할 수 있습니다.',
    ]);
    const buy = { type: ComponentType.Button, style: ButtonStyle.Premium, sku_id: PREMIUM_SKU };
    expect(third).toMatchObject({ attachments: [], components: [{ components: [buy] }] });
    // What there is can still be changed.
    await (await stage.minji.select(first, 'theme', ['paper'])).reply();
    stage.clock.now = renews * 1000;
    expect((await madePost(stage)).attachments).toHaveLength(1);
  });

  it('gives back what failed', async () => {
    await using stage = await Stage.open({ premium: false });
    stage.posts.error = new EventSourceError('timeout', 'slow');
    for (let n = 0; n < 4; n += 1) await madePost(stage);
    stage.posts.error = undefined;
    expect((await madePost(stage)).content).toContain('오늘 1개를 더');
  });

  it.each([
    [{ skuId: PREMIUM_SKU }, 3],
    [{ skuId: PREMIUM_SKU, endsAt: NOW - 1 }, 2],
    [{ skuId: '399999999999999999' }, 2],
  ])(
    'is larger in a server that bought premium and still has it: %o',
    async (entitlement, made) => {
      await using stage = await Stage.open({ premium: false });
      stage.guild.entitle(entitlement);
      for (let n = 0; n < 3; n += 1) await madePost(stage);
      expect(await keptPosts(stage)).toHaveLength(made);
    },
  );
});

describe('when the database is away', () => {
  it('the post is made all the same, without buttons, and says so', async () => {
    await using stage = await Stage.open();
    await stage.breakDatabase();
    const message = await madePost(stage);
    expect(message.attachments).toHaveLength(1);
    expect(captionIn(message)).toBe('올릴 캡션 전문입니다 (lineup, ko)');
    expect(message.components).toEqual([]);
    expect(message.content.split('\n').at(-1)).toBe(
      '⚠️ 지금은 게시물을 저장할 수 없어 버튼 없이 보여 드립니다. 고치거나 예약하려면 잠시 후 다시 만들어 주세요.',
    );
    expect(stage.storeErrors).not.toEqual([]);
  });

  it('the buttons of earlier posts say why they do nothing, with a number for the operator', async () => {
    await using stage = await Stage.open();
    const message = await madePost(stage);
    await stage.breakDatabase();
    const answers = [
      await (await stage.minji.select(message, 'theme', ['paper'])).nextFollowUp(),
      await (await stage.minji.click(message, 'redo')).nextFollowUp(),
      await (await stage.minji.click(message, 'caption')).reply(),
      await (await stage.minji.click(message, 'download')).reply(),
    ];
    for (const { content } of answers) {
      expect(content).toMatch(/^지금은 게시물을 불러오거나 저장할 수 없어 .*번호 `[0-9A-Z]{6}`를/);
    }
  });
});

describe('a post of another server', () => {
  it('is one that never was, under every button, menu and form', async () => {
    await using stage = await Stage.open();
    const message = await madePost(stage);
    const [kept] = await keptPosts(stage);
    const modal = await (await stage.minji.click(message, 'caption')).modal();
    await moveToAnotherServer(stage, kept?.id ?? '');
    const selects = ['theme', 'size'].map(async (name) =>
      (
        await stage.minji.select(message, name, [name === 'theme' ? 'paper' : 'story'])
      ).nextFollowUp(),
    );
    const clicks = ['caption', 'download', 'schedule', 'publish'].map(async (name) =>
      (await stage.minji.click(message, name)).reply(),
    );
    const redo = (await stage.minji.click(message, 'redo')).nextFollowUp();
    const typed = (await stage.minji.submit(modal, { caption: 'x' })).nextFollowUp();
    for (const answer of [...selects, ...clicks, redo]) {
      expect((await answer).content).toBe(NOT_FOUND);
    }
    expect((await typed).content).toMatch(new RegExp(`^${RegExp.escape(NOT_FOUND)}\n\n입력한`));
  });
});

async function madePost(
  stage: Stage,
  options: Readonly<Record<string, string>> = {},
): Promise<Message> {
  const exchange = await stage.minji.command('post lineup', { event: 'event-47', ...options });
  return await exchange.reply();
}

async function submitCaption(actor: Actor, message: Message, caption: string) {
  const modal = await (await actor.click(message, 'caption')).modal();
  return await actor.submit(modal, { caption });
}

function manager(stage: Stage, username: string, permissions = PermissionFlagsBits.ManageEvents) {
  return stage.guild.addMember({ username, locale: 'ko', permissions });
}

async function keptPosts(stage: Stage) {
  return (await stage.stores.posts.listPosts({ guildId: stage.guild.id, limit: 50 })).posts;
}

async function deleteAll(stage: Stage): Promise<void> {
  for (const { id: postId, guildId } of await keptPosts(stage)) {
    await stage.stores.posts.deletePost({ guildId, postId, by: stage.minji.id, at: NOW });
  }
}

async function moveToAnotherServer(stage: Stage, postId: string): Promise<void> {
  await stage.database.kysely
    .updateTable('post')
    .set({ guild_id: '100000000000000009' })
    .where('id', '=', postId)
    .execute();
}

function captionIn({ content }: Message): string {
  return /```\n(.*)\n```/s.exec(content)?.[1] ?? '';
}

function goneFile(): Error {
  return new DownloadError('gone', 'Discord answered 404 for a file');
}

interface Node {
  readonly label?: string;
  readonly custom_id?: string;
  readonly default?: boolean;
  readonly options?: readonly Node[];
  readonly components?: readonly Node[];
}

/** The rows: what stands on the buttons, and what a menu offers with a star at what is picked. */
function labelsUnder({ components }: Message): string[][] {
  return (components as readonly Node[]).map((row) =>
    (row.components ?? []).flatMap((one) =>
      one.options
        ? one.options.map(({ label, default: picked }) => `${label}${picked ? '*' : ''}`)
        : [one.label ?? ''],
    ),
  );
}

function customIds({ components }: Message): string[] {
  return (components as readonly Node[]).flatMap((row) =>
    (row.components ?? []).map((one) => one.custom_id ?? ''),
  );
}
