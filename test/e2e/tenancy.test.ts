import { ApplicationCommandOptionType, InteractionResponseType } from 'discord.js';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { commands, components, modals } from '../../commands/index.ts';
import type { Exchange, Forgery, OptionValue } from '../../sandbox/discord/index.ts';
import { REASON_FIELD } from '../../src/discord/approval-dialogs.ts';
import type { Command } from '../../src/discord/command.ts';
import { campaignId } from '../../src/discord/schedule-campaign-id.ts';
import { askId, wishId } from '../../src/discord/schedule-wish.ts';
import { WHEN_FIELD } from '../../src/discord/when-modal.ts';
import { type Schema, tables } from '../../src/storage/schema.ts';
import { Bot } from './bot.ts';
import { captionOf, themesOf } from './reply.ts';
import { furnish, type Ids, joinOrganizer, LOGO, TwoServers } from './two-servers.ts';

/** A command, with everything in it that is typed and not chosen. */
interface Typed {
  /** Options that take an id, and which. */
  readonly ids?: Readonly<Record<string, keyof Ids>>;
  /** Options that take something else. */
  readonly words?: Readonly<Record<string, OptionValue>>;
  /** Options with choices that have to be given. */
  readonly chosen?: Readonly<Record<string, string>>;
  readonly alike?: true;
}

const COMMANDS: Readonly<Record<string, Typed>> = {
  'post announcement': { ids: { event: 'event' } },
  'post lineup': { ids: { event: 'event' } },
  'post countdown': { ids: { event: 'event' } },
  'posts list': { ids: { event: 'event' } },
  'posts show': { ids: { post: 'post' } },
  'posts delete': { ids: { post: 'post' } },
  events: {},
  'event extras': { ids: { event: 'event' } },
  'event publish': { ids: { event: 'event' } },
  'schedule add': {
    ids: { event: 'event', post: 'post' },
    words: { when: '2026-12-23 20:00' },
    chosen: { template: 'lineup' },
  },
  'schedule campaign': { ids: { event: 'event' } },
  'schedule list': {},
  'schedule move': { ids: { post: 'waiting' }, words: { when: '2026-12-23 21:00' } },
  'schedule retry': { ids: { post: 'waiting' } },
  'schedule cancel': { ids: { post: 'waiting' } },
  stats: {},
  'settings show': {},
  'settings check': {},
  'settings approval': { ids: { channel: 'channel' }, words: { required: true } },
  'settings notices': { ids: { channel: 'channel' } },
  // A role of another server is none: it changes nothing, and the own one is taken away.
  'settings approvers': { ids: { add: 'role', remove: 'role' } },
  'settings schedulers': { ids: { add: 'role', remove: 'role' } },
  'settings defaults': {},
  'settings reset': { chosen: { item: 'approvers' } },
  'brand set': { words: { accent: '보라', logo: LOGO, hashtags: '#나' } },
  'brand preview': {},
  'brand reset': {},
  // A server that is linked is told so, whatever it asks for.
  'connect rite': { ids: { event: 'event' }, alike: true },
  'connect instagram': {},
  'connect status': {},
  'disconnect rite': {},
  'disconnect instagram': {},
  'privacy export': {},
  'privacy delete': {},
  // Of no server, and for whoever has it: a receipt names nobody.
  'privacy receipt': { words: { reference: 'RB-NEVER' } },
  help: {},
};

/** Something that is clicked or sent off. */
interface Forged {
  /** @param own of whoever asks: half of what is sent may be right. */
  readonly id: (ids: Ids, own: Ids) => string;
  /** Of a menu. */
  readonly values?: readonly string[];
  /** An own id is answered like any other: what it names is not looked at. */
  readonly alike?: true;
  /** What Rite tells everybody who has the id: there is such an event. */
  readonly toldByRite?: true;
}

const draft = (prefix: string, values?: readonly string[]): Forged => ({
  id: ({ post, revision }) => `${prefix}:${post}:${revision}`,
  ...(values && { values }),
});
const card = (prefix: string): Forged => ({ id: ({ waiting }) => `${prefix}:${waiting}:1` });
const plain = (customId: string): Forged => ({ id: () => customId, alike: true });

