import type { Clock } from '../../events/clock.ts';
import type { AuditLog } from '../audit-log.ts';
import type { NoticeStore } from '../notices/notice.ts';
import type { PublicationStore } from '../publishing/publication-store.ts';
import { connectionContext, type TokenSeal } from '../token-seal.ts';
import type { InstagramAccounts } from './instagram-account.ts';
import type { InstagramProfile, LongLivedToken } from './instagram-sign-in.ts';
import type { AccountRefusal, ConnectedAccount } from './linking-outcomes.ts';

export interface AccountKeepingOptions {
  readonly accounts: Pick<InstagramAccounts, 'find' | 'connect'>;
  readonly publications: Pick<PublicationStore, 'resumeHeld'>;
  readonly notices: Pick<NoticeStore, 'add'>;
  readonly audit: Pick<AuditLog, 'append'>;
  /** Absent: no key is configured, so nothing can be connected. */
  readonly seal?: TokenSeal | undefined;
  readonly clock: Clock;
  /** Hears what went wrong and how, by Instagram's code or as it was thrown. Names no token. */
  onFailed(what: LinkingStep, failure: unknown): void;
}

export type LinkingStep =
  | 'code'
  | 'long_lived'
  | 'profile'
  | 'refresh'
  | 'resume'
  | 'audit'
  | 'notice';

/** Discord ids of a server and of somebody in it. */
export interface Person {
  readonly guildId: string;
  readonly userId: string;
}

/** What a new connection mends. */
const MENDED = ['token_dead', 'not_connected', 'no_permission'] as const;

/** Keeps an account that Instagram vouches for, with all that follows from it. */
export class AccountKeeping {
  readonly #options: AccountKeepingOptions;

  constructor(options: AccountKeepingOptions) {
    this.#options = options;
  }

  /** @param insights whether figures may be read. @throws what the database does. */
  async keep(
    { guildId, userId }: Person,
    profile: InstagramProfile,
    { token, expiresInMs }: LongLivedToken,
    insights = true,
  ): Promise<ConnectedAccount | AccountRefusal> {
    const { accounts, seal, clock } = this.#options;
    if (!seal) return { outcome: 'no_key' };
    const { accountId, appScopedId, username } = profile;
    // `unknown` passes: only professional accounts can allow publishing, and Instagram's spelling has changed before.
    if (profile.accountType === 'personal') return { outcome: 'personal_account', username };
    const earlier = await accounts.find(guildId);
    const at = clock();
    const sealed = seal.seal(token, connectionContext(guildId, 'instagram'));
    const account = await accounts.connect({
      guildId,
      connectedBy: userId,
      accountId,
      ...(appScopedId === undefined ? {} : { appScopedId }),
      username,
      connectedAt: at,
      issuedAt: at,
      expiresAt: at + expiresInMs,
      sealed,
      keyId: seal.keyOf(sealed) ?? '',
    });
    return {
      outcome: 'connected',
      account,
      ...(earlier && earlier.accountId !== accountId && { replaced: earlier.username }),
      insights,
      resumed: await this.#tell({ guildId, userId }, username, at),
    };
  }

  /** What follows a connection. It is made by now, so none of this may look as if it were not. */
  async #tell(person: Person, username: string, at: number): Promise<number> {
    const { publications, notices, onFailed } = this.#options;
    const { guildId, userId } = person;
    const content = { kind: 'connected', username } as const;
    const [resumed] = await Promise.all([
      publications.resumeHeld(MENDED, at, guildId).catch((error: unknown) => {
        onFailed('resume', error);
        return 0;
      }),
      this.note(person, 'connection.made', at),
      notices
        .add({ guildId, userId, content }, at)
        .catch((error: unknown) => onFailed('notice', error)),
    ]);
    return resumed;
  }

  /** One line in the audit log, or word of its failure. */
  async note(
    { guildId, userId }: Person,
    action: string,
    at = this.#options.clock(),
  ): Promise<void> {
    const { audit, onFailed } = this.#options;
    try {
      // Without the account's name: what Meta asks us to delete must not live on here.
      const line = { guildId, at, actorId: userId, action, subject: 'instagram', details: {} };
      await audit.append(line);
    } catch (error) {
      onFailed('audit', error);
    }
  }
}
