import type { KeptPost } from '../posts/kept-post.ts';
import type { Call } from './call.ts';
import type { Context, Message } from './command.ts';
import { messagesFor } from './messages/messages.ts';
import { plannerOf } from './planner.ts';
import { refusalMessage } from './schedule-outcome.ts';

/**
 * Why this person could not plan this post at any time: said before they are asked when. For them alone, so in their
 * language. Undefined when nothing stands in the way.
 */
export async function planRefusal(
  { guildId, eventId, createdBy }: Pick<KeptPost, 'guildId' | 'eventId' | 'createdBy'>,
  call: Call,
  { scheduling, clock }: Pick<Context, 'scheduling' | 'clock'>,
): Promise<Message | undefined> {
  const { entitlements, userId, language } = call;
  const asked = plannerOf(call);
  // Who made a post may plan it.
  const planner = { ...asked, managesPosts: asked.managesPosts || createdBy === userId };
  const forecast = await scheduling.forecast({
    ...{ guildId, eventId, planner, entitlements },
    dueAt: 'now',
  });
  if (forecast.outcome === 'possible') return undefined;
  return refusalMessage(forecast, { messages: messagesFor(language), now: clock() });
}
