import type { Connection, Connections } from './connections.ts';
import { PostRefusedError } from './errors.ts';
import type { OrganizerLinks } from './ports.ts';
import type { Secret } from './secret.ts';
import { connectionContext, type OpenFailure, type TokenSeal } from './token-seal.ts';

export interface LinkedOrganizersOptions {
  readonly connections: Pick<Connections, 'find'>;
  /** Absent: no key is configured. */
  readonly seal?: Pick<TokenSeal, 'open'> | undefined;
  /** For servers that have made no connection themselves. */
  readonly operatorLinks: OrganizerLinks;
  /** Told when a connection cannot be opened, each time it is needed. */
  onUnreadable?(guildId: string, failure: UnreadableLink): void;
  /** So many opened ones are remembered. */
  readonly capacity?: number;
}

/** Why a connection that is there is of no use: somebody must connect again, or the operator bring back the key. */
export type UnreadableLink = OpenFailure['failure'] | 'no_key';

/** The organizers that servers have connected by proof, and for all others the operator's own list. */
export class LinkedOrganizers implements OrganizerLinks {
  readonly #options: LinkedOrganizersOptions;
  /** By server. Good for exactly this sealed text, so whoever changes a connection need not know of it. */
  readonly #opened = new Map<string, { readonly sealed: string; readonly secret: Secret }>();

  constructor(options: LinkedOrganizersOptions) {
    this.#options = options;
  }

  /** @throws {PostRefusedError} `link_unreadable` when there is a connection that no key opens. */
  async organizerOf(guildId: string): Promise<string | undefined> {
    const { connections, operatorLinks } = this.#options;
    const connection = await connections.find(guildId, 'rite');
    if (connection) return this.#open(connection).reveal();
    this.#opened.delete(guildId);
    return await operatorLinks.organizerOf(guildId);
  }

  #open({ guildId, sealed }: Connection): Secret {
    const known = this.#opened.get(guildId);
    if (known?.sealed === sealed) return known.secret;
    const { seal, onUnreadable, capacity = 500 } = this.#options;
    const opened = seal?.open(sealed, connectionContext(guildId, 'rite'));
    if (!opened?.ok) {
      onUnreadable?.(guildId, opened?.failure ?? 'no_key');
      // Not the operator's list instead: it may name another organizer than the one that was proven.
      throw new PostRefusedError('link_unreadable');
    }
    this.#opened.delete(guildId);
    this.#opened.set(guildId, { sealed, secret: opened.secret });
    const [oldest] = this.#opened.keys();
    if (oldest !== undefined && this.#opened.size > capacity) this.#opened.delete(oldest);
    return opened.secret;
  }
}
