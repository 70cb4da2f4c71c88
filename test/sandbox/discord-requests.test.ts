import { Routes, type TextChannel } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { SandboxDiscord } from '../../sandbox/discord/index.ts';
import { Bot, type BotOptions, codeOf, eventually } from './discord-client.ts';

async function meet(options: BotOptions = {}) {
  const discord = await SandboxDiscord.start();
  const guild = discord.createGuild({ name: 'Crew' });
  const bot = await Bot.start(discord, options);
  const channel = (await bot.client.channels.fetch(guild.general.id)) as TextChannel;
  const { rest } = bot.client;
  return {
    discord,
    guild,
    bot,
    channel,
    post: (body: unknown) => codeOf(rest.post(Routes.channelMessages(guild.general.id), { body })),
    register: (...commands: readonly unknown[]) =>
      codeOf(rest.put(Routes.applicationCommands(discord.applicationId), { body: commands })),
    async [Symbol.asyncDispose]() {
      await bot[Symbol.asyncDispose]();
      await discord[Symbol.asyncDispose]();
    },
  };
}

const button = (customId: string) => ({ type: 2, style: 1, label: 'x', custom_id: customId });
const row = (...components: readonly unknown[]) => ({ type: 1, components });
const text = (content: string) => ({ type: 10, content });
const command = (changes: object) => ({ name: 'post', description: 'Posts', ...changes });
const option = (changes: object) => ({ type: 3, name: 'event', description: 'Which', ...changes });

describe('what is wrong with a message is refused and recorded', () => {
  test.for<[string, object, string]>([
    ['text over 2,000', { content: 'x'.repeat(2001) }, 'content: Must be 2000 or fewer'],
    [
      'six rows',
      { content: 'x', components: '012345'.split('').map((id) => row(button(id))) },
      'Must be 5 or fewer',
    ],
    [
      'one custom id twice',
      { components: [row(button('a'), button('a'))] },
      'cannot be duplicated',
    ],
    [
      'a custom id over 100',
      { components: [row(button('x'.repeat(101)))] },
      'components.0.components.0.custom_id',
    ],
    [
      'a button without text',
      { components: [row({ type: 2, style: 1, custom_id: 'a' })] },
      'a label or an emoji',
    ],
    [
      'a link with a custom id',
      { components: [row({ ...button('a'), style: 5 })] },
      'a link button has a url',
    ],
    [
      'a select beside a button',
      {
        components: [
          row(button('a'), { type: 3, custom_id: 'b', options: [{ label: 'l', value: 'v' }] }),
        ],
      },
      'takes up the whole row',
    ],
    [
      'a select with one value twice',
      {
        components: [
          row({
            type: 3,
            custom_id: 'b',
            options: [
              { label: 'l', value: 'v' },
              { label: 'm', value: 'v' },
            ],
          }),
        ],
      },
      'already used',
    ],
    ['v2 components without the flag', { components: [text('x')] }, 'IS_COMPONENTS_V2'],
    [
      'content with the v2 flag',
      { flags: 32768, content: 'x', components: [text('x')] },
      'content: cannot be used',
    ],
    [
      '41 v2 components',
      { flags: 32768, components: Array.from({ length: 41 }, () => text('x')) },
      'at most 40',
    ],
    [
      'embeds over 6,000',
      { embeds: Array.from({ length: 2 }, () => ({ description: 'x'.repeat(3001) })) },
      '6000',
    ],
    ['eleven embeds', { embeds: Array.from({ length: 11 }, () => ({ title: 'x' })) }, 'embeds'],
    [
      'contradicting mentions',
      { content: 'x', allowed_mentions: { parse: ['users'], users: ['1'] } },
      'mutually exclusive',
    ],
    ['a nonce over 25', { content: 'x', nonce: 'x'.repeat(26) }, 'nonce'],
    [
      'a file that did not come along',
      { content: 'x', attachments: [{ id: '0' }] },
      'there is no file',
    ],
    [
      'a picture that did not come along',
      { embeds: [{ image: { url: 'attachment://a.png' } }] },
      'names no file',
    ],
  ])('%s', async ([, body, violation]) => {
    await using world = await meet();
    expect(await world.post(body)).toBe(50035);
    expect(world.discord.violations.join('\n')).toContain(violation);
    expect(world.discord.violations[0]).toMatch(/^POST \/channels\/:channel\/messages: /);
    expect(world.guild.general.messages).toEqual([]);
  });

  test('an empty message is refused with its own code', async () => {
    await using world = await meet();
    expect(await world.post({ content: '  ' })).toBe(50006);
    expect(world.discord.violations).toHaveLength(1);
  });

  test('an unknown key is recorded, but passes as it does on Discord', async () => {
    await using world = await meet();
    expect(await world.post({ content: 'x', colour: 1 })).toBeUndefined();
    expect(world.discord.violations).toEqual([
      'POST /channels/:channel/messages: colour: Discord knows no such key',
    ]);
  });

  test('the v2 flag cannot be taken off again', async () => {
    await using world = await meet();
    await world.post({ flags: 32768, components: [text('x')] });
    const id = world.guild.general.messages[0]?.id ?? '';
    const route = Routes.channelMessage(world.guild.general.id, id);
    expect(
      await codeOf(
        world.bot.client.rest.patch(route, { body: { flags: 0, content: 'x', components: [] } }),
      ),
    ).toBe(50035);
    expect(world.discord.violations.join()).toContain('cannot be unset');
  });

  test('a file over 10 MiB is refused with 40005', async () => {
    await using world = await meet();
    const attachment = Buffer.alloc(10 * 1024 * 1024 + 1);
    expect(await codeOf(world.channel.send({ files: [{ attachment, name: 'big.jpg' }] }))).toBe(
      40005,
    );
  });
});

