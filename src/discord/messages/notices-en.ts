import { DAILY_PUBLICATIONS } from '../../posts/publishing/timing.ts';
import type { NoticeMessages } from './notices.ts';

export const noticesEn: NoticeMessages = {
  headings: {
    published: 'Published to Instagram',
    failed: 'This could not be published to Instagram',
    held: 'Publishing is on hold',
    unconfirmed: 'Please check whether this is on Instagram',
    facts_changed: 'The event has changed, so publishing has stopped',
    event_stopped: 'This event should not be announced, so publishing has stopped',
    rejected: 'Your post was rejected',
    unapproved: 'Nobody approved this, so it was not published',
    unasked: 'There is no channel to ask for approval in',
    withdrawn: 'A scheduled post was cancelled',
    connected: 'The Instagram account is connected',
    token_expiring: 'The connection to Instagram ends soon',
    token_dead: 'The connection to Instagram is broken',
    deauthorized: 'The connection was removed on Instagram',
  },
  problems: {
    not_connected: {
      reason: 'No Instagram account is connected to this server.',
      remedy:
        'Once somebody who manages the server connects one with `/connect instagram`, it goes on.',
    },
    token_dead: {
      reason:
        'The connection to Instagram is broken: the password may have changed, or the app was removed.',
      remedy:
        'Once somebody who manages the server connects again with `/connect instagram`, it goes on.',
    },
    no_permission: {
      reason: 'The Instagram account has not allowed this bot to publish.',
      remedy: 'Connect again with `/connect instagram`, allow everything it asks for, and retry.',
    },
    account_restricted: {
      reason: 'Instagram has restricted this account.',
      remedy: 'Log in to the Instagram app, follow what it says, and retry when it is resolved.',
    },
    account_changed: {
      reason: 'Another Instagram account was connected since this was scheduled.',
      remedy: 'Retry to publish to the account connected now, or cancel.',
    },
    quota_instagram: {
      reason: 'The account has used up what Instagram allows in 24 hours.',
      remedy: 'It has to wait for room. If it is urgent, post it yourself in the Instagram app.',
    },
    quota_ours: {
      reason: `All ${DAILY_PUBLICATIONS} posts that this account may publish in a day are published.`,
      remedy: 'There is room again after midnight in Korea. Cancel or move what is not urgent.',
    },
    action_blocked: {
      reason: 'Instagram has blocked actions of this account for a while.',
      remedy: 'See what the Instagram app says. Trying often can make the block longer.',
    },
    rate_limited: {
      reason: 'Instagram was asked too often and wants us to wait.',
      remedy: 'You need not do anything. If it happens often, tell whoever runs this bot.',
    },
    picture_unreachable: {
      reason: 'Instagram could not fetch the poster.',
      remedy:
        'Retry in a moment. If it stays, ask whoever runs this bot to check its public address (PUBLIC_URL).',
    },
    picture_refused: {
      reason: 'Instagram does not take the format or size of the poster.',
      remedy: 'Change the size to square or portrait 4:5 in `/posts show`, then retry.',
    },
    pictures_gone: {
      reason: 'The poster was cleaned up and cannot be published.',
      remedy: 'Press “Make again” in `/posts show`, then retry.',
    },
    caption_refused: {
      reason: 'Instagram does not take the caption: too long, or too many hashtags or mentions.',
      remedy: 'Edit the caption in `/posts show`, then retry.',
    },
    content_refused: {
      reason: 'Instagram took this for spam or against its rules.',
      remedy:
        'Check the account status in the Instagram app, change caption or picture, then retry.',
    },
    public_url_missing: {
      reason: 'This bot has no public address from which Instagram could fetch the poster.',
      remedy: 'Ask whoever runs this bot to set PUBLIC_URL, then retry.',
    },
    sample_event: {
      reason: 'Sample events are for practice and are never published.',
      remedy: 'Link the server with `/connect rite` and make the post from your own event.',
    },
    facts_changed: {
      reason: 'The event has changed since this was scheduled.',
      remedy: 'Check what has changed, update poster and caption, then retry.',
    },
    facts_unchecked: {
      reason: 'Rite did not answer, so nobody knows whether the event is still the same.',
      remedy: 'If date and line-up still hold, retry; if not, cancel.',
    },
    event_stopped: {
      reason: 'The event is cancelled, over, or gone from Rite.',
      remedy: 'Check the event on Rite, and cancel if there is nothing to announce.',
    },
    unapproved: {
      reason: 'Nobody approved it before its time.',
      remedy: 'Retry to ask for approval again, or cancel.',
    },
    late: {
      reason: 'It is more than two hours late: the bot was down, or the post was on hold.',
      remedy: 'If it still makes sense, retry; if not, cancel.',
    },
    instagram_unavailable: {
      reason: 'Instagram did not answer properly several times.',
      remedy: 'Retry in a moment.',
    },
    unconfirmed: {
      reason: 'The answer of Instagram was lost, so nobody knows whether it is live.',
      remedy: 'Open the account in the Instagram app and look for this post.',
    },
    unexpected: {
      reason: 'Something unexpected went wrong.',
      remedy: 'Retry. If it stays, tell whoever runs this bot the code below.',
    },
  },
  again: (when, relative) => `It is tried again by itself at ${when} (${relative}).`,
  code: (code) => `Code: ${code}`,
  server: (name) => `Server: ${name}`,
  scheduledFor: (when, stamps) => `Scheduled for ${when}, Korean time ${stamps}`,
  stateNow: (state) => `Now: **${state}**`,
  stopped: {
    cancelled: 'The event is cancelled.',
    completed: 'The event is over.',
    past: 'The date of the event has passed.',
    gone: 'The event is not on Rite any more; it may have been deleted.',
  },
  parts: {
    name: 'Name',
    date: 'Date',
    venue: 'Venue',
    lineup: 'Line-up',
    times: 'Times',
    days: 'Days left',
    ticketUrl: 'Ticket link',
    advancePrice: 'Advance price',
    doorPrice: 'Door price',
    ageLimit: 'Age limit',
    notice: 'Notice',
  },
  nothing: '(none)',
  difference: (part, before, after) => `${part}: ${before} → ${after}`,
  moreDifferences: (count) => `and ${count} more`,
  published: {
    noLink: () => 'Instagram has not told its address yet. Please look in the app.',
    unchecked: () =>
      'The event could not be looked at again just before. Please check date and line-up.',
    earlier: () =>
      'What went live is an earlier version: Instagram published it late. Nothing else was sent. Please check it in the app.',
  },
  factsRemedy: () =>
    'Please check poster and caption, and have them approved again. Nothing goes out before that.',
  factsRemedyHere: () =>
    'Poster and caption were made anew: please check them with `/posts show`, and press the button below if they are right. Nothing goes out before that.',
  stoppedRemedy: () => 'Please check the event on Rite. If there is nothing to announce, cancel.',
  rejectedBy: (person) => `Rejected by ${person}.`,
  rejectedReason: (reason) => `Reason: ${reason}`,
  rejectedRemedy: () => 'Once you edit the post, approval is asked for again.',
  withdrawn: {
    what: (event, when) => `${event} · was scheduled for ${when}`,
    reason:
      'Data that belonged to this was deleted on request, so it will not go out on Instagram.',
    kept: 'The post is still there. To publish it, schedule it again with `/schedule add`.',
    gone: 'The post was deleted with it. To publish it, make it again with `/post`.',
  },
  unconfirmedRemedy: () =>
    'Open the account in the Instagram app, look for this post, and choose below. It is not published again before you do, so that it never appears twice.',
  account: (account) => `Account: **${account}**`,
  connectedNext: () => 'Posts can now be scheduled and published with this account.',
  expires: (when, relative) =>
    `The connection ends at ${when} (${relative}); what is scheduled after that waits until you connect again.`,
  reconnect: () =>
    'Somebody who manages the server has to type `/connect instagram` there. Posts on hold then go on.',
  buttons: {
    retry: 'Retry',
    publishNow: 'Publish now',
    accept: 'Publish the new version',
    cancel: 'Cancel publishing',
    live: 'It is live',
    notLive: 'It is not, publish',
    leave: 'Leave it',
    confirmPublish: 'Publish now',
    confirmChanged: 'Publish it like this',
  },
  decided: {
    retry: (person) => `${person} chose to publish it again. You will hear what comes of it.`,
    accept: (person) =>
      `${person} chose to publish the new version. You will hear what comes of it.`,
    awaiting: (person) => `${person} chose to publish it again and asked for approval.`,
    cancel: (person) => `${person} cancelled it.`,
    live: (person) =>
      `${person} says that it is live. You will hear of its address once it is looked for.`,
    notLive: (person) => `${person} says that it is not live. It is published after one more look.`,
    leave: (person) =>
      `${person} chose to leave it. It is not published again. To decide later, use \`/posts show\`.`,
  },
  changedSince: () =>
    'The post has changed since this notice. Above is what it is now: if it is right, press the button below. Nothing goes out before that.',
  publishNow: {
    ask: (post, account) =>
      `Publish to **${account}** on Instagram now?\n${post}\n-# It cannot be edited or removed from here afterwards.`,
    replaces: () =>
      'It is scheduled already. Publishing it now takes the place of that: it does not go out a second time.',
    planned: () =>
      'Publishing has begun. It usually takes a few seconds; you will get a direct message.',
    awaiting: () => 'This server wants posts approved, so it waits in the approval channel.',
    similar: (count) =>
      count === 1
        ? 'Another post of the same kind for this event is planned or published that day.'
        : `${count} other posts of the same kind for this event are planned or published that day.`,
  },
  refusals: {
    conflict: 'Somebody else has edited it first. Please look at it as it is now, and press again.',
    other_day:
      'The countdown says another number of days than are left, so it was not published. Press “Make again”, then try again.',
    event_over: 'That is after the night, so it was not published.',
    story_size:
      'A story (9:16) does not fit the Instagram feed. Change the size to square or portrait 4:5, then try again.',
    pictures_gone:
      'The poster was cleaned up and cannot be published. Press “Make again”, then try again.',
    not_connected:
      'No Instagram account is connected, or the connection is broken. Somebody who manages the server can use `/connect instagram`.',
    no_public_url:
      'This bot has no public address from which Instagram could fetch the poster. Ask whoever runs it to set PUBLIC_URL.',
    sample:
      'Sample events are never published. Link the server with `/connect rite` and use your own event.',
    no_approval_channel:
      'This server wants posts approved, but no approval channel is set. Somebody who manages the server can set it in `/settings`.',
    too_soon: 'That is too soon to schedule: from 5 minutes ahead.',
    too_late: 'That is too far ahead to schedule: up to 60 days.',
  },
  notPossible: (state) => `It is “${state}” now, so this cannot be done.`,
  status: {
    due: (when, relative) => `Goes out ${when} (Korean time) · ${relative}`,
    awaiting: (when, relative) => `Goes out ${when} (Korean time) once approved · ${relative}`,
    unconfirmed:
      'Nobody knows whether it is live. Look in the Instagram app, then say so with the buttons of `/posts show`.',
    problem: (reason) => `Not published: ${reason}`,
    link: 'See it on Instagram',
    noLink: 'Its address is not known. See it in the Instagram app.',
  },
};
