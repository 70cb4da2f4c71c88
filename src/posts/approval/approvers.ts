import type { KeptPost } from '../kept-post.ts';
import type { GuildSettings } from './guild-settings.ts';

/** Who asks for something to be planned. */
export interface Planner {
  /** Discord user id. */
  readonly userId: string;
  /** Manages events or messages of the server. */
  readonly managesPosts: boolean;
  readonly roleIds?: readonly string[];
  readonly managesServer?: boolean;
  readonly isBot?: boolean;
}

/** Who decides about a post that waits for approval, as Discord knows them at this moment. */
export interface Approver {
  /** Discord user id. */
  readonly userId: string;
  readonly roleIds: readonly string[];
  readonly managesServer: boolean;
  readonly isBot?: boolean;
}

/** Everybody who may plan what others have made. Bots never. */
export function mayPlan(
  planner: Planner,
  { schedulerRoleIds }: Pick<GuildSettings, 'schedulerRoleIds'>,
): boolean {
  if (planner.isBot) return false;
  return planner.managesPosts || hasOneOf(planner.roleIds, schedulerRoleIds);
}

/** Who made a post may always plan it, if it is no bot. */
export function mayPlanThis(
  planner: Planner,
  { createdBy }: Pick<KeptPost, 'createdBy'>,
  settings: Pick<GuildSettings, 'schedulerRoleIds'>,
): boolean {
  if (planner.isBot) return false;
  return planner.userId === createdBy || mayPlan(planner, settings);
}

/**
 * Those with one of the chosen roles; where none is chosen, those who manage the server. Once roles are chosen nobody
 * else counts, so that a server can keep the decision with the people it named. Bots never.
 */
export function mayApprove(
  approver: Approver,
  { approverRoleIds }: Pick<GuildSettings, 'approverRoleIds'>,
): boolean {
  if (approver.isBot) return false;
  if (approverRoleIds.length === 0) return approver.managesServer;
  return hasOneOf(approver.roleIds, approverRoleIds);
}

function hasOneOf(roleIds: readonly string[] = [], chosen: readonly string[]): boolean {
  return roleIds.some((id) => chosen.includes(id));
}
