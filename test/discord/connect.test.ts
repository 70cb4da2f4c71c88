import { PermissionFlagsBits } from 'discord.js';
import { describe, expect, it } from 'vitest';
import type { Actor, Message } from '../../sandbox/discord/index.ts';
import { FLAGSHIP } from '../../sandbox/rite/index.ts';
import { makeKey, type openLinking } from '../posts/linking-stage.ts';
import { manager, openUnlinked } from './linking-crew.ts';

const MINUTE = 60_000;
const ORGANIZER = 'riteorganizerdemo';

describe('a server that is not linked', () => {
  it('tries every kind of post on samples, which say that they are', async () => {
    await using crew = await openUnlinked();
    const { minji } = crew.stage;
    const choices = await minji.autocomplete('post lineup', { event: '' }, 'event');
    expect(choices.map(({ value }) => value)).toEqual(['sample', 'sample-2']);
    for (const template of ['announcement', 'lineup', 'countdown']) {
      const reply = await (await minji.command(`post ${template}`, { event: 'sample' })).reply();
      expect(reply.attachments).toHaveLength(1);
      expect(reply.content).toContain(
        '⚠️ 연습용 예시 이벤트로 만들었습니다. 내 이벤트를 쓰려면 `/connect rite`로 서버를 연결해 주세요.',
      );
    }
    const list = await (await minji.command('events')).reply();
    expect(list.content).toContain('아직 Rite와 연결되지 않아 예시 이벤트를 보여 드립니다');
    expect(crew.linking.rite.requests).toEqual([]);
  });

  it('is told the two steps when somebody asks for a real event', async () => {
    await using crew = await openUnlinked();
    const exchange = await crew.stage.minji.command('post lineup', { event: FLAGSHIP });
    expect((await exchange.reply()).content).toBe(
      [
        '이 서버는 아직 Rite 주최자와 연결되지 않았습니다. 두 단계면 됩니다.',
        '1. Rite에서 내가 주최하는 이벤트를 열고 주소를 복사합니다.',
        '2. 서버 관리자가 `/connect rite`를 입력하고 `event` 칸에 붙여 넣으면 나머지를 안내합니다.',
        '먼저 둘러보고 싶다면 `/post announcement`의 `event` 칸에서 예시 이벤트를 골라 보세요.',
        `-# 봇 운영자가 대신 연결할 수도 있습니다. 서버 ID: \`${crew.stage.guild.id}\``,
      ].join('\n'),
    );
  });
});

