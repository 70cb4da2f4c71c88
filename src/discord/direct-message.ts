import { DiscordAPIError, type User } from 'discord.js';
import type { Reply } from './command.ts';
import { messageOptions } from './message-options.ts';

/** 50007: takes no messages from us; 50278: no server in common any more; 40003: too many conversations opened. */
const CLOSED: readonly unknown[] = [50007, 50278, 40003];

/** @throws whatever else Discord or the network answered. */
export async function sendDirect(user: User, reply: Reply): Promise<'sent' | 'closed'> {
  try {
    await user.send(messageOptions(reply));
    return 'sent';
  } catch (error) {
    if (error instanceof DiscordAPIError && CLOSED.includes(error.code)) return 'closed';
    throw error;
  }
}
