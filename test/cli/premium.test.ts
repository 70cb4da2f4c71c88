import { describe, expect, it } from 'vitest';
import { openTerminal } from './terminal.ts';

const terminal = openTerminal();
const GUILD = '123456789012345678';

describe('premium', () => {
  it('is granted, listed and taken back', async () => {
    expect(await terminal.rite(['premium', 'list'])).toEqual({
      code: 0,
      stdout: 'no server has premium from you\n',
      stderr: '',
    });
    expect(await terminal.rite(['premium', 'grant', GUILD])).toMatchObject({
      code: 0,
      stdout: `${GUILD} has premium now\n`,
    });
    expect((await terminal.rite(['premium', 'list'])).stdout).toMatch(
      new RegExp(`^${GUILD}  since \\d{4}-\\d\\d-\\d\\d  until revoked\\n$`),
    );
    expect(await terminal.rite(['premium', 'revoke', GUILD])).toMatchObject({ code: 0 });
    expect((await terminal.rite(['premium', 'list'])).stdout).toBe(
      'no server has premium from you\n',
    );
  });

  it('is granted until the end of a day', async () => {
    await terminal.rite(['premium', 'grant', GUILD, '--until', '2199-12-31']);
    expect((await terminal.rite(['premium', 'list'])).stdout).toContain('until 2199-12-31');
    await terminal.rite(['premium', 'revoke', GUILD]);
  });

  it.each([
    [['premium'], 'the action must be one of grant, revoke, list, not ""'],
    [
      ['premium', 'grant'],
      'the server id is missing: 17 to 20 digits, from "Copy Server ID" in Discord',
    ],
    [['premium', 'grant', 'club'], 'the server id must be 17 to 20 digits, not "club"'],
    [['premium', 'grant', GUILD, 'now'], 'what is "now"? see --help'],
    [
      ['premium', 'grant', GUILD, '--until', '2027-02-30'],
      '--until must be a date like 2027-01-31, not "2027-02-30"',
    ],
    [['premium', 'grant', GUILD, '--until', '2020-01-01'], '--until 2020-01-01 is past'],
    [['premium', 'list', '--until', '2027-01-01'], '--until belongs to grant'],
    [['premium', 'list', GUILD], 'list takes no server id'],
    [['premium', 'revoke', GUILD], `${GUILD} had no premium from you; see rite-bot premium list`],
  ])('%j is refused', async (args, sentence) => {
    expect(await terminal.rite(args)).toEqual({
      code: 2,
      stdout: '',
      stderr: `rite-bot: ${sentence}\n`,
    });
  });

  it.each(['+275760-09-13', '20270131', '2027-01-31[u-ca=hebrew]', '2027-01-31T12:00', ''])(
    'is not granted until %j, which is no plain date',
    async (until) => {
      expect(await terminal.rite(['premium', 'grant', GUILD, `--until=${until}`])).toEqual({
        code: 2,
        stdout: '',
        stderr: `rite-bot: --until must be a date like 2027-01-31, not ${JSON.stringify(until)}\n`,
      });
    },
  );
});
