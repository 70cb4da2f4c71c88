import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConsoleTerminal } from './console-terminal.ts';

describe('Tab', () => {
  it.each([
    ['/br', '/brand set '],
    ['/ca', '/card'],
    ['/po', '/post lineup event:'],
    ['/brand set ', '/brand set '],
    ['/brand set lo', '/brand set logo:'],
    ['/post lineup event:sinchonbreaks th', '/post lineup event:sinchonbreaks theme:'],
    ['/post lineup event:sin', '/post lineup event:sinchonbreaks'],
    ['/post lineup event:신촌', '/post lineup event:sinchonbreaks'],
    ['/post lineup theme:neon event:신촌', '/post lineup theme:neon event:sinchonbreaks'],
    ['/post lineup event:BREAKS 신', '/post lineup event:sinchonbreaks'],
    ['/post lineup theme:ne', '/post lineup theme:neon'],
    ['/post lineup draft:t', '/post lineup draft:true'],
    ['/post lineup event:nothing', '/post lineup event:nothing'],
    ['/xyz', '/xyz'],
    ['/nope event:a', '/nope event:a'],
    ['/brand set accent:red', '/brand set accent:red'],
    ['as m', 'as minji'],
    ['rea', 'react '],
    ['press A', 'press Again'],
    ['pick ne', 'pick neon'],
  ])('%s becomes %s', async (typed, line) => {
    await using terminal = await ConsoleTerminal.open();
    await terminal.type('/card');
    expect((await terminal.tab(typed)).line).toBe(line);
  });

  it('shows what there is to choose from, and completes what is common', async () => {
    await using terminal = await ConsoleTerminal.open();
    const events = await terminal.tab('/post lineup event:se');
    expect(events.line).toBe('/post lineup event:seo');
    expect(events.shown).toContain('\n  seoulunderground47  서울 언더그라운드 #47\n');
    expect(events.shown).not.toContain('sinchonbreaks');
    const themes = await terminal.tab('/post lineup event:sinchonbreaks theme:n');
    expect(themes.shown).toContain('\n  neon  Neon\n  night  Night\n');
    const options = await terminal.tab('/post lineup event:sinchonbreaks ');
    expect(options.shown).toContain('\n  theme:\n  draft:\n');
  });

  it('finds files', async () => {
    await using terminal = await ConsoleTerminal.open();
    mkdirSync(join(terminal.folder, 'logos'));
    writeFileSync(join(terminal.folder, 'logos', 'white logo.png'), '');
    writeFileSync(join(terminal.folder, 'logos', '.hidden'), '');
    const start = `/brand set logo:${terminal.folder}/`;
    expect((await terminal.tab(`${start}lo`)).line).toBe(`${start}logos/`);
    expect((await terminal.tab(`${start}logos/`)).line).toBe(`${start}logos/white logo.png`);
    expect((await terminal.tab(`${start}none/`)).line).toBe(`${start}none/`);
  });

  it('does nothing in a form', async () => {
    await using terminal = await ConsoleTerminal.open();
    await terminal.type('/form');
    expect((await terminal.tab('/br')).line).toBe('/br');
  });
});
