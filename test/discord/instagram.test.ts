import { describe, expect, it } from 'vitest';
import type { Actor, Message } from '../../sandbox/discord/index.ts';
import type { InstagramLinkingOptions } from '../../src/posts/accounts/instagram-linking.ts';
import { Secret } from '../../src/posts/secret.ts';
import { openAccounts, PUBLIC_URL } from '../posts/accounts/accounts-stage.ts';
import { manager } from './linking-crew.ts';
import { NOW } from './make-post.ts';
import { PREMIUM_SKU, Stage } from './stage.ts';

const DAY = 24 * 60 * 60 * 1000;

describe('/connect instagram', () => {
  it('gives whoever manages the server a link of their own, behind a button', async () => {
    await using crew = await openCrew();
    const { boss } = crew;
    const message = await say(boss, 'connect instagram');
    expect(message).toMatchObject({ ephemeral: true, visibleTo: boss.id });
    expect(message.content).toContain('### 인스타그램 계정을 연결합니다');
    expect(message.content).toContain(`<t:${(NOW + 600_000) / 1000}:R>에 만료됩니다.`);
    expect(message.content).not.toContain('⚠️');
    const link = linkIn(message);
    expect(link).toMatch(new RegExp(`^${PUBLIC_URL}/instagram/connect/[0-9a-z]+-[\\w-]{22}$`));
    expect(await crew.accounts.linking.setOut(link.split('/').at(-1) ?? '')).toMatchObject({
      outcome: 'redirect',
    });
  });

  it('says which account it would replace', async () => {
    await using crew = await openCrew();
    await crew.connect();
    const { content } = await say(crew.boss, 'connect instagram');
    expect(content).toContain('⚠️ 지금은 **@club.underground** 계정과 연결되어 있습니다.');
  });

  it('offers premium where there is none', async () => {
    const premium = { has: async () => false, skuId: PREMIUM_SKU };
    await using crew = await openCrew({ premium });
    const message = await say(crew.boss, 'connect instagram');
    expect(message.content).toContain('프리미엄 서버에서 쓸 수 있습니다. 프리미엄은 아래 버튼에서');
    expect(JSON.stringify(message.components)).toContain(PREMIUM_SKU);
  });

  it.each([
    [{ seal: undefined }, 'TOKEN_ENCRYPTION_KEYS'],
    [{ app: undefined }, 'INSTAGRAM_CLIENT_ID'],
    [{ publicUrl: undefined }, 'PUBLIC_URL'],
  ] as const)('names what the operator has to set (%#)', async (linking, setting) => {
    await using crew = await openCrew(linking);
    const { content } = await say(crew.boss, 'connect instagram');
    expect(content).toContain('봇 운영자에게');
    expect(content).toContain(setting);
  });

  it('speaks English to those who do', async () => {
    await using crew = await openCrew();
    const { content } = await say(manager(crew.stage, 'sam', 'en-US'), 'connect instagram');
    expect(content).toContain('### Connect an Instagram account');
  });
});

describe('/connect status', () => {
  it('shows that nothing is connected, and how that is done', async () => {
    await using crew = await openCrew();
    expect((await say(crew.boss, 'connect status')).content).toBe(
      [
        '### 이 서버의 연결',
        '**Rite** 연결되어 있지 않습니다. `/connect rite`로 연결할 수 있습니다.',
        '**인스타그램** 연결되어 있지 않습니다. `/connect instagram`으로 연결할 수 있습니다.',
      ].join('\n'),
    );
  });

  it('shows who connected what until when, and when tries to prolong it fail', async () => {
    await using crew = await openCrew();
    const { boss, accounts, stage } = crew;
    await crew.connect();
    const { content } = await say(boss, 'connect status');
    expect(content).toContain(
      `✅ **@club.underground** 계정을 <t:${NOW / 1000}:R>에 <@${boss.id}> 님이 연결했습니다.`,
    );
    expect(content).toContain(`<t:${(NOW + 59 * DAY) / 1000}:f>까지`);
    const account = await accounts.stores.instagramAccounts.find(stage.guild.id);
    if (!account) throw new Error('nothing is connected');
    await accounts.stores.instagramAccounts.noteRefreshFailed(account, NOW);
    expect((await say(boss, 'connect status')).content).toContain('1번 연달아 실패했습니다');
  });

  it('says what to do about a connection that is dead', async () => {
    await using crew = await openCrew();
    await crew.connect();
    const { instagramAccounts } = crew.accounts.stores;
    const account = await instagramAccounts.find(crew.stage.guild.id);
    if (account) await instagramAccounts.markDead(account);
    const { content } = await say(crew.boss, 'connect status');
    expect(content).toContain('연결이 끊어져 게시할 수 없습니다');
    expect(content).toContain('`/connect instagram`으로 다시 연결하면');
  });
});

