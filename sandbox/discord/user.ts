import type { APIUser } from 'discord-api-types/v10';

/** An account: a person's or a bot's. */
export interface User {
  readonly id: string;
  readonly username: string;
  readonly bot: boolean;
}

export function toApiUser(user: User): APIUser {
  return {
    id: user.id,
    username: user.username,
    discriminator: '0',
    global_name: user.bot ? null : user.username,
    avatar: null,
    ...(user.bot ? { bot: true } : {}),
  };
}
