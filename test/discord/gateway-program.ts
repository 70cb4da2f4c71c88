// A program that is nothing but a gateway. Its argument is the address of Discord's REST API; it leaves when its
// standard input ends.
import { once } from 'node:events';
import { pino } from 'pino';
import { DiscordGateway } from '../../src/discord/gateway.ts';
import { makeEvent } from '../fixtures/event.ts';
import { makePost, NOW } from './make-post.ts';

const notAsked = () => Promise.reject(new Error('Nobody asks for this here'));
const gateway = new DiscordGateway({
  token: 'a.bot.token',
  api: process.argv[2],
  commands: [],
  components: [],
  modals: [],
  posts: {
    listEvents: async () => ({ events: [makeEvent()], readAt: NOW, stale: false }),
  },
  drafts: {
    create: async () => ({ outcome: 'not_kept', post: makePost() }),
    find: notAsked,
    show: notAsked,
    download: notAsked,
    list: notAsked,
    count: notAsked,
    toDelete: notAsked,
    delete: notAsked,
    noteMessage: notAsked,
  },
  draftEdits: {
    captionToEdit: notAsked,
    editCaption: notAsked,
    resetCaption: notAsked,
    restyle: notAsked,
    regenerate: notAsked,
  },
  premium: { has: notAsked, skuId: undefined },
  downloads: { fetch: notAsked },
  brands: { brandOf: notAsked, change: notAsked, reset: notAsked, preview: notAsked },
  extras: { eventOf: notAsked, keptOf: notAsked, save: notAsked },
  linking: {
    linkOf: notAsked,
    begin: notAsked,
    confirm: notAsked,
    cancel: notAsked,
    unlink: notAsked,
  },
  settings: { settingsOf: notAsked, changeSettings: notAsked },
  rejections: { explainRejection: notAsked },
  instagram: { linkOf: notAsked, begin: notAsked, disconnect: notAsked, waiting: notAsked },
  scheduling: {
    schedule: notAsked,
    publishNow: notAsked,
    retry: notAsked,
    move: notAsked,
    cancel: notAsked,
    settle: notAsked,
    forecast: notAsked,
    similar: notAsked,
    calendar: notAsked,
    find: notAsked,
  },
  campaigns: { accept: notAsked },
  stats: { statsOf: notAsked, find: notAsked },
  scheduledEvents: { publish: notAsked },
  privacy: { exportOf: notAsked, summaryOf: notAsked, remove: notAsked, receipt: notAsked },
  departures: { left: async () => {}, returned: async () => {}, reconcile: async () => {} },
  clock: Date.now,
  logger: pino({ level: 'silent' }),
  onFatal: () => {},
});
await once(process.stdin.resume(), 'end');
await gateway[Symbol.asyncDispose]();
