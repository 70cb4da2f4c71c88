import { type APIComponentInMessageActionRow, ButtonStyle, ComponentType } from 'discord.js';
import type { Event } from '../events/event.ts';
import { countdownWord } from '../events/korean-date.ts';
import { dDay, eveOf, nightOf } from '../events/night.ts';
import { formatWhen } from '../events/when/format.ts';
import type { WhenReading } from '../events/when/reading.ts';
import {
  type CampaignPost,
  type CampaignProposal,
  movedTo,
  repeatedIn,
  type SkippedStep,
  saysTheSame,
} from '../posts/approval/campaign.ts';
import type { Acceptance, CampaignResult } from '../posts/approval/campaigns.ts';
import { spanRefusal } from '../posts/approval/plan-times.ts';
import { button, row } from './buttons.ts';
import type { Message, Reply } from './command.ts';
import { plain, timestamps } from './markdown.ts';
import type { Messages } from './messages/messages.ts';
import { explain } from './replies.ts';
import { type CampaignCard, campaignId } from './schedule-campaign-id.ts';
import { refusalMessage } from './schedule-outcome.ts';
import { timeQuestion } from './schedule-when.ts';

const NAME_LENGTH = 80;

export interface CampaignView {
  readonly messages: Messages;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** The proposal as a card: a menu to pick one, and a button for all. */
export function campaignReply(
  event: Event,
  { posts, skipped }: CampaignProposal,
  view: CampaignView,
): Reply {
  const { campaign } = view.messages.schedule;
  const skips = skippedLines(event, skipped, view);
  if (posts.length === 0) return { content: [campaign.none(), ...skips].join('\n') };
  const heading = `### ${campaign.heading(plain(event.name, NAME_LENGTH))}`;
  const card = { eventId: event.id, posts };
  return {
    content: [
      heading,
      ...posts.map((post) => `- ${postLine(event, post, view)}`),
      ...repeatedLines(event, repeatedIn(posts, event), view),
      ...skips,
      `-# ${campaign.hint(posts.length)}`,
    ].join('\n'),
    components: [
      row(menu(event, card, view)),
      row(button(campaignId('accept', 0, card), campaign.accept, ButtonStyle.Primary)),
    ],
  };
}

/** The card, with what can be done with the one that was picked. */
export function pickedReply(
  event: Event,
  { posts, skipped }: CampaignProposal,
  index: number,
  view: CampaignView,
): Reply {
  const { campaign } = view.messages.schedule;
  const card = { eventId: event.id, posts };
  const picked = posts[index];
  const line = picked ? campaign.picked(postLine(event, picked, view)) : '';
  const { content } = campaignReply(event, { posts, skipped }, view);
  return {
    content: `${content}\n${line}`,
    components: [
      row(
        button(campaignId('move', index, card), campaign.move, ButtonStyle.Primary),
        button(campaignId('drop', index, card), campaign.drop, ButtonStyle.Danger),
        button(campaignId('back', index, card), campaign.back),
      ),
    ],
  };
}

/** The card, with what is asked back about the time of the one that was picked: each button is the card with it. */
export function timeChoicesReply(
  event: Event,
  { posts, skipped }: CampaignProposal,
  index: number,
  { typed, reading }: { typed: string; reading: Exclude<WhenReading, { kind: 'moment' }> },
  view: CampaignView,
): Reply {
  const { campaign } = view.messages.schedule;
  const { text, offers } = timeQuestion(typed, reading, view.messages, view.now);
  const { content } = pickedReply(event, { posts, skipped }, index, view);
  const cardWith = (moved: readonly CampaignPost[]) => ({ eventId: event.id, posts: moved });
  const possible = offers.filter(({ at }) => spanRefusal(at, view.now) === undefined);
  // One of them is the time it has: that button is the card as it is.
  const isOffered = possible.some(({ at }) => at === posts[index]?.dueAt);
  return {
    content: `${content}\n${text}`,
    components: [
      row(
        ...possible.map(({ at, label }) =>
          button(
            campaignId('back', index, cardWith(movedTo(posts, index, at))),
            label,
            ButtonStyle.Primary,
          ),
        ),
        button(campaignId('move', index, cardWith(posts)), campaign.move),
        ...(isOffered ? [] : [button(campaignId('back', index, cardWith(posts)), campaign.back)]),
      ),
    ],
  };
}

/** What became of every post. `event` is absent when Rite did not answer. */
export function acceptanceReply(
  acceptance: Acceptance,
  event: Event | undefined,
  view: CampaignView & { readonly guildId: string; readonly interactionId: string },
): Message {
  const { messages } = view;
  const { campaign } = messages.schedule;
  if (acceptance.outcome === 'underway') return { content: campaign.underway() };
  if (acceptance.outcome !== 'accepted') return refusalMessage(acceptance, view);
  const { results } = acceptance;
  const planned = results.filter(({ result }) => result.outcome === 'planned');
  const waits = planned.some(
    ({ result }) => result.outcome === 'planned' && result.post.state === 'awaiting_approval',
  );
  return {
    content: [
      `### ${campaign.accepted(planned.length)}`,
      ...results.map((result) => resultLine(event, result, view)),
      ...repeatedLines(event, sayAgain(results), view),
      ...(waits ? [`-# ${messages.schedule.needsApproval()}`] : []),
    ].join('\n'),
    components: [],
  };
}

/** `**12월 21일 (월) 저녁 8시** 카운트다운 D-3` with how far away that is. */
function postLine(event: Event | undefined, post: CampaignPost, view: CampaignView): string {
  return `${postName(event, post, view)} (${timestamps(post.dueAt)})`;
}

function postName(event: Event | undefined, post: CampaignPost, view: CampaignView): string {
  return `**${whenOf(post, view)}** ${contentOf(event, post, view)}`;
}

function whenOf({ dueAt }: CampaignPost, { messages, now }: CampaignView): string {
  return formatWhen(dueAt, messages.language, { now });
}

/** `라인업`, `카운트다운 D-3`, `카운트다운 TONIGHT`. */
function contentOf(
  event: Event | undefined,
  { template, dueAt }: CampaignPost,
  { messages }: CampaignView,
): string {
  const name = messages.templates[template];
  if (!event || template !== 'countdown') return name;
  const days = dDay(event.date, nightOf(event, dueAt));
  return [name, countdownWord(days, eveOf(event, dueAt)) ?? ''].join(' ').trimEnd();
}

function repeatedLines(
  event: Event | undefined,
  posts: readonly CampaignPost[],
  view: CampaignView,
): string[] {
  if (posts.length === 0) return [];
  const named = posts.map((post) => `${contentOf(event, post, view)} ${whenOf(post, view)}`);
  return [`⚠️ ${view.messages.schedule.campaign.repeated(named.join(', '))}`];
}

/** What others of the same day say too, whether of this campaign or not. */
function sayAgain(results: readonly CampaignResult[]): CampaignPost[] {
  return results.filter(({ result }) => {
    if (result.outcome !== 'planned') return false;
    const { event } = result.post.revision.facts;
    return result.similar.some((other) => saysTheSame(asPost(other), asPost(result), event));
  });
}

function asPost({
  post: { template },
  publication: { dueAt },
}: {
  readonly post: Pick<CampaignPost, 'template'>;
  readonly publication: Pick<CampaignPost, 'dueAt'>;
}): CampaignPost {
  return { template, dueAt };
}

function resultLine(
  event: Event | undefined,
  outcome: CampaignResult,
  view: CampaignView & { readonly guildId: string; readonly interactionId: string },
): string {
  const { campaign } = view.messages.schedule;
  const title = postName(event, outcome, view);
  const { result } = outcome;
  switch (result.outcome) {
    case 'planned':
      return `✅ ${title} (${timestamps(outcome.dueAt)})`;
    case 'planned_already':
      return `✅ ${title} · ${campaign.alreadyPlanned}`;
    case 'not_kept':
      return `⚠️ ${title} · ${campaign.notKept}`;
    case 'not_made': {
      const error = 'error' in outcome ? outcome.error : undefined;
      return `⚠️ ${title}\n${firstLine(explain(error, view).text)}`;
    }
    default:
      return `⚠️ ${title}\n${firstLine(refusalMessage(result, view).content)}`;
  }
}

/** Six reasons have to fit into one message. */
function firstLine(text: string): string {
  return `-# ${text.replace(/^⚠️ /, '').split('\n', 1)[0]?.slice(0, 160) ?? ''}`;
}

function skippedLines(event: Event, skipped: readonly SkippedStep[], view: CampaignView): string[] {
  return [...Map.groupBy(skipped, ({ why }) => why)].map(([why, steps]) => {
    const named = steps.map((step) => `${contentOf(event, step, view)} ${whenOf(step, view)}`);
    return `-# ${view.messages.schedule.campaign.skipped(why, named.join(', '))}`;
  });
}

function menu(
  event: Event,
  card: CampaignCard,
  view: CampaignView,
): APIComponentInMessageActionRow {
  return {
    type: ComponentType.StringSelect,
    custom_id: campaignId('pick', 0, card),
    placeholder: view.messages.schedule.campaign.pick,
    options: card.posts.map((post, index) => ({
      label: `${whenOf(post, view)} · ${contentOf(event, post, view)}`,
      value: String(index),
    })),
  };
}