const NOTICE_ACTIONS = ['retry', 'live', 'not_live', 'leave', 'cancel'];
/** 2026-12-22 19:00 in Seoul. */
const AT = Date.parse('2026-12-22T10:00:00Z');
const POSTS = [
  { template: 'announcement', dueAt: AT },
  { template: 'lineup', dueAt: AT + 60 * 60_000 },
] as const;
const campaign = (action: Parameters<typeof campaignId>[0]) => ({
  id: ({ event: eventId }: Ids) => campaignId(action, 0, { eventId, posts: POSTS }),
});

const COMPONENTS: Readonly<Record<string, readonly Forged[]>> = {
  theme: [draft('theme', ['night'])],
  size: [draft('size', ['portrait'])],
  caption: [draft('caption')],
  'caption-again': [draft('caption-again')],
  'auto-caption': [draft('auto-caption')],
  redo: [draft('redo')],
  download: [draft('download')],
  schedule: [draft('schedule')],
  'plan-ask': [
    { id: ({ post, revision }) => askId({ kind: 'post', postId: post, expected: +revision }) },
    { id: ({ waiting }) => askId({ kind: 'move', postId: waiting }) },
  ],
  plan: [
    {
      id: ({ event: eventId }) =>
        wishId({ target: { kind: 'new', eventId, template: 'lineup' }, at: AT }),
    },
    { id: ({ waiting }) => wishId({ target: { kind: 'move', postId: waiting }, at: AT }) },
    {
      id: ({ post, revision }) =>
        wishId({
          target: { kind: 'post', postId: post, expected: +revision },
          at: 'now',
          anyway: true,
        }),
    },
  ],
  'plan-list': [plain('plan-list:0'), plain('plan-list:1')],
  camp: [
    { ...campaign('pick'), values: ['1'] },
    campaign('drop'),
    campaign('back'),
    campaign('accept'),
  ],
  cmove: [campaign('move')],
  publish: [draft('publish')],
  'publish-now': [draft('publish-now')],
  'card-event': [card('card-event')],
  'card-cancel': [card('card-cancel')],
  'card-caption': [card('card-caption')],
  // Opens an empty form.
  'card-reason': [{ ...card('card-reason'), alike: true }],
  notice: NOTICE_ACTIONS.flatMap((action) => [
    { id: ({ guild, waiting }) => `notice:${action}:${guild}:${waiting}:1` },
    { id: ({ waiting }, { guild }) => `notice:${action}:${guild}:${waiting}:1` },
    // The own server's post, named together with another server.
    { id: ({ guild }, { rejected }) => `notice:${action}:${guild}:${rejected}:1` },
  ]),
  posts: [
    { id: ({ cursor }) => `posts:--:${cursor}:-` },
    { id: ({ event }) => `posts:--:ozzzzzzzz.z:${event}` },
  ],
  'brand-reset': [plain('brand-reset:keep'), plain('brand-reset:logo'), plain('brand-reset:all')],
  // Opens the form with what stands in the message, which the person sees anyway.
  extras: [{ id: ({ event }) => `extras:1:${event}`, alike: true }],
  'connect-rite': [
    { id: ({ code, event }) => `connect-rite:confirm:${code}:${event}` },
    { id: ({ code, event }) => `connect-rite:cancel:${code}:${event}`, alike: true },
    { id: ({ event }) => `connect-rite:begin:${event}`, toldByRite: true },
  ],
  'privacy-delete': [plain('privacy-delete:keep'), plain('privacy-delete:1')],
  // At the end, since an own id does what it says.
  'disconnect-instagram': [
    plain('disconnect-instagram:keep'),
    { id: ({ account }) => `disconnect-instagram:${account}` },
  ],
  'disconnect-rite': [
    plain('disconnect-rite:keep'),
    { id: ({ version }) => `disconnect-rite:${version}` },
  ],
  'posts-delete': [
    { id: ({ post }) => `posts-delete:no:${post}`, alike: true },
    { id: ({ post }) => `posts-delete:yes:${post}` },
  ],
};

interface Form extends Pick<Forged, 'id'> {
  readonly texts: Readonly<Record<string, string>>;
}

const MODALS: Readonly<Record<string, Form>> = {
  caption: { ...draft('caption'), texts: { caption: '내가 쓴 캡션' } },
  extras: {
    id: ({ event }) => `extras:0:${event}`,
    texts: { ticketUrl: '', advancePrice: '', doorPrice: '', ageLimit: '', notice: '내 안내' },
  },
  'plan-ask': {
    id: ({ waiting }) => askId({ kind: 'move', postId: waiting }),
    texts: { [WHEN_FIELD]: '2026-12-23 22:00' },
  },
  cmove: { ...campaign('move'), texts: { [WHEN_FIELD]: '2026-12-23 22:00' } },
  'card-caption': { ...card('card-caption'), texts: { caption: '내가 쓴 캡션' } },
  'card-reason': {
    id: ({ rejected }) => `card-reason:${rejected}:1`,
    texts: { [REASON_FIELD]: '내 이유' },
  },
};

