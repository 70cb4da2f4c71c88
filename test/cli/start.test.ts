import { once } from 'node:events';
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { commands } from '../../commands/index.ts';
import { SandboxDiscord } from '../../sandbox/discord/index.ts';
import { FLAGSHIP, SandboxRite } from '../../sandbox/rite/index.ts';
import { registerCommands } from '../../src/discord/registration.ts';
import { inProject, openTerminal } from './terminal.ts';

const terminal = openTerminal();
const NOWHERE = 'http://127.0.0.1:1';
const QUIET = { LOG_LEVEL: 'silent' };

describe('start says in one line why it cannot', () => {
  it.each(['SANDBOX_DISCORD_PORT', 'SANDBOX_RITE_PORT'])('use the port of %s', async (variable) => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const outcome = await terminal.rite(['start', '--once'], { ...QUIET, [variable]: `${port}` });
    server.close();
    expect(outcome).toEqual({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(
        `^rite-bot: ${variable}=${port} cannot be used: Port ${port} o[fn] 127\\.0\\.0\\.1 is already in use; set another port, or 0 for any free one\\n$`,
      ),
    });
  });

  it.each([
    [
      'LOG_LEVEL',
      { LOG_LEVEL: 'loud' },
      'LOG_LEVEL must be one of trace, debug, info, warn, error, silent; see .env.example',
    ],
    [
      'RITE_URL',
      { DISCORD_TOKEN: 'abc' },
      'RITE_URL is missing: with DISCORD_TOKEN set the bot reads real events; set it to the address of the Rite deployment, see .env.example',
    ],
    [
      '--once',
      { DISCORD_TOKEN: 'abc', RITE_URL: NOWHERE },
      '--once is for the sandbox, which runs when DISCORD_TOKEN is not set',
    ],
  ])('accept %s', async (what, settings, reason) => {
    const args = ['start', ...(what === '--once' ? ['--once'] : [])];
    expect(await terminal.rite(args, settings)).toEqual({
      code: 2,
      stdout: '',
      stderr: `rite-bot: ${reason}\n`,
    });
  });

  it('read .env', async () => {
    writeFileSync('.env', 'LOG_LEVEL=silent\nDISCORD_TOKEN abc\n');
    const outcome = await terminal.rite(['start', '--once']);
    rmSync('.env');
    expect(outcome).toMatchObject({
      code: 2,
      stderr: 'rite-bot: .env line 2 is not NAME=value; correct or remove it\n',
    });
  });

  it('stay: Discord refuses the token', async () => {
    await using discord = await SandboxDiscord.start();
    const settings = {
      DISCORD_TOKEN: 'wrong.token',
      DISCORD_API_URL: discord.apiUrl,
      DATA_DIR: 'refused',
    };
    expect(await terminal.rite(['start'], { ...QUIET, RITE_URL: NOWHERE, ...settings })).toEqual({
      code: 1,
      stdout: '',
      stderr:
        'rite-bot: Discord refused the bot token; make a new one on the Bot page of the application in the Developer Portal, set it, and start the bot again\n',
    });
  });

  it('stay: Discord cannot be reached', async () => {
    const settings = { DISCORD_TOKEN: 'some.token', DISCORD_API_URL: `${NOWHERE}/api` };
    expect(await terminal.rite(['start'], { ...QUIET, RITE_URL: NOWHERE, ...settings })).toEqual({
      code: 1,
      stdout: '',
      stderr:
        'rite-bot: Discord cannot be reached: connect ECONNREFUSED 127.0.0.1:1; check the connection, and DISCORD_API_URL if it is set\n',
    });
  });
});

describe('start in the sandbox', () => {
  it('talks with a person at a terminal until they leave', async () => {
    const { code, stdout, stderr } = await terminal.rite(['start'], QUIET, '/events\nexit\n');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('`seoulunderground47`');
    expect(stdout).not.toContain('Serving on');
  });

  it('goes on serving where there is no terminal, until it is stopped', async () => {
    const outcome = terminal.rite(['start'], QUIET);
    outcome.stop();
    expect(await outcome).toEqual({
      code: 0,
      stdout: expect.stringMatching(/\nServing on http:\/\/127\.0\.0\.1:\d+\/api until stopped/),
      stderr: '',
    });
  });

  it('ends with code 1 when the post could not be made', async () => {
    // The folder for pictures cannot be made inside a file.
    writeFileSync('occupied', '');
    const settings = { ...QUIET, DATA_DIR: 'occupied' };
    expect(await terminal.rite(['start', '--once'], settings)).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('  ! ENOTDIR'),
    });
  });
});

