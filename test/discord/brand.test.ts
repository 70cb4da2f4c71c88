import { crc32 } from 'node:zlib';
import { PermissionFlagsBits } from 'discord.js';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { Actor, Message } from '../../sandbox/discord/index.ts';
import { EventSourceError } from '../../src/posts/errors.ts';
import { makeEvent } from '../fixtures/event.ts';
import { Stage } from './stage.ts';

const { ManageGuild } = PermissionFlagsBits;
const LOGO = await sharp({
  create: { width: 200, height: 80, channels: 4, background: '#FF3D1F' },
})
  .png()
  .toBuffer();

describe('/brand set', () => {
  it('saves several choices at once and shows them, with a preview of the next night', async () => {
    await using stage = await Stage.open();
    const reply = await set(stage, {
      theme: 'paper',
      accent: '파랑',
      logo: file(LOGO),
      hashtags: '#서울언더그라운드, 테크노 #테크노',
    });
    expect(reply).toMatchObject({ ephemeral: true });
    expect(reply.content).toMatchInlineSnapshot(`
      "### 서버 디자인을 저장했습니다
      **테마** 페이퍼
      **강조색** \`#1E5BFF\`
      **로고** 있음 (200×80)
      **해시태그** #서울언더그라운드 #테크노
      ⚠️ 잘 보이도록 나이트에서는 \`#437BFF\`, 네온에서는 \`#0000BD\`로 바꾸어 씁니다.
      -# 해시태그는 이벤트의 것을 먼저 넣고 남는 자리에 넣습니다.
      -# 미리보기: 12월 24일 (목) 서울 언더그라운드 #47"
    `);
    expect(reply.attachments).toMatchObject([{ filename: 'brand.jpg', contentType: 'image/jpeg' }]);
    expect(reply.attachments[0]?.description).toMatchInlineSnapshot(
      `"페이퍼 테마로 그린 공지, 라인업, 카운트다운 포스터: 서울 언더그라운드 #47"`,
    );
    expect(stage.brands.kept.get(stage.guild.id)).toMatchObject({
      theme: 'paper',
      accent: '#1E5BFF',
      logo: { width: 200, height: 80 },
      hashtags: ['서울언더그라운드', '테크노'],
    });
    expect(stage.drawn.map(({ template, theme, event }) => [template, theme, event.id])).toEqual([
      ['announcement', 'paper', 'event-47'],
      ['lineup', 'paper', 'event-47'],
      ['countdown', 'paper', 'event-47'],
    ]);
  });

  it('changes only what is named', async () => {
    await using stage = await Stage.open();
    await set(stage, { theme: 'neon', hashtags: '#techno' });
    const reply = await set(stage, { accent: '#FFF48C' });
    expect(stage.brands.kept.get(stage.guild.id)).toEqual({
      theme: 'neon',
      accent: '#FFF48C',
      hashtags: ['techno'],
    });
    expect(reply.content).toContain('**테마** 네온');
  });

  it('keeps an accent as it was asked for, and says where it is shown otherwise', async () => {
    await using stage = await Stage.open();
    const reply = await set(stage, { accent: '#14213d' });
    expect(stage.brands.kept.get(stage.guild.id)?.accent).toBe('#14213D');
    expect(reply.content).toMatch(
      /⚠️ 잘 보이도록 나이트에서는 `#[0-9A-F]{6}`, .*로 바꾸어 씁니다\./,
    );
    expect(stage.drawn[0]?.brand?.accent).not.toBe('#14213D');
  });

  it('changes nothing and names everything when something is wrong', async () => {
    await using stage = await Stage.open();
    await set(stage, { theme: 'neon', accent: '#FFF48C', hashtags: '#techno' });
    const before = stage.brands.kept.get(stage.guild.id);
    const reply = await set(stage, {
      theme: 'paper',
      accent: '`부농부농` @everyone',
      logo: file(Buffer.from('로고입니다')),
      hashtags: '### 47 ###',
    });
    expect(reply.content).toMatchInlineSnapshot(`
      "⚠️ 고칠 곳이 3개 있어 아무것도 바꾸지 않았습니다.
      - **강조색** \`ˋ부농부농ˋ @everyone\`: 색으로 읽을 수 없습니다. \`#3355FF\`, \`rgb(51, 85, 255)\`, \`파랑\`, \`hotpink\`처럼 적어 주세요.
      - **해시태그** \`### 47 ###\`: 해시태그로 쓸 글자가 없습니다. \`#서울언더그라운드 #테크노\`처럼 적어 주세요.
      - **로고** 이미지 파일이 아닙니다. PNG, JPEG, WebP 파일을 올려 주세요."
    `);
    expect(reply.attachments).toEqual([]);
    expect(stage.brands.kept.get(stage.guild.id)).toEqual(before);
  });

  it('refuses more hashtags than ten', async () => {
    await using stage = await Stage.open();
    const many = Array.from('가나다라마바사아자차카', (letter) => `#${letter}밤`).join(' ');
    const reply = await set(stage, { hashtags: many });
    expect(reply.content).toContain('- **해시태그** 11개를 적었습니다. 10개까지 정할 수 있습니다.');
  });

  it('shows what there is when nothing is given', async () => {
    await using stage = await Stage.open();
    const reply = await set(stage, {});
    expect(reply.content).toMatchInlineSnapshot(`
      "### 서버 디자인
      바꿀 항목이 없어 그대로 두었습니다. \`/brand set\` 뒤에 항목을 골라 주세요.
      **테마** 나이트 (기본)
      **강조색** 테마의 색
      **로고** 없음
      **해시태그** 없음"
    `);
  });

  it('has saved also when the preview cannot be drawn, and says so', async () => {
    await using stage = await Stage.open();
    stage.drawError = new Error('The drawing thread ended');
    const reply = await set(stage, { theme: 'neon' });
    expect(reply.content).toMatch(/^### 서버 디자인을 저장했습니다\n⚠️ 저장했지만 미리보기를/);
    expect(reply.attachments).toEqual([]);
    expect(stage.brands.kept.get(stage.guild.id)?.theme).toBe('neon');
    await stage.logged('no preview of a brand');
  });
});

describe('a logo that is none', () => {
  const animated = async () => {
    const frames = await Promise.all(
      ['#FF0000', '#0000FF'].map((background) =>
        sharp({ create: { width: 64, height: 64, channels: 3, background } })
          .png()
          .toBuffer(),
      ),
    );
    return await sharp(frames, { join: { animated: true } })
      .webp()
      .toBuffer();
  };

  it.each<[string, () => Promise<Buffer> | Buffer, RegExp]>([
    ['a bomb of 50,000 x 50,000', () => pngBomb(50_000), /이미지가 너무 큽니다/],
    ['a file whose end is missing', () => LOGO.subarray(0, LOGO.length / 2), /끝이 잘렸습니다/],
    ['a picture that moves', animated, /움직이는 이미지는/],
    ['an SVG', () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), /쓸 수 없는 형식/],
    ['a text', () => Buffer.from('hello'), /이미지 파일이 아닙니다/],
    ['nothing', () => Buffer.alloc(0), /비어 있거나/],
    ['more than 5 MB', () => Buffer.alloc(5 * 1024 * 1024 + 1), /5MB보다 큽니다/],
  ])('is refused with the reason, and the old one stays: %s', async (_what, make, reason) => {
    await using stage = await Stage.open();
    await set(stage, { logo: file(LOGO) });
    const before = stage.brands.kept.get(stage.guild.id);
    const reply = await set(stage, { logo: file(await make()) });
    expect(reply.content).toMatch(
      /^⚠️ 고칠 곳이 있어 아무것도 바꾸지 않았습니다\.\n- \*\*로고\*\* /,
    );
    expect(reply.content).toMatch(reason);
    expect(stage.brands.kept.get(stage.guild.id)).toEqual(before);
  });
});

