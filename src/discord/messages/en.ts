import { approvalEn } from './approval.ts';
import { connectEn } from './connect.ts';
import { draftsEn } from './drafts-en.ts';
import { instagramEn } from './instagram.ts';
import type { Messages } from './messages.ts';
import { noticesEn } from './notices-en.ts';
import { privacyEn } from './privacy.ts';
import { scheduleEn } from './schedule-en.ts';
import { scheduledEventEn } from './scheduled-event.ts';
import { settingsEn } from './settings.ts';
import { statsEn } from './stats.ts';

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
    event: 'Add to an event what Rite has no place for',
    eventExtras: 'Set prices, ticket link, age limit and a notice',
    brand: 'Choose how this server’s posters look',
    brandSet: 'Set theme, accent colour, logo and default hashtags',
    brandPreview: 'See the present design on all three posters',
    brandReset: 'Take the design back to the beginning',
    posts: 'Look through the posts you have made',
    postsList: 'List the posts that were made',
    postsShow: 'Show poster and caption of one post again',
    postsDelete: 'Delete one post',
    connect: 'Link this server to another service',
    connectRite: 'Link a Rite organizer, proven by a code in an event’s description',
    disconnect: 'End a link of this server',
    disconnectRite: 'End the link to the Rite organizer',
    privacy: 'Get or remove what this bot keeps about you',
    privacyExport: 'Get what is kept about you as a file',
    privacyDelete: 'Remove what is kept about you, in all servers',
    privacyReceipt: 'Look up what was removed, by the reference you were given',
    help: 'Show how to use this bot',
  },
  options: {
    event: 'Type part of the event’s name or date, then pick it from the list',
    theme: 'Theme of the poster (default: the server’s)',
    size: 'Size of the poster (default: square)',
    language: 'Language of the poster and caption (default: the server’s)',
    brandTheme: 'Theme to use when none is picked',
    accent: 'Accent colour, such as #3355FF, royalblue or 파랑',
    logo: 'Logo file: PNG, JPEG or WebP, up to 5 MB',
    hashtags: 'Hashtags for every caption, up to 10, such as #seoulunderground #techno',
    brandPart: 'What to take back (default: everything)',
    state: 'Only posts in this state',
    template: 'Only posts of this kind',
    listedEvent: 'Only posts of this event: type part of its name or date, then pick it',
    post: 'Type part of the post’s name or date, then pick it from the list',
    riteEvent: 'Rite address or id of one of your events',
    reference: 'The reference you were given',
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
    sample: () =>
      'Made from a sample event, to try things out. To use your own, link the server with `/connect rite`.',
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
    brandUnread: () =>
      'The server’s design could not be read, so this has the default one. Please make it again in a moment.',
    extrasUnread: () =>
      'Prices, ticket link and the like could not be read and are not in it. If you have set any, please make it again in a moment.',
  },
  drafts: draftsEn,
  events: {
    heading: () => 'Upcoming events',
    none: () => 'No upcoming events. Add one in Rite and it will show up here.',
    acts: (count) => (count === 0 ? 'line-up to be announced' : plural(count, 'act')),
    more: (count) => `and ${count} more`,
    stale: (when) => `Rite does not answer; this is what it said ${when}.`,
    samples: () =>
      'This server is not linked to Rite yet, so these are sample events. A server admin can link it with `/connect rite`.',
    hint: (command) => `You can also paste an id into the \`event\` field of ${command}.`,
  },
  brand: {
    parts: { theme: 'Theme', accent: 'Accent', logo: 'Logo', hashtags: 'Hashtags' },
    heading: () => 'The server’s design',
    saved: () => 'The server’s design is saved',
    nothingGiven: () => 'Nothing to change was given. Pick an option after `/brand set`.',
    unset: { accent: 'the theme’s', logo: 'none', hashtags: 'none' },
    themeByDefault: (theme) => `${theme} (default)`,
    logo: (width, height) => `set (${width}×${height})`,
    corrected: (shown) =>
      `To be seen well, it becomes ${shown.map(({ theme, accent }) => `${accent} on ${theme}`).join(', ')}.`,
    hashtagsNote: () => 'An event’s own hashtags go first; these take the room that is left.',
    previewOf: (night, event) => `Preview: ${night} ${event}`,
    previewOfSample: () => 'The preview shows a sample event.',
    previewFailed: () =>
      'Saved, but the preview could not be drawn. Please look at it with `/brand preview` in a moment.',
    altText: (theme, event) =>
      `Announcement, line-up and countdown posters in the ${theme} theme: ${event}`,
    refused: (count) =>
      `Nothing was changed: there ${count === 1 ? 'is something' : `are ${count} things`} to correct.`,
    notAColor: (given) =>
      `${given} is not a colour. Write it like \`#3355FF\`, \`rgb(51, 85, 255)\`, \`royalblue\` or \`파랑\`.`,
    noHashtag: (given) =>
      `${given} has nothing that works as a hashtag. Write them like \`#seoulunderground #techno\`.`,
    tooManyHashtags: (count, limit) => `You gave ${count}; there may be up to ${limit}.`,
    logoFaults: {
      empty:
        'The file is empty or its picture all transparent. Upload one in which the logo shows.',
      too_large_file: 'The file is larger than 5 MB. Make it smaller and upload it again.',
      not_an_image: 'This is not a picture. Upload a PNG, JPEG or WebP file.',
      unsupported_format: 'This format cannot be used. Save it as PNG, JPEG or WebP.',
      animated: 'Pictures that move cannot be used. Upload a still one.',
      too_many_pixels: 'The picture is too large. Make it 4096 by 4096 pixels or less.',
      too_small: 'The picture is too small. Upload one whose longer side is over 32 pixels.',
      truncated: 'The file is damaged or its end is missing. Save it again and upload it.',
      gone: 'The file you uploaded is already gone. Please upload it again.',
      refused: 'That file is not on Discord, so it was not fetched. Attach it to the command.',
      unreachable:
        'The file could not be fetched from Discord. Please upload it again in a moment.',
      timeout: 'Fetching the file from Discord took too long. Please upload it again in a moment.',
    },
    confirmReset: (parts) =>
      `Take this back to the beginning? ${parts}\n-# Posters and captions made already stay as they are.`,
    confirmResetButton: 'Take back',
    keepButton: 'Keep it',
    resetDone: (parts) => `Taken back to the beginning: ${parts}`,
    resetKept: () => 'Nothing was changed.',
    nothingToReset: () => 'There is nothing to take back: nothing is set.',
  },
  extras: {
    modalTitle: (event) => (event ? `Extras · ${event}` : 'Extras'),
    labels: {
      ticketUrl: 'Ticket link',
      advancePrice: 'Advance price',
      doorPrice: 'Door price',
      ageLimit: 'Minimum age',
      notice: 'Notice, one line',
    },
    placeholders: {
      ticketUrl: 'such as https://example.com/tickets',
      advancePrice: 'such as ₩20,000 or free',
      doorPrice: 'such as ₩30,000 or free',
      ageLimit: 'such as 19+; leave it empty for all ages',
      notice: 'such as: no photos',
    },
    faults: {
      not_a_link: 'This is not a link. Paste an address that begins with `https://`.',
      other_scheme: 'Only addresses that begin with `https://` or `http://` can be used.',
      credentials: 'The address holds a user name or password. Remove that part.',
      has_spaces: 'There is a space in the address. Paste one address only.',
      not_a_price: 'This is not a price. Write it like `₩20,000`, `20000` or `free`.',
      too_high: 'The highest price is ₩10,000,000. Is there a zero too many?',
      not_an_age: 'This is not an age. Write it like `19` or `19+`.',
      too_long: 'Too long: a link may have 500 characters, a notice 80.',
    },
    heading: (event) => `${event} · extras`,
    saved: () => 'Saved. Posters and captions you make with `/post` now include:',
    cleared: () => 'All extras are removed.',
    refused: (count) =>
      `Nothing was saved: there ${count === 1 ? 'is something' : `are ${count} things`} to correct.`,
    basedOnOlder: () =>
      'Somebody else saved while you were typing, so nothing was overwritten. What is saved now:',
    keptNothing: () => 'nothing (all removed)',
    typed: () => 'What you typed:',
    reopenButton: 'Go on with what I typed',
  },
  connect: connectEn,
  instagram: instagramEn,
  privacy: privacyEn,
  approval: approvalEn,
  settings: settingsEn,
  schedule: scheduleEn,
  notices: noticesEn,
  stats: statsEn,
  scheduledEvent: scheduledEventEn,
  help: [
    '### Turns your Rite events into Instagram posters and captions, and publishes them',
    '**Making**',
    '1. See what is coming with `/events`.',
    '2. Type `/post lineup`; a date announcement is `/post announcement`, a D-day is `/post countdown`.',
    '3. In the `event` field type part of a name or date and pick from the list, such as `under`, `12/24` or `fri`.',
    '4. Change theme, size and caption with the menus and buttons under the poster.',
    '5. Add prices, ticket link and age limit with `/event extras`.',
    '6. Set the server’s theme, accent, logo and hashtags with `/brand set`; see them with `/brand preview`.',
    '**Publishing** (servers with premium)',
    '7. A server admin connects the account with `/connect instagram` and chooses who approves, and where, with `/settings`.',
    '8. Press “Schedule” or “Publish now” under the poster, or use `/schedule add`. `/schedule campaign` plans everything from D-14 to the day itself.',
    '9. Posts with a ✅ in the approval channel go out on time. See what is planned with `/schedule list`, how it went with `/stats`.',
    '-# Without premium, get poster and caption with “Download” and post them yourself.',
    '-# `/event publish` adds an event to this Discord server’s own events.',
    '-# Events are edited in Rite; press “Make again” after a change. Find your posts with `/posts list`.',
    '-# Server admins link a Rite organizer with `/connect rite`. `/privacy` gives or removes what is kept about you.',
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
        [
          'This server is not linked to a Rite organizer yet. It takes two steps.',
          '1. Open one of your events in Rite and copy its address.',
          '2. Have a server admin type `/connect rite` and paste it into the `event` field; the rest is explained there.',
          'To look around first, pick a sample event in the `event` field of `/post announcement`.',
          `-# Whoever runs this bot can link it too. Server id: \`${guildId}\``,
        ].join('\n'),
      link_unreadable: () =>
        'The link to Rite can no longer be opened. Please have a server admin link again with `/connect rite`; if it goes on, ask whoever runs this bot to check the encryption keys.',
      event_cancelled: ({ event }) => `${event} is cancelled, so nothing was made.`,
      event_completed: ({ event }) => `${event} is over, so nothing was made.`,
      event_past: ({ event }) =>
        `The date of ${event} has passed, so nothing was made. If the date is wrong, correct it in Rite.`,
      lineup_empty: ({ event }) =>
        `${event} has no line-up yet. Add acts in Rite, or use \`/post announcement\` for now.`,
    },
    notAllowed: {
      in_servers_only: 'This works in servers only.',
      ManageGuild: 'This takes the “Manage Server” permission. Please ask a server admin.',
    },
    tooSlow: 'The form was not ready in time. Please try again in a moment.',
    commandGone: 'This command no longer exists. Reload Discord and type it again.',
    componentGone: 'This button or menu no longer works. Type the command again for a new one.',
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
