import type { WhenAmbiguous, WhenProblem } from '../../events/when/reading.ts';
import type { ScheduleMessages } from './schedule.ts';

const EXAMPLE = 'For example `tomorrow 8pm`, `Dec 24 20:00` or `D-3 20:00`.';

const QUESTIONS: Readonly<Record<WhenAmbiguous['why'], string>> = {
  half_day: 'Morning or evening?',
  which_night: 'Which night is it?',
  which_day: 'Which day is it?',
};

const PROBLEMS: Readonly<Record<WhenProblem, (words: string) => string>> = {
  empty: () => 'No time was given.',
  unknown_words: (words) => `“${words}” cannot be read as a time.`,
  no_time: () => 'The hour is missing.',
  too_vague: (words) => `“${words}” does not say exactly when.`,
  no_such_day: (words) => `“${words}” is not in the calendar.`,
  no_such_time: (words) => `“${words}” is not a time of day.`,
  wrong_weekday: (words) => `The date and the weekday in “${words}” do not agree.`,
  contradiction: (words) => `“${words}” says two different times.`,
  no_event: (words) => `“${words}” needs an event to count from; pick one first.`,
  too_far: () => 'Posts can be scheduled up to 60 days ahead.',
};

export const scheduleEn: ScheduleMessages = {
  commands: {
    schedule: 'Schedule posts for Instagram',
    add: 'Schedule a post for a time',
    campaign: 'Propose all posts of an event at once, from D-14 to the day itself',
    list: 'Show what is scheduled, by day',
    move: 'Move a scheduled post to another time',
    cancel: 'Take a post off the schedule',
    retry: 'Publish a held or failed post again, now',
  },
  options: {
    template: 'The kind of post',
    when: 'When it goes out, Seoul time: tomorrow 8pm, Dec 24 20:00, D-3 20:00',
    post: 'A post you have made, to schedule it as it is (default: make a new one)',
    planned: 'Type the name or date of a scheduled post and pick it from the list',
    held: 'Pick a held or failed post from the list',
    size: 'Size of a new poster (default: the server’s choice)',
    theme: 'Theme of a new poster (default: the server’s choice)',
    language: 'Language of a new poster and caption (default: the server’s language)',
  },
  form: {
    title: (event) => `Schedule · ${event}`,
    label: 'When (Seoul time)',
    description: 'From 5 minutes to 60 days from now.',
    again: 'Enter another time',
  },
  when: {
    ask: (why, typed) => `“${typed}” can mean more than one time. ${QUESTIONS[why]}`,
    past: (when) => `${when} is over. Please give a time that is still to come. ${EXAMPLE}`,
    pastWithNext: (when, next) => `${when} is over. Schedule it for **${next}**?`,
    unreadable: (reason, words) => `${PROBLEMS[reason](words)} ${EXAMPLE}`,
    tooSoon: (earliest) =>
      `It takes 5 minutes to get ready, so the earliest time is ${earliest}. You can also publish it now.`,
    tooLate: (latest) =>
      `Posts can be scheduled up to 60 days ahead, until ${latest}. Please give an earlier time.`,
    now: 'Publish now',
  },
  planned: (when, stamps) => `🗓️ Scheduled for **${when}** in Seoul. ${stamps}`,
  moved: (when, stamps) => `🗓️ Moved to **${when}** in Seoul. ${stamps}`,
  retried: () => '🗓️ It is being published again. You will be told how it went.',
  now: () => '🗓️ It is being published now. You will be told how it went.',
  asap: (stamps) =>
    `🗓️ It goes out as soon as it is approved. Without an approval by then it is put on hold: ${stamps}`,
  needsApproval: () => 'It goes out only when it is approved in the approval channel.',
  madeAnew: () => 'The poster was made again, so that it counts from the day it goes out.',
  captionStayed: () =>
    '⚠️ The caption is one that somebody has edited, so it stayed. Check whether it says how many days are left.',
  draftStays: () => 'The post was made but not scheduled. It stays as a draft.',
  cancelled: (post) => `Off the schedule: ${post}\n-# The post stays and can be scheduled again.`,
  similar: (count) =>
    `⚠️ On that day there ${count === 1 ? 'is already a post' : `are already ${count} posts`} of this kind for this event. Schedule it all the same?`,
  scheduleAnyway: 'Schedule anyway',
  refusals: {
    notPremium: (buyable) =>
      `Instagram, scheduling and publishing are for servers with premium. ${
        buyable ? 'The button below is for premium.' : 'Ask whoever runs this bot about premium.'
      }\n-# For now, get poster and caption with “Download” and post them yourself.`,
    notConnected:
      'No Instagram account is connected, or its connection has ended. Someone who manages this server can connect one with `/connect instagram`; then try again.',
    noPublicUrl:
      'This bot has no address yet where Instagram could fetch pictures. Please ask whoever runs it to set `PUBLIC_URL`.',
    sample:
      'Sample events cannot be published. Link the server with `/connect rite` and make a post of a real event.',
    noApprovalChannel:
      'This server wants posts approved, but there is no channel to do it in. Someone who manages the server can choose one, or turn approval off, with `/settings`.',
    notAllowed:
      'Scheduling takes the “Manage Events” or “Manage Messages” permission or a scheduler role. Please ask someone who manages this server.',
    storySize:
      'A story (9:16) does not fit Instagram’s feed. Change the size to square or portrait and schedule it again.',
    picturesGone:
      'The poster of this old post is no longer stored. Press “Make again” and schedule it again.',
    otherDay:
      'This countdown says another number of days than there are when it goes out. Press “Make again” and try again.',
    conflict: 'Somebody else changed the post first. Have a look at it and schedule it again.',
    otherPost: 'That post is not of this event and kind. Pick the event and kind it was made for.',
    notPossible: (state) => `This cannot be done with a post in this state: ${state}`,
    rejected: 'This post was rejected. Change its caption or poster, then try again.',
    eventOver: (event) => `${event} will be over by then. Please give an earlier time.`,
  },
  list: {
    heading: (count, others) =>
      [
        `${count.toLocaleString('en-US')} scheduled post${count === 1 ? '' : 's'}`,
        ...(others > 0 ? [`${others.toLocaleString('en-US')} published or stopped`] : []),
      ].join(' · '),
    none: () => 'Nothing is scheduled. Try `/schedule add` or `/schedule campaign`.',
    notConnected: () =>
      'No Instagram account is connected, or its connection has ended. The posts below are put on hold when they are due, until somebody who manages the server connects one with `/connect instagram`.',
    earlier: '← Earlier',
    later: 'Later →',
  },
  campaign: {
    heading: (event) => `Posts for ${event}`,
    none: () => 'There is nothing to propose: too little time is left, or the event is over.',
    skipped: (why, steps) =>
      ({
        too_soon: `Left out, over or too close: ${steps}`,
        too_late: `Left out, more than 60 days ahead: ${steps}`,
        no_lineup: `Left out, there is no line-up yet: ${steps}`,
      })[why],
    repeated: (posts) => `There is another post that says the same on that day: ${posts}`,
    pick: 'Pick a post to move or drop',
    picked: (post) => `Picked: ${post}`,
    hint: (count) =>
      `Accepting makes ${count} post${count === 1 ? '' : 's'}, which count for today. Each has its own approval.`,
    accept: 'Schedule all',
    move: 'Change time',
    drop: 'Drop',
    back: 'Back',
    dropped: () => 'All posts were dropped. Nothing is scheduled.',
    underway: () => 'These posts are being made right now. See `/schedule list` in a moment.',
    accepted: (count) => `${count} post${count === 1 ? '' : 's'} scheduled`,
    alreadyPlanned: 'scheduled already',
    notKept: 'made, but it could not be saved',
  },
};
