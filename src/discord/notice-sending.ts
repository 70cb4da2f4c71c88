import {
  type Client,
  DiscordAPIError,
  HTTPError,
  MessageFlags,
  RateLimitError,
  type RawFile,
  type REST,
  RESTJSONErrorCodes,
  type RESTPostAPIChannelMessageJSONBody,
  type RESTPostAPIChannelMessageResult,
  type RESTPostAPICurrentUserCreateDMChannelResult,
  Routes,
} from 'discord.js';
import type { Telling } from '../posts/notices/notice-way.ts';
import type { Message } from './command.ts';
import { isConnectionError } from './connection-error.ts';

/** A message that no interaction asked for. */
export interface Sending {
  readonly message: Message;
  /**
   * At most 25 signs. Discord remembers it for some minutes and answers with the first message when the same comes
   * again, so that a message can be repeated when nobody knows whether it arrived.
   */
  readonly nonce: string;
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
  calls: readonly string[],
): Promise<Telling> {
  const { content, files = [], components = [] } = message;
  const body: RESTPostAPIChannelMessageJSONBody = {
    content,
    components: [...components],
    attachments: files.map(({ name, altText }, id) => ({
      id: String(id),
      filename: name,
      ...(altText !== undefined && { description: altText }),
    })),
    allowed_mentions: { parse: [], users: [...calls] },
    flags: MessageFlags.SuppressEmbeds,
    nonce,
    enforce_nonce: true,
  };
  const answer = await rest.post(Routes.channelMessages(channelId), {
    body,
    files: files.map(({ name, data }): RawFile => ({ name, data })),
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
