import type { InstagramBehaviour } from './behaviour.ts';
import type { InstagramFault } from './fault.ts';

/**
 * What Meta tells of how much an app has used up; it does not come with every answer.
 * @see developers.facebook.com, "Rate limits"
 */
export function usageHeaders(
  accountId: string | undefined,
  fault: InstagramFault | undefined,
  usual: InstagramBehaviour['usage'],
): Record<string, string> {
  const regainMinutes = fault && 'regainMinutes' in fault ? fault.regainMinutes : undefined;
  const usage = regainMinutes === undefined ? usual : { percent: 100, regainMinutes };
  if (!usage || accountId === undefined) return {};
  const { percent } = usage;
  const counts = { call_count: percent, total_cputime: 1, total_time: 1 };
  const account = {
    type: 'instagram',
    ...counts,
    estimated_time_to_regain_access: usage.regainMinutes ?? 0,
  };
  return {
    'x-app-usage': JSON.stringify(counts),
    'x-business-use-case-usage': JSON.stringify({ [accountId]: [account] }),
  };
}
