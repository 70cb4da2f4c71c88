import { describe, expect, it } from 'vitest';
import { commands } from '../../commands/index.ts';
import { SandboxDiscord } from '../../sandbox/discord/index.ts';
import { openTerminal } from './terminal.ts';

const terminal = openTerminal();
const NAMES = commands.map(({ data }) => `/${data.name}`);

function settings(discord: SandboxDiscord, token = discord.botToken) {
  return { DISCORD_TOKEN: token, DISCORD_API_URL: discord.apiUrl };
}

describe('register', () => {
  it('says what it created, and the second time that there is nothing to change', async () => {
    await using discord = await SandboxDiscord.start();
    expect(await terminal.rite(['register'], settings(discord))).toEqual({
      code: 0,
      stdout: `created ${NAMES.join(', ')}\n`,
      stderr: '',
    });
    expect(await terminal.rite(['register'], settings(discord))).toEqual({
      code: 0,
      stdout: 'nothing to change\n',
      stderr: '',
    });
    expect(discord.commands).toHaveLength(NAMES.length);
    expect(discord.violations).toEqual([]);
  });

  it('in one server leaves the others alone', async () => {
    await using discord = await SandboxDiscord.start();
    const guild = discord.createGuild({ name: 'club' });
    const args = ['register', '--guild', guild.id];
    expect(await terminal.rite(args, settings(discord))).toMatchObject({ code: 0 });
    expect(discord.guildCommands(guild.id)).toHaveLength(NAMES.length);
    expect(discord.commands).toHaveLength(0);
  });

  it.each([
    [
      'a missing token',
      [],
      { DISCORD_TOKEN: '' },
      'DISCORD_TOKEN is missing; set it to the bot token, see .env.example',
    ],
    [
      'a wrong token',
      [],
      { DISCORD_TOKEN: 'wrong.token' },
      'DISCORD_TOKEN is refused by Discord; make a new one in the Developer Portal',
    ],
    [
      'a server the bot is not in',
      ['--guild', '123456789012345678'],
      {},
      'the bot is not in the server 123456789012345678; invite it first',
    ],
    [
      'a server id that is none',
      ['--guild', 'club'],
      {},
      '--guild must be a server id (17 to 20 digits), not "club"',
    ],
    ['an unknown option', ['--global'], {}, "Unknown option '--global'; see --help"],
    ['a stray word', ['now'], {}, "Unexpected argument 'now'; see --help"],
  ])('refuses %s in one line', async (_what, args, changes, reason) => {
    await using discord = await SandboxDiscord.start();
    const outcome = await terminal.rite(['register', ...args], {
      ...settings(discord),
      ...changes,
    });
    expect(outcome).toEqual({ code: 2, stdout: '', stderr: `rite-bot: ${reason}\n` });
  });

  it('says that Discord cannot be reached', async () => {
    const unreachable = { DISCORD_TOKEN: 'some.token', DISCORD_API_URL: 'http://127.0.0.1:1/api' };
    expect(await terminal.rite(['register'], unreachable)).toEqual({
      code: 2,
      stdout: '',
      stderr:
        'rite-bot: Discord could not be asked (connect ECONNREFUSED 127.0.0.1:1); check the connection, and DISCORD_API_URL if it is set\n',
    });
  });

  it('says that Discord has a fault of its own', async () => {
    await using discord = await SandboxDiscord.start();
    discord.fault({ route: '/applications/@me', status: 500, times: 10 });
    const outcome = await terminal.rite(['register'], settings(discord));
    expect(outcome.code).toBe(2);
    expect(outcome.stderr).toMatch(/^rite-bot: Discord could not be asked \([^\n]+\n$/);
  });
});
