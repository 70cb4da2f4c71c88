import type { FactPart } from '../../posts/fact-changes.ts';
import type { DraftMessages } from './drafts.ts';

const PARTS: Readonly<Record<FactPart, string>> = {
  name: 'name',
  date: 'date',
  venue: 'venue',
  lineup: 'line-up',
  description: 'description',
  hashtags: 'hashtags',
  phase: 'phase',
  extras: 'extras',
  days: 'days left',
};

const SIGNS = { characters: 'Characters', hashtags: 'Hashtags', mentions: 'Mentions' };

export const draftsEn: DraftMessages = {
  states: {
    draft: 'Draft',
    awaiting_approval: 'Waiting for approval',
    scheduled: 'Scheduled',
    publishing: 'Being published',
    published: 'Published',
    rejected: 'Rejected',
    cancelled: 'Cancelled',
    held: 'On hold',
    failed: 'Failed',
    unconfirmed: 'Perhaps published',
  },
  buttons: {
    caption: 'Edit caption',
    redo: 'Make again',
    download: 'Download',
    schedule: 'Schedule',
    publish: 'Publish now',
    publishAgain: 'Publish again',
    autoCaption: 'Back to the automatic caption',
    reopen: 'Go on with what I typed',
    delete: 'Delete',
    keep: 'Keep it',
    newer: '← Newer',
    older: 'Older →',
  },
  sizePlaceholder: 'Change the size',
  notKept: () =>
    'Posts cannot be saved just now, so this one has no buttons. To edit or schedule it, please make it again in a moment.',
  left: (person, count) => `${person} can make ${count} more today.`,
  noneLeft: (person, when) =>
    `${person} has made all posts for today. There is room again ${when}.`,
  conflict: () =>
    'Somebody else changed this first, so nothing was overwritten. You now see what it is; have a look and try again.',
  unchanged: () => 'It is like that already, so nothing was changed.',
  regenerated: (changes) =>
    changes.length === 0
      ? 'Made again. The event is the same; only the design of the poster or the make-up of the caption is different.'
      : `Made again from the event as it is now. Different: ${changes.map((part) => PARTS[part]).join(', ')}`,
  stillTheSame: () => 'The event was read again, and nothing has changed.',
  captionKept: (button) =>
    `The caption is one that somebody has edited, so it stayed. For the new one, press “${button}”.`,
  captionReset: () => 'The automatic caption is back. The one before it:',
  caption: {
    modalTitle: (event) => `Edit caption · ${event}`,
    label: 'Caption',
    description: (limit) => `Instagram takes up to ${format(limit)} characters.`,
    refused: (count) =>
      `The caption was not saved: there ${count === 1 ? 'is something' : `are ${count} things`} to correct.`,
    signs: SIGNS,
    tooMany: (_sign, count, limit) =>
      `You have ${format(count)}; Instagram takes up to ${format(limit)}. Please remove ${format(count - limit)}.`,
    empty: () => 'The caption is empty. Please write something.',
    typed: () => 'What you typed:',
    typedAttached: (fileName) => `All that you typed is in the attached \`${fileName}\`.`,
    typedGone: () =>
      'What you typed could not be opened again. Please open the attached file, copy it, and press “Edit caption”.',
  },
  downloaded: (pages) =>
    pages === 1
      ? 'The poster in full quality, with its caption.'
      : `The ${pages} pictures in full quality, with their caption.`,
  redrawn: () => 'The stored picture was gone, so it was drawn again from what was saved.',
  list: {
    heading: (count, more) =>
      `${format(count)}${more ? ' or more' : ''} post${count === 1 ? '' : 's'}`,
    none: () => 'There are no posts yet. Make one with `/post` and it will show up here.',
    noneMatching: () => 'No post is like that. Take a condition away and look again.',
    by: (person, when) => `by ${person} ${when}`,
    link: 'Go to message',
    hint: (command) => `Give ${command} a name or id to see poster and caption again.`,
    tooManyForPages: () => 'This list has no further pages. Add a condition to make it shorter.',
  },
  errors: {
    notFound: 'That post cannot be found. It may have been deleted; have a look at `/posts list`.',
    notYours: (person) =>
      `Only ${person}, who made this post, and people with the “Manage Events” or “Manage Messages” permission can change or delete it.`,
    fixed: (state) => `A post cannot be changed or deleted while it is this: ${state}`,
    quotaReached: (limit, day, when) =>
      `You have made all ${limit} posts for today. You can make more from midnight in Seoul, ${day} (${when}).\n-# Theme, size and caption of posts you have made can be changed as often as you like.`,
    withPremium: (limit, buyable) =>
      `In servers with premium everybody can make ${limit} a day. ${
        buyable ? 'The button below is for premium.' : 'Ask whoever runs this bot about premium.'
      }`,
    unavailable: (reference) =>
      `Saved posts cannot be read or written just now, so nothing was changed. Please try again in a moment; if it goes on, give whoever runs this bot the number \`${reference}\`.`,
  },
  deletion: {
    ask: (post) =>
      `Really delete this? ${post}\n-# Poster and caption go for good. The message in the channel stays, but its buttons stop working.`,
    done: (post) => `Deleted: ${post}`,
    kept: () => 'Nothing was deleted.',
  },
};

function format(count: number): string {
  return count.toLocaleString('en-US');
}
