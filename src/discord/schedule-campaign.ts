import { type APIComponentInMessageActionRow, ButtonStyle, ComponentType } from 'discord.js';
import type { Event } from '../events/event.ts';
import { formatWhen } from '../events/when/format.ts';
import type { CampaignPost, CampaignProposal, SkippedStep } from '../posts/approval/campaign.ts';
import type { Acceptance, CampaignResult } from '../posts/approval/campaigns.ts';
import type { Message, Reply } from './command.ts';
import { plain } from './markdown.ts';
import type { Messages } from './messages/messages.ts';
import { explain } from './replies.ts';
import { type CampaignCard, campaignId } from './schedule-campaign-id.ts';
import { refusalMessage } from './schedule-outcome.ts';
import { button, row, timestamps } from './schedule-when.ts';

const NAME_LENGTH = 80;

export interface CampaignView {
  readonly messages: Messages;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** The proposal as a card: a menu to pick one, and a button for all. */
export function campaignReply(
  event: Pick<Event, 'id' | 'name'>,
  { posts, skipped }: CampaignProposal,
  view: CampaignView,
): Reply {
  const { campaign } = view.messages.schedule;
  const skips = skippedLines(skipped, view);
  if (posts.length === 0) return { content: [campaign.none(), ...skips].join('\n') };
  const heading = `### ${campaign.heading(plain(event.name, NAME_LENGTH))}`;
  const card = { eventId: event.id, posts };
  return {
    content: [
      heading,
      ...posts.map((post) => `- ${postLine(post, view)}`),
      ...skips,
      `-# ${campaign.hint(posts.length)}`,
    ].join('\n'),
    components: [
      row(menu(card, view)),
      row(button(campaignId('accept', 0, card), campaign.accept, ButtonStyle.Primary)),
    ],
  };
}

/** The card, with what can be done with the one that was picked. */
export function pickedReply(
  event: Pick<Event, 'id' | 'name'>,
  posts: readonly CampaignPost[],
  index: number,
  view: CampaignView,
): Reply {
  const { campaign } = view.messages.schedule;
  const card = { eventId: event.id, posts };
  const picked = posts[index];
  const line = picked ? campaign.picked(postLine(picked, view)) : '';
  const { content } = campaignReply(event, { posts, skipped: [] }, view);
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

/** What became of every post. */
export function acceptanceReply(
  acceptance: Acceptance,
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
      ...results.map((result) => resultLine(result, view)),
      ...(waits ? [`-# ${messages.schedule.needsApproval()}`] : []),
    ].join('\n'),
    components: [],
  };
}

/** `**12월 17일 (목) 저녁 8시** 라인업` with how far away that is. */
export function postLine(
  { template, dueAt }: CampaignPost,
  { messages, now }: CampaignView,
): string {
  const when = formatWhen(dueAt, messages.language, { now });
  return `**${when}** ${messages.templates[template]} ${timestamps(dueAt)}`;
}

function resultLine(
  outcome: CampaignResult,
  view: CampaignView & { readonly guildId: string; readonly interactionId: string },
): string {
  const { messages, now } = view;
  const { campaign } = messages.schedule;
  const title = `**${formatWhen(outcome.dueAt, messages.language, { now })}** ${messages.templates[outcome.template]}`;
  const { result } = outcome;
  switch (result.outcome) {
    case 'planned':
      return `✅ ${title} ${timestamps(outcome.dueAt)}`;
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

function skippedLines(skipped: readonly SkippedStep[], { messages, now }: CampaignView): string[] {
  return [...Map.groupBy(skipped, ({ why }) => why)].map(([why, steps]) => {
    const named = steps.map(
      ({ template, dueAt }) =>
        `${messages.templates[template]} ${formatWhen(dueAt, messages.language, { now })}`,
    );
    return `-# ${messages.schedule.campaign.skipped(why, named.join(', '))}`;
  });
}

function menu(card: CampaignCard, { messages, now }: CampaignView): APIComponentInMessageActionRow {
  return {
    type: ComponentType.StringSelect,
    custom_id: campaignId('pick', 0, card),
    placeholder: messages.schedule.campaign.pick,
    options: card.posts.map(({ template, dueAt }, index) => ({
      label: `${formatWhen(dueAt, messages.language, { now })} · ${messages.templates[template]}`,
      value: String(index),
    })),
  };
}
