// A program that is nothing but a gateway. Its argument is the address of Discord's REST API; it leaves when its
// standard input ends.
import { once } from 'node:events';
import { pino } from 'pino';
import { DiscordGateway } from '../../src/discord/gateway.ts';
import { makeEvent } from '../fixtures/event.ts';
import { makePost, NOW } from './make-post.ts';

const gateway = new DiscordGateway({
  token: 'a.bot.token',
  api: process.argv[2],
  commands: [],
  components: [],
  posts: {
    create: async () => makePost(),
    listEvents: async () => ({ events: [makeEvent()], readAt: NOW, stale: false }),
  },
  clock: Date.now,
  logger: pino({ level: 'silent' }),
  onFatal: () => {},
});
await once(process.stdin.resume(), 'end');
await gateway[Symbol.asyncDispose]();
