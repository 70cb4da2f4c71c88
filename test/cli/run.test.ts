import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { inProject, openTerminal } from './terminal.ts';

const terminal = openTerminal();
const VERBS = ['start', 'register', 'render'];

describe('the command line', () => {
  it.each(['--help', '-h', 'help'])('lists the verbs for %s', async (word) => {
    const { code, stdout, stderr } = await terminal.rite([word]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^Usage: rite-bot <verb> \[options\]\n/);
    for (const verb of VERBS) expect(stdout).toMatch(new RegExp(`^ {2}${verb} +\\w`, 'm'));
  });

  it('lists them on standard error when nothing is asked for', async () => {
    const { code, stdout, stderr } = await terminal.rite([]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toBe((await terminal.rite(['--help'])).stdout);
  });

  it.each(VERBS)('explains %s, whatever else is said', async (verb) => {
    for (const args of [['--help'], ['-h'], ['nonsense', '--wrong', '--help']]) {
      const { code, stdout, stderr } = await terminal.rite([verb, ...args]);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).toMatch(new RegExp(`^Usage: rite-bot ${verb}`));
    }
  });

  it.each(['frobnicate', 'Start', 'toString', '__proto__', '--once'])(
    'does not know the verb %s',
    async (verb) => {
      expect(await terminal.rite([verb])).toEqual({
        code: 2,
        stdout: '',
        stderr: `rite-bot: there is no verb "${verb}"; see rite-bot --help\n`,
      });
    },
  );

  it('says its version', async () => {
    const { version } = JSON.parse(readFileSync(inProject('package.json'), 'utf8'));
    expect(await terminal.rite(['--version'])).toMatchObject({ code: 0, stdout: `${version}\n` });
  });
});
