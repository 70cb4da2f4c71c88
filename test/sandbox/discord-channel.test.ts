import { once } from 'node:events';
import {
  type AttachmentPayload,
  Events,
  MessageFlags,
  type MessageReaction,
  PermissionFlagsBits,
} from 'discord.js';
import { describe, expect, test } from 'vitest';
import { SandboxDiscord } from '../../sandbox/discord/index.ts';
import { Bot, codeOf, eventually, ManualClock } from './discord-client.ts';
import { CARD, commandOf, meet } from './discord-crew.ts';

describe('messages', () => {
  test('editing drops the files that are not listed again, keeps the listed ones', async () => {
    await using world = await meet(async () => {});
    const channel = await world.bot.client.channels.fetch(world.guild.general.id);
    if (!channel?.isSendable()) throw new Error('cannot send');
    const sent = await channel.send({
      content: 'two files',
      files: ['one.txt', 'two.txt'].map((name) => ({ attachment: Buffer.from(name), name })),
    });
    const message = world.discord.message(sent.id);
    const [, two] = sent.attachments.values();
    await sent.edit({
      attachments: two ? [two] : [],
      files: [{ attachment: Buffer.from('3'), name: '3.txt' }],
    });
    expect(message?.attachments.map((one) => one.filename)).toEqual(['two.txt', '3.txt']);
    await sent.edit({ content: 'only text now', files: [], attachments: [] });
    expect(message).toMatchObject({ content: 'only text now', attachments: [] });
    await sent.delete();
    expect(message?.deleted).toBe(true);
    expect(world.discord.message(sent.id)).toBeUndefined();
    expect(world.discord.violations).toEqual([]);
  });

  test('a link to a file is good for a day and cannot be forged', async () => {
    const clock = new ManualClock();
    await using world = await meet(async () => {}, { now: clock.now });
    const channel = await world.bot.client.channels.fetch(world.guild.general.id);
    if (!channel?.isSendable()) throw new Error('cannot send');
    const sent = await channel.send({
      files: [{ attachment: Buffer.from('x'), name: '포스터 1.jpg' }],
    });
    const url = sent.attachments.first()?.url ?? '';
    expect((await fetch(url)).status).toBe(200);
    expect((await fetch(url.replace(/ex=\w+/, 'ex=ffffffff'))).status).toBe(404);
    clock.advance(25 * 3_600_000);
    expect((await fetch(url)).status).toBe(404);
    const again = await channel.messages.fetch({ message: sent.id, force: true });
    expect((await fetch(again.attachments.first()?.url ?? '')).status).toBe(200);
  });

  test('only mentions that are allowed ping somebody', async () => {
    await using world = await meet(async () => {});
    const channel = await world.bot.client.channels.fetch(world.guild.general.id);
    if (!channel?.isSendable()) throw new Error('cannot send');
    const text = `@everyone <@${world.mina.id}>`;
    const quiet = await channel.send(text);
    const loud = await channel.send({ content: text, allowedMentions: { users: [world.mina.id] } });
    const pings = [quiet, loud].map(({ id }) => world.discord.message(id)?.mentions);
    expect(pings[0]).toMatchObject({ everyone: false, users: [] });
    expect(pings[1]).toMatchObject({ everyone: false, users: [{ username: 'mina' }] });
  });

  test('the bot reads what is said to it, and only that, without the content intent', async () => {
    await using world = await meet(async () => {});
    const heard: string[] = [];
    world.bot.client.on(Events.MessageCreate, (message) => heard.push(message.content));
    await world.mina.say('between us');
    await world.mina.say(`<@${world.discord.botUserId}> hello`);
    await world.mina.in(world.mina.dm).say('in private');
    await eventually(() => heard).toEqual([
      '',
      `<@${world.discord.botUserId}> hello`,
      'in private',
    ]);
  });

  test('messages are listed newest first, without ephemeral ones', async () => {
    await using world = await meet(async (interaction) => {
      await commandOf(interaction).reply({ content: 'psst', flags: MessageFlags.Ephemeral });
    });
    for (const text of ['one', 'two', 'three']) await world.mina.say(text);
    await (await world.mina.command('post lineup', { event: 'e1' })).reply();
    const channel = await world.bot.client.channels.fetch(world.guild.general.id);
    if (!channel?.isTextBased()) throw new Error('no text channel');
    const listed = await channel.messages.fetch({ limit: 2, cache: false });
    expect([...listed.values()].map((one) => one.content)).toEqual(['three', 'two']);
  });
});