describe('a server, asking for what belongs to another one', () => {
  let servers: TwoServers;
  let never: Ids;
  let before: Awaited<ReturnType<TwoServers['rowsOfSouth']>>;

  beforeAll(async () => {
    servers = await TwoServers.start();
    before = await servers.rowsOfSouth();
    const { south } = servers;
    const post = 'neverneverneverz';
    never = {
      post,
      guild: '1000000000000000001',
      waiting: 'neverneverneverw',
      rejected: 'neverneverneverr',
      channel: '1000000000000000002',
      role: '1000000000000000003',
      account: `${Number(south.ids.account) + 1}`,
      event: 'eventofnobody0001',
      code: 'RITE-0000-0000',
      revision: south.ids.revision,
      version: `${Number(south.ids.version) + 1}`,
      cursor: south.ids.cursor.replace(/\w+$/, post),
    };
  }, 60_000);

  afterEach(async () => {
    expect(await servers.rowsOfSouth()).toEqual(before);
    const sent = servers.sentToNorth();
    expect(servers.south.private.filter((text) => sent.includes(text))).toEqual([]);
    expect(servers.callsForSouth()).toEqual([]);
  });

  afterAll(async () => {
    await servers[Symbol.asyncDispose]();
  });

  it('has another one to ask for, with something of every kind', () => {
    const empty = Object.keys(tables).filter((name) => before[name as keyof Schema].length === 0);
    expect(empty.sort()).toEqual([...NOT_OF_A_SERVER, ...NEVER_KEPT].sort());
    const { post, revision } = before;
    expect(post.map((row) => 'state' in row && row.state).sort()).toEqual([
      'awaiting_approval',
      'draft',
      'published',
      'rejected',
    ]);
    expect(revision).toHaveLength(6);
    expect(servers.liveOfSouth).toHaveLength(1);
    const { north, south } = servers;
    for (const [name, id] of Object.entries(south.ids)) {
      expect(id, name).not.toBe('');
      if (name !== 'revision') expect(id, name).not.toBe(north.ids[name as keyof Ids]);
    }
  });

  it('decides nothing about it by a reaction that Discord puts in the wrong place', async () => {
    const { north, south, bot } = servers;
    const boss = north.boss.in(north.channel);
    for (const emoji of ['✅', '❌']) boss.forgeReaction(south.card, emoji);
    boss.forgeDeletion(south.card);
    // What is told later, and in its place, counts.
    boss.forgeReaction(north.card, '✅');
    await expect.poll(() => bot.stateOf(north.guildId, north.ids.waiting)).toBe('scheduled');
  });

  it('has here every command and whatever can be typed in it', () => {
    const tried = Object.entries(COMMANDS).map(([path, { ids, words }]) => [
      path,
      Object.keys({ ...ids, ...words }).sort(),
    ]);
    expect(Object.fromEntries(tried)).toEqual(Object.fromEntries(commands.flatMap(typedIn)));
  });

  it('has here every component and every form', () => {
    expect(Object.keys(COMPONENTS).sort()).toEqual(components.map(({ prefix }) => prefix).sort());
    expect(Object.keys(MODALS).sort()).toEqual(modals.map(({ prefix }) => prefix).sort());
    for (const [prefix, forged] of Object.entries({ ...COMPONENTS, ...MODALS })) {
      for (const { id } of [forged].flat()) expect(id(never, never).split(':')[0]).toBe(prefix);
    }
  });

  it.each(Object.entries(COMMANDS))(
    'is answered by /%s as if it had never been',
    async (path, { ids = {}, words, chosen, alike }) => {
      const ask = async (from: Ids) => {
        const named = Object.entries(ids).map(([option, name]) => [option, from[name]]);
        const options = { ...words, ...chosen, ...Object.fromEntries(named) };
        const exchange = await servers.north.boss.command(path, options, { tampered: true });
        return answerTo(exchange, from);
      };
      await expectTheSame(ask, { alike: alike ?? Object.keys(ids).length === 0 });
      const several = Object.values(ids);
      if (new Set(several).size < 2) return;
      // One of another server between own ones.
      for (const name of several) {
        const among = (from: Ids) => ask({ ...servers.north.ids, [name]: from[name] });
        const unknown = (await among(never)).replaceAll(never[name], `<${name}>`);
        const answer = await among(servers.south.ids);
        expect(answer.replaceAll(servers.south.ids[name], `<${name}>`)).toBe(unknown);
      }
    },
  );

  it('is offered nothing of it while it types', async () => {
    const { boss } = servers.north;
    const offering = commands.flatMap(suggestingIn);
    expect(offering).not.toEqual([]);
    for (const [path, option] of offering) {
      const others = (from: Ids) => {
        const { ids = {} } = COMMANDS[path] ?? {};
        const named = Object.entries(ids).map(([name, id]) => [name, from[id]]);
        return { ...Object.fromEntries(named), [option]: '' };
      };
      const offered = await boss.autocomplete(path, others(servers.south.ids), option);
      expect(offered, path).toEqual(await boss.autocomplete(path, others(never), option));
      for (const typed of ['', '남쪽', servers.south.ids.post, servers.south.ids.event]) {
        const choices = await boss.autocomplete(path, { [option]: typed }, option);
        const text = JSON.stringify(choices);
        for (const secret of servers.south.private) expect(text).not.toContain(secret);
        expect(text).not.toContain(servers.south.ids.post);
        expect(text).not.toContain(servers.south.ids.event);
      }
    }
  });

  it.each(Object.entries(MODALS))(
    'is answered by the form %s as if it had never been',
    async (_prefix, { id, texts }) => {
      await expectTheSame(async (from) => {
        const customId = id(from, servers.north.ids);
        return answerTo(await forge({ kind: 'form', customId, texts }), from);
      }, {});
    },
  );

  it.each(
    Object.values(COMPONENTS)
      .flat()
      .map((forged) => [forged.id(NAMES, OWN), forged] as const),
  )('is answered by %s as if it had never been', async (_name, { id, values, ...forged }) => {
    const ask = async (from: Ids) => {
      const customId = id(from, servers.north.ids);
      return answerTo(
        await forge(values ? { kind: 'select', customId, values } : { kind: 'button', customId }),
        from,
      );
    };
    if (!forged.toldByRite) return await expectTheSame(ask, forged);
    // Not the event's name, though, and linked is whoever can write into its description.
    const begun = await ask(servers.south.ids);
    const code = /RITE-\w{4}-\w{4}/.exec(begun)?.[0] ?? '';
    const customId = `connect-rite:confirm:${code}:${servers.south.ids.event}`;
    const notYet = answerTo(await forge({ kind: 'button', customId }), servers.south.ids);
    expect(await notYet).toContain('코드를 아직 찾지 못했습니다');
    await answerTo(
      await forge({ kind: 'button', customId: customId.replace('confirm', 'cancel') }),
      servers.south.ids,
    );
  });

  it.each(NOTICE_ACTIONS)(
    'is answered under a notice in its own messages as if it had never been: %s',
    async (action) => {
      const { north, notice } = servers;
      const ask = (custom: (from: Ids) => string) => async (from: Ids) => {
        const forgery = { kind: 'button', customId: custom(from) } as const;
        return answerTo(await north.boss.forge(notice, forgery), from);
      };
      await expectTheSame(
        ask(({ guild, waiting }) => `notice:${action}:${guild}:${waiting}:1`),
        {},
      );
      await expectTheSame(
        ask(({ waiting }) => `notice:${action}:${north.guildId}:${waiting}:1`),
        {},
      );
      await expectTheSame(
        ask(({ guild }) => `notice:${action}:${guild}:${north.ids.rejected}:1`),
        {},
      );
    },
  );

  it('cannot finish its sign-in to Instagram, nor have its account taken away', async () => {
    const { north, south, bot } = servers;
    const { instagram, publicUrl } = bot;
    const own = bot.browser();
    const location = await own.setOut(await bot.signInLink(north.boss));
    const theirs = await bot.browser().setOut(south.signInLink);
    // The state of the south, in a browser that set out for the north.
    const stolen = await instagram.allow(theirs, { account: north.account });
    expect((await own.open(stolen)).status).toBe(400);
    const back = await instagram.allow(location, { account: north.account });
    const swapped = new URL(back);
    swapped.searchParams.set('state', new URL(stolen).searchParams.get('state') ?? '');
    expect((await own.open(swapped.href)).status).toBe(400);
    expect((await own.open(back)).status).toBe(200);
    expect(before.sign_in).toHaveLength(1);

    const forged = { secret: 'the secret of another app' };
    for (const path of ['deauthorize', 'delete-data']) {
      const url = `${publicUrl}/instagram/${path}`;
      expect((await instagram.requestDeletion(south.account, url, forged)).status).toBe(400);
      expect((await instagram.requestDeletion(north.account, url)).status).toBe(200);
    }
    const gone = await bot.stores((stores) => stores.instagramAccounts.find(north.guildId));
    expect(gone).toBeUndefined();
    const pages = await Promise.all(
      ['x', south.ids.post, 'A'.repeat(22)].map((code) => bot.http(`/instagram/deletion/${code}`)),
    );
    for (const { status, text } of pages) {
      expect({ status, text }).toEqual({ status: pages[0]?.status, text: pages[0]?.text });
    }
  });

  it('leaves no trace of it among what is kept of its own', async () => {
    const mixed = await servers.rowsThatMix();
    expect(Object.entries(mixed).filter(([, rows]) => rows.length > 0)).toEqual([]);
  });

  it('finds a picture by its token only; a wrong one and what is none are the same to it', async () => {
    const token = await servers.token();
    const wrong = token.replace(/.$/, (sign) => (sign === 'A' ? 'B' : 'A'));
    const answers = await Promise.all(
      [wrong, 'x'.repeat(43), 'x', 'x'.repeat(500), servers.south.ids.post, '%2e%2e', '%00'].map(
        (name) => servers.bot.http(`/media/${name}.jpg`),
      ),
    );
    const [first] = answers.map(({ status, text, headers }) => ({
      status,
      text,
      headers: headers.filter(([name]) => name !== 'date'),
    }));
    expect(first?.status).toBe(404);
    for (const { status, text, headers } of answers) {
      const lasting = headers.filter(([name]) => name !== 'date');
      expect({ status, text, headers: lasting }).toEqual(first);
    }
    expect((await servers.bot.http(`/media/${token}.jpg`)).status).toBe(200);
  });

  async function forge(forgery: Forgery): Promise<Exchange> {
    return await servers.north.boss.forge(servers.message, forgery);
  }

  async function expectTheSame(
    ask: (from: Ids) => Promise<string>,
    { alike = false }: { readonly alike?: boolean },
  ): Promise<void> {
    const unknown = await ask(never);
    expect(await ask(servers.south.ids)).toBe(unknown);
    // Else nothing would have been looked for.
    if (!alike) expect(await ask(servers.north.ids)).not.toBe(unknown);
  }
});

