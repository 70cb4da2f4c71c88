import { ButtonStyle, ComponentType } from 'discord.js';
import type { Scheduled } from '../posts/approval/scheduling.ts';
import { NotYourPostError, PostNotFoundError } from '../posts/draft-errors.ts';
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
  if (skuId === undefined) return { content };
  // Discord writes the product's name and price on it, and sells it.
  const buy = { type: ComponentType.Button, style: ButtonStyle.Premium, sku_id: skuId } as const;
  return { content, components: [{ type: ComponentType.ActionRow, components: [buy] }] };
}
