import { DiscordjsError, DiscordjsErrorCodes, GatewayCloseCodes } from 'discord.js';
import type { Alarm } from './watchdog.ts';

/**
 * Why the connection to Discord is over for good: `refused` (token or intents; starting again changes nothing until a
 * person acts), `silent` (nothing heard; starting again helps), `unreachable` (the first connection failed, or a lost one could not be made again).
 */
export type GatewayLoss = 'refused' | 'silent' | 'unreachable';

/** The program must end: a gateway that lost its token or its connection looks alive but answers nobody. */
export class GatewayLostError extends Error {
  override readonly name = 'GatewayLostError';
  readonly loss: GatewayLoss;

  constructor(loss: GatewayLoss, message: string, options?: ErrorOptions) {
    super(message, options);
    this.loss = loss;
  }
}

/** Found out by the watchdog. */
export function lossByAlarm({ kind, quietMs }: Alarm): GatewayLostError {
  return kind === 'silent'
    ? new GatewayLostError(
        'silent',
        `Discord has sent nothing for ${Math.round(quietMs / 1000)} s although the connection looks open; start the bot again.`,
      )
    : new GatewayLostError(
        'unreachable',
        `There has been no working connection to Discord for ${Math.round(quietMs / 60_000)} minutes; start the bot again when the network is back.`,
      );
}

/** Of the first connection. */
export function lossAtLogin(error: unknown): GatewayLostError {
  if (error instanceof DiscordjsError && error.code === DiscordjsErrorCodes.TokenInvalid) {
    return tokenRefused(error);
  }
  const message = error instanceof Error ? error.message : String(error);
  // Before the first READY discord.js says why a connection was closed in these words only.
  if (message === 'Used disallowed intents')
    return lossAtClose(GatewayCloseCodes.DisallowedIntents);
  if (message === 'Authentication failed') return tokenRefused(error);
  return new GatewayLostError('unreachable', `Discord cannot be reached: ${message}`, {
    cause: error,
  });
}

/** @param code with which Discord closed the connection, if it is known. */
export function lossAtClose(code: number | undefined): GatewayLostError {
  if (code === GatewayCloseCodes.AuthenticationFailed) return tokenRefused();
  if (code === GatewayCloseCodes.DisallowedIntents || code === GatewayCloseCodes.InvalidIntents) {
    return new GatewayLostError(
      'refused',
      'Discord refused the intents Guilds, GuildMessages, GuildMessageReactions and DirectMessages; check the Bot page of the application in the Developer Portal.',
    );
  }
  return new GatewayLostError('refused', `Discord closed the connection for good (code ${code}).`);
}

/** Also met by requests, long after the connection was made. */
export function tokenRefused(cause?: unknown): GatewayLostError {
  return new GatewayLostError(
    'refused',
    'Discord refused the bot token; make a new one on the Bot page of the application in the Developer Portal, set it, and start the bot again.',
    { cause },
  );
}
