import { ApplicationCommandOptionType, InteractionResponseType } from 'discord.js';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { commands, components, modals } from '../../commands/index.ts';
import type { Exchange, Forgery, OptionValue } from '../../sandbox/discord/index.ts';
import type { Command } from '../../src/discord/command.ts';
import { Bot } from './bot.ts';
import { captionOf, themesOf } from './reply.ts';
import { furnish, type Ids, joinOrganizer, LOGO, TwoServers } from './two-servers.ts';

/** A command, with everything in it that is typed and not chosen. */
interface Typed {
  /** Options that take an id, and which. */
  readonly ids?: Readonly<Record<string, keyof Ids>>;
  /** Options that take something else. */
  readonly words?: Readonly<Record<string, OptionValue>>;
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
  'brand set': { words: { accent: '보라', logo: LOGO, hashtags: '#나' } },
  'brand preview': {},
  'brand reset': {},
  // A server that is linked is told so, whatever it asks for.
  'connect rite': { ids: { event: 'event' }, alike: true },
  'disconnect rite': {},
  'privacy export': {},
  'privacy delete': {},
  // Of no server, and for whoever has it: a receipt names nobody.
  'privacy receipt': { words: { reference: 'RB-NEVER' } },
  help: {},
};

/** Something that is clicked or sent off. */
interface Forged {
  readonly id: (ids: Ids) => string;
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
const plain = (customId: string): Forged => ({ id: () => customId, alike: true });

const COMPONENTS: Readonly<Record<string, readonly Forged[]>> = {
  theme: [draft('theme', ['night'])],
  size: [draft('size', ['story'])],
  caption: [draft('caption')],
  'caption-again': [draft('caption-again')],
  'auto-caption': [draft('auto-caption')],
  redo: [draft('redo')],
  download: [draft('download')],
  schedule: [draft('schedule')],
  publish: [draft('publish')],
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
  });

  afterAll(async () => {
    await servers[Symbol.asyncDispose]();
  });

  it('has another one to ask for, with something of every kind', () => {
    const { post, revision, event_extras, brand, connection, link_code, picture } = before;
    const found = { post, event_extras, brand, connection, link_code };
    for (const [table, rows] of Object.entries(found)) expect(rows, table).toHaveLength(1);
    expect(revision).toHaveLength(3);
    expect(picture.length).toBeGreaterThan(0);
    const { north, south } = servers;
    for (const [name, id] of Object.entries(south.ids)) {
      expect(id, name).not.toBe('');
      if (name !== 'revision' && name !== 'version') {
        expect(id, name).not.toBe(north.ids[name as keyof Ids]);
      }
    }
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
      for (const { id } of [forged].flat()) expect(id(never).split(':')[0]).toBe(prefix);
    }
  });

  it.each(Object.entries(COMMANDS))(
    'is answered by /%s as if it had never been',
    async (path, { ids = {}, words, alike }) => {
      const ask = async (from: Ids) => {
        const named = Object.entries(ids).map(([option, name]) => [option, from[name]]);
        const options = { ...words, ...Object.fromEntries(named) };
        return answerTo(await servers.north.boss.command(path, options), from);
      };
      await expectTheSame(ask, { alike: alike ?? Object.keys(ids).length === 0 });
    },
  );

  it('is offered nothing of it while it types', async () => {
    const { boss } = servers.north;
    const offering = commands.flatMap(suggestingIn);
    expect(offering).not.toEqual([]);
    for (const [path, option] of offering) {
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
      await expectTheSame(
        async (from) => answerTo(await forge({ kind: 'form', customId: id(from), texts }), from),
        {},
      );
    },
  );

  it.each(
    Object.values(COMPONENTS)
      .flat()
      .map((forged) => [forged.id(NAMES), forged] as const),
  )('is answered by %s as if it had never been', async (_name, { id, values, ...forged }) => {
    const ask = async (from: Ids) => {
      const customId = id(from);
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

const NAMES: Ids = {
  post: '<post>',
  revision: '<revision>',
  event: '<event>',
  code: '<code>',
  version: '<version>',
  cursor: '<cursor>',
};

/** What is shown in answer, with names in the place of ids. */
async function answerTo(exchange: Exchange, { post, event, code }: Ids): Promise<string> {
  const shown = JSON.stringify(await firstShown(exchange));
  return shown.replaceAll(post, '<post>').replaceAll(event, '<event>').replaceAll(code, '<code>');
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
