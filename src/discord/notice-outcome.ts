import type { Scheduled } from '../posts/approval/scheduling.ts';
import { NotYourPostError, PostNotFoundError } from '../posts/draft-errors.ts';
import { buyButton, row } from './buttons.ts';
import type { Message } from './command.ts';
import type { Messages } from './messages/messages.ts';

type Refused = Exclude<Scheduled, { outcome: 'planned' }>;

/**
 * Why nothing was planned, with the button to buy what is missing.
 *
 * @throws {PostNotFoundError | NotYourPostError} for the one who answers all interactions.
 */
export function refusalOf(refused: Refused, { notices, drafts, schedule }: Messages): Message {
  switch (refused.outcome) {
    case 'not_found':
      throw new PostNotFoundError();
    case 'not_yours':
      throw new NotYourPostError(refused.createdBy);
    case 'not_possible':
      return { content: notices.notPossible(drafts.states[refused.state]) };
    case 'not_premium':
      return premiumRefusal(refused.skuId, { schedule });
    default:
      return { content: notices.refusals[refused.outcome] };
  }
}

/** @param skuId the product to buy; undefined where there is none. */
export function premiumRefusal(
  skuId: string | undefined,
  { schedule }: Pick<Messages, 'schedule'>,
): Message {
  const content = schedule.refusals.notPremium(skuId !== undefined);
  return skuId === undefined ? { content } : { content, components: [row(buyButton(skuId))] };
}
