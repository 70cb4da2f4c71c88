import { type APIApplicationCommand, REST, Routes } from 'discord.js';
import type { Command } from './command.ts';
import { type CommandDiff, diffCommands } from './command-diff.ts';

export interface RegistrationOptions {
  readonly token: string;
  /** Base address of Discord's REST API; Discord's own when undefined. */
  readonly api?: string | undefined;
  readonly commands: readonly Command[];
  /** Registers in this server only, where changes show at once; everywhere when undefined. */
  readonly guildId?: string | undefined;
}

export interface RegistrationResult extends CommandDiff {
  readonly changed: boolean;
}

/**
 * Makes Discord know exactly these commands. Writes only when something differs: Discord allows 200 creations a day,
 * and a write makes clients forget the commands for a moment.
 */
export async function registerCommands(options: RegistrationOptions): Promise<RegistrationResult> {
  const { token, api, commands, guildId } = options;
  const rest = new REST(api === undefined ? {} : { api }).setToken(token);
  const application = (await rest.get(Routes.currentApplication())) as { readonly id: string };
  const route =
    guildId === undefined
      ? Routes.applicationCommands(application.id)
      : Routes.applicationGuildCommands(application.id, guildId);
  const query = new URLSearchParams({ with_localizations: 'true' });
  const present = (await rest.get(route, { query })) as APIApplicationCommand[];
  const wanted = commands.map(({ data }) => (guildId === undefined ? data : inOneServer(data)));
  const diff = diffCommands(present, wanted);
  const changed = Object.values(diff).some((names) => names.length > 0);
  if (changed) await rest.put(route, { body: wanted });
  return { changed, ...diff };
}

/** Where a command may be used is said of global commands only; a server's own is used in that server. */
function inOneServer(data: Command['data']): Command['data'] {
  const { contexts: _contexts, integration_types: _types, ...rest } = data;
  return rest;
}
