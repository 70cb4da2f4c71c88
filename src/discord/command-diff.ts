import { isDeepStrictEqual } from 'node:util';

export interface CommandDiff {
  /** Names of commands. */
  readonly created: readonly string[];
  readonly updated: readonly string[];
  readonly removed: readonly string[];
}

/** A command as we define it or as Discord returns it: the latter has more fields, and nulls for what is unset. */
interface NamedCommand {
  readonly name: string;
}

// Given by Discord, not by us.
const ASSIGNED = new Set([
  'id',
  'application_id',
  'guild_id',
  'version',
  'name_localized',
  'description_localized',
]);
// What an absent field means. `dm_permission` is the older way to say `contexts`.
const DEFAULTS: Readonly<Record<string, unknown>> = {
  type: 1,
  required: false,
  autocomplete: false,
  nsfw: false,
  dm_permission: undefined,
  default_permission: undefined,
};
/** Lists in which the order says nothing. */
const SETS = new Set(['contexts', 'integration_types', 'channel_types']);

/** What must change so that Discord, which has `present`, has `wanted`. */
export function diffCommands(
  present: readonly NamedCommand[],
  wanted: readonly NamedCommand[],
): CommandDiff {
  const before = new Map(present.map((command) => [command.name, normal(command)]));
  const after = new Map(wanted.map((command) => [command.name, normal(command)]));
  return {
    created: [...after.keys()].filter((name) => !before.has(name)),
    updated: [...after.keys()].filter(
      (name) => before.has(name) && !isDeepStrictEqual(before.get(name), after.get(name)),
    ),
    removed: [...before.keys()].filter((name) => !after.has(name)),
  };
}

/** The same for any two definitions that mean the same to Discord. */
function normal(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(normal);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).flatMap(([key, field]) => {
    if (ASSIGNED.has(key) || field === null || field === undefined) return [];
    const meant = SETS.has(key) && Array.isArray(field) ? field.toSorted() : normal(field);
    const empty = typeof meant === 'object' && meant !== null && Object.keys(meant).length === 0;
    const isDefault = key in DEFAULTS && (DEFAULTS[key] === undefined || DEFAULTS[key] === meant);
    return empty || isDefault ? [] : [[key, meant] as const];
  });
  return Object.fromEntries(fields);
}
