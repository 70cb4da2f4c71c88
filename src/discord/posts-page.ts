import { z } from 'zod';
import { TEMPLATE_NAMES, type TemplateName } from '../events/event.ts';
import { POST_STATES, type PostState } from '../posts/kept-post.ts';
import { eventIdSchema } from './event-id.ts';
import { CUSTOM_ID_LIMIT } from './limits.ts';
import { OutdatedComponentError } from './outdated-component.ts';

/** The prefix of the custom ids of the buttons that turn the pages of `/posts list`. */
export const POSTS_PREFIX = 'posts';

/** What a list is limited to. */
export interface PostsFilter {
  readonly state?: PostState;
  readonly template?: TemplateName;
  readonly eventId?: string;
}

export interface PostsPage extends PostsFilter {
  /** Where it begins. */
  readonly cursor: string;
}

const NONE = '-';
// One letter each, since an event's id of 64 signs and a cursor leave room for no more.
const STATE_LETTERS: Readonly<Record<PostState, string>> = {
  draft: 'd',
  awaiting_approval: 'a',
  scheduled: 's',
  publishing: 'p',
  published: 'b',
  rejected: 'r',
  cancelled: 'c',
  held: 'h',
  failed: 'f',
  unconfirmed: 'u',
};
const TEMPLATE_LETTERS: Readonly<Record<TemplateName, string>> = {
  announcement: 'a',
  lineup: 'l',
  countdown: 'c',
};

/** `posts:dl:o1k2.0123456789abcdef:<event id>`; undefined when that is too long for Discord. */
export function pageCustomId({ state, template, eventId, cursor }: PostsPage): string | undefined {
  const letters = [
    state ? STATE_LETTERS[state] : NONE,
    template ? TEMPLATE_LETTERS[template] : NONE,
  ].join('');
  const customId = [POSTS_PREFIX, letters, cursor, eventId ?? NONE].join(':');
  return customId.length <= CUSTOM_ID_LIMIT ? customId : undefined;
}

const pageSchema = z.object({
  letters: z.string().length(2),
  cursor: z.string().regex(/^[\w.-]{1,40}$/),
  event: z.union([z.literal(NONE), eventIdSchema]),
});

/** @throws {OutdatedComponentError} when this version cannot read it. */
export function parsePage(customId: string): PostsPage {
  const [, letters, cursor, event, ...rest] = customId.split(':');
  const page = pageSchema.safeParse({ letters, cursor, event });
  const [state, template] = [
    POST_STATES.find((one) => STATE_LETTERS[one] === letters?.[0]),
    TEMPLATE_NAMES.find((one) => TEMPLATE_LETTERS[one] === letters?.[1]),
  ];
  const known =
    (state !== undefined || letters?.[0] === NONE) &&
    (template !== undefined || letters?.[1] === NONE);
  if (rest.length > 0 || !page.success || !known) {
    throw new OutdatedComponentError('Not the custom id of a page', { cause: page.error });
  }
  return {
    ...(state && { state }),
    ...(template && { template }),
    ...(page.data.event === NONE ? {} : { eventId: page.data.event }),
    cursor: page.data.cursor,
  };
}
