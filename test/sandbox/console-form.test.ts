import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { ConsoleTerminal } from './console-terminal.ts';

describe('a form', () => {
  it('shows each field with what stands there', async () => {
    await using terminal = await ConsoleTerminal.open();
    const first = await terminal.typeAll('/card', 'press 캡션 수정');
    expect(first).toContain('\n  캡션 수정\n  Enter keeps what stands there, - empties it');
    expect(first).toContain(
      '\n  캡션 (required; several lines: end with a line that is only a dot)\n    20자까지\n    | 토요일\n    | 밤\n',
    );
    expect(first).toMatch(/\n {2}caption: $/);
    const second = await terminal.type('');
    expect(second).toContain('\n  가격 (optional)\n    | 무료\n');
    expect(second).toMatch(/\n {2}price: $/);
    const third = await terminal.type('');
    expect(third).toContain('\n  테마 (optional)\n    neon Neon | paper Paper\n');
    expect(await terminal.type('')).toContain('["토요일\\n밤","무료"]');
  });

  it.each([
    { what: 'keeps everything', typed: ['', '', ''], sent: ['토요일\n밤', '무료'] },
    {
      what: 'takes lines',
      typed: ['a', '', 'b', '.', '1만', 'Neon'],
      sent: ['a\n\nb', '1만', 'neon'],
    },
    { what: 'empties a field', typed: ['x\\ny', '.', '-', '-'], sent: ['x\ny', ''] },
    {
      what: 'takes a backslash',
      typed: ['¯\\_(ツ)', '.', 'a\\\\nb', ''],
      sent: ['¯\\_(ツ)', 'a\\nb'],
    },
  ])('$what', async ({ typed, sent }) => {
    await using terminal = await ConsoleTerminal.open();
    const shown = await terminal.typeAll('/form', ...typed);
    expect(shown).toContain(`#1 rite-bot · only you see this\n  ${JSON.stringify(sent)}\n`);
    expect(shown).toMatch(/\norganizer> $/);
  });

  it('asks again when Discord would not send it, and keeps what was typed', async () => {
    await using terminal = await ConsoleTerminal.open();
    const again = await terminal.typeAll(
      '/form',
      'far more than twenty characters',
      '.',
      '1만',
      '',
    );
    expect(again).toContain('\n  ! "캡션" takes 0 to 20 characters, not 31\n');
    expect(again).toContain('\n    | far more than twenty characters\n');
    expect(await terminal.typeAll('-')).toContain('\n    | 1만\n');
    expect(await terminal.typeAll('', '')).toContain('\n  ! "캡션" must be filled in\n');
    const shown = await terminal.typeAll('short', '.', '', 'nothing', '', '', 'neon');
    expect(shown).toContain('["short","1만","neon"]');
  });

  it.each([[['cancel']], [['line', 'CANCEL']], [['', 'cancel']]])(
    'is left with %j',
    async (typed) => {
      await using terminal = await ConsoleTerminal.open();
      const shown = await terminal.typeAll('/form', ...typed);
      expect(shown).toContain('\n  Left the form; nothing was sent.\n');
      expect(shown).toMatch(/\norganizer> $/);
      expect(terminal.session.failures).toBe(0);
    },
  );

  it('is left when the input ends', async () => {
    await using terminal = await ConsoleTerminal.open();
    await terminal.type('/form');
    terminal.input.end();
    await terminal.conversation;
    expect(terminal.screen).toContain('Left the form');
  });

  it('is not disturbed by what happens meanwhile', async () => {
    await using terminal = await ConsoleTerminal.open();
    await terminal.type('/form');
    await (await terminal.minji.command('card')).reply();
    expect(await terminal.showing('Hello @minji')).not.toContain('organizer>');
    await expect.poll(() => terminal.screen).toMatch(/\n {2}caption: $/);
    expect(await terminal.typeAll('', '', '')).toContain('["토요일\\n밤","무료"]');
  });
});

describe('a form in one line', () => {
  it.each([
    ['/form caption="a\\nb"', ['a\nb', '무료']],
    ['/form caption="say \\"hi\\"" price=""', ['say "hi"', '']],
    ['/form 캡션="짧게" look="Paper"', ['짧게', '무료', 'paper']],
  ])('is sent by %s', async (line, sent) => {
    await using terminal = await ConsoleTerminal.open();
    expect(await terminal.type(line)).toContain(`\n  ${JSON.stringify(sent)}\n`);
  });

  it('is opened by a button', async () => {
    await using terminal = await ConsoleTerminal.open();
    const shown = await terminal.typeAll('/card', 'press 캡션 수정 of 1 caption="짧게"');
    expect(shown).toContain('["짧게","무료"]');
  });

  it.each([
    ['/form title="x"', 'The modal "캡션 수정" has no field title; it has caption, price, look'],
    ['/form caption=""', '"캡션" must be filled in'],
    ['/form look="grey"', '"테마" has no option grey'],
  ])('is refused: %s', async (line, reason) => {
    await using terminal = await ConsoleTerminal.open();
    expect(await terminal.type(line)).toContain(`\n  ! ${reason}\n`);
    expect(terminal.session.failures).toBe(1);
  });

  it('says when there was no form', async () => {
    await using terminal = await ConsoleTerminal.open();
    expect(await terminal.type('/whisper caption="x"')).toContain(
      '\n  No form opened for caption.\n',
    );
  });

  it('is the only way where nobody can be asked', async () => {
    await using terminal = await ConsoleTerminal.open();
    const output = new PassThrough();
    const session = terminal.console(output);
    await session.type('/form');
    expect(terminal.shown).toContain(
      '  ! "캡션 수정" is a form: add caption="…" price="…" look="…" to the line\n',
    );
    expect(session.failures).toBe(1);
    await session.type('/form caption="짧게"');
    expect(terminal.shown).toContain('\n  ["짧게","무료"]\n');
  });
});
