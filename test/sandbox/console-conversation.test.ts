import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { answer } from './console-bot.ts';
import { ConsoleTerminal } from './console-terminal.ts';

describe('an answer', () => {
  it('is shown with its files and what can be done with it', async () => {
    await using terminal = await ConsoleTerminal.open();
    const shown = await terminal.type('/card');
    expect(shown).toContain(
      '\n#1 rite-bot\n  Hello @organizer, see you 2026. 12. 24. 오후 10:00\n',
    );
    const files = [...shown.matchAll(/\n {2}\[\S+ 2 KB\] (\S+)/g)].map(([, path = '']) => path);
    expect(files.map((file) => basename(file).replace(/^\d+-/, ''))).toEqual([
      'page-1.jpg',
      'page_2.jpg',
    ]);
    expect(readdirSync(terminal.pictures)).toEqual(files.map((file) => basename(file)));
    expect(shown).toContain('\n  pick   1 테마: neon 네온 ✓ | paper 종이\n');
    expect(shown).toContain('\n  pick   2 재료: paper 종이 | foil Foil\n');
    expect(shown).toContain(
      '\n  press  1 캡션 수정 | 2 Why? | 3 Again | 4 예약 (disabled) | 5 Rite → https://rite.example\n',
    );
    expect(terminal.session.failures).toBe(0);
  });

  it('that others do not see is marked, and cannot move the cursor', async () => {
    await using terminal = await ConsoleTerminal.open();
    const shown = await terminal.type('/whisper');
    expect(shown).toContain('\n#1 rite-bot · only you see this\n  [2Jwhisper by rite-bot\n');
  });

  it('is shown although its file cannot be saved', async () => {
    await using terminal = await ConsoleTerminal.open();
    writeFileSync(terminal.pictures, '');
    const shown = await terminal.type('/card');
    expect(shown).toContain('Hello @organizer');
    expect(shown).toMatch(/\n {2}! (?:ENOTDIR|EEXIST)/);
    expect(terminal.session.failures).toBe(1);
  });

  it('comes with a direct message', async () => {
    await using terminal = await ConsoleTerminal.open();
    const shown = await terminal.type('/letter');
    expect(shown).toMatch(
      /\n#1 rite-bot · direct message\n {2}Yours\n {2}\[\S+ 1 KB\] \S+export.json\n/,
    );
    expect(shown).toContain('\n#2 rite-bot · only you see this\n  Sent\n');
    const [file = ''] = readdirSync(terminal.pictures);
    expect(readFileSync(join(terminal.pictures, file), 'utf8')).toBe('{"kept":[]}');
  });
});

describe('press', () => {
  it.each(['3', 'Again', 'again', 'aga', 'again:17'])('finds a button by %j', async (name) => {
    await using terminal = await ConsoleTerminal.open();
    const shown = await terminal.typeAll('/card', `press ${name}`);
    expect(shown).toContain('\n#1 rite-bot · edited\n  Again\n');
    expect(terminal.session.failures).toBe(0);
  });

  it('shows what is answered below the message only', async () => {
    await using terminal = await ConsoleTerminal.open();
    const shown = await terminal.typeAll('/card', 'press why?');
    expect(shown).toContain('\n#2 rite-bot · only you see this\n  Because\n');
    expect(shown).not.toContain('#1 rite-bot');
  });

  it('means the last message that has buttons, or the one that is named', async () => {
    await using terminal = await ConsoleTerminal.open();
    await terminal.typeAll('/card', '/card', '/whisper');
    expect(await terminal.type('press Again')).toContain('\n#2 rite-bot · edited\n');
    expect(await terminal.type('press Again of #1')).toContain('\n#1 rite-bot · edited\n');
    // That one was shown last now.
    expect(await terminal.type('press Again')).toContain('\n#1 rite-bot · edited\n');
  });

  it.each([
    ['press 9', 'There is no button "9"; there is 1 캡션 수정, 2 Why?, 3 Again, 4 예약, 5 Rite'],
    [
      'press',
      'Several buttons fit "": 1 캡션 수정, 2 Why?, 3 Again, 4 예약, 5 Rite; give the number',
    ],
    ['press 예약', '"예약" is disabled'],
    ['press 5', '"Rite" is a link: https://rite.example'],
    ['press 1 of 7', 'There is no message #7'],
    ['press 1 of 2', '#2 has no button'],
    ['pick silver', 'There is no "silver" to pick; there is neon, paper, paper, foil'],
    ['pick 종이', 'Several menus have "종이": 1 테마, 2 재료; add "in" and the number'],
    ['pick foil in 1', 'There is no "foil" to pick; there is neon, paper'],
    ['pick foil in 3', 'There is no menu "3"; there is 1 테마, 2 재료'],
    ['react yes', 'yes is not an emoji'],
    ['as nobody', 'There is no "nobody"; you can be organizer, minji'],
  ])('%s is refused in one line', async (line, reason) => {
    await using terminal = await ConsoleTerminal.open();
    await terminal.typeAll('/card', '/whisper');
    expect(await terminal.type(line)).toContain(`\n  ! ${reason}\n`);
    expect(terminal.session.failures).toBe(1);
  });

  it.each([
    ['press 1', 'There is no button yet'],
    ['pick paper', 'There is no menu yet'],
    ['react ✅', 'There is no message to react to yet'],
    ['/nope', 'There is no command /nope; registered: /card, /form, '],
    ['/post lineup', '/post lineup needs the option event'],
    ['/post lineup event:sinchonbreaks theme:grey', 'The option theme has no choice grey'],
  ])('%s is refused before there is anything', async (line, reason) => {
    await using terminal = await ConsoleTerminal.open();
    expect(await terminal.type(line)).toContain(`\n  ! ${reason}`);
    expect(terminal.session.failures).toBe(1);
  });
});

