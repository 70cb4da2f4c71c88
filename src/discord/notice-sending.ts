import {
  type Client,
  DiscordAPIError,
  HTTPError,
  RateLimitError,
  type REST,
  RESTJSONErrorCodes,
  type RESTPostAPIChannelMessageResult,
  type RESTPostAPICurrentUserCreateDMChannelResult,
  Routes,
} from 'discord.js';
import type { Telling } from '../posts/notices/notice-way.ts';
import type { Message } from './command.ts';
import { isConnectionError } from './connection-error.ts';
import { type UnaskedOptions, unaskedMessage } from './unasked-message.ts';

/** A message that no interaction asked for. */
export interface Sending {
  readonly message: Message;
  readonly nonce: UnaskedOptions['nonce'];
}

/** For one request, the waiting for Discord's limits included. */
const LIMIT_MS = 15_000;

/** To a person in private, whether or not a conversation with them is open. @throws what nobody foresaw. */
export async function sendDirectTo(rest: REST, userId: string, sending: Sending): Promise<Telling> {
  return await told(async () => {
    const opened = await rest.post(Routes.userChannels(), {
      body: { recipient_id: userId },
      signal: AbortSignal.timeout(LIMIT_MS),
    });
    const { id } = opened as RESTPostAPICurrentUserCreateDMChannelResult;
    return await send(rest, id, sending, []);
  });
}

/** Into a channel of this server; of all that the text names, only these people are called. @throws as `sendDirectTo`. */
export async function sendToChannel(
  client: Client,
  place: { readonly guildId: string; readonly channelId: string },
  sending: Sending & { readonly calls: readonly string[] },
): Promise<Telling> {
  return await told(async () => {
    const channel = await client.channels.fetch(place.channelId);
    if (!channel || channel.isDMBased() || channel.guildId !== place.guildId) {
      return { outcome: 'closed', code: 'not_of_this_server' };
    }
    try {
      return await send(client.rest, channel.id, sending, sending.calls);
    } catch (error) {
      const files = sending.message.files ?? [];
      if (files.length === 0 || !isRefusal(error, RESTJSONErrorCodes.MissingPermissions)) {
        throw error;
      }
      // Writing may be allowed where attaching is not.
      const { files: _, ...message } = sending.message;
      return await send(client.rest, channel.id, { ...sending, message }, sending.calls);
    }
  });
}

async function send(
  rest: REST,
  channelId: string,
  { message, nonce }: Sending,
  users: readonly string[],
): Promise<Telling> {
  const answer = await rest.post(Routes.channelMessages(channelId), {
    ...unaskedMessage(message, { nonce, calls: { users } }),
    signal: AbortSignal.timeout(LIMIT_MS),
  });
  return { outcome: 'told', messageId: (answer as RESTPostAPIChannelMessageResult).id };
}

async function told(sending: () => Promise<Telling>): Promise<Telling> {
  try {
    return await sending();
  } catch (error) {
    return failureOf(error);
  }
}

/** @throws what is neither Discord's answer nor the network's silence. */
function failureOf(error: unknown): Telling {
  if (error instanceof RateLimitError) return { outcome: 'later', waitMs: error.retryAfter };
  if (error instanceof HTTPError || isConnectionError(error) || isGivenUp(error)) {
    return { outcome: 'later' };
  }
  if (!(error instanceof DiscordAPIError)) throw error;
  // The person is not the reason: our token, or too much at once.
  const passing =
    error.status === 401 ||
    error.status === 429 ||
    isRefusal(error, RESTJSONErrorCodes.OpeningDirectMessagesTooFast);
  return passing ? { outcome: 'later' } : { outcome: 'closed', code: String(error.code) };
}

function isRefusal(error: unknown, code: RESTJSONErrorCodes): boolean {
  return error instanceof DiscordAPIError && error.code === code;
}

function isGivenUp(error: unknown): boolean {
  return error instanceof Error && (error.name === 'AbortError' || error.name === 'TimeoutError');
}
