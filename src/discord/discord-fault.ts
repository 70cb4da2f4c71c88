import { DiscordAPIError } from 'discord.js';

/**
 * What Discord refuses for a reason that the caller knows becomes that reason.
 *
 * @param faults by Discord's JSON error codes.
 * @throws all that `work` throws otherwise: it may go better another time.
 */
export async function orFault<T, Fault>(
  faults: ReadonlyMap<DiscordAPIError['code'], Fault>,
  work: () => Promise<T>,
): Promise<T | { readonly fault: Fault }> {
  try {
    return await work();
  } catch (error) {
    const fault = error instanceof DiscordAPIError ? faults.get(error.code) : undefined;
    if (fault === undefined) throw error;
    return { fault };
  }
}
