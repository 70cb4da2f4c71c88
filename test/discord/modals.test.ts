import { describe, expect, it } from 'vitest';
import type { Command, Component, ModalForm } from '../../src/discord/command.ts';
import type { Modal } from '../../src/discord/modal.ts';
import { described, inServers } from '../../src/discord/options.ts';
import { registerCommands } from '../../src/discord/registration.ts';
import { Stage } from './stage.ts';

const CALLBACK = '/interactions/:interaction/:token/callback';

describe('a modal that a command opens', () => {
  it('has every field as it was described', async () => {
    await using stage = await openWith(letter());
    const modal = await (await stage.minji.command('letter write')).modal();
    expect(modal).toMatchObject({ customId: 'letter:7', title: '편지' });
    expect(modal.fields).toMatchObject([
      { customId: 'to', label: '받는 사람', required: true, multiline: false, value: '' },
      { customId: 'text', label: '내용', required: false, multiline: true, value: '안녕하세요' },
    ]);
  });

  it('is answered in private when it is sent off, with what was typed', async () => {
    await using stage = await openWith(letter());
    const modal = await (await stage.minji.command('letter write')).modal();
    const reply = await (await stage.minji.submit(modal, { to: '지수' })).reply();
    expect(reply).toMatchObject({ ephemeral: true, content: '지수: 안녕하세요 (letter:7)' });
    expect(stage.acknowledged).toHaveLength(2);
  });

  it('keeps a value that is longer than its field takes', async () => {
    const text = '가'.repeat(120);
    await using stage = await openWith(letter({ text }));
    const modal = await (await stage.minji.command('letter write')).modal();
    const reply = await (await stage.minji.submit(modal, { to: '지수' })).reply();
    expect(reply.content).toContain(text);
  });

  it.each([
    { status: 502, afterEffect: true },
    { status: 502 },
    { hangUp: true, afterEffect: true },
    { hangUp: true },
  ])('opens once although the connection fails: %o', async (fault) => {
    await using stage = await openWith(letter());
    stage.discord.fault({ route: CALLBACK, ...fault });
    const exchange = await stage.minji.command('letter write');
    expect((await exchange.modal()).title).toBe('편지');
    await stage.logged('modal opened');
  });

  it('is not tried again when Discord no longer knows the interaction', async () => {
    await using stage = await openWith(letter());
    const body = { message: 'Unknown interaction', code: 10062 };
    stage.discord.fault({ route: CALLBACK, status: 404, body });
    await stage.minji.command('letter write');
    await stage.logged('interaction expired unacknowledged');
    expect(stage.discord.requests.filter(({ route }) => route === CALLBACK)).toHaveLength(1);
  });

  it('that Discord refuses is told of, not left without an answer', async () => {
    await using stage = await openWith(letter());
    stage.discord.fault({
      route: CALLBACK,
      status: 400,
      body: { message: 'Invalid', code: 50035 },
    });
    const reply = await (await stage.minji.command('letter write')).reply();
    expect(reply).toMatchObject({ ephemeral: true });
    expect(reply.content).toMatch(/^문제가 생겨 끝내지 못했습니다/);
  });
});