describe('pick', () => {
  it.each([
    ['neon', 'theme:17 neon'],
    ['네온', 'theme:17 neon'],
    ['foil', 'stock:17 foil'],
    ['종이 in 테마', 'theme:17 paper'],
    ['paper in 2 of 1', 'stock:17 paper'],
    ['foil, 종이', 'stock:17 foil+paper'],
  ])('%s', async (wanted, chosen) => {
    await using terminal = await ConsoleTerminal.open();
    const shown = await terminal.typeAll('/card', `pick ${wanted}`);
    expect(shown).toContain(`\n#1 rite-bot · edited\n  ${chosen}\n`);
  });
});

describe('another person', () => {
  it('has their own permissions, and sees what they see', async () => {
    await using terminal = await ConsoleTerminal.open();
    await terminal.typeAll('/setup', '/card');
    const shown = await terminal.type('as minji');
    expect(shown).toContain('\n  You are minji now, without Manage Server.\n');
    expect(shown).toMatch(/\nminji> $/);
    expect(await terminal.type('/setup')).toContain(
      '! minji does not see /setup: it takes ManageGuild',
    );
    expect(await terminal.type('react ✅ of 1')).toContain('! minji does not see #1');
    expect(await terminal.type('press why?')).toContain('Because');
    expect(await terminal.type('as organizer')).toContain('with Manage Server');
    expect(await terminal.type('press 1 of 3')).toContain('! organizer does not see #3');
  });

  it('does not read what is for somebody else', async () => {
    await using terminal = await ConsoleTerminal.open();
    await terminal.minji.command('whisper');
    await terminal.minji.command('letter');
    await (await terminal.minji.command('card')).reply();
    const shown = await terminal.showing('Hello @minji');
    expect(shown).not.toContain('whisper');
    expect(shown).not.toContain('Yours');
    expect(shown).toContain('#1 rite-bot\n');
  });
});

