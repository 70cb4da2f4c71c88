import { PermissionFlagsBits } from 'discord-api-types/v10';

/** Every permission there is. */
export const ALL_PERMISSIONS: bigint = Object.values(PermissionFlagsBits).reduce(
  (all, bit) => all | bit,
  0n,
);

const f = PermissionFlagsBits;

/** What a person may do in an ordinary server without any special role. */
export const MEMBER_PERMISSIONS: bigint =
  f.ViewChannel |
  f.SendMessages |
  f.EmbedLinks |
  f.AttachFiles |
  f.AddReactions |
  f.ReadMessageHistory |
  f.UseApplicationCommands;

/** What an invite link of a posting bot asks for. */
export const BOT_PERMISSIONS: bigint = MEMBER_PERMISSIONS | f.CreateEvents;

/** One exception of a channel, for a role or a person. */
export interface Overwrite {
  readonly id: string;
  /** 0 for a role, 1 for a member, as on the wire. */
  readonly type: 0 | 1;
  readonly allow: bigint;
  readonly deny: bigint;
}

/**
 * The permissions of a member in one channel: the union of the roles, then what the channel denies and allows
 * to roles together, then to the person. An administrator is never denied anything.
 */
export function permissionsIn(
  member: { readonly id: string; readonly roleIds: readonly string[]; readonly base: bigint },
  overwrites: readonly Overwrite[],
): bigint {
  if (holds(member.base, f.Administrator)) return ALL_PERMISSIONS;
  const ofRoles = overwrites.filter((one) => one.type === 0 && member.roleIds.includes(one.id));
  const own = overwrites.filter((one) => one.type === 1 && one.id === member.id);
  return apply(apply(member.base, ofRoles), own);
}

/** Whether `granted` contains every bit of `wanted`. */
export function holds(granted: bigint, wanted: bigint): boolean {
  return (granted & wanted) === wanted;
}

/** The names of the bits in `wanted` that are not granted, for error texts. */
export function missingNames(granted: bigint, wanted: bigint): string[] {
  return Object.entries(PermissionFlagsBits)
    .filter(([, bit]) => holds(wanted, bit) && !holds(granted, bit))
    .map(([name]) => name);
}

function apply(base: bigint, overwrites: readonly Overwrite[]): bigint {
  const deny = overwrites.reduce((all, one) => all | one.deny, 0n);
  const allow = overwrites.reduce((all, one) => all | one.allow, 0n);
  return (base & ~deny) | allow;
}
