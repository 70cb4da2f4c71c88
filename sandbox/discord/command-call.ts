import {
  type APIApplicationCommand,
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandOption,
  type APIChatInputApplicationCommandInteractionData,
  type APIInteractionDataResolved,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  PermissionFlagsBits,
} from 'discord-api-types/v10';
import { toApiAttachment, type Upload } from './attachment.ts';
import { type Channel, toApiChannel } from './channel.ts';
import { type Member, toApiMember, toApiRole } from './guild.ts';
import { holds, missingNames } from './permissions.ts';
import { toApiUser } from './user.ts';
import type { World } from './world.ts';

const o = ApplicationCommandOptionType;

/** What a person enters for one option; a user, role or channel by id. */
export type OptionValue = string | number | boolean | Upload;

/** Who types where. */
export interface Caller {
  readonly world: World;
  readonly member: Member;
  readonly channel: Channel;
  /** Sends ids of channels and roles that are not of this server. */
  readonly tampered?: boolean;
}

/**
 * Turns `post lineup` with its options into what Discord would send, or throws what the client would refuse.
 * Names may be the default ones or any translation; the bot always gets the default ones.
 * With `focused`, it is an autocomplete request: required options may still be missing.
 */
export function callCommand(
  caller: Caller,
  path: string,
  values: Readonly<Record<string, OptionValue>>,
  focused?: string,
): APIChatInputApplicationCommandInteractionData {
  const [name = '', ...rest] = path.replace(/^\//, '').trim().split(/\s+/);
  const command = findCommand(caller, name);
  requirePermission(caller, command);
  const { nested, leaf } = descend(command, rest);
  const resolved: APIInteractionDataResolved = {};
  const entered = enterOptions(caller, { path, leaf, values, focused, resolved });
  const options = nested.reduceRight<unknown[]>(
    (inner, option) => [{ name: option.name, type: option.type, options: inner }],
    entered,
  );
  return {
    id: command.id,
    name: command.name,
    type: ApplicationCommandType.ChatInput,
    ...(command.guild_id === undefined ? {} : { guild_id: command.guild_id }),
    ...(options.length === 0 ? {} : { options }),
    ...(Object.keys(resolved).length === 0 ? {} : { resolved }),
  } as APIChatInputApplicationCommandInteractionData;
}

function findCommand({ world, channel }: Caller, name: string): APIApplicationCommand {
  const commands = world.commands
    .visibleIn(channel.guild?.id)
    .filter((command) => command.type === ApplicationCommandType.ChatInput);
  const command = commands.find((one) => isCalled(one, name));
  if (!command) {
    const known = commands.map((one) => `/${one.name}`).join(', ') || 'none';
    throw new Error(`There is no command /${name}; registered: ${known}`);
  }
  const context = channel.guild ? 0 : 1;
  const usable = command.contexts?.some((one) => one === context) ?? true;
  if (!usable) throw new Error(`/${command.name} cannot be used here`);
  return command;
}

/** Members without these permissions do not even see the command; "0" shows it to administrators only. */
function requirePermission({ member, channel }: Caller, command: APIApplicationCommand): void {
  if (!channel.guild || command.default_member_permissions === null) return;
  const wanted = BigInt(command.default_member_permissions);
  const granted = channel.permissionsOf(member);
  if (holds(granted, PermissionFlagsBits.Administrator)) return;
  if (wanted === 0n || !holds(granted, wanted)) {
    const names = wanted === 0n ? 'Administrator' : missingNames(granted, wanted).join(', ');
    throw new Error(`${member.user.username} does not see /${command.name}: it takes ${names}`);
  }
}

type Nested = Extract<
  APIApplicationCommandOption,
  { type: ApplicationCommandOptionType.Subcommand | ApplicationCommandOptionType.SubcommandGroup }
>;

function descend(
  command: APIApplicationCommand,
  names: readonly string[],
): { nested: Nested[]; leaf: readonly APIApplicationCommandBasicOption[] } {
  const nested: Nested[] = [];
  let options: readonly APIApplicationCommandOption[] = command.options ?? [];
  for (const name of names) {
    const next = options.filter(isNested).find((option) => isCalled(option, name));
    if (!next) throw new Error(`/${command.name} has no sub-command ${name}${listed(options)}`);
    nested.push(next);
    options = next.options ?? [];
  }
  if (options.some(isNested)) {
    throw new Error(`/${command.name} needs a sub-command${listed(options)}`);
  }
  return { nested, leaf: options as readonly APIApplicationCommandBasicOption[] };
}

interface Entry {
  readonly path: string;
  readonly leaf: readonly APIApplicationCommandBasicOption[];
  readonly values: Readonly<Record<string, OptionValue>>;
  readonly focused: string | undefined;
  readonly resolved: APIInteractionDataResolved;
}

function enterOptions(caller: Caller, entry: Entry): unknown[] {
  const { path, leaf, values, focused } = entry;
  for (const key of [...Object.keys(values), ...(focused === undefined ? [] : [focused])]) {
    if (!leaf.some((option) => isCalled(option, key))) {
      throw new Error(`/${path} has no option ${key}${listed(leaf)}`);
    }
  }
  return leaf.flatMap((option) => {
    const key = Object.keys(values).find((one) => isCalled(option, one));
    const isFocused = focused !== undefined && isCalled(option, focused);
    if (isFocused && !('autocomplete' in option && option.autocomplete)) {
      throw new Error(`The option ${option.name} of /${path} offers no autocomplete`);
    }
    const value = key === undefined ? (isFocused ? '' : undefined) : values[key];
    if (value === undefined) {
      if (!option.required || focused !== undefined) return [];
      throw new Error(`/${path} needs the option ${option.name}`);
    }
    // What is being typed is sent as it stands, a number too.
    const entered = isFocused ? String(value) : enter(caller, option, value, entry.resolved);
    const { name, type } = option;
    return [{ name, type, value: entered, ...(isFocused ? { focused: true } : {}) }];
  });
}

function enter(
  caller: Caller,
  option: APIApplicationCommandBasicOption,
  value: OptionValue,
  resolved: APIInteractionDataResolved,
): string | number | boolean {
  switch (option.type) {
    case o.String: {
      const text = String(value);
      const min = option.min_length ?? 0;
      const max = option.max_length ?? 6000;
      if (text.length < min || text.length > max) {
        throw new Error(`The option ${option.name} takes ${min} to ${max} characters`);
      }
      return chosen(option, text) ?? text;
    }
    case o.Integer:
    case o.Number: {
      const number = Number(chosen(option, value) ?? value);
      const whole = option.type === o.Integer;
      const inRange =
        number >= (option.min_value ?? Number.NEGATIVE_INFINITY) &&
        number <= (option.max_value ?? Number.POSITIVE_INFINITY);
      if (!Number.isFinite(number) || (whole && !Number.isInteger(number)) || !inRange) {
        throw new Error(`The option ${option.name} does not take ${String(value)}`);
      }
      return number;
    }
    case o.Boolean:
      if (value !== true && value !== false && value !== 'true' && value !== 'false') {
        throw new Error(`The option ${option.name} takes true or false`);
      }
      return value === true || value === 'true';
    default:
      return resolve(caller, option, value, resolved);
  }
}

/** The value behind a choice, named by value or by what it is called; undefined when the option has none. */
function chosen(
  option: Extract<APIApplicationCommandBasicOption, { type: 3 | 4 | 10 }>,
  value: OptionValue,
): string | number | undefined {
  const choices = option.choices ?? [];
  if (choices.length === 0) return undefined;
  const choice = choices.find((one) => String(one.value) === String(value) || isCalled(one, value));
  if (choice) return choice.value;
  throw new Error(
    `The option ${option.name} has no choice ${String(value)}; it has ${choices
      .map((one) => String(one.value))
      .join(', ')}`,
  );
}

/** Users, roles, channels and files travel as ids, described beside the options. */
function resolve(
  { world, channel, member, tampered }: Caller,
  option: APIApplicationCommandBasicOption,
  value: OptionValue,
  resolved: APIInteractionDataResolved,
): string {
  if (typeof value === 'object') {
    if (option.type !== o.Attachment) throw new Error(`The option ${option.name} takes no file`);
    const id = world.ids.next();
    const attachment = world.attachments.add(`ephemeral-${member.user.id}`, id, value, undefined);
    resolved.attachments = { ...resolved.attachments, [id]: toApiAttachment(attachment, true) };
    return id;
  }
  const id = String(value);
  const user = world.findUser(id);
  const role = channel.guild?.roles.get(id);
  const other = channel.guild?.channels.get(id);
  if (user && (option.type === o.User || option.type === o.Mentionable)) {
    resolved.users = { ...resolved.users, [id]: toApiUser(user) };
    const their = channel.guild?.members.get(id);
    if (their) {
      const permissions = channel.permissionsOf(their).toString();
      resolved.members = { ...resolved.members, [id]: { ...toApiMember(their), permissions } };
    }
  } else if (role && channel.guild && (option.type === o.Role || option.type === o.Mentionable)) {
    resolved.roles = { ...resolved.roles, [id]: toApiRole(channel.guild, role) };
  } else if (other && option.type === o.Channel) {
    const permissions = other.permissionsOf(member).toString();
    const described = { ...toApiChannel(other), permissions };
    resolved.channels = { ...resolved.channels, [id]: described } as NonNullable<
      APIInteractionDataResolved['channels']
    >;
  } else if (!tampered) {
    throw new Error(`The option ${option.name} does not take ${id}`);
  }
  return id;
}

function isNested(option: APIApplicationCommandOption): option is Nested {
  return option.type === o.Subcommand || option.type === o.SubcommandGroup;
}

function isCalled(
  named: {
    readonly name: string;
    readonly name_localizations?: Readonly<Record<string, string | null>> | null;
  },
  name: unknown,
): boolean {
  return (
    named.name === name || Object.values(named.name_localizations ?? {}).some((one) => one === name)
  );
}

function listed(options: readonly { readonly name: string }[]): string {
  return options.length === 0 ? '' : `; it has ${options.map((option) => option.name).join(', ')}`;
}