it('a member of two servers can do in the one only what they may do there', async () => {
  await using servers = await TwoServers.start();
  const { north, south, notice, bot } = servers;
  south.guild.admit(north.boss);
  const before = await servers.rowsOfSouth();
  for (const post of [south.ids.waiting, south.ids.rejected]) {
    for (const action of NOTICE_ACTIONS) {
      const customId = `notice:${action}:${south.guildId}:${post}:1`;
      const answer = await north.boss.forge(notice, { kind: 'button', customId });
      const { content } = await answer.nextFollowUp();
      expect(content, action).not.toMatch(/✅/);
    }
  }
  // Nor do buttons of the north's messages work for the south.
  const customId = `notice:cancel:${south.guildId}:${south.ids.waiting}:1`;
  const { message } = servers;
  const there = await north.boss.forge(message, { kind: 'button', customId });
  expect((await there.nextFollowUp()).content).toMatch(/^게시물을 찾을 수 없습니다/);
  expect(await servers.rowsOfSouth()).toEqual(before);
  expect(await bot.stateOf(south.guildId, south.ids.waiting)).toBe('awaiting_approval');
});

it('two servers of one organizer share the events, and nothing that either of them has made', async () => {
  await using bot = await Bot.start();
  const { ids, boss } = await furnish(bot, 'south', '남쪽');
  const { event, post } = ids;
  const twin = await joinOrganizer(bot, event);
  expect((await (await twin.command('events')).reply()).content).toContain('남쪽의 밤');

  const form = await (await twin.command('event extras', { event })).modal();
  expect(form.fields.map(({ value }) => value).join('')).toBe('');
  const made = await (await twin.command('post lineup', { event })).reply();
  expect(captionOf(made)).toContain('남쪽의 밤');
  expect(captionOf(made)).not.toMatch(/남쪽 안내|남쪽크루|남쪽 캡션/);
  expect(themesOf(made).present).toEqual(['night']);
  const list = await (await twin.command('posts list', { event })).reply();
  expect(JSON.stringify(list.components)).not.toContain(post);
  expect(list.content.match(/남쪽의 밤/g)).toHaveLength(1);
  const shown = await (await twin.command('posts show', { post })).reply();
  expect(shown.content).toMatch(/^게시물을 찾을 수 없습니다/);

  await (await twin.submit(form, { notice: '다른 안내' })).reply();
  await (await twin.command('brand set', { hashtags: '#다른크루' })).reply();
  const own = await (await boss.command('post announcement', { event })).reply();
  expect(captionOf(own)).toContain('남쪽 안내');
  expect(captionOf(own)).toContain('#남쪽크루');
  expect(captionOf(own)).not.toContain('다른');
});