describe('what is wrong with a command is refused and recorded', () => {
  test.for<[string, object, string]>([
    ['an upper-case name', command({ name: 'Post' }), 'lower case'],
    ['a name with a space', command({ name_localizations: { ko: '라인 업' } }), 'INVALID_NAME'],
    ['an unknown locale', command({ name_localizations: { kr: '포스터' } }), 'not a locale'],
    ['no description', { name: 'post' }, 'description'],
    ['a description over 100', command({ description: 'x'.repeat(101) }), 'description'],
    [
      'a required option after an optional one',
      command({ options: [option({}), option({ name: 'b', required: true })] }),
      'Required options',
    ],
    ['one option twice', command({ options: [option({}), option({ type: 4 })] }), 'already used'],
    [
      '26 choices',
      command({
        options: [
          option({
            choices: Array.from({ length: 26 }, (_, i) => ({ name: `${i}`, value: `${i}` })),
          }),
        ],
      }),
      'choices',
    ],
    [
      'choices and autocomplete',
      command({ options: [option({ autocomplete: true, choices: [{ name: 'a', value: 'a' }] })] }),
      'exclude each other',
    ],
    [
      'a sub-command beside an option',
      command({ options: [option({}), option({ type: 1, name: 'sub' })] }),
      'side by side',
    ],
    [
      'over 8,000 characters',
      command({
        options: Array.from({ length: 25 }, (_, i) =>
          option({
            name: `o${i}`,
            choices: Array.from({ length: 4 }, (_, j) => ({
              name: `${j}`,
              value: `${j}${'x'.repeat(90)}`,
            })),
          }),
        ),
      }),
      'at most 8000',
    ],
  ])('%s', async ([, body, violation]) => {
    await using world = await meet();
    expect(await world.register(body)).toBe(50035);
    expect(world.discord.violations.join('\n')).toContain(violation);
    expect(world.discord.commands).toEqual([]);
  });

  test('two commands of one name, and a name in decomposed Hangul', async () => {
    await using world = await meet();
    expect(await world.register(command({}), command({}))).toBe(50035);
    expect(
      await world.register(command({ name_localizations: { ko: '포스터'.normalize('NFD') } })),
    ).toBeUndefined();
    expect(world.discord.violations.join('\n')).toMatch(/already used[\s\S]*composed form/);
  });

  test('commands of one guild stand apart from the global ones', async () => {
    await using world = await meet();
    const { rest } = world.bot.client;
    const route = Routes.applicationGuildCommands(world.discord.applicationId, world.guild.id);
    const made = (await rest.post(route, { body: command({}) })) as { id: string };
    const one = Routes.applicationGuildCommand(
      world.discord.applicationId,
      world.guild.id,
      made.id,
    );
    await rest.patch(one, { body: { description: 'Changed' } });
    expect(world.discord.guildCommands(world.guild.id)).toMatchObject([{ description: 'Changed' }]);
    expect(world.discord.commands).toEqual([]);
    await rest.delete(one);
    expect(await codeOf(rest.get(one))).toBe(10063);
    const foreign = Routes.applicationCommands(world.discord.botUserId);
    expect(await codeOf(rest.get(foreign))).toBe(50001);
  });
});

describe('what is wrong with an answer to an interaction is refused and recorded', () => {
  test.for<[string, object, string]>([
    ['text over 2,000', { type: 4, data: { content: 'x'.repeat(2001) } }, 'data.content'],
    [
      'a deferral with content flags',
      { type: 5, data: { flags: 32768 } },
      'only the EPHEMERAL flag',
    ],
    ['an update without a message', { type: 7, data: { content: 'x' } }, 'does not fit'],
    ['choices for a command', { type: 8, data: { choices: [] } }, 'does not fit'],
    [
      'a title over 45',
      { type: 9, data: { custom_id: 'a', title: 'x'.repeat(46), components: [text('x')] } },
      'data.title',
    ],
    [
      'six parts of a modal',
      {
        type: 9,
        data: {
          custom_id: 'a',
          title: 'x',
          components: Array.from({ length: 6 }, () => text('x')),
        },
      },
      'between 1 and 5',
    ],
    ['an unknown type', { type: 42 }, 'not a response type'],
  ])('%s', async ([, body, violation]) => {
    await using world = await meet({
      onInteraction: async (interaction) => {
        const route = Routes.interactionCallback(interaction.id, interaction.token);
        codes.push(await codeOf(interaction.client.rest.post(route, { body, auth: false })));
        if (interaction.isChatInputCommand()) await interaction.reply('ok');
      },
    });
    const codes: unknown[] = [];
    await world.register(command({}));
    const mina = world.guild.addMember({ username: 'mina' });
    expect((await (await mina.command('post')).reply()).content).toBe('ok');
    expect(codes).toEqual([50035]);
    expect(world.discord.violations.join('\n')).toContain(violation);
  });
});