describe.concurrent('start as a process', { timeout: 60_000 }, () => {
  const bot = (folder: string) => [process.execPath, join(folder, 'bin/rite-bot.mjs'), 'start'];
  let project: string;
  beforeAll(() => {
    project = copyProject();
  });

  it('--once shows picture and caption of a post, and ends', async () => {
    const { code, stdout, stderr } = await terminal.spawn([...bot(project), '--once']).ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('서울 언더그라운드 #47 · LINE UP');
    expect(stdout).toContain('22:00 김대현 @kimdaehyun');
    const file = /\[image\/jpeg \d+ KB\] (\S+\.jpg)/.exec(stdout)?.[1] ?? '';
    const jpeg = readFileSync(join(terminal.folder, file));
    expect(await sharp(jpeg).stats()).toMatchObject({ isOpaque: true });
    expect(await sharp(jpeg).metadata()).toMatchObject({
      format: 'jpeg',
      width: 1080,
      height: 1080,
    });
  });

  it('answers Discord until SIGTERM, and ends', async () => {
    await using rite = await SandboxRite.start({ relativeTo: Date.now });
    await using discord = await SandboxDiscord.start();
    await registerCommands({ token: discord.botToken, api: discord.apiUrl, commands });
    const guild = discord.createGuild({ name: 'club' });
    const mina = guild.addMember({ username: 'mina' });
    const program = terminal.spawn(bot(project), {
      DISCORD_TOKEN: discord.botToken,
      DISCORD_API_URL: discord.apiUrl,
      RITE_URL: rite.url,
      RITE_ORGANIZERS: `${guild.id}:${rite.organizerId}`,
      DATA_DIR: 'answering',
    });
    await expect.poll(() => discord.gateway.identifies, { timeout: 40_000 }).toBe(1);
    const exchange = await mina.command('post lineup', { event: FLAGSHIP });
    expect((await exchange.reply()).attachments).toHaveLength(1);

    program.child.kill('SIGTERM');
    // Hangs when the drawing thread or a socket keeps the process alive.
    const { code, stdout, stderr } = await program.ended;
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(stderr).not.toMatch(/"level":[456]0/);
  });

  it('says what Discord refused last, after the log, without a stack', async () => {
    await using discord = await SandboxDiscord.start();
    const settings = {
      DISCORD_TOKEN: 'wrong.token',
      DISCORD_API_URL: discord.apiUrl,
      DATA_DIR: 'refused',
    };
    const { ended } = terminal.spawn(bot(project), { ...settings, RITE_URL: NOWHERE });
    const { code, stderr } = await ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(/\nrite-bot: Discord refused the bot token; [^\n]+\n$/);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it('names the font file that is missing', async () => {
    const broken = copyProject({ withoutFont: 'NotoColorEmoji.ttf' });
    const { ended } = terminal.spawn(bot(broken), { DISCORD_TOKEN: 'x', RITE_URL: NOWHERE });
    expect(await ended).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(
        /^rite-bot: The font file \S+NotoColorEmoji\.ttf is missing; restore the fonts folder [^\n]+\n$/,
      ),
    });
  });

  it.each([
    ['/dev/null', 'ignore'],
    ['a pipe', 'pipe'],
  ] as const)('serves with %s as standard input until SIGINT, and ends', async (_what, stdin) => {
    const stdio = [stdin, 'pipe', 'pipe'] as const;
    const program = terminal.spawn(bot(project), {}, { stdio: [...stdio] });
    await program.printed('until stopped (Ctrl-C).');
    program.child.kill('SIGINT');
    expect(await program.ended).toMatchObject({ code: 0, stderr: '' });
  });

  it('serves by npm start with standard input closed, until npm is stopped', async () => {
    const running = process.env.npm_execpath;
    const npm = running?.endsWith('npm-cli.js') ? [process.execPath, running] : ['npm'];
    const command = ['sh', '-c', 'exec "$@" <&-', 'sh', ...npm, 'start'];
    const program = terminal.spawn(command, {}, { cwd: project });
    await program.printed('until stopped (Ctrl-C).');
    // npm passes it on to its shell alone; the bot has to notice.
    program.child.kill('SIGTERM');
    expect((await program.ended).stdout).toContain('LINE UP');
  });
});

/** The project in a folder of its own, where no `.env` of the person who runs the tests is read. */
function copyProject({ withoutFont }: { withoutFont?: string } = {}): string {
  const copy = mkdtempSync(join(terminal.folder, 'project-'));
  for (const part of [
    'bin',
    'commands',
    'data/samples',
    'package.json',
    'sandbox',
    'src',
    'templates',
  ]) {
    cpSync(inProject(part), join(copy, part), { recursive: true });
  }
  cpSync(inProject('fonts'), join(copy, 'fonts'), {
    recursive: true,
    filter: (path) => !/\.[ot]tf$/.test(path),
  });
  for (const name of readdirSync(inProject('fonts')).filter((file) => /\.[ot]tf$/.test(file))) {
    if (name !== withoutFont) symlinkSync(inProject(`fonts/${name}`), join(copy, 'fonts', name));
  }
  for (const part of ['node_modules', 'runtime']) symlinkSync(inProject(part), join(copy, part));
  return copy;
}