describe('/brand preview', () => {
  it('shows an example in the server’s look when there is no night to come', async () => {
    await using stage = await Stage.open();
    stage.posts.events = [
      makeEvent({ date: '2026-11-01' }),
      makeEvent({ id: 'cancelled', phase: 'cancelled' }),
      makeEvent({ id: 'empty', timeslots: [] }),
    ];
    await set(stage, { accent: '#FF3D1F', logo: file(LOGO) });
    stage.drawn.length = 0;
    const reply = await command(stage, 'brand preview');
    expect(reply.content).toContain('-# 미리보기는 예시 이벤트로 그렸습니다.');
    expect(reply.content).toMatch(/^### 서버 디자인\n/);
    expect(stage.drawn).toHaveLength(3);
    expect(stage.drawn[0]).toMatchObject({ event: { id: 'sample', date: '2026-12-12' } });
    expect(stage.drawn[0]?.brand?.logo?.width).toBe(200);
  });

  it('shows an example when Rite is down, and in a server that is linked to nobody', async () => {
    await using stage = await Stage.open();
    stage.posts.error = new EventSourceError('unreachable', 'connect ECONNREFUSED');
    const down = await command(stage, 'brand preview');
    expect(down.content).toContain('예시 이벤트');
    const other = stage.discord.createGuild({ name: 'elsewhere', preferredLocale: 'ko' });
    const boss = other.addMember({ username: 'boss', locale: 'ko', permissions: ManageGuild });
    const unlinked = await (await boss.command('brand preview')).reply();
    expect(unlinked.content).toContain('예시 이벤트');
  });

  it('shows the nearest night that has acts', async () => {
    await using stage = await Stage.open();
    stage.posts.events = [makeEvent({ id: 'later', date: '2027-01-09' }), makeEvent()];
    const reply = await command(stage, 'brand preview');
    expect(reply.content).toContain('-# 미리보기: 12월 24일 (목) 서울 언더그라운드 #47');
  });
});

describe('/brand reset', () => {
  it('asks first, and takes everything back when it is confirmed, also after a restart', async () => {
    await using stage = await Stage.open();
    await set(stage, { theme: 'neon', accent: '#FFF48C', hashtags: '#techno' });
    const boss = manager(stage);
    const question = await (await boss.command('brand reset')).reply();
    expect(question.content).toMatchInlineSnapshot(`
      "처음으로 되돌릴까요? **테마**, **강조색**, **해시태그**
      -# 이미 만든 포스터와 캡션은 바뀌지 않습니다."
    `);
    expect(stage.brands.kept.get(stage.guild.id)?.theme).toBe('neon');
    await stage.restart();
    const answer = await (await boss.click(question, '되돌리기')).reply();
    expect(answer.id).toBe(question.id);
    expect(answer.content).toMatchInlineSnapshot(
      `"처음으로 되돌렸습니다: **테마**, **강조색**, **로고**, **해시태그**"`,
    );
    expect(answer.components).toEqual([]);
    expect(stage.brands.kept.get(stage.guild.id)).toBeUndefined();
  });

  it('takes one part back', async () => {
    await using stage = await Stage.open();
    await set(stage, { theme: 'neon', accent: '#FFF48C', logo: file(LOGO), hashtags: '#techno' });
    for (const item of ['logo', 'hashtags', 'accent']) {
      const boss = manager(stage);
      const question = await (await boss.command('brand reset', { item })).reply();
      await (await boss.click(question, '되돌리기')).reply();
    }
    expect(stage.brands.kept.get(stage.guild.id)).toEqual({ theme: 'neon', hashtags: [] });
  });

  it('leaves everything as it is when the person thinks better of it', async () => {
    await using stage = await Stage.open();
    await set(stage, { theme: 'neon' });
    const boss = manager(stage);
    const question = await (await boss.command('brand reset')).reply();
    const answer = await (await boss.click(question, '그대로 두기')).reply();
    expect(answer).toMatchObject({ content: '그대로 두었습니다.', components: [] });
    expect(stage.brands.kept.get(stage.guild.id)?.theme).toBe('neon');
  });

  it('asks nothing when there is nothing to take back', async () => {
    await using stage = await Stage.open();
    const reply = await command(stage, 'brand reset', { item: 'logo' });
    expect(reply).toMatchObject({
      content: '정해 둔 것이 없어 되돌릴 것이 없습니다.',
      components: [],
    });
  });
});

describe('somebody who does not manage the server', () => {
  it('does not see the command', async () => {
    await using stage = await Stage.open();
    await expect(stage.minji.command('brand preview')).rejects.toThrow(/ManageGuild/);
  });

  it('is told so where an admin has opened the command to everybody', async () => {
    await using stage = await Stage.open();
    await stage.openToEverybody('brand');
    for (const [path, options] of [
      ['brand set', { theme: 'neon' }],
      ['brand preview', {}],
      ['brand reset', {}],
    ] as const) {
      const reply = await (await stage.minji.command(path, options)).reply();
      expect(reply).toMatchObject({
        ephemeral: true,
        content:
          '‘서버 관리하기’ 권한이 있는 사람만 쓸 수 있습니다. 서버 관리자에게 부탁해 주세요.',
      });
    }
    expect(stage.brands.kept.size).toBe(0);
  });

  it('cannot confirm what they asked for when they still did', async () => {
    await using stage = await Stage.open();
    const role = stage.guild.createRole({ name: 'staff', permissions: ManageGuild });
    const jisu = stage.guild.addMember({ username: 'jisu', locale: 'ko', roles: [role] });
    await (await jisu.command('brand set', { theme: 'neon' })).reply();
    const question = await (await jisu.command('brand reset')).reply();
    jisu.setRoles([]);
    const whisper = await (await jisu.click(question, '되돌리기')).nextFollowUp();
    expect(whisper.content).toContain('‘서버 관리하기’ 권한');
    expect(stage.brands.kept.get(stage.guild.id)?.theme).toBe('neon');
  });
});

function manager(stage: Stage): Actor {
  return stage.guild.addMember({ username: 'boss', locale: 'ko', permissions: ManageGuild });
}

type Options = NonNullable<Parameters<Actor['command']>[1]>;

async function command(stage: Stage, path: string, options: Options = {}): Promise<Message> {
  return await (await manager(stage).command(path, options)).reply();
}

async function set(stage: Stage, options: Options): Promise<Message> {
  return await command(stage, 'brand set', options);
}

function file(bytes: Buffer) {
  return { name: '로고.png', contentType: 'image/png', bytes };
}

/** The header of a PNG of that many pixels square, and an end. */
function pngBomb(side: number): Buffer {
  const bomb = Buffer.from(LOGO);
  bomb.writeUInt32BE(side, 16);
  bomb.writeUInt32BE(side, 20);
  bomb.writeUInt32BE(crc32(bomb.subarray(12, 29)), 29);
  return bomb;
}