describe('the record', () => {
  test('each request is kept with its route, body, files and status', async () => {
    await using world = await meet();
    await world.channel.send({
      content: 'x',
      files: [{ attachment: Buffer.from('abc'), name: 'a.txt' }],
    });
    const sent = world.discord.requests.at(-1);
    expect(sent).toMatchObject({
      method: 'POST',
      route: '/channels/:channel/messages',
      path: `/channels/${world.guild.general.id}/messages`,
      status: 200,
      body: { content: 'x' },
      violations: [],
    });
    expect(sent?.files.map((file) => [file.name, file.bytes.toString()])).toEqual([
      ['a.txt', 'abc'],
    ]);
  });

  test('a route the sandbox does not have is a 404 and a violation', async () => {
    await using world = await meet();
    await expect(world.bot.client.rest.get('/voice/regions')).rejects.toMatchObject({
      status: 404,
    });
    expect(world.discord.violations).toEqual([
      'GET /voice/regions: this sandbox has no such route',
    ]);
  });

  test('a body that is not JSON is refused', async () => {
    await using world = await meet();
    const response = await fetch(`${world.discord.apiUrl}/v10/users/@me/channels`, {
      method: 'POST',
      headers: {
        authorization: `Bot ${world.discord.botToken}`,
        'content-type': 'application/json',
      },
      body: '{',
    });
    expect([response.status, ((await response.json()) as { code: number }).code]).toEqual([
      400, 50109,
    ]);
  });
});

describe('faults', () => {
  const route = '/channels/:channel/messages';

  test('after a 429 the library waits and sends again by itself', async () => {
    await using world = await meet();
    world.discord.fault({ route, status: 429, headers: { 'retry-after': '0.05' } });
    await world.channel.send('x');
    expect(world.discord.requests.slice(-2).map((one) => one.status)).toEqual([429, 200]);
    expect(world.guild.general.messages).toHaveLength(1);
  });

  test('a 502 after the work was done doubles a message, unless its nonce is enforced', async () => {
    await using careless = await meet({ enforceNonce: false });
    careless.discord.fault({ route, status: 502, afterEffect: true });
    await careless.channel.send('x');
    expect(careless.guild.general.messages).toHaveLength(2);

    await using careful = await meet();
    careful.discord.fault({ route, status: 502, afterEffect: true });
    await careful.channel.send('x');
    expect(careful.guild.general.messages).toHaveLength(1);
    expect(careful.discord.violations).toEqual([]);
  });

  test('a 502 on an acknowledgement that succeeded turns into 40060', async () => {
    const codes: unknown[] = [];
    await using world = await meet({
      onInteraction: async (interaction) => {
        if (interaction.isChatInputCommand()) codes.push(await codeOf(interaction.reply('x')));
      },
    });
    await world.register(command({}));
    world.discord.fault({ route: /\/callback$/, status: 502, afterEffect: true });
    const exchange = await world.guild.addMember({ username: 'mina' }).command('post');
    expect((await exchange.reply()).content).toBe('x');
    await eventually(() => codes).toEqual([40060]);
  });

  test('a hang-up reaches the caller as a socket error, before or after the work', async () => {
    await using world = await meet();
    world.discord.fault({ method: 'POST', route, hangUp: true });
    expect(await codeOf(world.channel.send('lost'))).toBe('UND_ERR_SOCKET');
    world.discord.fault({ method: 'POST', route, hangUp: true, afterEffect: true });
    expect(await codeOf(world.channel.send('kept'))).toBe('UND_ERR_SOCKET');
    expect(world.guild.general.messages.map((one) => one.content)).toEqual(['kept']);
  });

  test('a fault strikes as often as it says, only where it says, and can be slow', async () => {
    await using world = await meet({ rest: { retries: 0 } });
    world.discord.fault({ method: 'PATCH', route, status: 500 });
    world.discord.fault({ route, status: 503, times: 2, body: { message: 'down', code: 0 } });
    expect(await world.post({ content: '1' })).toBeDefined();
    expect(await world.post({ content: '2' })).toBeDefined();
    expect(await world.post({ content: '3' })).toBeUndefined();
    world.discord.fault({ route, delayMs: 60 });
    const before = performance.now();
    await world.post({ content: '4' });
    expect(performance.now() - before).toBeGreaterThanOrEqual(59);
    world.discord.fault({ route, status: 500 });
    world.discord.clearFaults();
    expect(await world.post({ content: '5' })).toBeUndefined();
  });
});
