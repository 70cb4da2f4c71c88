import {
  ContainerBuilder,
  MessageFlags,
  PermissionFlagsBits,
  SlashCommandBuilder,
  TextDisplayBuilder,
} from 'discord.js';
import { describe, expect, test } from 'vitest';
import { SandboxDiscord } from '../../sandbox/discord/index.ts';
import { Bot, codeOf, eventually, ManualClock } from './discord-client.ts';
import { ADMIN, CARD, commandOf, FORM, meet, POST } from './discord-crew.ts';

describe('commands', () => {
  test('registered commands keep their translations, their ids and a string of permissions', async () => {
    await using world = await meet(async () => {});
    const before = world.discord.commands.map((command) => command.id);
    await world.bot.client.application.commands.set([POST, ADMIN]);
    const fetched = await world.bot.client.application.commands.fetch({ withLocalizations: true });
    expect(world.discord.commands.map((command) => command.id)).toEqual(before);
    expect(fetched.find((one) => one.name === 'post')?.nameLocalizations).toEqual({ ko: '포스터' });
    expect(world.discord.commands[1]?.default_member_permissions).toBe('32');
    expect(world.discord.violations).toEqual([]);
  });

  test('a deferred answer with a file and a follow-up is what the person sees', async () => {
    await using world = await meet(async (interaction) => {
      const command = commandOf(interaction);
      await command.deferReply();
      await command.editReply({
        content: `${command.options.getString('event')} in ${command.locale} by ${command.user.username}`,
        files: [{ attachment: Buffer.from('jpeg'), name: 'lineup.jpg', description: '라인업' }],
      });
      await command.followUp({ content: 'only you', flags: MessageFlags.Ephemeral });
    });
    const exchange = await world.mina.command('post lineup', { event: 'e1', theme: 'neon' });
    expect(await exchange.acknowledged()).toMatchObject({ type: 5, ephemeral: false });
    const reply = await exchange.reply();
    expect(reply).toMatchObject({ content: 'e1 in ko by mina', ephemeral: false, edited: false });
    expect(reply.attachments[0]).toMatchObject({
      filename: 'lineup.jpg',
      description: '라인업',
      size: 4,
    });
    expect(await exchange.nextFollowUp()).toMatchObject({ content: 'only you', ephemeral: true });
    expect(exchange.followUps()).toHaveLength(1);
    expect(world.discord.violations).toEqual([]);
  });

  test('the person may use the names and choices of their own language', async () => {
    await using world = await meet(async (interaction) => {
      const { options, commandName } = commandOf(interaction);
      await commandOf(interaction).reply(
        [commandName, options.getSubcommand(), options.getString('theme')].join(' '),
      );
    });
    const exchange = await world.mina.command('포스터 라인업', { event: 'e1', theme: '네온' });
    expect((await exchange.reply()).content).toBe('post lineup neon');
  });

  test('the client refuses what a Discord client refuses', async () => {
    await using world = await meet(async () => {});
    const { mina, guild } = world;
    await expect(mina.command('draw')).rejects.toThrow('There is no command /draw');
    await expect(mina.command('post')).rejects.toThrow('needs a sub-command');
    await expect(mina.command('post lineup')).rejects.toThrow('needs the option event');
    await expect(mina.command('post lineup', { event: 'a', size: 1 })).rejects.toThrow(
      'no option size',
    );
    await expect(mina.command('post lineup', { event: 'a', theme: 'gold' })).rejects.toThrow(
      'no choice gold',
    );
    await expect(mina.command('setup')).rejects.toThrow('ManageGuild');
    const joon = guild.addMember({
      username: 'joon',
      permissions: PermissionFlagsBits.ManageGuild,
    });
    await expect(joon.command('setup')).resolves.toBeDefined();
  });

  test('people, roles, channels and files are entered as options', async () => {
    const ASSIGN = new SlashCommandBuilder()
      .setName('assign')
      .setDescription('Takes one of each')
      .addUserOption((option) => option.setName('who').setDescription('Who'))
      .addRoleOption((option) => option.setName('role').setDescription('Role'))
      .addChannelOption((option) => option.setName('where').setDescription('Where'))
      .addAttachmentOption((option) => option.setName('file').setDescription('File'))
      .addIntegerOption((option) => option.setName('count').setDescription('1-3').setMaxValue(3))
      .addBooleanOption((option) => option.setName('now').setDescription('Now'));
    await using world = await meet(async (interaction) => {
      const { options } = commandOf(interaction);
      const file = options.getAttachment('file', true);
      const parts = [
        options.getUser('who', true).username,
        options.getRole('role', true).name,
        options.getChannel('where', true).name,
        `${file.name} ${await (await fetch(file.url)).text()}`,
        options.getInteger('count'),
        options.getBoolean('now'),
      ];
      await commandOf(interaction).reply(parts.join(' | '));
    });
    await world.bot.client.application.commands.set([ASSIGN.toJSON()]);
    const role = world.guild.createRole({ name: 'staff' });
    const values = {
      who: world.mina.id,
      role: role.id,
      where: world.guild.general.id,
      file: { name: 'a.txt', contentType: 'text/plain', bytes: Buffer.from('abc') },
      count: 2,
      now: true,
    };
    const reply = await (await world.mina.command('assign', values)).reply();
    expect(reply.content).toBe('mina | staff | general | a.txt abc | 2 | true');
    await expect(world.mina.command('assign', { count: 4 })).rejects.toThrow('does not take 4');
    await expect(world.mina.command('assign', { who: role.id })).rejects.toThrow('does not take');
  });

  test('autocomplete offers what the bot offers', async () => {
    await using world = await meet(async (interaction) => {
      if (!interaction.isAutocomplete()) return;
      const typed = interaction.options.getFocused();
      await interaction.respond([{ name: `${typed}!`, value: 'id-1' }]);
    });
    expect(await world.mina.autocomplete('post lineup', { event: 'seoul' }, 'event')).toEqual([
      { name: 'seoul!', value: 'id-1' },
    ]);
    await expect(
      world.mina.autocomplete('post lineup', { event: 'a', theme: 'n' }, 'theme'),
    ).rejects.toThrow('offers no autocomplete');
    expect(world.discord.violations).toEqual([]);
  });

  test('an ephemeral answer is seen by one person only and never enters the channel', async () => {
    await using world = await meet(async (interaction) => {
      await commandOf(interaction).reply({ content: 'psst', flags: MessageFlags.Ephemeral });
    });
    const joon = world.guild.addMember({ username: 'joon' });
    const exchange = await world.mina.command('post lineup', { event: 'e1' });
    const reply = await exchange.reply();
    expect(world.mina.messages).toEqual([reply]);
    expect(joon.messages).toEqual([]);
    await expect(joon.react(reply, '✅')).rejects.toThrow('somebody else');
    const channel = await world.bot.client.channels.fetch(world.guild.general.id);
    if (!channel?.isTextBased()) throw new Error('no text channel');
    expect(await codeOf(channel.messages.fetch({ message: reply.id, force: true }))).toBe(10008);
  });

  test('a response can be asked for, read back, edited and deleted', async () => {
    const seen: unknown[] = [];
    await using world = await meet(async (interaction) => {
      const command = commandOf(interaction);
      const response = await command.reply({ content: 'one', withResponse: true });
      seen.push(response.resource?.message?.content, (await command.fetchReply()).content);
      await command.editReply('two');
      const extra = await command.followUp('three');
      await command.editReply({ message: extra.id, content: 'four' });
      await command.deleteReply(extra.id);
      await command.deleteReply();
      seen.push(await codeOf(command.fetchReply()));
    });
    const exchange = await world.mina.command('post lineup', { event: 'e1' });
    const reply = await exchange.reply();
    await eventually(() => seen).toEqual(['one', 'one', 10008]);
    expect(reply).toMatchObject({ content: 'two', edited: true, deleted: true });
    expect(exchange.followUps()[0]).toMatchObject({ content: 'four', deleted: true });
    expect(world.mina.messages).toEqual([]);
  });
});