describe('/disconnect instagram', () => {
  it('asks first, and says how many posts wait for it', async () => {
    const countPosts = async ({ state = '' }) => (state === 'scheduled' ? 3 : 0);
    await using crew = await openCrew({ posts: { countPosts } });
    const { boss, accounts, stage } = crew;
    await crew.connect();
    const question = await say(boss, 'disconnect instagram');
    expect(question.content).toContain('### 인스타그램과의 연결을 끊을까요?');
    expect(question.content).toContain('게시물이 3개 있습니다');
    const kept = await click(boss, question, '그대로 두기');
    expect(kept).toMatchObject({ content: '연결을 그대로 두었습니다.', components: [] });
    expect(await accounts.linking.linkOf(stage.guild.id)).toBeDefined();
    const again = await say(boss, 'disconnect instagram');
    const done = await click(boss, again, '연결 끊기');
    expect(done.content).toContain('**@club.underground** 계정과의 연결을 끊었습니다.');
    expect(done.content).toContain('게시물 3개는 다시 연결할 때까지 보류합니다');
    expect(await accounts.linking.linkOf(stage.guild.id)).toBeUndefined();
  });

  it('asks anew when somebody has connected again since', async () => {
    await using crew = await openCrew();
    const { boss } = crew;
    await crew.connect();
    const question = await say(boss, 'disconnect instagram');
    await crew.connect();
    const changed = await click(boss, question, '연결 끊기');
    expect(changed.content).toMatch(/^⚠️ 그사이 누군가 다시 연결했습니다/);
    expect((await click(boss, changed, '연결 끊기')).content).toContain('연결을 끊었습니다');
    expect((await say(boss, 'disconnect instagram')).content).toBe(
      '이 서버는 인스타그램과 연결되어 있지 않습니다.',
    );
  });
});

describe('somebody who does not manage the server', () => {
  it.each(['connect instagram', 'connect status', 'disconnect instagram'])(
    'gets nothing from /%s, whatever the server’s own settings allow',
    async (command) => {
      await using crew = await openCrew();
      await crew.connect();
      await crew.stage.openToEverybody(command.split(' ')[0] ?? '');
      const { content, components } = await say(crew.stage.minji, command);
      expect(content).toContain('서버 관리');
      expect(content).not.toContain('club.underground');
      expect(components).toEqual([]);
    },
  );
});

/** The sandbox Discord with somebody who manages the server, and linking as in the program. */
async function openCrew(linking: Partial<InstagramLinkingOptions> = {}) {
  const parts = new AsyncDisposableStack();
  let stage: Stage | undefined;
  const clock = () => stage?.clock.now ?? NOW;
  const premium = { has: async () => true, skuId: undefined };
  const accounts = parts.use(await openAccounts({ clock, linking: { premium, ...linking } }));
  const unlinked = () => Promise.reject(new Error('Rite is not on this stage'));
  stage = parts.use(
    await Stage.open({
      gateway: {
        instagram: accounts.linking,
        linking: {
          linkOf: async () => undefined,
          begin: unlinked,
          confirm: unlinked,
          cancel: unlinked,
          unlink: unlinked,
        },
      },
    }),
  );
  const { guild } = stage;
  const boss = manager(stage, 'boss');
  return {
    stage,
    accounts,
    boss,
    /** The boss connects the club. */
    async connect(): Promise<void> {
      const token = new Secret(accounts.club.issueToken());
      const person = { guildId: guild.id, userId: boss.id, token };
      expect(await accounts.linking.connectToken(person)).toMatchObject({ outcome: 'connected' });
    },
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
}

async function say(actor: Actor, command: string): Promise<Message> {
  return await (await actor.command(command)).reply();
}

async function click(actor: Actor, message: Message, label: string): Promise<Message> {
  return await (await actor.click(message, label)).reply();
}

function linkIn({ components }: Message): string {
  return /"url":"([^"]+)"/.exec(JSON.stringify(components))?.[1] ?? '';
}
