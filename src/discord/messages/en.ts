import type { Messages } from './messages.ts';

export const en: Messages = {
  language: 'en',
  commands: {
    post: 'Make an Instagram poster and caption from an event',
    postTemplate: {
      announcement: 'Make a date announcement: poster and caption',
      lineup: 'Make a line-up: poster and caption',
      countdown: 'Make a D-day countdown: poster and caption',
    },
    events: 'Show the upcoming events',
    help: 'Show how to use this bot',
  },
  options: {
    event: 'Type part of the event’s name or date, then pick it from the list',
    theme: 'Theme of the poster (default: Night)',
    size: 'Size of the poster (default: square)',
    language: 'Language of the poster and caption (default: the server’s)',
  },
  templates: { announcement: 'Announcement', lineup: 'Line-up', countdown: 'Countdown' },
  themes: { night: 'Night', neon: 'Neon', paper: 'Paper' },
  sizes: { square: 'Square 1:1', portrait: 'Portrait 4:5', story: 'Story 9:16' },
  languages: { ko: 'Korean', en: 'English' },
  phases: {
    draft: 'Draft',
    planning: 'Planning',
    finalized: 'Finalized',
    day_of: 'Day of event',
    completed: 'Completed',
    cancelled: 'Cancelled',
  },
  post: {
    map: 'KakaoMap',
    themePlaceholder: 'Change the theme',
    counts: ({ characters, hashtags, mentions }, characterLimit) =>
      `Caption ${format(characters)}/${format(characterLimit)} characters · ${plural(hashtags, 'hashtag')} · ${plural(mentions, 'mention')}`,
    captionAttached: (fileName) => `The whole caption is in the attached \`${fileName}\`.`,
    altText: ({ template, event, night, venue }) =>
      [`${template} poster: ${event}`, night, venue].filter((part) => part !== '').join(', '),
    altTextActs: (acts) => `Acts: ${acts}`,
    stale: (when) =>
      `Rite does not answer; this was made from what it said ${when}. Check the date and line-up before posting.`,
    draft: () => 'This event is still a draft. Finalize it in Rite before posting.',
    timeslotsUnreadable: (count) =>
      `${plural(count, 'slot')} left out of the timetable: no readable time. Check the times in Rite.`,
    missingGlyphs: (characters) =>
      `No font has these characters, so the poster leaves them out: ${characters}`,
    textShortened: (where, text) => `Too long for the ${where} and shortened: “${text}”`,
    actsOmitted: (where, count) => `No room in the ${where} for ${plural(count, 'more act')}.`,
    descriptionShortened: () => 'The description was too long for the caption and was shortened.',
    hashtagsDropped: (count) => `${plural(count, 'hashtag')} left out: over this bot's limit.`,
    mentionsDropped: (count) => `${plural(count, 'mention')} left out: more than Instagram takes.`,
    moreWarnings: (count) => `${plural(count, 'more thing')} to check.`,
  },
  events: {
    heading: () => 'Upcoming events',
    none: () => 'No upcoming events. Add one in Rite and it will show up here.',
    acts: (count) => (count === 0 ? 'line-up to be announced' : plural(count, 'act')),
    more: (count) => `and ${count} more`,
    stale: (when) => `Rite does not answer; this is what it said ${when}.`,
    hint: (command) => `You can also paste an id into the \`event\` field of ${command}.`,
  },
  help: [
    '### Turns your Rite events into Instagram posters and captions',
    '1. See what is coming with `/events`.',
    '2. Type `/post lineup`; a date announcement is `/post announcement`, a D-day is `/post countdown`.',
    '3. In the `event` field type part of a name or date and pick from the list, such as `under`, `12/24` or `fri`.',
    '4. Save the poster, copy the caption and post them. The menu under the poster changes its theme.',
    '-# Events are edited in Rite; use `/post` again after a change.',
    '-# Commands missing? A server admin can allow them under Server Settings → Integrations.',
  ].join('\n'),
  errors: {
    eventNotFound:
      'That event does not exist or is not yours. In the `event` field type part of a name or date and pick from the list.',
    source: {
      unreachable: 'Rite cannot be reached. Please try again in a moment.',
      timeout: 'Rite took too long to answer. Please try again in a moment.',
      server_error: 'Rite has a problem and gave no events. Please try again in a moment.',
      invalid_answer:
        'What Rite answered cannot be read. Please try again in a moment; if it goes on, tell whoever runs this bot.',
    },
    refusals: {
      server_not_linked: ({ guildId }) =>
        `This server is not linked to a Rite organizer yet. Ask whoever runs this bot to link server id \`${guildId}\`.`,
      event_cancelled: ({ event }) => `${event} is cancelled, so nothing was made.`,
      event_completed: ({ event }) => `${event} is over, so nothing was made.`,
      event_past: ({ event }) =>
        `The date of ${event} has passed, so nothing was made. If the date is wrong, correct it in Rite.`,
      lineup_empty: ({ event }) =>
        `${event} has no line-up yet. Add acts in Rite, or use \`/post announcement\` for now.`,
    },
    serverOnly: 'This works in servers only.',
    commandGone: 'This command no longer exists. Reload Discord and type it again.',
    componentGone: 'This menu no longer works. Make a new one with `/post`.',
    unexpected: (reference) =>
      `Something went wrong. Please try again; if it keeps happening, give whoever runs this bot the number \`${reference}\`.`,
  },
};

function format(count: number): string {
  return count.toLocaleString('en-US');
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
