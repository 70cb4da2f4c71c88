import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { parseCommand, SandboxConsole } from '../../sandbox/console.ts';
import { Stage } from '../discord/stage.ts';
import { makeEvent } from '../fixtures/event.ts';

const folder = mkdtempSync(join(tmpdir(), 'console-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a conversation', () => {
  it('shows replies, their pictures and what can be picked', async () => {
    await using terminal = await Terminal.open();
    await terminal.type('/post lineup event:seoulunderground47 theme:neon');
    expect(terminal.stage.posts.requests).toMatchObject([
      { eventId: 'seoulunderground47', template: 'lineup', theme: 'neon' },
    ]);
    expect(terminal.shown).toContain('올릴 캡션 전문입니다 (lineup, ko)');
    expect(terminal.shown).toMatch(/\[image\/jpeg 0 KB\] \S+\.jpg/);
    expect(terminal.shown).toContain('pick: night | neon | paper');
    expect(readdirSync(terminal.pictures)).toEqual([expect.stringMatching(/\.jpg$/)]);

    await terminal.type('pick paper');
    expect(terminal.stage.posts.requests[1]).toMatchObject({ template: 'lineup', theme: 'paper' });
    expect(readdirSync(terminal.pictures)).toHaveLength(2);
    expect(terminal.session.failures).toBe(0);
  });

  it.each([
    ['/nope', 'There is no command /nope; registered: /post, /events, /help'],
    ['/post lineup', 'event'],
    ['pick paper', 'There is no menu to pick from yet.'],
  ])('goes on after %s, which has no answer', async (line, reason) => {
    await using terminal = await Terminal.open();
    await terminal.type(line);
    expect(terminal.shown).toMatch(new RegExp(`^ {2}! .*${reason}`, 'm'));
    expect(terminal.session.failures).toBe(1);
    await terminal.type('/help');
    expect(terminal.session.failures).toBe(1);
  });

  it('explains itself to whoever types something else', async () => {
    await using terminal = await Terminal.open();
    await terminal.type('hello');
    expect(terminal.shown).toContain('Type a command, such as /help.');
    expect(terminal.session.failures).toBe(0);
  });

  it.each(['exit', ' QUIT '])('ends with %j', async (word) => {
    await using terminal = await Terminal.open();
    terminal.input.write(`${word}\n/help\n`);
    await terminal.conversation;
    expect(terminal.stage.discord.requests.some(({ path }) => path.includes('callback'))).toBe(
      false,
    );
  });

  it('answers the last line when the input has ended meanwhile', async () => {
    await using terminal = await Terminal.open();
    terminal.input.end('/help\n');
    await terminal.conversation;
    expect(terminal.shown).toContain('/post');
    expect(terminal.session.failures).toBe(0);
  });

  it('ends when it is told to, also while an answer is awaited', async () => {
    await using terminal = await Terminal.open();
    const gate = Promise.withResolvers<void>();
    const asked = Promise.withResolvers<void>();
    terminal.stage.posts.gate = gate.promise;
    terminal.stage.posts.onCall = asked.resolve;
    terminal.input.write('/post lineup event:seoulunderground47\n');
    await asked.promise;
    terminal.controller.abort();
    gate.resolve();
    await terminal.conversation;
  });

  it('does not begin when it was told to end before', async () => {
    await using terminal = await Terminal.open();
    const shown = terminal.shown;
    await terminal.session.converse(new PassThrough(), AbortSignal.abort());
    expect(terminal.shown).toBe(shown);
  });
});

describe('Tab', () => {
  it('completes a command, and shows several', async () => {
    await using terminal = await Terminal.open();
    expect(await terminal.tab('/ev')).toBe('/events');
    expect(await terminal.tab('/p')).toBe('/post ');
    expect(terminal.shown).toContain('  /post countdown event:\n');
  });

  it('completes the id of the one event that fits, also by its name', async () => {
    await using terminal = await Terminal.open();
    expect(await terminal.tab('/post lineup event:sin')).toBe('/post lineup event:sinchonbreaks');
    expect(await terminal.tab('/post countdown event:신촌')).toBe(
      '/post countdown event:sinchonbreaks',
    );
    expect(terminal.shown).toMatch(/^ {2}sinchonbreaks {2}.*BREAKS 신촌/m);
  });

  it('shows the events that fit and completes what they have in common', async () => {
    await using terminal = await Terminal.open();
    expect(await terminal.tab('/post lineup event:se')).toBe('/post lineup event:seo');
    expect(terminal.shown).toContain('  seoulunderground47  ');
    expect(terminal.shown).toContain('  seongsudiscoteca  ');
    expect(terminal.shown).not.toContain('  sinchonbreaks  ');
  });

  it('leaves a line alone that nothing fits', async () => {
    await using terminal = await Terminal.open();
    expect(await terminal.tab('/xyz')).toBe('/xyz');
    expect(await terminal.tab('/nope event:a')).toBe('/nope event:a');
  });
});

describe('a command line', () => {
  it.each([
    ['/help', 'help', {}],
    ['/post lineup event:abc theme:neon', 'post lineup', { event: 'abc', theme: 'neon' }],
    ['/post  lineup   event:abc', 'post lineup', { event: 'abc' }],
    [
      '/post lineup event:서울 언더 그라운드 theme:neon',
      'post lineup',
      { event: '서울 언더 그라운드', theme: 'neon' },
    ],
    ['/포스터 라인업 행사:abc', '포스터 라인업', { 행사: 'abc' }],
    ['/post lineup event:', 'post lineup', { event: '' }],
    ['/post lineup event: abc', 'post lineup', { event: 'abc' }],
    ['/post lineup event:21:00', 'post lineup', { event: '21:00' }],
    ['/', '', {}],
  ])('%s', (line, path, options) => {
    expect(parseCommand(line)).toEqual({ path, options });
  });
});

/** A person at a console that knows three events. */
class Terminal implements AsyncDisposable {
  readonly stage: Stage;
  readonly session: SandboxConsole;
  readonly pictures = mkdtempSync(join(folder, 'pictures-'));
  readonly input = asTerminal(new PassThrough());
  readonly controller = new AbortController();
  readonly conversation: Promise<void>;
  shown = '';

  static async open(): Promise<Terminal> {
    const stage = await Stage.open();
    stage.posts.events = [
      makeEvent({ id: 'seoulunderground47' }),
      makeEvent({ id: 'seongsudiscoteca', name: '성수 디스코테카' }),
      makeEvent({ id: 'sinchonbreaks', name: 'BREAKS 신촌' }),
    ];
    const terminal = new Terminal(stage);
    await expect.poll(() => seen(terminal.shown), WAIT).toMatch(EMPTY_PROMPT);
    return terminal;
  }

  private constructor(stage: Stage) {
    this.stage = stage;
    const output = asTerminal(new PassThrough());
    output.setEncoding('utf8').on('data', (text: string) => {
      this.shown += text;
    });
    const { minji: person, guild } = stage;
    const picturesDir = this.pictures;
    this.session = new SandboxConsole({ person, channel: guild.general, picturesDir, output });
    this.conversation = this.session.converse(this.input, this.controller.signal);
  }

  /** Types a line and waits until it is answered, which is when the next prompt stands there. */
  async type(line: string): Promise<void> {
    this.shown = '';
    this.input.write(`${line}\r`);
    await expect.poll(() => seen(this.shown), WAIT).toMatch(EMPTY_PROMPT);
  }

  /** What the line has become, which is then deleted. */
  async tab(line: string): Promise<string> {
    this.input.write(line);
    this.shown = '';
    this.input.write('\t');
    await expect.poll(() => seen(this.shown), WAIT).toMatch(PROMPT);
    const became = PROMPT.exec(seen(this.shown))?.[1] ?? '';
    this.input.write('\x15');
    return became;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.controller.abort();
    await this.conversation;
    await this.stage[Symbol.asyncDispose]();
  }
}

const WAIT = { timeout: 10_000, interval: 5 };
const PROMPT = /\n> ([^\n]*)$/;
const EMPTY_PROMPT = /\n> $/;

/** What stands on the screen. readline draws a line anew from its first column, over what stood there. */
function seen(output: string): string {
  return stripVTControlCharacters(output.replaceAll('\u001B[1G', '\n'));
}

function asTerminal(stream: PassThrough) {
  return Object.assign(stream, { isTTY: true, columns: 200, setRawMode: () => stream });
}