describe('deadlines', () => {
  test('the answer to an interaction older than 3 s is refused with 10062', async () => {
    const codes: unknown[] = [];
    await using world = await meet(async (interaction) => {
      codes.push(await codeOf(commandOf(interaction).deferReply()));
    });
    const exchange = await world.mina.command('post lineup', { event: 'e' }, { ageMs: 3100 });
    await expect(exchange.reply()).rejects.toThrow('The application did not respond');
    await eventually(() => codes).toEqual([10062]);
  });

  test('a bot that stays silent is reported once the sandbox clock passes 3 s', async () => {
    const clock = new ManualClock();
    await using discord = await SandboxDiscord.start({ now: clock.now });
    const mina = discord.createGuild({ name: 'Crew' }).addMember({ username: 'mina' });
    await using bot = new Bot(discord);
    bot.client.rest.setToken(discord.botToken);
    await bot.client.rest.put(`/applications/${discord.applicationId}/commands`, { body: [POST] });
    const exchange = await mina.command('post lineup', { event: 'e' });
    const reply = exchange.reply();
    clock.advance(3001);
    await expect(reply).rejects.toThrow('The application did not respond to /post lineup');
  });

  test('the token of an interaction serves for 15 minutes', async () => {
    const clock = new ManualClock();
    const codes: unknown[] = [];
    await using world = await meet(
      async (interaction) => {
        const command = commandOf(interaction);
        await command.reply('done');
        clock.advance(14 * 60_000);
        codes.push(await codeOf(command.editReply('still')));
        clock.advance(61_000);
        codes.push(await codeOf(command.editReply('too late')));
      },
      { now: clock.now },
    );
    const exchange = await world.mina.command('post lineup', { event: 'e' });
    const reply = await exchange.reply();
    await eventually(() => codes).toEqual([undefined, 50027]);
    expect(reply.content).toBe('still');
  });

  test('a second acknowledgement is refused with 40060, an edit before the first with 10015', async () => {
    const codes: unknown[] = [];
    await using world = await meet(async (interaction) => {
      const command = commandOf(interaction);
      codes.push(await codeOf(command.webhook.editMessage('@original', 'early')));
      await command.deferReply();
      command.deferred = false;
      codes.push(await codeOf(command.deferReply()));
      await command.webhook.send('the first follow-up is the answer');
    });
    const exchange = await world.mina.command('post lineup', { event: 'e' });
    expect((await exchange.reply()).content).toBe('the first follow-up is the answer');
    expect(exchange.followUps()).toEqual([]);
    expect(codes).toEqual([10015, 40060]);
  });
});

