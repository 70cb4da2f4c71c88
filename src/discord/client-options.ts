import {
  type ClientOptions,
  DefaultRestOptions,
  GatewayIntentBits,
  Options,
  Partials,
  SimpleShardingStrategy,
} from 'discord.js';
import { RequestPace } from './request-pace.ts';

/** No privileged intent. Messages and reactions are for approvals on our own messages. */
const INTENTS =
  GatewayIntentBits.Guilds |
  GatewayIntentBits.GuildMessages |
  GatewayIntentBits.GuildMessageReactions |
  GatewayIntentBits.DirectMessages;

/**
 * discord.js would hold every request to 50 a second, answers to interactions included, although Discord does not
 * count those (documentation, "Rate Limits"): with ten people posting at once they would queue for nothing.
 */
const UNLIMITED = 1000;
/**
 * Of all others of this client, in whatever second Discord looks at: it takes 50, a connection may bring some closer
 * together, and calendars have a few of their own.
 */
const REQUESTS_PER_SECOND = 45;

/** discord.js would wait 30 s, and cannot be stopped while it does. */
export const HANDSHAKE_LIMIT_MS = 3000;

export interface Connection {
  /** The base address of Discord's REST API; Discord's own when undefined. */
  readonly api: string | undefined;
  /** Ends every request under way and to come: discord.js itself waits 15 s for each, four times over. */
  readonly stop: AbortSignal;
}

export function clientOptions({ api, stop }: Connection): ClientOptions {
  const pace = new RequestPace({ perSecond: REQUESTS_PER_SECOND });
  return {
    intents: INTENTS,
    // Reactions to messages from before the start arrive as partials or not at all.
    partials: [Partials.Message, Partials.Channel, Partials.Reaction, Partials.User],
    // discord.js repeats a request after a 5xx: without a nonce a message would be posted twice.
    enforceNonce: true,
    allowedMentions: { parse: [] },
    // As many as Discord recommends: one until there are some 1,000 servers.
    shards: 'auto',
    // An interaction needs no cached server, so a server in an outage must not hold up the others.
    waitGuildTimeout: 3000,
    rest: {
      globalRequestsPerSecond: UNLIMITED,
      makeRequest: async (url, init) => {
        const signal = AbortSignal.any(init.signal ? [init.signal, stop] : [stop]);
        const whole = await encoded(init);
        if (isCounted(init)) await pace.turn(signal);
        return await DefaultRestOptions.makeRequest(url, { ...whole, signal });
      },
      ...(api === undefined ? {} : { api }),
    },
    ws: {
      ...Options.createDefault().ws,
      buildStrategy: (manager) => {
        const { retrieveSessionInfo } = manager.options;
        manager.options.handshakeTimeout = HANDSHAKE_LIMIT_MS;
        // A shard that is destroyed before it heard HELLO takes that for a timeout and connects again, for ever. This
        // is what it asks for first.
        manager.options.retrieveSessionInfo = (shard) =>
          stop.aborted ? new Promise(() => {}) : retrieveSessionInfo(shard);
        return new SimpleShardingStrategy(manager);
      },
    },
    makeCache: Options.cacheWithLimits({
      ...Options.DefaultMakeCacheSettings,
      MessageManager: 50,
      ReactionManager: 50,
      ReactionUserManager: 0,
      UserManager: { maxSize: 500, keepOverLimit: (user) => user.id === user.client.user.id },
      GuildMemberManager: {
        maxSize: 50,
        keepOverLimit: (member) => member.id === member.client.user.id,
      },
      ApplicationCommandManager: 0,
      AutoModerationRuleManager: 0,
      GuildBanManager: 0,
      GuildEmojiManager: 0,
      GuildForumThreadManager: 0,
      GuildInviteManager: 0,
      GuildScheduledEventManager: 0,
      GuildStickerManager: 0,
      GuildTextThreadManager: 0,
      PresenceManager: 0,
      StageInstanceManager: 0,
      ThreadMemberManager: 0,
      VoiceStateManager: 0,
    }),
    sweepers: {
      ...Options.DefaultSweeperSettings,
      messages: { interval: 3600, lifetime: 1800 },
    },
  };
}

/** Answers to interactions name no bot: the token is in their address. */
function isCounted({ headers }: RequestOptions): boolean {
  return new Headers(headers as Record<string, string>).has('authorization');
}

type RequestOptions = Parameters<typeof DefaultRestOptions.makeRequest>[1];

/**
 * A form as its bytes: undici streams a form, and one that is aborted on the way rejects where nobody listens, which
 * ends the process ("ReadableStream is already closed"; 263 of 300 aborts with Node 26.10).
 */
async function encoded(init: RequestOptions): Promise<RequestOptions> {
  if (!(init.body instanceof FormData)) return init;
  const form = new Response(init.body);
  const headers = new Headers(init.headers as Record<string, string>);
  headers.set('content-type', form.headers.get('content-type') ?? 'multipart/form-data');
  return {
    ...init,
    body: Buffer.from(await form.arrayBuffer()),
    headers: Object.fromEntries(headers),
  };
}
