import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { person } from '../../src/cli/person.ts';
import { openDatabase } from '../../src/storage/database.ts';
import { storesOf } from '../../src/storage/stores.ts';
import { GUILD, JUNHO, MINA, makeDraft } from '../storage/make-draft.ts';
import { openTerminal } from './terminal.ts';

const terminal = openTerminal();

async function run(...args: readonly string[]) {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  const { signal } = new AbortController();
  const code = await person.run(args, { stdin, stdout, stderr, stopSignal: () => signal });
  stdout.end();
  stderr.end();
  return { code, stdout: await text(stdout), stderr: await text(stderr) };
}

/** Where the verb looks when nothing is set. */
async function keepPost(by: string): Promise<string> {
  await terminal.rite(['premium', 'list']);
  await using database = await openDatabase(join(terminal.folder, 'data', 'rite-bot.db'));
  return (await storesOf(database, Date.now).posts.createDraft(makeDraft({ by }))).id;
}

describe('person', () => {
  it('hands out everything about one person, to the screen or into a file of the operator', async () => {
    const id = await keepPost(MINA);
    await keepPost(JUNHO);
    const { code, stdout } = await run('export', MINA);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ userId: MINA, posts: [{ id, guildId: GUILD }] });
    expect(stdout).not.toContain(JUNHO);
    const out = join(terminal.folder, 'mina.json');
    expect(await run('export', MINA, '--out', out)).toMatchObject({ stdout: `${out} written\n` });
    expect(JSON.parse(readFileSync(out, 'utf8'))).toMatchObject({ posts: [{ id }] });
    expect(statSync(out).mode & 0o077).toBe(0);
    await expect(run('export', JUNHO, '--out', out)).rejects.toThrow('it exists already');
    expect(readFileSync(out, 'utf8')).toContain(MINA);
  });

  it('removes a person only when it is meant, and gives a reference', async () => {
    await keepPost(MINA);
    await expect(run('delete', MINA)).rejects.toThrow(/^this removes for good posts [1-9].*--yes/);
    const { code, stdout } = await run('delete', MINA, '--yes');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^removed posts [1-9]\d*, .*\nreference [0-9a-z]{16}\n$/);
    await expect(run('delete', MINA)).rejects.toThrow('posts 0, pictures 0');
  });

  it.each([
    [[], 'the action must be one of export, delete'],
    [['export'], 'the user id is missing'],
    [['delete', 'mina', '--yes'], 'the user id must be 17 to 20 digits, not "mina"'],
    [['export', MINA, JUNHO], `what is "${JUNHO}"?`],
    [['delete', MINA, '--out', 'x'], '--out belongs to export'],
    [['export', MINA, '--yes'], '--yes belongs to delete'],
  ])('%j is refused', async (args, sentence) => {
    await expect(run(...args)).rejects.toThrow(sentence);
  });
});
