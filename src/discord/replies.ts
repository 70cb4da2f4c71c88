import { formatDate } from '../events/korean-date.ts';
import { todayInSeoul } from '../events/night.ts';
import {
  NotYourPostError,
  PostFixedError,
  PostNotFoundError,
  PostsUnavailableError,
  QuotaReachedError,
} from '../posts/draft-errors.ts';
import { EventNotFoundError, EventSourceError, PostRefusedError } from '../posts/errors.ts';
import { PREMIUM_GENERATIONS } from '../posts/quota.ts';
import { buyButton, row } from './buttons.ts';
import type { Reply } from './command.ts';
import { personMention, plain, relativeTime } from './markdown.ts';
import type { Messages } from './messages/messages.ts';
import { NotAllowedError } from './not-allowed.ts';
import { OutdatedComponentError } from './outdated-component.ts';
import { RefusedError } from './refused.ts';
import { TypedGoneError } from './typed-gone.ts';

export interface Failure {
  /** What the person reads. */
  readonly text: string;
  /** What the person can do about it. */
  readonly components?: NonNullable<Reply['components']>;
  /** Set when nobody foresaw the error: it must be logged with this number. */
  readonly reference?: string;
}

export interface FailureOptions {
  readonly messages: Messages;
  readonly guildId: string;
  readonly interactionId: string;
}

/** The one place where an error becomes words for a person. */
export function explain(error: unknown, options: FailureOptions): Failure {
  const { errors } = options.messages;
  if (error instanceof EventNotFoundError) return { text: errors.eventNotFound };
  if (error instanceof EventSourceError) return { text: errors.source[error.reason] };
  if (error instanceof OutdatedComponentError) return { text: errors.componentGone };
  if (error instanceof NotAllowedError) return { text: errors.notAllowed[error.reason] };
  if (error instanceof RefusedError) {
    const { content, components } = error.refusal;
    return { text: content, ...(components && { components }) };
  }
  if (error instanceof PostRefusedError) {
    const event = plain(error.eventName ?? '', 80);
    return { text: errors.refusals[error.refusal]({ event, guildId: options.guildId }) };
  }
  const { errors: drafts, states, caption } = options.messages.drafts;
  if (error instanceof TypedGoneError) return { text: caption.typedGone() };
  if (error instanceof PostNotFoundError) return { text: drafts.notFound };
  if (error instanceof NotYourPostError) {
    return { text: drafts.notYours(personMention(error.createdBy)) };
  }
  if (error instanceof PostFixedError) return { text: drafts.fixed(states[error.state]) };
  if (error instanceof QuotaReachedError) return quotaFailure(error, options.messages);
  const reference = referenceOf(options.interactionId);
  if (error instanceof PostsUnavailableError) {
    return { text: drafts.unavailable(reference), reference };
  }
  return { text: errors.unexpected(reference), reference };
}

function quotaFailure(
  { limit, premium, premiumSkuId, renewsAt }: QuotaReachedError,
  { drafts, language }: Messages,
): Failure {
  const today = todayInSeoul(renewsAt);
  const day = formatDate(today.toString(), { language, today });
  const text = drafts.errors.quotaReached(limit, day, relativeTime(renewsAt));
  if (premium) return { text };
  const buyable = premiumSkuId !== undefined;
  const offer = drafts.errors.withPremium(PREMIUM_GENERATIONS, buyable);
  return {
    text: `${text}\n-# ${offer}`,
    ...(buyable && {
      components: [row(buyButton(premiumSkuId))],
    }),
  };
}

/** Six characters that a person can read out, from the id under which the log knows the interaction. */
function referenceOf(interactionId: string): string {
  return BigInt(interactionId).toString(36).slice(-6).toUpperCase();
}
