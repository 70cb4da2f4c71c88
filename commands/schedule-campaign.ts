import { SnowflakeUtil } from 'discord.js';
import type { Component, Context, ModalForm } from '../src/discord/command.ts';
import { messagesFor } from '../src/discord/messages/messages.ts';
import { OutdatedComponentError } from '../src/discord/outdated-component.ts';
import { plannerOf } from '../src/discord/planner.ts';
import {
  acceptanceReply,
  campaignReply,
  pickedReply,
  timeChoicesReply,
} from '../src/discord/schedule-campaign.ts';
import {
  CAMPAIGN_MOVE_PREFIX,
  CAMPAIGN_PREFIX,
  type CampaignClick,
  parseCampaignId,
} from '../src/discord/schedule-campaign-id.ts';
import { refusalMessage } from '../src/discord/schedule-outcome.ts';
import { timeForm, WHEN_FIELD } from '../src/discord/when-modal.ts';
import type { Event } from '../src/events/event.ts';
import { readWhen } from '../src/events/when.ts';
import { campaignFor, movedTo } from '../src/posts/approval/campaign.ts';
import { spanRefusal } from '../src/posts/approval/plan-times.ts';
import { EventNotFoundError } from '../src/posts/errors.ts';

/** The buttons and the menu on the card of a campaign, but for the one that opens the form. */
export const campaignButtons = {
  prefix: CAMPAIGN_PREFIX,
  acknowledge: 'update',

  async execute(call, context) {
    const { campaigns, recentEvents, messages, clock } = context;
    const { guildId, entitlements, serverLanguage, messageId } = call;
    const sentAt = SnowflakeUtil.timestampFrom(messageId);
    const click = parseCampaignId(call.customId, sentAt);
    const { eventId, posts, action, index } = click;
    const view = { messages, now: clock() };
    if (action === 'accept') {
      const known = await recentEvents.find(guildId, eventId);
      const acceptance = await campaigns.accept({
        guildId,
        eventId,
        posts,
        planner: plannerOf(call),
        entitlements,
        language: serverLanguage,
        ...(known && { event: known }),
      });
      return acceptanceReply(acceptance, known, { ...view, guildId, interactionId: messageId });
    }
    const event = await eventOf(guildId, click, context);
    const { skipped } = campaignFor(event, sentAt);
    if (action === 'pick') {
      const picked = Number(call.values[0]);
      if (!posts[picked]) throw new OutdatedComponentError('Not a post of the campaign');
      return pickedReply(event, { posts, skipped }, picked, view);
    }
    const left = action === 'drop' ? posts.filter((_, position) => position !== index) : posts;
    if (left.length === 0) {
      return { content: messages.schedule.campaign.dropped(), components: [] };
    }
    return campaignReply(event, { posts: left, skipped }, view);
  },
} satisfies Component;

/** Opens the form for another time of the one that was picked. */
export const campaignMoveButton = {
  prefix: CAMPAIGN_MOVE_PREFIX,
  acknowledge: 'modal',

  async open(call, context) {
    const click = parseCampaignId(call.customId, SnowflakeUtil.timestampFrom(call.messageId));
    const { name, date } = await eventOf(call.guildId, click, context);
    const messages = messagesFor(call.language);
    const { language } = messages;
    const template = click.posts[click.index]?.template ?? 'announcement';
    const options = { now: context.clock(), eventDate: date, template, language };
    return timeForm(call.customId, name, options, messages);
  },
} satisfies Component;

/** The form, sent off: the card with that post at its new time, or with the times that may have been meant. */
export const campaignMoveForm = {
  prefix: CAMPAIGN_MOVE_PREFIX,
  acknowledge: 'update',

  async execute(call, context) {
    const { messages, clock } = context;
    const { messageId, guildId, customId, fields } = call;
    const now = clock();
    const sentAt = messageId === undefined ? now : SnowflakeUtil.timestampFrom(messageId);
    const click = parseCampaignId(customId, sentAt);
    const event = await eventOf(guildId, click, context);
    const view = { messages, now };
    const { posts, index } = click;
    const { skipped } = campaignFor(event, sentAt);
    const typed = fields[WHEN_FIELD] ?? '';
    const reading = readWhen(typed, { now, eventDate: event.date });
    if (reading.kind !== 'moment') {
      const proposal = { posts, skipped };
      return timeChoicesReply(event, proposal, index, { typed, reading }, view);
    }
    const refusal = spanRefusal(reading.at, now);
    if (refusal) return { aside: { content: refusalMessage(refusal, view).content } };
    return campaignReply(event, { posts: movedTo(posts, index, reading.at), skipped }, view);
  },
} satisfies ModalForm;

async function eventOf(
  guildId: string,
  { eventId }: Pick<CampaignClick, 'eventId'>,
  { recentEvents }: Pick<Context, 'recentEvents'>,
): Promise<Event> {
  const { events } = await recentEvents.list(guildId);
  const event = events.find(({ id }) => id === eventId);
  if (!event) throw new EventNotFoundError(eventId);
  return event;
}