describe('what happens by itself', () => {
  it('appears above the line that is being typed', async () => {
    await using terminal = await ConsoleTerminal.open();
    terminal.input.write('/wh');
    await terminal.showing('> /wh');
    terminal.shown = '';
    const channel = await terminal.bot.client.channels.fetch(terminal.guild.general.id);
    if (!channel?.isSendable()) throw new Error('no channel');
    const message = await channel.send('Doors open');
    expect(await terminal.showing('Doors open')).toMatch(/\n#1 rite-bot\n {2}Doors open\n/);
    await message.react('✅');
    await terminal.showing('\n  rite-bot reacts with ✅ to #1\n');
    await message.edit('Doors closed');
    await terminal.showing('\n#1 rite-bot · edited\n  Doors closed\n  react  ✅ 1\n');
    await message.delete();
    await terminal.showing('\n  #1 is gone\n');
    const shown = await terminal.type('isper');
    expect(shown).toContain('whisper by rite-bot');
    expect(await terminal.type('press 1 of 1')).toContain('! #1 is gone');
  });

  it('in another channel is marked, if the person sees that channel', async () => {
    await using terminal = await ConsoleTerminal.open();
    const staff = terminal.guild.createRole({ name: 'staff' });
    const open = terminal.guild.createChannel({ name: 'approvals' });
    const closed = terminal.guild.createChannel({ name: 'staff', roles: [staff] });
    for (const { id } of [closed, open]) {
      const channel = await terminal.bot.client.channels.fetch(id).catch(() => undefined);
      if (channel?.isSendable()) await channel.send(`Look in <#${id}>`);
    }
    const shown = await terminal.showing('#1 rite-bot · in #approvals\n  Look in #approvals\n');
    expect(shown).not.toContain('staff');
  });

  it('is a reaction of the person too', async () => {
    await using terminal = await ConsoleTerminal.open();
    const shown = await terminal.typeAll('/card', 'react ✅');
    expect(shown).toContain('\n  organizer reacts with ✅ to #1\n');
    const [message] = terminal.guild.general.messages;
    expect(message?.reactions).toEqual([{ emoji: '✅', count: 1, users: [terminal.organizer.id] }]);
  });
});

describe('a file', () => {
  it.each([
    ['logo:PATH', 'my logo.png'],
    ['logo:"PATH" accent:#ff0000', 'my logo.png'],
    ['로고:PATH', 'logo.webp'],
  ])('is uploaded by %s', async (typed, name) => {
    await using terminal = await ConsoleTerminal.open();
    const path = join(terminal.folder, name);
    writeFileSync(path, 'picture');
    const shown = await terminal.type(`/brand set ${typed.replace('PATH', path)}`);
    const type = name.endsWith('png') ? 'image/png' : 'image/webp';
    const accent = typed.includes('accent') ? '#ff0000' : 'null';
    expect(shown).toContain(`  ${name.replace(' ', '_')} ${type} 7 picture ${accent}\n`);
  });

  it.each([
    ['none.png', 'There is no file PATH'],
    ['folder', 'PATH is not a file'],
    ['large.png', 'PATH has 10.0 MB; Discord takes 10 MB'],
    ['large.png/inside', 'There is no file PATH'],
  ])('%s is refused in one line', async (name, reason) => {
    await using terminal = await ConsoleTerminal.open();
    mkdirSync(join(terminal.folder, 'folder'));
    writeFileSync(join(terminal.folder, 'large.png'), Buffer.alloc(10 * 1024 * 1024 + 1));
    const path = join(terminal.folder, name);
    const shown = await terminal.type(`/brand set logo:${path}`);
    expect(shown).toContain(`\n  ! ${reason.replace('PATH', path)}\n`);
  });
});

describe('a value the bot has suggestions for', () => {
  it('is the only one that fits', async () => {
    await using terminal = await ConsoleTerminal.open();
    const shown = await terminal.type('/post lineup event:신촌 theme:neon');
    expect(shown).toContain('\n  event:sinchonbreaks  BREAKS 신촌\n');
    expect(shown).toContain('Made of sinchonbreaks neon');
  });

  it('is asked for when several fit', async () => {
    await using terminal = await ConsoleTerminal.open();
    const shown = await terminal.type('/post lineup event:seo');
    expect(shown).toContain(
      '\n  Which event?\n    seoulunderground47  서울 언더그라운드 #47\n    seongsudiscoteca  성수 디스코테카\n',
    );
    expect(shown).not.toContain('Made of');
    expect(terminal.session.failures).toBe(0);
  });

  it.each(['seoulunderground47', 'none-of-them'])('is sent as it is: %s', async (id) => {
    await using terminal = await ConsoleTerminal.open();
    expect(await terminal.type(`/포스터 lineup event:${id}`)).toContain(`Made of ${id}\n`);
  });

  it('is sent when there are no suggestions in time', async () => {
    await using terminal = await ConsoleTerminal.open(async (interaction) => {
      if (!interaction.isAutocomplete()) await answer(interaction);
      else await interaction.respond([]);
    });
    expect(await terminal.type('/post lineup event:신촌')).toContain('Made of 신촌\n');
  });
});

describe('the conversation', () => {
  it('explains itself', async () => {
    await using terminal = await ConsoleTerminal.open();
    expect(await terminal.type('hello')).toContain('Type a command, or help.');
    expect(await terminal.type('HELP')).toContain(
      'be organizer (with Manage Server), minji (without Manage Server)',
    );
    expect(terminal.session.failures).toBe(0);
  });

  it.each(['exit', ' QUIT '])('ends with %j', async (word) => {
    await using terminal = await ConsoleTerminal.open();
    terminal.input.write(`${word}\r/whisper\r`);
    await terminal.conversation;
    expect(terminal.screen).not.toContain('whisper by');
  });

  it('answers the last line when the input has ended meanwhile', async () => {
    await using terminal = await ConsoleTerminal.open();
    terminal.input.end('/whisper\r');
    await terminal.conversation;
    expect(terminal.screen).toContain('whisper by');
    expect(terminal.session.failures).toBe(0);
  });

  it('ends when it is told to, also while an answer is awaited', async () => {
    const asked = Promise.withResolvers<void>();
    const gate = Promise.withResolvers<void>();
    await using terminal = await ConsoleTerminal.open(async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      await interaction.deferReply();
      asked.resolve();
      await gate.promise;
      await interaction.editReply('Late');
    });
    terminal.input.write('/card\r');
    await asked.promise;
    terminal.controller.abort();
    gate.resolve();
    await terminal.conversation;
    expect(terminal.screen).toContain('Late');
  });

  it('does not begin when it was told to end before', async () => {
    await using terminal = await ConsoleTerminal.open();
    terminal.shown = '';
    await terminal.session.converse(new PassThrough(), AbortSignal.abort());
    expect(terminal.shown).toBe('');
  });
});