describe('/connect rite', () => {
  it('links the server: a code, the description, a click, and the events are there', async () => {
    await using crew = await openUnlinked();
    const { boss, linking, stage } = crew;
    await stage.minji.autocomplete('post lineup', { event: '' }, 'event');
    const message = await begin(boss);
    expect(message).toMatchObject({ ephemeral: true, visibleTo: boss.id });
    const code = codeIn(message);
    expect(message.content).toBe(
      [
        '### 이 서버를 Rite 주최자와 연결합니다',
        '1. 아래 코드를 복사해 Rite에서 이 이벤트의 **설명**에 넣고 저장합니다. 어느 자리든 괜찮습니다.',
        `\`\`\`\n${code}\n\`\`\``,
        '2. 저장한 뒤 **확인**을 누릅니다. 연결되면 코드는 지워도 됩니다.',
        `-# 코드는 이 서버에서 한 번만 쓸 수 있고 <t:${(stage.clock.now + 15 * MINUTE) / 1000}:R>에 만료됩니다.`,
      ].join('\n'),
    );
    linking.describe(FLAGSHIP, `마흔일곱 번째 밤입니다.\n${code}`);
    const linked = await click(boss, message, '확인');
    expect(linked.id).toBe(message.id);
    expect(linked.content).toBe(
      [
        '### Rite와 연결했습니다',
        '이제 **서울 언더그라운드 #47** 주최자의 이벤트로 포스터와 캡션을 만들 수 있습니다. `/events`로 확인해 보세요.',
        '⚠️ Rite의 이벤트 설명에서 코드를 지워 주세요. 남겨 두면 캡션에도 들어갑니다.',
      ].join('\n'),
    );
    expect(linked.components).toEqual([]);
    const choices = await stage.minji.autocomplete('post lineup', { event: '언더' }, 'event');
    expect(choices.map(({ value }) => value)).toEqual([FLAGSHIP]);
    const post = await (await stage.minji.command('post lineup', { event: FLAGSHIP })).reply();
    expect(post.content).toContain('### 서울 언더그라운드 #47 · 라인업');
    expect(post.content).not.toContain('예시 이벤트');
  });

  it('takes the address of the event in Rite too', async () => {
    await using crew = await openUnlinked();
    for (const event of [
      `https://rite.example/ko/dashboard/events/${FLAGSHIP}`,
      `https://rite.example/events/${FLAGSHIP}/edit?tab=lineup#top`,
      `  ${FLAGSHIP} `,
    ]) {
      expect(codeIn(await begin(crew.boss, event))).toMatch(/^RITE-/);
    }
  });

  it('says so when the code is not there yet, and the same button works again', async () => {
    await using crew = await openUnlinked();
    const { boss, linking } = crew;
    const message = await begin(boss);
    const code = codeIn(message);
    const notYet = await click(boss, message, '확인');
    expect(notYet.content).toMatch(/^⚠️ 이벤트 설명에서 코드를 아직 찾지 못했습니다/);
    expect(codeIn(notYet)).toBe(code);
    linking.describe(FLAGSHIP, code);
    expect((await click(boss, notYet, '확인')).content).toContain('Rite와 연결했습니다');
  });

  it('works after a restart', async () => {
    await using crew = await openUnlinked();
    const { boss, linking, stage } = crew;
    const message = await begin(boss);
    linking.describe(FLAGSHIP, codeIn(message));
    await stage.restart();
    expect((await click(boss, message, '확인')).content).toContain('Rite와 연결했습니다');
  });

  it('offers a new code when the old one has expired', async () => {
    await using crew = await openUnlinked();
    const { boss, stage, linking } = crew;
    const message = await begin(boss);
    const code = codeIn(message);
    linking.describe(FLAGSHIP, code);
    stage.clock.now += 15 * MINUTE;
    const expired = await click(boss, message, '확인');
    expect(expired.content).toBe('이 코드는 이제 쓸 수 없습니다. 새 코드를 받아 주세요.');
    const renewed = await click(boss, expired, '새 코드 받기');
    expect(codeIn(renewed)).not.toBe(code);
  });

  it('tells who was faster when somebody else has confirmed', async () => {
    await using crew = await openUnlinked();
    const { boss, linking, stage } = crew;
    const partner = manager(stage, 'partner');
    const first = await begin(boss);
    const second = await begin(partner);
    linking.describe(FLAGSHIP, codeIn(second));
    await click(partner, second, '확인');
    const late = await click(boss, first, '확인');
    expect(late.content).toBe(
      `그사이 <@${partner.id}> 님이 연결을 마쳤습니다. 더 하실 일은 없습니다.`,
    );
    expect(late.mentions).toEqual({ everyone: false, users: [], roles: [] });
  });

  it('says that a code no longer counts when somebody has got another', async () => {
    await using crew = await openUnlinked();
    const first = await begin(crew.boss);
    const code = codeIn(first);
    await begin(manager(crew.stage, 'partner'));
    const replaced = await click(crew.boss, first, '확인');
    expect(replaced.content).toContain('누군가 새 코드를 받아');
    const renewed = await click(crew.boss, replaced, '새 코드 받기');
    expect(codeIn(renewed)).toMatch(/^RITE-/);
    expect(codeIn(renewed)).not.toBe(code);
  });

  it('says that there is no such event, whatever was typed', async () => {
    await using crew = await openUnlinked();
    for (const event of [
      '서울 언더그라운드',
      'fixtureevent99',
      'https://rite.example/events',
      '@',
    ]) {
      const reply = await (await crew.boss.command('connect rite', { event })).reply();
      expect(reply.content).toMatch(/^Rite에서 이벤트를 찾을 수 없습니다/);
      expect(reply.components).toEqual([]);
    }
  });

  it('says that the event is gone when it was deleted before the click', async () => {
    await using crew = await openUnlinked();
    const message = await begin(crew.boss);
    crew.linking.rite.remove(FLAGSHIP);
    expect((await click(crew.boss, message, '확인')).content).toMatch(
      /^Rite에서 이벤트를 찾을 수 없습니다/,
    );
  });

  it('keeps the code while Rite is down, and whispers why', async () => {
    await using crew = await openUnlinked();
    const { boss, linking } = crew;
    const message = await begin(boss);
    const before = message.content;
    linking.describe(FLAGSHIP, codeIn(message));
    linking.rite.fault({ kind: 'down' });
    const exchange = await boss.click(message, '확인');
    expect((await exchange.nextFollowUp()).content).toContain('Rite에 연결하지 못했습니다');
    expect(message.content).toBe(before);
    linking.rite.clearFaults();
    expect((await click(boss, message, '확인')).content).toContain('Rite와 연결했습니다');
  });

  it('asks for the operator where there is no key', async () => {
    await using crew = await openUnlinked({ keys: null });
    const reply = await begin(crew.boss);
    expect(reply.content).toContain('`TOKEN_ENCRYPTION_KEYS`');
    expect(reply.components).toEqual([]);
  });

  it('says who linked the server, and links it anew only when that is asked for', async () => {
    await using crew = await openUnlinked();
    const { boss, linking } = crew;
    await link(boss, linking);
    const again = await begin(boss);
    expect(again.content).toMatch(
      /^이 서버는 이미 Rite 주최자와 연결되어 있습니다. <t:\d+:R>에 <@\d+> 님이 연결했습니다/,
    );
    const renewed = await click(boss, again, '다시 연결하기');
    expect(codeIn(renewed)).toMatch(/^RITE-/);
    const cancelled = await click(boss, renewed, '취소');
    expect(cancelled.content).toContain('연결을 취소했습니다');
    expect(await linking.links.organizerOf(crew.stage.guild.id)).toBe(ORGANIZER);
  });

  it('holds back who tries too often, and keeps the code', async () => {
    await using crew = await openUnlinked();
    const message = await begin(crew.boss);
    const code = codeIn(message);
    for (let count = 0; count < 19; count++) await click(crew.boss, message, '확인');
    const held = await click(crew.boss, message, '확인');
    expect(held.content).toMatch(/^⚠️ 이 서버에서 너무 여러 번 시도했습니다. <t:\d+:R>에 다시/);
    expect(codeIn(held)).toBe(code);
    expect(crew.linking.rite.requests).toHaveLength(20);
  });

  it('is for those who manage the server, buttons included', async () => {
    await using crew = await openUnlinked();
    const { stage, boss, linking } = crew;
    await expect(stage.minji.command('connect rite', { event: FLAGSHIP })).rejects.toThrow();
    const role = stage.guild.createRole({
      name: 'managers',
      permissions: PermissionFlagsBits.ManageGuild,
    });
    const former = stage.guild.addMember({ username: 'former', locale: 'ko', roles: [role] });
    const message = await begin(former);
    linking.describe(FLAGSHIP, codeIn(message));
    former.setRoles([]);
    const exchange = await former.click(message, '확인');
    expect((await exchange.nextFollowUp()).content).toContain('‘서버 관리하기’ 권한');
    expect(await linking.links.organizerOf(stage.guild.id)).toBeUndefined();
    expect((await begin(boss)).content).toContain('RITE-');
  });

  it('speaks the language of the person', async () => {
    await using crew = await openUnlinked();
    const john = manager(crew.stage, 'john', 'en-GB');
    const message = await begin(john);
    expect(message.content).toMatch(/^### Link this server to a Rite organizer/);
    const notYet = await click(john, message, 'Check');
    expect(notYet.content).toMatch(/^⚠️ The code is not in the event’s description yet/);
  });

  it('shows the organizer’s id to nobody: not in messages, requests or logs', async () => {
    await using crew = await openUnlinked();
    const { boss, linking, stage } = crew;
    await link(boss, linking);
    await (await stage.minji.command('events')).reply();
    await begin(boss);
    const sent = JSON.stringify(stage.discord.requests.map(({ body }) => body));
    expect(sent).toContain('Rite와 연결했습니다');
    expect(sent + JSON.stringify(stage.logs) + linking.lines.join('')).not.toContain(ORGANIZER);
  });
});

describe('a lost key', () => {
  it('is said in words, and linking again mends it', async () => {
    await using crew = await openUnlinked();
    await link(crew.boss, crew.linking);
    await using later = await openUnlinked({ keys: [makeKey('k2')] });
    const { stage, boss, linking } = later;
    const sealed = await crew.linking.stores.connections.find(crew.stage.guild.id, 'rite');
    if (!sealed) throw new Error('not connected');
    await linking.stores.connections.connect({ ...sealed, guildId: stage.guild.id });
    const refused = await (await stage.minji.command('events')).reply();
    expect(refused.content).toContain('Rite와의 연결 정보를 열 수 없게 되었습니다');
    await link(boss, linking);
    const list = await (await stage.minji.command('events')).reply();
    expect(list.content).toContain('서울 언더그라운드 #47');
  });
});

describe('/disconnect rite', () => {
  it('asks first, then ends the link at once', async () => {
    await using crew = await openUnlinked();
    const { boss, linking, stage } = crew;
    await link(boss, linking);
    const question = await (await boss.command('disconnect rite')).reply();
    expect(question.content).toContain('### Rite와의 연결을 끊을까요?');
    expect((await click(boss, question, '그대로 두기')).content).toBe('연결을 그대로 두었습니다.');
    expect(await linking.links.organizerOf(stage.guild.id)).toBe(ORGANIZER);
    const again = await (await boss.command('disconnect rite')).reply();
    expect((await click(boss, again, '연결 끊기')).content).toMatch(/^Rite와의 연결을 끊었습니다/);
    const list = await (await stage.minji.command('events')).reply();
    expect(list.content).toContain('예시 이벤트를 보여 드립니다');
  });

  it('says so when there is nothing to end', async () => {
    await using crew = await openUnlinked();
    const reply = await (await crew.boss.command('disconnect rite')).reply();
    expect(reply.content).toBe('이 서버는 Rite와 연결되어 있지 않습니다.');
  });

  it('spares a link that somebody has made anew meanwhile', async () => {
    await using crew = await openUnlinked();
    const { boss, linking, stage } = crew;
    await link(boss, linking);
    const question = await (await boss.command('disconnect rite')).reply();
    const again = await click(boss, await begin(boss), '다시 연결하기');
    linking.describe(FLAGSHIP, codeIn(again));
    await click(boss, again, '확인');
    const changed = await click(boss, question, '연결 끊기');
    expect(changed.content).toMatch(/^⚠️ 그사이 누군가 다시 연결했습니다/);
    expect(await linking.links.organizerOf(stage.guild.id)).toBe(ORGANIZER);
    await click(boss, changed, '연결 끊기');
    expect(await linking.links.organizerOf(stage.guild.id)).toBeUndefined();
  });
});

describe('another server', () => {
  it('has no use for a code, and hears what it would of one that never was', async () => {
    await using crew = await openUnlinked();
    const { boss, linking, stage } = crew;
    const code = codeIn(await begin(boss));
    linking.describe(FLAGSHIP, code);
    const elsewhere = stage.discord.createGuild({ name: '다른 곳', preferredLocale: 'ko' });
    const stranger = elsewhere.addMember({
      username: 'stranger',
      locale: 'ko',
      permissions: PermissionFlagsBits.ManageGuild,
    });
    const message = await begin(stranger);
    await click(stranger, message, '취소');
    const call = { guildId: elsewhere.id, userId: stranger.id };
    const foreign = await linking.linking.confirm({ ...call, code });
    const unknown = await linking.linking.confirm({ ...call, code: 'RITE-0000-0000' });
    expect(foreign).toEqual(unknown);
    const own = await linking.linking.confirm({ guildId: stage.guild.id, userId: boss.id, code });
    expect(own).toMatchObject({ outcome: 'linked' });
    expect(await linking.links.organizerOf(elsewhere.id)).toBeUndefined();
  });
});

async function begin(actor: Actor, event: string = FLAGSHIP): Promise<Message> {
  return await (await actor.command('connect rite', { event })).reply();
}

async function click(actor: Actor, message: Message, label: string): Promise<Message> {
  return await (await actor.click(message, label)).reply();
}

/** All steps. */
async function link(
  actor: Actor,
  linking: Pick<Awaited<ReturnType<typeof openLinking>>, 'describe'>,
): Promise<void> {
  const message = await begin(actor);
  linking.describe(FLAGSHIP, codeIn(message));
  expect((await click(actor, message, '확인')).content).toContain('Rite와 연결했습니다');
}

function codeIn({ content }: Message): string {
  return /RITE-\w{4}-\w{4}/.exec(content)?.[0] ?? '';
}