describe('watching', () => {
  test('what happens can be listened to, as a console or a page does', async () => {
    await using world = await meet(async (interaction) => {
      if (interaction.isChatInputCommand()) await interaction.reply('hi');
    });
    const seen: string[] = [];
    const listen = (message: { readonly content: string }) => seen.push(message.content);
    world.discord.on('message', listen);
    world.discord.on('interaction', ({ user }) => seen.push(`by ${user.username}`));
    await (await world.mina.command('post lineup', { event: 'e1' })).reply();
    world.discord.off('message', listen);
    await world.mina.say('unheard');
    expect(seen).toEqual(['by mina', 'hi']);
    expect(world.guild.actor(world.mina.id).messages).toHaveLength(2);
  });

  test('ephemeral messages reach the bot like direct ones: without a guild', async () => {
    await using world = await meet(async (interaction) => {
      await commandOf(interaction).reply({ content: 'psst', flags: MessageFlags.Ephemeral });
    });
    const raw: { t: string; d: { guild_id?: string; content?: string } }[] = [];
    world.bot.client.on(Events.Raw as never, ((packet: never) => raw.push(packet)) as never);
    await (await world.mina.command('post lineup', { event: 'e1' })).reply();
    await eventually(() => raw.find(({ t }) => t === 'MESSAGE_CREATE')?.d.content).toBe('psst');
    expect(raw.find(({ t }) => t === 'MESSAGE_CREATE')?.d).not.toHaveProperty('guild_id');
  });
});

describe('reactions', () => {
  test('a reaction to a message the bot has cached arrives, and can be taken back', async () => {
    await using world = await meet(async () => {});
    const { client } = world.bot;
    const channel = await client.channels.fetch(world.guild.general.id);
    if (!channel?.isSendable()) throw new Error('cannot send');
    const sent = await channel.send('approve?');
    await sent.react('✅');
    const message = world.discord.message(sent.id);
    if (!message) throw new Error('no message');
    const added = once(client, Events.MessageReactionAdd);
    await world.mina.react(message, '✅');
    const [reaction, user] = (await added) as [MessageReaction, { id: string }];
    expect([reaction.emoji.name, reaction.message.id, user.id]).toEqual([
      '✅',
      sent.id,
      world.mina.id,
    ]);
    expect(message.reactions).toEqual([
      { emoji: '✅', count: 2, users: [world.discord.botUserId, world.mina.id] },
    ]);
    const users = await reaction.users.fetch();
    expect([...users.keys()].sort()).toEqual([world.discord.botUserId, world.mina.id].sort());
    const removed = once(client, Events.MessageReactionRemove);
    await world.mina.unreact(message, '✅');
    await removed;
    await reaction.users.remove(client.user);
    expect(message.reactions).toEqual([]);
    expect(await codeOf(sent.react('not-an-emoji'))).toBe(10014);
  });

  test('a reaction to a message from before the start arrives as a partial that can be fetched', async () => {
    await using discord = await SandboxDiscord.start();
    const guild = discord.createGuild({ name: 'Crew' });
    const mina = guild.addMember({ username: 'mina' });
    const old = await mina.say('from before');
    await using bot = await Bot.start(discord);
    const added = once(bot.client, Events.MessageReactionAdd);
    await mina.react(old, '👍');
    const [reaction] = (await added) as [MessageReaction];
    expect(reaction.partial).toBe(true);
    expect((await reaction.message.fetch()).content).toBe('from before');
    expect((await reaction.fetch()).count).toBe(1);
  });

  test('without the intent no reaction is heard', async () => {
    await using discord = await SandboxDiscord.start();
    const mina = discord.createGuild({ name: 'Crew' }).addMember({ username: 'mina' });
    await using bot = await Bot.start(discord, { intents: 1 | 512 });
    const heard: string[] = [];
    bot.client.on(Events.MessageReactionAdd, () => heard.push('reaction'));
    bot.client.on(Events.MessageCreate, () => heard.push('message'));
    await mina.react(await mina.say('one'), '👍');
    await mina.say('two');
    await eventually(() => heard).toEqual(['message', 'message']);
  });
});

