import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { commands } from '../../commands/index.ts';
import { SandboxDiscord } from '../../sandbox/discord/index.ts';
import { SandboxRite } from '../../sandbox/rite/index.ts';
import { registerCommands } from '../../src/discord/registration.ts';
import { privateValues } from '../fixtures/rite-document.ts';
import { secretsIn } from './bot.ts';

const EVENT = 'seoulunderground47';
const PROGRAM = fileURLToPath(new URL('../../src/cli.ts', import.meta.url));

it('a program that is told to stop while it draws answers first, and ends by itself', async () => {
  await using rite = await SandboxRite.start({ relativeTo: Date.now });
  await using discord = await SandboxDiscord.start();
  await registerCommands({ token: discord.botToken, api: discord.apiUrl, commands });
  const guild = discord.createGuild({ name: '클럽 지하실', preferredLocale: 'ko' });
  const minji = guild.addMember({ username: 'minji', locale: 'ko' });
  await using program = await Program.start({
    DISCORD_TOKEN: discord.botToken,
    DISCORD_API_URL: discord.apiUrl,
    RITE_URL: rite.url,
    RITE_ORGANIZERS: `${guild.id}:${rite.organizerId}`,
  });
  await program.logged('connected to Discord');
  const exchange = await minji.command('post lineup', { event: EVENT });
  await exchange.acknowledged();
  expect(await program.stop()).toEqual({ code: 0, signal: null });
  expect((await exchange.reply()).attachments).toHaveLength(1);
  expect(discord.violations).toEqual([]);
  expect(rite.forbidden).toEqual([]);
  const documents = [...rite.events.values()];
  const secrets = [rite.organizerId, discord.botToken, ...documents.flatMap(privateValues)];
  expect(secretsIn(program.output, secrets)).toEqual([]);
});

/** The program as an operator starts it, in an empty folder of its own, saying all that it can say. */
class Program implements AsyncDisposable {
  /** All lines of both outputs so far. */
  output = '';
  readonly #child: ChildProcess;
  readonly #folder: string;
  readonly #exit: Promise<{ readonly code: number | null; readonly signal: string | null }>;

  static async start(environment: Readonly<Record<string, string>>): Promise<Program> {
    return new Program(await mkdtemp(join(tmpdir(), 'program-')), environment);
  }

  private constructor(folder: string, environment: Readonly<Record<string, string>>) {
    this.#folder = folder;
    this.#child = spawn(process.execPath, [PROGRAM, 'start'], {
      cwd: folder,
      env: { ...environment, LOG_LEVEL: 'trace' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#exit = once(this.#child, 'close').then(([code, signal]) => ({ code, signal }));
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      if (!stream) continue;
      createInterface(stream).on('line', (line) => {
        this.output += `${line}\n`;
        this.#child.emit('line', line);
      });
    }
  }

  /** Resolves when a line with this text has been written; rejects when the program ends before. */
  async logged(text: string): Promise<void> {
    const ended = this.#exit.then(({ code }) => {
      throw new Error(`The program ended with code ${code}:\n${this.output}`);
    });
    // It ends later anyway, when nobody waits any more.
    ended.catch(() => {});
    while (!this.output.includes(text)) await Promise.race([once(this.#child, 'line'), ended]);
  }

  /** As a service supervisor stops it. */
  async stop() {
    this.#child.kill('SIGTERM');
    return await this.#exit;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#exit;
    await rm(this.#folder, { recursive: true });
  }
}