describe('a modal that a button opens', () => {
  it('replaces the message of the button when it is sent off', async () => {
    await using stage = await openWith(letter());
    const message = await (await stage.minji.command('letter show')).reply();
    expect(message.ephemeral).toBe(false);
    const modal = await (await stage.minji.click(message, 'letter')).modal();
    const updated = await (await stage.minji.submit(modal, { to: '지수' })).reply();
    expect(updated.id).toBe(message.id);
    expect(updated).toMatchObject({ content: '지수: 안녕하세요 (letter:7)', components: [] });
  });

  it('shows the last answer when an earlier one takes longer', async () => {
    const { promise: gate, resolve: open } = Promise.withResolvers<void>();
    await using stage = await openWith(
      letter({ gate: (to) => (to === '느린' ? gate : undefined) }),
    );
    const message = await (await stage.minji.command('letter show')).reply();
    const first = await (await stage.minji.click(message, 'letter')).modal();
    const second = await (await stage.minji.click(message, 'letter')).modal();
    await (await stage.minji.submit(first, { to: '느린' })).acknowledged();
    await (await stage.minji.submit(second, { to: '빠른' })).reply();
    open();
    await stage.logged('answer dropped: the message shows a later one');
    expect(message.content).toMatch(/^빠른/);
  });

  it('leaves the message as it was when it fails, and gives back what was typed', async () => {
    await using stage = await openWith(letter({ gate: () => Promise.reject(new Error('x')) }));
    const message = await (await stage.minji.command('letter show')).reply();
    const modal = await (await stage.minji.click(message, 'letter')).modal();
    const whisper = await (await stage.minji.submit(modal, { to: '지수' })).nextFollowUp();
    expect(whisper).toMatchObject({ ephemeral: true });
    expect(whisper.content).toMatch(/^문제가 생겨 .*\n\n지수에게 쓴 편지$/);
    expect(message.content).toBe('편지함');
  });
});

describe('a modal of an earlier version', () => {
  it('is answered, although nobody takes it any more', async () => {
    await using stage = await openWith(letter());
    const modal = await (await stage.minji.command('letter write')).modal();
    await stage.restart({ modals: [] });
    const reply = await (await stage.minji.submit(modal, { to: '지수' })).reply();
    expect(reply).toMatchObject({ ephemeral: true });
    expect(reply.content).toMatch(/명령을 다시 입력해/);
  });
});

describe('a sub-command', () => {
  it('that is registered but no longer answered is said to be gone', async () => {
    const { command } = letter();
    await using stage = await openWith(letter());
    await stage.restart({ commands: [{ data: command.data, subcommands: {} }] });
    const reply = await (await stage.minji.command('letter write')).reply();
    expect(reply.content).toMatch(/^지금은 없는 명령입니다/);
  });
});

interface Letter {
  readonly command: Command;
  readonly component: Component;
  readonly form: ModalForm;
}

interface LetterOptions {
  /** What stands in the form. */
  readonly text?: string;
  /** Awaited before the letter to this person is answered. */
  readonly gate?: (to: string) => Promise<void> | undefined;
}

/** A command with one sub-command that opens a form and one that answers at once. */
function letter({ text = '안녕하세요', gate = () => undefined }: LetterOptions = {}): Letter {
  const open = async (): Promise<Modal> => ({
    customId: 'letter:7',
    title: '편지',
    fields: [
      { id: 'to', label: '받는 사람', maxLength: 20, required: true },
      { id: 'text', label: '내용', value: text, maxLength: 100, multiline: true },
    ],
  });
  const button = { type: 2 as const, style: 1 as const, label: '쓰기', custom_id: 'letter:7' };
  const texts = described(() => '편지를 씁니다');
  return {
    command: {
      data: {
        name: 'letter',
        ...texts,
        ...inServers,
        options: ['write', 'show'].map((name) => ({ type: 1 as const, name, ...texts })),
      },
      subcommands: {
        write: { acknowledge: 'modal', open },
        show: {
          acknowledge: 'public',
          execute: async () => ({
            content: '편지함',
            components: [{ type: 1, components: [button] }],
          }),
        },
      },
    },
    component: { prefix: 'letter', acknowledge: 'modal', open },
    form: {
      prefix: 'letter',
      acknowledge: 'update',
      async execute({ customId, fields }) {
        await gate(fields.to ?? '');
        return { content: `${fields.to}: ${fields.text} (${customId})` };
      },
      salvage: ({ fields }) => ({ content: `${fields.to}에게 쓴 편지` }),
    },
  };
}

async function openWith({ command, component, form }: Letter): Promise<Stage> {
  const commands = [command];
  const stage = await Stage.open({
    gateway: { commands, components: [component], modals: [form] },
  });
  const { botToken: token, apiUrl: api } = stage.discord;
  await registerCommands({ token, api, commands });
  return stage;
}
