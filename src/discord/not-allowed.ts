import type { Permission } from './command.ts';

/** Somebody asked where it does not work, or without the permission it takes. */
export class NotAllowedError extends Error {
  override readonly name = 'NotAllowedError';
  readonly reason: Permission | 'in_servers_only';

  constructor(reason: Permission | 'in_servers_only') {
    super(`Not allowed: ${reason}`);
    this.reason = reason;
  }
}
