import {
  type APIApplicationCommand,
  ApplicationCommandType,
  type RESTPostAPIApplicationCommandsJSONBody,
} from 'discord-api-types/v10';
import type { Snowflakes } from './snowflake.ts';

/** The commands the bot registered, for every guild or for one. */
export class CommandRegistry {
  readonly #ids: Snowflakes;
  readonly #applicationId: string;
  readonly #scopes = new Map<string | undefined, Map<string, APIApplicationCommand>>();

  constructor(ids: Snowflakes, applicationId: string) {
    this.#ids = ids;
    this.#applicationId = applicationId;
  }

  /** In order of registration; `guildId` undefined means the global ones. */
  list(guildId?: string): readonly APIApplicationCommand[] {
    return [...this.#scope(guildId).values()];
  }

  get(guildId: string | undefined, id: string): APIApplicationCommand | undefined {
    return this.#scope(guildId).get(id);
  }

  /** What a person in this guild can type; a guild's command hides a global one of the same name. */
  visibleIn(guildId: string | undefined): readonly APIApplicationCommand[] {
    const own = guildId === undefined ? [] : this.list(guildId);
    return [
      ...own,
      ...this.list().filter((command) => !own.some((other) => other.name === command.name)),
    ];
  }

  /** Replaces the whole list. A command that keeps its name keeps its id, as on Discord. */
  replace(
    guildId: string | undefined,
    bodies: readonly RESTPostAPIApplicationCommandsJSONBody[],
  ): readonly APIApplicationCommand[] {
    const before = this.list(guildId);
    this.#scope(guildId).clear();
    return bodies.map((body) => this.#put(guildId, body, before));
  }

  /** Creates it, or overwrites the one of the same name. */
  put(
    guildId: string | undefined,
    body: RESTPostAPIApplicationCommandsJSONBody,
  ): APIApplicationCommand {
    return this.#put(guildId, body, this.list(guildId));
  }

  edit(
    guildId: string | undefined,
    command: APIApplicationCommand,
    changes: Partial<RESTPostAPIApplicationCommandsJSONBody>,
  ): APIApplicationCommand {
    const edited = {
      ...command,
      ...changes,
      default_member_permissions: permissionsOf(
        changes.default_member_permissions === undefined ? command : changes,
      ),
      version: this.#ids.next(),
    } as APIApplicationCommand;
    this.#scope(guildId).set(command.id, edited);
    return edited;
  }

  remove(guildId: string | undefined, id: string): boolean {
    return this.#scope(guildId).delete(id);
  }

  #put(
    guildId: string | undefined,
    body: RESTPostAPIApplicationCommandsJSONBody,
    before: readonly APIApplicationCommand[],
  ): APIApplicationCommand {
    const type = body.type ?? ApplicationCommandType.ChatInput;
    const known = before.find((one) => one.name === body.name && one.type === type);
    const command = {
      description: '',
      ...body,
      id: known?.id ?? this.#ids.next(),
      application_id: this.#applicationId,
      version: this.#ids.next(),
      type,
      default_member_permissions: permissionsOf(body),
      nsfw: body.nsfw ?? false,
      ...(guildId === undefined ? {} : { guild_id: guildId }),
    } as APIApplicationCommand;
    this.#scope(guildId).set(command.id, command);
    return command;
  }

  #scope(guildId: string | undefined): Map<string, APIApplicationCommand> {
    const scope = this.#scopes.get(guildId) ?? new Map<string, APIApplicationCommand>();
    this.#scopes.set(guildId, scope);
    return scope;
  }
}

/** A string on the wire whatever the bot sent; null leaves the command to everyone. */
function permissionsOf(command: { readonly default_member_permissions?: unknown }): string | null {
  const { default_member_permissions: permissions } = command;
  return permissions === undefined || permissions === null ? null : String(permissions);
}
