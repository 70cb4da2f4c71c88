import { z } from 'zod';
import { TEMPLATE_NAMES, type TemplateName } from '../events/event.ts';
import type { CampaignPost } from '../posts/approval/campaign.ts';
import { eventIdSchema } from './event-id.ts';
import { CUSTOM_ID_LIMIT } from './limits.ts';
import { OutdatedComponentError } from './outdated-component.ts';

/** The prefix of the custom ids on the card of a campaign. */
export const CAMPAIGN_PREFIX = 'camp';
/** Of the button that opens the form for another time, and of the form. */
export const CAMPAIGN_MOVE_PREFIX = 'cmove';

/** What is pressed: accept all, pick one from the menu, move, drop, back to the whole card. */
const ACTION_LETTERS = { accept: 'a', pick: 'p', move: 'm', drop: 'd', back: 'b' } as const;
export type CampaignAction = keyof typeof ACTION_LETTERS;
const ACTIONS = Object.keys(ACTION_LETTERS) as readonly CampaignAction[];

export interface CampaignCard {
  readonly eventId: string;
  /** At most 6, in order of time. */
  readonly posts: readonly CampaignPost[];
}

export interface CampaignClick extends CampaignCard {
  readonly action: CampaignAction;
  /** Which of the posts it is about; 0 where it is about all. */
  readonly index: number;
}

const TEMPLATE_LETTERS: Readonly<Record<TemplateName, string>> = {
  announcement: 'a',
  lineup: 'l',
  countdown: 'c',
};
const MINUTE_MS = 60_000;
const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
/** Three digits of 64: half a year in minutes, while a card shows two months. */
const CYCLE = 64 ** 3;

/**
 * `camp:a0:<event id>:cXyz…`: the whole card, so that it works after a restart and needs no place in the database. A
 * post is four signs, its template and its minute within a cycle of half a year, since six of them have to fit beside an
 * event's id of 64 signs; which cycle is meant follows from when the card was sent.
 */
export function campaignId(action: CampaignAction, index: number, card: CampaignCard): string {
  const posts = card.posts.map(({ template, dueAt }) => TEMPLATE_LETTERS[template] + digits(dueAt));
  const letters = `${ACTION_LETTERS[action]}${index}`;
  const prefix = action === 'move' ? CAMPAIGN_MOVE_PREFIX : CAMPAIGN_PREFIX;
  const id = [prefix, letters, card.eventId, posts.join('')].join(':');
  if (id.length > CUSTOM_ID_LIMIT) throw new RangeError(`A campaign of ${card.posts.length} posts`);
  return id;
}

const idSchema = z.object({
  letters: z.string().regex(/^[apmdb]\d$/),
  eventId: eventIdSchema,
  posts: z.string().regex(/^(?:[alc][A-Za-z0-9_-]{3}){1,6}$/),
});

/** @param sentAt when the card was, in epoch milliseconds. @throws {OutdatedComponentError} */
export function parseCampaignId(customId: string, sentAt: number): CampaignClick {
  const [, letters, eventId, posts, ...rest] = customId.split(':');
  const read = idSchema.safeParse({ letters, eventId, posts });
  if (rest.length > 0 || !read.success) {
    throw new OutdatedComponentError('Not a campaign', { cause: read.error });
  }
  const action = ACTIONS.find((one) => ACTION_LETTERS[one] === read.data.letters[0]);
  const index = Number(read.data.letters[1]);
  const found = (read.data.posts.match(/.{4}/g) ?? []).flatMap((signs) => postOf(signs, sentAt));
  if (!action || index >= found.length) throw new OutdatedComponentError('Not a campaign');
  return { action, index, eventId: read.data.eventId, posts: found };
}

function digits(at: number): string {
  const minute = Math.floor(at / MINUTE_MS) % CYCLE;
  return [minute >> 12, (minute >> 6) & 63, minute & 63].map((digit) => DIGITS[digit]).join('');
}

function postOf(signs: string, sentAt: number): CampaignPost[] {
  const template = TEMPLATE_NAMES.find((name) => TEMPLATE_LETTERS[name] === signs[0]);
  if (!template) return [];
  const minute = [...signs.slice(1)].reduce((sum, sign) => sum * 64 + DIGITS.indexOf(sign), 0);
  const sent = Math.floor(sentAt / MINUTE_MS);
  // The nearest minute of that name around the moment the card was sent.
  const near = sent + ((((minute - sent + CYCLE / 2) % CYCLE) + CYCLE) % CYCLE) - CYCLE / 2;
  return [{ template, dueAt: near * MINUTE_MS }];
}