describe('direct messages', () => {
  test('a person gets them, presses a button in them, and the bot hears the reaction', async () => {
    await using world = await meet(async (interaction) => {
      if (interaction.isButton()) await interaction.update({ content: 'ok', components: [] });
    });
    const user = await world.bot.client.users.fetch(world.mina.id);
    await user.send({ content: 'approve?', components: CARD });
    const message = await world.mina.waitForMessage((one) => one.content === 'approve?');
    expect(world.mina.directMessages).toEqual([message]);
    const added = once(world.bot.client, Events.MessageReactionAdd);
    await world.mina.react(message, '✅');
    expect(((await added) as [MessageReaction])[0].message.id).toBe(message.id);
    await (await world.mina.click(message, 'approve')).reply();
    expect(message.content).toBe('ok');
    expect(world.discord.violations).toEqual([]);
  });

  test('after a restart the library hears no reaction in a conversation it has not opened again', async () => {
    await using discord = await SandboxDiscord.start();
    const mina = discord.createGuild({ name: 'Crew' }).addMember({ username: 'mina' });
    const before = await Bot.start(discord);
    await (await before.client.users.fetch(mina.id)).send('approve?');
    await before[Symbol.asyncDispose]();
    const message = await mina.waitForMessage((one) => one.content === 'approve?');

    await using bot = await Bot.start(discord);
    const heard: string[] = [];
    bot.client.on(Events.MessageReactionAdd, ({ emoji }) => heard.push(emoji.name ?? ''));
    await mina.react(message, '👍');
    await bot.client.users.createDM(mina.id);
    await mina.react(message, '✅');
    await eventually(() => heard).toEqual(['✅']);
  });

  test('closed ones end with 50007, and a person without a common server with 50278', async () => {
    await using world = await meet(async () => {});
    const user = await world.bot.client.users.fetch(world.mina.id);
    world.mina.closeDMs();
    expect(await codeOf(user.send('hello'))).toBe(50007);
    world.mina.openDMs();
    expect(await codeOf(user.send('hello'))).toBeUndefined();
    world.mina.leave();
    expect(await codeOf(user.send('hello'))).toBe(50278);
    expect(await codeOf(world.bot.client.users.createDM('123456789012345678'))).toBe(50033);
  });
});

describe('permissions', () => {
  test('what the bot may not do in a channel ends with 50013, what it cannot see with 50001', async () => {
    await using world = await meet(async () => {});
    const f = PermissionFlagsBits;
    const readOnly = world.guild.createChannel({
      name: 'news',
      botPermissions: f.ViewChannel | f.ReadMessageHistory,
    });
    const hidden = world.guild.createChannel({ name: 'hidden', botPermissions: 0n });
    const noFiles = world.guild.createChannel({
      name: 'text',
      botPermissions: f.ViewChannel | f.SendMessages,
    });
    const send = async (id: string, files: readonly AttachmentPayload[] = []) => {
      const channel = await world.bot.client.channels.fetch(id, { allowUnknownGuild: true });
      if (!channel?.isSendable()) throw new Error('cannot send');
      return channel.send({ content: 'x', files: [...files] });
    };
    expect(await codeOf(send(readOnly.id))).toBe(50013);
    expect(await codeOf(send(hidden.id))).toBe(50001);
    expect(await codeOf(send(noFiles.id))).toBeUndefined();
    const file = { attachment: Buffer.from('x'), name: 'x' };
    expect(await codeOf(send(noFiles.id, [file]))).toBe(50013);
    const own = world.bot.client.guilds.cache.first()?.channels.cache.get(readOnly.id);
    expect(own?.permissionsFor(world.bot.client.user)?.toArray()).toEqual([
      'ViewChannel',
      'ReadMessageHistory',
    ]);
  });

  test('taking back somebody else’s reaction needs ManageMessages', async () => {
    await using world = await meet(async () => {});
    const message = await world.mina.say('x');
    await world.mina.react(message, '✅');
    const route = `/channels/${message.channelId}/messages/${message.id}/reactions/✅/${world.mina.id}`;
    expect(await codeOf(world.bot.client.rest.delete(encodeURI(route) as `/${string}`))).toBe(
      50013,
    );
    const office = world.guild.createChannel({
      name: 'office',
      botPermissions: PermissionFlagsBits.ViewChannel | PermissionFlagsBits.ManageMessages,
    });
    const other = await world.mina.in(office).say('y');
    await world.mina.react(other, '✅');
    const second = `/channels/${office.id}/messages/${other.id}/reactions/✅/${world.mina.id}`;
    await world.bot.client.rest.delete(encodeURI(second) as `/${string}`);
    expect([message.reactions.length, other.reactions.length]).toEqual([1, 0]);
  });

  test('renaming a channel needs ManageChannels and reaches the bot again', async () => {
    await using world = await meet(async () => {});
    const { rest } = world.bot.client;
    const rename = (id: string) => codeOf(rest.patch(`/channels/${id}`, { body: { name: 'new' } }));
    expect(await rename(world.guild.general.id)).toBe(50013);
    const office = world.guild.createChannel({
      name: 'office',
      botPermissions: PermissionFlagsBits.ViewChannel | PermissionFlagsBits.ManageChannels,
    });
    const updated = once(world.bot.client, Events.ChannelUpdate);
    expect(await rename(office.id)).toBeUndefined();
    await updated;
    expect(office.name).toBe('new');
  });

  test('a channel for a role is seen by those who hold it', async () => {
    await using world = await meet(async (interaction) => {
      await commandOf(interaction).reply('here');
    });
    const staff = world.guild.createRole({ name: 'staff' });
    const office = world.guild.createChannel({ name: 'office', roles: [staff] });
    const visit = () => world.mina.in(office).command('post lineup', { event: 'e' });
    await expect(visit()).rejects.toThrow('does not see #office');
    world.mina.setRoles([staff]);
    expect((await (await visit()).reply()).channelId).toBe(office.id);
  });
});
