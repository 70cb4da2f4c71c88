import { ButtonStyle } from 'discord.js';
import { formatWhen } from '../events/when/format.ts';
import type { PlanForecast, Scheduled } from '../posts/approval/plan-outcomes.ts';
import type { PlannedPost } from '../posts/approval/schedule-store.ts';
import { button, buyButton, row } from './buttons.ts';
import type { Message } from './command.ts';
import { inlineCode, personMention, plain, timestamps } from './markdown.ts';
import type { Messages } from './messages/messages.ts';
import { type PlanWish, wishId } from './schedule-wish.ts';

const NAME_LENGTH = 60;
/** Posts that are listed in a warning. */
const SIMILAR_SHOWN = 3;

export interface OutcomeOptions {
  readonly messages: Messages;
  /** Epoch milliseconds. */
  readonly now: number;
  /** What was wanted; decides the words of success, and what is offered instead. */
  readonly wish?: PlanWish;
  /** It was held or had failed, and is tried again. */
  readonly isRetry?: boolean;
}

type Refused = Exclude<Scheduled | PlanForecast, { outcome: 'planned' | 'possible' }>;

/** What became of the wish to plan a post, with what can be done about it. */
export function outcomeMessage(scheduled: Scheduled, options: OutcomeOptions): Message {
  if (scheduled.outcome !== 'planned') return refusalMessage(scheduled, options);
  return { content: plannedLines(scheduled, options).join('\n') };
}

/** When it goes out and what it takes until then. */
export function plannedLines(
  { post, publication }: Extract<Scheduled, { outcome: 'planned' }>,
  { messages, now, wish, isRetry = false }: OutcomeOptions,
): string[] {
  const { schedule, language } = messages;
  const { dueAt } = publication;
  const stamps = `(${timestamps(dueAt)})`;
  const waits = post.state === 'awaiting_approval';
  const wantedNow = isRetry || wish?.at === 'now';
  if (wantedNow && waits) return [schedule.asap(stamps), schedule.needsApproval()];
  if (wantedNow) return [isRetry ? schedule.retried() : schedule.now()];
  const when = formatWhen(dueAt, language, { now });
  const moved = wish?.target.kind === 'move';
  return [
    moved ? schedule.moved(when, stamps) : schedule.planned(when, stamps),
    ...(waits ? [schedule.needsApproval()] : []),
  ];
}

/** Why nothing was planned. */
export function refusalMessage(refused: Refused, options: OutcomeOptions): Message {
  const { messages, now, wish } = options;
  const { schedule, drafts, language } = messages;
  const { refusals } = schedule;
  switch (refused.outcome) {
    case 'not_premium': {
      const { skuId } = refused;
      const content = `⚠️ ${refusals.notPremium(skuId !== undefined)}`;
      return { content, ...(skuId !== undefined && { components: [row(buyButton(skuId))] }) };
    }
    case 'not_connected':
      return warning(refusals.notConnected);
    case 'no_public_url':
      return warning(refusals.noPublicUrl);
    case 'sample':
      return warning(refusals.sample);
    case 'no_approval_channel':
      return warning(refusals.noApprovalChannel);
    case 'not_allowed':
      return warning(refusals.notAllowed);
    case 'story_size':
      return warning(refusals.storySize);
    case 'pictures_gone':
      return warning(refusals.picturesGone);
    case 'other_day':
      return warning(refusals.otherDay);
    case 'conflict':
      return warning(refusals.conflict);
    case 'event_over':
      return warning(refusals.eventOver(plain(refused.eventName, NAME_LENGTH)));
    case 'not_possible':
      return warning(
        refused.state === 'rejected'
          ? refusals.rejected
          : refusals.notPossible(drafts.states[refused.state]),
      );
    case 'not_found':
      return warning(drafts.errors.notFound);
    case 'not_yours':
      return warning(drafts.errors.notYours(personMention(refused.createdBy)));
    case 'too_late':
      return warning(schedule.when.tooLate(formatWhen(refused.latest, language, { now })));
    case 'too_soon': {
      const { content } = warning(
        schedule.when.tooSoon(formatWhen(refused.earliest, language, { now })),
      );
      if (!wish) return { content };
      const offers = [
        button(wishId({ ...wish, at: 'now' }), schedule.when.now, ButtonStyle.Primary),
        button(
          wishId({ ...wish, at: refused.earliest }),
          formatWhen(refused.earliest, language, { now }),
        ),
      ];
      return { content, components: [row(...offers)] };
    }
  }
}

/** Those that would say the same on that day, and a button for whoever means it. */
export function similarMessage(
  similar: readonly PlannedPost[],
  { wish, messages, now }: OutcomeOptions & { readonly wish: PlanWish },
): Message {
  const { schedule } = messages;
  const shown = similar
    .slice(0, SIMILAR_SHOWN)
    .map((one) => `- ${plannedTitle(one, messages, now)}`);
  const all = wishId({ ...wish, anyway: true });
  return {
    content: [schedule.similar(similar.length), ...shown].join('\n'),
    components: [row(button(all, schedule.scheduleAnyway, ButtonStyle.Primary))],
  };
}

/** `**12월 24일 (목) 저녁 8시** 서울 언더그라운드 #47 · 카운트다운 · 예약됨 · id`, for a line of Markdown. */
function plannedTitle(
  { post, publication }: PlannedPost,
  { language, templates, drafts }: Messages,
  now: number,
): string {
  const facts = [
    plain(post.eventName, NAME_LENGTH),
    templates[post.template],
    drafts.states[post.state],
    inlineCode(post.id),
  ];
  return `**${formatWhen(publication.dueAt, language, { now })}** ${facts.join(' · ')}`;
}

function warning(text: string): Message {
  return { content: `⚠️ ${text}` };
}