describe('components', () => {
  test('a button, a select and a form with a label carry the person through', async () => {
    await using world = await meet(async (interaction) => {
      if (interaction.isChatInputCommand()) {
        await interaction.reply({ content: 'card', components: CARD });
      } else if (interaction.isStringSelectMenu()) {
        await interaction.deferUpdate();
        await interaction.editReply({ content: `theme ${interaction.values.join()}` });
      } else if (interaction.isButton() && interaction.customId.startsWith('edit')) {
        await interaction.showModal(FORM);
      } else if (interaction.isButton()) {
        await interaction.update({ content: 'approved', components: [] });
      } else if (interaction.isModalSubmit() && interaction.isFromMessage()) {
        const text = interaction.fields.getTextInputValue('text');
        const look = interaction.fields.getStringSelectValues('look');
        await interaction.update({ content: `caption ${text} ${look.join()}` });
      }
    });
    const { mina } = world;
    const card = await (await mina.command('post lineup', { event: 'e1' })).reply();
    expect(await (await mina.select(card, 'theme', ['Paper'])).reply()).toBe(card);
    expect(card.content).toBe('theme paper');

    const modal = await (await mina.click(card, 'edit')).modal();
    expect(modal.title).toBe('캡션 수정');
    expect(modal.fields[0]).toMatchObject({ customId: 'text', label: '캡션', value: '토요일' });
    await expect(mina.submit(modal, { text: 'x'.repeat(21), look: 'neon' })).rejects.toThrow(
      'takes 0 to 20 characters',
    );
    await expect(mina.submit(modal, { look: 'gold' })).rejects.toThrow('no option gold');
    await (await mina.submit(modal, { 캡션: '일요일', look: 'neon' })).reply();
    expect(card.content).toBe('caption 일요일 neon');

    await (await mina.click(card, '승인')).reply();
    expect(card).toMatchObject({ content: 'approved', components: [], edited: true });
    expect(world.discord.violations).toEqual([]);
    expect(world.bot.errors).toEqual([]);
  });

  test('the person cannot use what is disabled, a link, absent or not offered', async () => {
    await using world = await meet(async (interaction) => {
      await commandOf(interaction).reply({ content: 'card', components: CARD });
    });
    const exchange = await world.mina.command('post lineup', { event: 'e1' });
    const card = await exchange.reply();
    await expect(world.mina.click(card, 'off')).rejects.toThrow('is disabled');
    await expect(world.mina.click(card, 'Rite')).rejects.toThrow('is a link');
    await expect(world.mina.click(card, 'remove')).rejects.toThrow('no component remove');
    await expect(world.mina.select(card, 'theme', ['gold'])).rejects.toThrow('no option gold');
    await expect(world.mina.select(card, 'theme', [])).rejects.toThrow('takes 1 to 1');
    await expect(exchange.modal()).rejects.toThrow('not with a modal');
  });

  test('a tampered client sends what stands in no message', async () => {
    await using world = await meet(async (interaction) => {
      if (interaction.isChatInputCommand()) await interaction.reply('a card');
      else if (interaction.isButton()) await interaction.reply(interaction.customId);
      else if (interaction.isStringSelectMenu()) {
        await interaction.reply(`${interaction.customId} ${interaction.values.join()}`);
      } else if (interaction.isModalSubmit() && interaction.isFromMessage()) {
        await interaction.reply(interaction.fields.getTextInputValue('text'));
      }
    });
    const { mina } = world;
    const card = await (await mina.command('post lineup', { event: 'e1' })).reply();
    const answers = [
      await mina.forge(card, { kind: 'button', customId: 'approve:99' }),
      await mina.forge(card, { kind: 'select', customId: 'theme:99', values: ['gold'] }),
      await mina.forge(card, { kind: 'form', customId: 'edit:99', texts: { text: '몰래' } }),
    ];
    const said = await Promise.all(answers.map(async (one) => (await one.reply()).content));
    expect(said).toEqual(['approve:99', 'theme:99 gold', '몰래']);
    expect(world.discord.violations).toEqual([]);
  });

  test('a components v2 message shows a picture that travels with it', async () => {
    await using world = await meet(async (interaction) => {
      const container = new ContainerBuilder()
        .addTextDisplayComponents(new TextDisplayBuilder().setContent('**라인업**'))
        .addMediaGalleryComponents((gallery) =>
          gallery.addItems((item) => item.setURL('attachment://a.png')),
        );
      await commandOf(interaction).reply({
        flags: MessageFlags.IsComponentsV2,
        components: [container],
        files: [{ attachment: Buffer.from('png'), name: 'a.png' }],
      });
    });
    const reply = await (await world.mina.command('post lineup', { event: 'e1' })).reply();
    const link = /http:[^"]+/.exec(JSON.stringify(reply.components))?.[0] ?? '';
    expect(await (await fetch(link)).text()).toBe('png');
    expect(reply.attachments).toHaveLength(1);
    expect(world.discord.violations).toEqual([]);
  });
});
