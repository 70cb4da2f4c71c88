import { describe, expect, it } from 'vitest';
import type { Message } from '../../sandbox/discord/index.ts';
import { openPrivacy } from '../posts/privacy-stage.ts';
import { NOW } from './make-post.ts';
import { Stage, type StageOptions } from './stage.ts';

const MINUTE = 60_000;

/** A server, and the privacy service as in the program: a real database and real files. */
async function openCrew(options: StageOptions = {}) {
  const parts = new AsyncDisposableStack();
  let stage: Stage | undefined;
  const kept = parts.use(await openPrivacy(() => stage?.clock.now ?? NOW));
  stage = parts.use(await Stage.open({ ...options, gateway: { privacy: kept.privacy } }));
  const { minji } = stage;
  return {
    stage,
    kept,
    minji,
    draft: (names: readonly string[], by = minji.id) =>
      kept.draft(names, { guildId: stage.guild.id, by }),
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
}

describe('/privacy export', () => {
  it('sends everything as a file in a direct message', async () => {
    await using crew = await openCrew();
    const { minji, stage } = crew;
    const post = await crew.draft(['a', 'b']);
    const reply = await (await minji.command('privacy export')).reply();
    expect(reply).toMatchObject({ ephemeral: true, attachments: [] });
    expect(reply.content).toBe('보관 중인 내 정보를 DM으로 보냈습니다.');
    const [direct] = minji.directMessages;
    expect(direct?.content).toMatch(/^### 보관 중인 내 정보/);
    expect(direct?.attachments[0]?.filename).toBe('rite-bot-2026-12-01.json');
    expect(fileIn(direct)).toMatchObject({
      exportedAt: new Date(stage.clock.now).toISOString(),
      userId: minji.id,
      posts: [{ id: post.id, guildId: stage.guild.id, revisions: [{ number: 1 }] }],
      audit: [{ action: 'post.created' }],
    });
  });

  it('puts the file into the answer when direct messages are closed', async () => {
    await using crew = await openCrew();
    await crew.draft(['a']);
    crew.minji.closeDMs();
    const reply = await (await crew.minji.command('privacy export')).reply();
    expect(reply).toMatchObject({ ephemeral: true, visibleTo: crew.minji.id });
    expect(reply.content).toContain('DM을 보낼 수 없어 여기에 첨부했습니다');
    expect(fileIn(reply)).toMatchObject({ userId: crew.minji.id });
    expect(crew.minji.directMessages).toEqual([]);
  });

  it.each([50007, 50278, 40003])(
    'puts it there too for whatever other reason Discord lets no message through: %i',
    async (code) => {
      await using crew = await openCrew();
      await crew.draft(['a']);
      const body = { code, message: 'No' };
      crew.stage.discord.fault({ route: '/users/@me/channels', status: 403, body });
      const reply = await (await crew.minji.command('privacy export')).reply();
      expect(fileIn(reply)).toMatchObject({ userId: crew.minji.id });
    },
  );

  it('has nothing of others in it', async () => {
    await using crew = await openCrew();
    const jisu = crew.stage.guild.addMember({ username: 'jisu', locale: 'ko' });
    await crew.draft(['a']);
    await crew.draft(['b'], jisu.id);
    await (await crew.minji.command('privacy export')).reply();
    expect(JSON.stringify(fileIn(crew.minji.directMessages[0]))).not.toContain(jisu.id);
  });

  it('says so when nothing is kept', async () => {
    await using crew = await openCrew();
    const reply = await (await crew.minji.command('privacy export')).reply();
    expect(reply.content).toBe('보관 중인 내 정보가 없습니다.');
    expect(crew.minji.directMessages).toEqual([]);
  });
});

describe('/privacy delete', () => {
  it('says what would go, removes it on a click, and gives a reference', async () => {
    await using crew = await openCrew();
    const { minji, kept, stage } = crew;
    const post = await crew.draft(['a', 'b']);
    await kept.stores.connections.connect({
      guildId: stage.guild.id,
      kind: 'rite',
      sealed: 'v1.k1.x.y',
      keyId: 'k1',
      connectedBy: minji.id,
      connectedAt: NOW,
    });
    const question = await (await minji.command('privacy delete')).reply();
    expect(question.ephemeral).toBe(true);
    expect(question.content).toBe(
      [
        '### 내 정보를 모두 지울까요?',
        '이 봇을 쓰는 모든 서버에서 지우며, 되돌릴 수 없습니다.',
        '- 게시물 1개, 이미지 2장, 예약 0개',
        '- 내가 만든 서버 연결 1개 (그 서버의 연결이 끊어집니다)',
        '- 사용 횟수 기록 0개',
        '- 다른 사람을 위해 남겨 두는 기록 1개에서는 내 이름만 지웁니다',
        '-# 예약한 게시물은 먼저 취소됩니다. 채널에 이미 올라간 메시지는 Discord에 남습니다.',
        '-# 한도를 지키기 위해 오늘 만든 횟수만 이름 없이 남겼다가, 내일 지웁니다.',
        `-# 이 버튼은 <t:${(stage.clock.now + 10 * MINUTE) / 1000}:t>까지만 쓸 수 있습니다.`,
      ].join('\n'),
    );
    expect(await kept.files()).toHaveLength(2);
    const done = await (await minji.click(question, '모두 지우기')).reply();
    expect(done.content).toMatch(
      /^### 내 정보를 모두 지웠습니다\n- 게시물 1개, 이미지 2장, 예약 0개\n- 서버 연결 1개, /,
    );
    expect(done.components).toEqual([]);
    expect(await kept.stores.posts.findPost(stage.guild.id, post.id)).toBeUndefined();
    expect(await kept.stores.connections.find(stage.guild.id, 'rite')).toBeUndefined();
    expect(await kept.files()).toEqual([]);

    const reference = /`([0-9a-z]{16})`/.exec(done.content)?.[1] ?? '';
    const receipt = await (await minji.command('privacy receipt', { reference })).reply();
    expect(receipt.content).toMatch(
      /^### <t:\d+:f>에 처리한 삭제 요청입니다\n- 게시물 1개, 이미지 2장/,
    );
    const again = await (await minji.command('privacy delete')).reply();
    expect(again.content).toBe('보관 중인 내 정보가 없습니다.');
  });

  it('does nothing when the person thinks better of it', async () => {
    await using crew = await openCrew();
    await crew.draft(['a']);
    const question = await (await crew.minji.command('privacy delete')).reply();
    const kept = await (await crew.minji.click(question, '그대로 두기')).reply();
    expect(kept).toMatchObject({ content: '아무것도 지우지 않았습니다.', components: [] });
    expect((await crew.kept.privacy.summaryOf(crew.minji.id)).posts).toBe(1);
  });

  it('does nothing on a click that comes after ten minutes', async () => {
    await using crew = await openCrew();
    await crew.draft(['a']);
    const question = await (await crew.minji.command('privacy delete')).reply();
    crew.stage.clock.now += 10 * MINUTE;
    const late = await (await crew.minji.click(question, '모두 지우기')).reply();
    expect(late.content).toContain('확인할 수 있는 시간이 지나 지우지 않았습니다');
    expect((await crew.kept.privacy.summaryOf(crew.minji.id)).posts).toBe(1);
  });

  it('waits while a post is being published, and says so', async () => {
    await using crew = await openCrew();
    await crew.draft(['a']);
    const question = await (await crew.minji.command('privacy delete')).reply();
    await crew.kept.database.kysely.updateTable('post').set({ state: 'publishing' }).execute();
    const waiting = await (await crew.minji.click(question, '모두 지우기')).reply();
    expect(waiting.content).toContain('지금 인스타그램에 올라가고 있는 게시물이 있어');
    expect((await crew.kept.privacy.summaryOf(crew.minji.id)).posts).toBe(1);
  });

  it('leaves what is others’, in their own servers and in this one', async () => {
    await using crew = await openCrew();
    const { stage, minji } = crew;
    const jisu = stage.guild.addMember({ username: 'jisu', locale: 'ko' });
    await crew.draft(['a']);
    const theirs = await crew.draft(['b'], jisu.id);
    const question = await (await minji.command('privacy delete')).reply();
    await (await minji.click(question, '모두 지우기')).reply();
    expect(await crew.kept.stores.posts.findPost(stage.guild.id, theirs.id)).toEqual(theirs);
    const lines = await crew.kept.stores.audit.linesOf(stage.guild.id, { limit: 9 });
    expect(lines.map(({ actorId }) => actorId)).toEqual([jisu.id, undefined]);
  });

  it('speaks the language of the person', async () => {
    await using crew = await openCrew();
    const john = crew.stage.guild.addMember({ username: 'john', locale: 'en-US' });
    await crew.draft(['a'], john.id);
    const question = await (await john.command('privacy delete')).reply();
    expect(question.content).toContain('- 1 post, 1 picture, 0 schedules');
    const done = await (await john.click(question, 'Remove everything')).reply();
    expect(done.content).toContain('### Everything about you is removed');
  });
});

describe('/privacy receipt', () => {
  it('knows no reference that was never given out', async () => {
    await using crew = await openCrew();
    for (const reference of ['0123456789abcdef', '아무거나', '1']) {
      const reply = await (await crew.minji.command('privacy receipt', { reference })).reply();
      expect(reply.content).toMatch(/^그런 확인 번호는 없습니다/);
    }
  });
});

function fileIn(message: Message | undefined): unknown {
  return JSON.parse(message?.attachments[0]?.bytes.toString('utf8') ?? 'null');
}