/** Of the whole program, not of a server. */
const NOT_OF_A_SERVER = [
  'deletion_request',
  'job_run',
  'privacy_receipt',
  'removed_person',
  'slow_operation',
];
/** Premium is bought from Discord here, nobody has left, and nobody was named by others. */
const NEVER_KEPT = ['audit_mention', 'departure', 'premium_grant'];

const NAMES = idsNamed((name) => `<${name}>`);
const OWN = idsNamed((name) => `<own ${name}>`);

function idsNamed(named: (name: keyof Ids) => string): Ids {
  return {
    guild: named('guild'),
    post: named('post'),
    revision: named('revision'),
    waiting: named('waiting'),
    rejected: named('rejected'),
    event: named('event'),
    code: named('code'),
    version: named('version'),
    account: named('account'),
    channel: named('channel'),
    role: named('role'),
    cursor: named('cursor'),
  };
}

/** What is shown in answer, with names in the place of ids. */
async function answerTo(exchange: Exchange, ids: Ids): Promise<string> {
  const { guild, post, waiting, rejected, event, code, channel, role } = ids;
  const named = { guild, post, waiting, rejected, event, code, channel, role };
  const shown = JSON.stringify(await firstShown(exchange));
  return (
    Object.entries(named)
      .reduce((text, [name, id]) => text.replaceAll(id, `<${name}>`), shown)
      // Everybody is given a link of their own each time.
      .replaceAll(/\/instagram\/connect\/[\w-]+/g, '/instagram/connect/<link>')
  );
}

