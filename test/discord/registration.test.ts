import { expect, it } from 'vitest';
import { commands } from '../../commands/index.ts';
import { SandboxDiscord } from '../../sandbox/discord/index.ts';
import type { Command } from '../../src/discord/command.ts';
import { registerCommands } from '../../src/discord/registration.ts';

const names = commands.map(({ data }) => data.name);

it.each(['everywhere', 'in one server'])(
  'registers %s once, and writes again only changes',
  async (scope) => {
    await using discord = await SandboxDiscord.start();
    const guildId = scope === 'everywhere' ? undefined : discord.createGuild({ name: 'club' }).id;
    const register = (list: readonly Command[]) =>
      registerCommands({ token: discord.botToken, api: discord.apiUrl, commands: list, guildId });

    expect(await register(commands)).toEqual({
      changed: true,
      created: names,
      updated: [],
      removed: [],
    });
    expect(await register(commands)).toMatchObject({ changed: false });
    expect(puts(discord)).toBe(1);

    const [first, ...others] = commands;
    const changed = others.map((command) => ({
      ...command,
      data: { ...command.data, description: 'changed' },
    }));
    expect(await register(changed)).toEqual({
      changed: true,
      created: [],
      updated: others.map(({ data }) => data.name),
      removed: [first?.data.name],
    });
    const present = guildId === undefined ? discord.commands : discord.guildCommands(guildId);
    expect(present.map(({ name }) => name)).toEqual(others.map(({ data }) => data.name));
    expect(discord.violations).toEqual([]);
  },
);

it('sees that only a translation changed', async () => {
  await using discord = await SandboxDiscord.start();
  const options = { token: discord.botToken, api: discord.apiUrl };
  await registerCommands({ ...options, commands });
  const translated = commands.map((command) => ({
    ...command,
    data: { ...command.data, description_localizations: { ko: '다른 설명' } },
  }));
  expect(await registerCommands({ ...options, commands: translated })).toMatchObject({
    updated: names,
  });
});

it('fails with what Discord says when the token is wrong', async () => {
  await using discord = await SandboxDiscord.start();
  const options = { token: 'wrong.token', api: discord.apiUrl, commands };
  await expect(registerCommands(options)).rejects.toMatchObject({ status: 401 });
});

function puts(discord: SandboxDiscord): number {
  return discord.requests.filter(({ method }) => method === 'PUT').length;
}
