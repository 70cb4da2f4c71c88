import type { Planner } from '../posts/approval/scheduling.ts';
import type { Call } from './call.ts';

/** Who asks, for those who decide whether this person may plan. */
export function plannerOf({ userId, managesPosts, managesServer, roleIds }: Call): Planner {
  return { userId, managesPosts, managesServer, roleIds };
}
