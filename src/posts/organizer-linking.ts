import type { Clock } from '../events/clock.ts';
import { AttemptLimit } from './attempt-limit.ts';
import type { AuditLog } from './audit-log.ts';
import type { Connection, Connections } from './connections.ts';
import { EventNotFoundError } from './errors.ts';
import type { LinkCode, LinkCodes } from './link-codes.ts';
import { type EventProof, type EventProofs, newLinkCode, showsCode } from './link-proof.ts';
import type { OrganizerLinks } from './ports.ts';
import { connectionContext, type TokenSeal } from './token-seal.ts';

export interface OrganizerLinkingOptions {
  readonly proofs: EventProofs;
  readonly linkCodes: Pick<LinkCodes, 'open' | 'find' | 'use'>;
  readonly connections: Pick<Connections, 'find' | 'connect' | 'disconnect'>;
  readonly audit: Pick<AuditLog, 'append'>;
  /** Absent: no key is configured, so nothing can be connected. */
  readonly seal?: TokenSeal | undefined;
  /** The operator's own list, which holds where nothing is connected. */
  readonly operatorLinks: OrganizerLinks;
  readonly clock: Clock;
}

/** How a server came to its organizer. */
export type ServerLink =
  | ({
      readonly by: 'proof';
      /** False when no key opens it any more, so that it is as good as none. */
      readonly readable: boolean;
      /** Whether the operator's list has the server too, and holds when this link ends. */
      readonly operatorLink: boolean;
    } & Pick<Connection, 'connectedBy' | 'connectedAt' | 'version'>)
  | { readonly by: 'operator' };

/** What stands in the way of either step. */
export type LinkObstacle = { readonly outcome: 'no_key' } | { readonly outcome: 'event_not_found' };

/** `againAt` in epoch milliseconds. */
interface TooManyAttempts {
  readonly outcome: 'too_many_attempts';
  readonly againAt: number;
}

export type LinkBeginning =
  | LinkObstacle
  | TooManyAttempts
  | { readonly outcome: 'code'; readonly code: LinkCode }
  | { readonly outcome: 'already_linked'; readonly link: ServerLink };

export type LinkConfirmation =
  | LinkObstacle
  | { readonly outcome: 'linked'; readonly eventName: string }
  /** The code stays good. */
  | (TooManyAttempts & { readonly code: LinkCode })
  /** The description does not have it; the code stays good. */
  | { readonly outcome: 'not_yet'; readonly code: LinkCode }
  /** Expired, taken back, or never one of this server's. */
  | { readonly outcome: 'expired' }
  /** Somebody has asked for another one since. */
  | { readonly outcome: 'replaced' }
  /** Somebody has confirmed in the last minutes; a Discord user id. */
  | { readonly outcome: 'confirmed_already'; readonly connectedBy: string };

export type Unlinking =
  /** The operator's list holds again, when it has the server. */
  | { readonly outcome: 'disconnected'; readonly operatorLink: boolean }
  | { readonly outcome: 'not_linked' }
  /** It is another connection than the person saw. */
  | { readonly outcome: 'changed_meanwhile'; readonly link: ServerLink };

const CODE_LIFETIME_MS = 15 * 60 * 1000;
const ATTEMPTS = { limit: 20, windowMs: 10 * 60 * 1000 };

/**
 * Connects a server to an organizer of Rite. Rite has no sign-in for us and an id proves nothing, so the organizer shows
 * a code of ours in the description of one of their events: only they can write there. The code belongs to the server
 * that asked for it, so that nobody else has any use for it.
 *
 * EventSourceErrors of the reading come through: Rite is down, and the code stays good.
 */
export class OrganizerLinking {
  readonly #options: OrganizerLinkingOptions;
  readonly #attempts: AttemptLimit;

  constructor(options: OrganizerLinkingOptions) {
    this.#options = options;
    this.#attempts = new AttemptLimit({ clock: options.clock, ...ATTEMPTS });
  }