async function firstShown(exchange: Exchange): Promise<unknown> {
  const { type } = await exchange.acknowledged();
  if (type === InteractionResponseType.Modal) {
    const { customId, title, fields } = await exchange.modal();
    return { customId, title, fields };
  }
  // A failure leaves the message under which it was asked as it is.
  const message = await Promise.any([exchange.reply(), exchange.nextFollowUp()]);
  const { content, embeds, components: under, attachments, flags } = message;
  const files = attachments.map(({ filename }) => filename);
  return { content, embeds, under, files, flags };
}

/** The options of a command and of its sub-commands, by its path. */
function optionsIn(command: Command) {
  const { data } = command;
  const options = data.options ?? [];
  const subcommands = options.flatMap((option) => {
    expect(option.type).not.toBe(ApplicationCommandOptionType.SubcommandGroup);
    return option.type === ApplicationCommandOptionType.Subcommand ? [option] : [];
  });
  if ('subcommands' in command) {
    const answered = Object.keys(command.subcommands).sort();
    expect(answered).toEqual(subcommands.map(({ name }) => name).sort());
  }
  return subcommands.length === 0
    ? [{ path: data.name, options }]
    : subcommands.map((one) => ({
        path: `${data.name} ${one.name}`,
        options: one.options ?? [],
      }));
}

/** What is typed and not chosen. */
function typedIn(command: Command): [path: string, options: string[]][] {
  return optionsIn(command).map(({ path, options }) => {
    const free = options.filter((option) => !('choices' in option && option.choices));
    return [path, free.map(({ name }) => name).sort()];
  });
}

function suggestingIn(command: Command): [path: string, option: string][] {
  return optionsIn(command).flatMap(({ path, options }) =>
    options.flatMap((option): [string, string][] =>
      'autocomplete' in option && option.autocomplete ? [[path, option.name]] : [],
    ),
  );
}
