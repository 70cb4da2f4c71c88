import type {
  APIApplicationCommand,
  RESTGetAPIApplicationCommandsResult,
  RESTPostAPIApplicationCommandsJSONBody,
  RESTPutAPIApplicationCommandsResult,
} from 'discord-api-types/v10';
import { missingAccess, unknownThing } from '../discord-error.ts';
import { commandCreation, commandEdit, commandList } from '../request-check.ts';
import { NO_CONTENT, ok, param, type Route, type RouteRequest } from '../route.ts';

/** The global list and each guild's own list are reached by the same calls. */
export const COMMAND_ROUTES: readonly Route[] = [
  '/applications/:application/commands',
  '/applications/:application/guilds/:guild/commands',
].flatMap((template): Route[] => [
  {
    method: 'GET',
    template,
    answer: (request) => {
      const localized = request.query.get('with_localizations') === 'true';
      const commands = request.world.commands.list(scopeOf(request));
      return ok<RESTGetAPIApplicationCommandsResult>(
        commands.map((command) => (localized ? command : withoutLocalizations(command))),
      );
    },
  },
  {
    method: 'PUT',
    template,
    check: commandList,
    answer: (request) => {
      const scope = scopeOf(request);
      const bodies = (request.body ?? []) as readonly RESTPostAPIApplicationCommandsJSONBody[];
      const commands = request.world.commands.replace(scope, bodies);
      request.world.announce('commands', scope);
      return ok<RESTPutAPIApplicationCommandsResult>([...commands]);
    },
  },
  {
    method: 'POST',
    template,
    check: commandCreation,
    answer: (request) => {
      const scope = scopeOf(request);
      const body = request.body as RESTPostAPIApplicationCommandsJSONBody;
      const known = request.world.commands.list(scope).some((one) => one.name === body.name);
      const command = request.world.commands.put(scope, body);
      request.world.announce('commands', scope);
      return { status: known ? 200 : 201, body: command };
    },
  },
  {
    method: 'GET',
    template: `${template}/:command`,
    answer: (request) => ok<APIApplicationCommand>(commandOf(request)),
  },
  {
    method: 'PATCH',
    template: `${template}/:command`,
    check: commandEdit,
    answer: (request) => {
      const scope = scopeOf(request);
      const changes = request.body as Partial<RESTPostAPIApplicationCommandsJSONBody>;
      const command = request.world.commands.edit(scope, commandOf(request), changes);
      request.world.announce('commands', scope);
      return ok<APIApplicationCommand>(command);
    },
  },
  {
    method: 'DELETE',
    template: `${template}/:command`,
    answer: (request) => {
      const scope = scopeOf(request);
      request.world.commands.remove(scope, commandOf(request).id);
      request.world.announce('commands', scope);
      return NO_CONTENT;
    },
  },
]);

function scopeOf(request: RouteRequest): string | undefined {
  if (param(request, 'application') !== request.world.applicationId) throw missingAccess();
  const guildId = request.params.guild;
  if (guildId !== undefined && !request.world.guilds.has(guildId)) throw missingAccess();
  return guildId;
}

function commandOf(request: RouteRequest): APIApplicationCommand {
  const command = request.world.commands.get(scopeOf(request), param(request, 'command'));
  if (!command) throw unknownThing('ApplicationCommand');
  return command;
}

function withoutLocalizations<T>(value: T): T {
  return JSON.parse(JSON.stringify(value), (key, one: unknown) =>
    key === 'name_localizations' || key === 'description_localizations' ? undefined : one,
  ) as T;
}