  async linkOf(guildId: string): Promise<ServerLink | undefined> {
    const { connections } = this.#options;
    const connection = await connections.find(guildId, 'rite');
    if (connection) return await this.#proven(connection);
    return (await this.#isOperators(guildId)) ? { by: 'operator' } : undefined;
  }

  /** Gives out a code for 15 minutes. @param anew also when the server is linked already. @throws {EventSourceError} */
  async begin({
    guildId,
    eventId,
    userId,
    anew,
  }: {
    readonly guildId: string;
    readonly eventId: string;
    readonly userId: string;
    readonly anew: boolean;
  }): Promise<LinkBeginning> {
    const { linkCodes, seal, clock } = this.#options;
    if (!seal) return { outcome: 'no_key' };
    const link = anew ? undefined : await this.linkOf(guildId);
    if (link && (link.by === 'operator' || link.readable)) {
      return { outcome: 'already_linked', link };
    }
    // Read only to know that there is such an event: a slip in the id would cost a walk to Rite and back.
    const reading = await this.#read(guildId, eventId);
    if ('outcome' in reading) return reading;
    const createdAt = clock();
    const code: LinkCode = {
      guildId,
      eventId,
      code: newLinkCode(),
      requestedBy: userId,
      createdAt,
      expiresAt: createdAt + CODE_LIFETIME_MS,
    };
    await linkCodes.open(code);
    return { outcome: 'code', code };
  }

  /** Looks for the code and, when it is there, connects. @throws {EventSourceError} */
  async confirm({
    guildId,
    code,
    userId,
  }: {
    readonly guildId: string;
    readonly code: string;
    readonly userId: string;
  }): Promise<LinkConfirmation> {
    const { linkCodes, connections, audit, seal, clock } = this.#options;
    if (!seal) return { outcome: 'no_key' };
    const open = await linkCodes.find(guildId, clock());
    if (open?.code !== code) return await this.#whyNot(guildId, open);
    const proof = await this.#read(guildId, open.eventId);
    if ('outcome' in proof) {
      return proof.outcome === 'too_many_attempts' ? { ...proof, code: open } : proof;
    }
    if (!showsCode(proof.description, code)) return { outcome: 'not_yet', code: open };
    // Used before anything else: of two who confirm at once, one connects.
    if ((await linkCodes.use(guildId, code)) === 'not_found') return await this.#whyNot(guildId);
    const sealed = seal.seal(proof.organizerId, connectionContext(guildId, 'rite'));
    const at = clock();
    await connections.connect({
      guildId,
      kind: 'rite',
      sealed,
      keyId: seal.keyOf(sealed) ?? '',
      connectedBy: userId,
      connectedAt: at,
    });
    await audit.append({
      guildId,
      at,
      actorId: userId,
      action: 'connection.made',
      subject: 'rite',
      details: { event: open.eventId },
    });
    return { outcome: 'linked', eventName: proof.eventName };
  }

  /** Takes a code back; no matter when there is none. */
  async cancel(guildId: string, code: string): Promise<void> {
    await this.#options.linkCodes.use(guildId, code);
  }

  /** @param version of the connection that the person saw. */
  async unlink({
    guildId,
    userId,
    version,
  }: {
    readonly guildId: string;
    readonly userId: string;
    readonly version: number;
  }): Promise<Unlinking> {
    const { connections, audit, clock } = this.#options;
    const connection = await connections.find(guildId, 'rite');
    if (!connection) return { outcome: 'not_linked' };
    if (connection.version !== version) {
      return { outcome: 'changed_meanwhile', link: await this.#proven(connection) };
    }
    const ended = await connections.disconnect({ guildId, kind: 'rite', version });
    if (ended === 'not_found') {
      const since = await connections.find(guildId, 'rite');
      return since
        ? { outcome: 'changed_meanwhile', link: await this.#proven(since) }
        : { outcome: 'not_linked' };
    }
    await audit.append({
      guildId,
      at: clock(),
      actorId: userId,
      action: 'connection.removed',
      subject: 'rite',
      details: {},
    });
    return { outcome: 'disconnected', operatorLink: await this.#isOperators(guildId) };
  }

  async #read(
    guildId: string,
    eventId: string,
  ): Promise<EventProof | TooManyAttempts | LinkObstacle> {
    const attempt = this.#attempts.take(guildId);
    if (!attempt.allowed) return { outcome: 'too_many_attempts', againAt: attempt.againAt };
    try {
      return await this.#options.proofs.readProof(eventId);
    } catch (error) {
      if (error instanceof EventNotFoundError) return { outcome: 'event_not_found' };
      throw error;
    }
  }

  /** @param open the code that counts now. */
  async #whyNot(guildId: string, open?: LinkCode): Promise<LinkConfirmation> {
    if (open) return { outcome: 'replaced' };
    const { connections, clock } = this.#options;
    const connection = await connections.find(guildId, 'rite');
    // Made while the code could still be good: that is where it went.
    return connection && connection.connectedAt > clock() - CODE_LIFETIME_MS
      ? { outcome: 'confirmed_already', connectedBy: connection.connectedBy }
      : { outcome: 'expired' };
  }

  async #proven(connection: Connection): Promise<ServerLink & { readonly by: 'proof' }> {
    const { guildId, sealed, connectedBy, connectedAt, version } = connection;
    const opened = this.#options.seal?.open(sealed, connectionContext(guildId, 'rite'));
    const operatorLink = await this.#isOperators(guildId);
    const readable = opened?.ok ?? false;
    return { by: 'proof', readable, operatorLink, connectedBy, connectedAt, version };
  }

  async #isOperators(guildId: string): Promise<boolean> {
    return (await this.#options.operatorLinks.organizerOf(guildId)) !== undefined;
  }
}
