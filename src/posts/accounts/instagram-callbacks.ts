import { randomBytes } from 'node:crypto';
import type { Clock } from '../../events/clock.ts';
import type { AuditLog } from '../audit-log.ts';
import type { NoticeStore } from '../notices/notice.ts';
import type { Secret } from '../secret.ts';
import type { DeletionRequests, InstagramAccount, InstagramAccounts } from './instagram-account.ts';
import { readSignedRequest, type SignedRequest } from './signed-request.ts';

export interface InstagramCallbacksOptions {
  readonly accounts: Pick<InstagramAccounts, 'byInstagramId' | 'disconnect'>;
  readonly deletions: DeletionRequests;
  readonly notices: Pick<NoticeStore, 'add'>;
  readonly audit: Pick<AuditLog, 'append'>;
  /** Any of these may sign: the Instagram app's, and that of the app at Meta it belongs to. */
  readonly secrets: readonly Secret[];
  readonly publicUrl?: string | undefined;
  readonly clock: Clock;
  /** Hears what could not be noted or told after a removal. */
  onFailed(what: 'audit' | 'notice', error: unknown): void;
}

export type Deauthorization =
  | { readonly outcome: 'removed'; readonly removed: number }
  | { readonly outcome: 'not_signed' };

export type DataDeletion =
  /** `url`: where a person can look up what was done. */
  | { readonly outcome: 'deleted'; readonly code: string; readonly url: string }
  | { readonly outcome: 'not_signed' };

/** Our clock and Meta's may differ so much. */
const CLOCK_SKEW_MS = 5 * 60 * 1000;

/** What Meta tells us when somebody takes our app away on Instagram, or wants their data deleted. */
export class InstagramCallbacks {
  readonly #options: InstagramCallbacksOptions;

  constructor(options: InstagramCallbacksOptions) {
    this.#options = options;
  }

  async deauthorize(signedRequest: string): Promise<Deauthorization> {
    const request = readSignedRequest(signedRequest, this.#options.secrets);
    if (!request) return { outcome: 'not_signed' };
    return { outcome: 'removed', removed: await this.#remove(request) };
  }

  /** Done at once; the code only says so afterwards. */
  async deleteData(signedRequest: string): Promise<DataDeletion> {
    const { deletions, secrets, publicUrl = '', clock } = this.#options;
    const request = readSignedRequest(signedRequest, secrets);
    if (!request) return { outcome: 'not_signed' };
    const removed = await this.#remove(request);
    const code = randomBytes(16).toString('hex');
    await deletions.add({ code, at: clock(), removed });
    const url = `${publicUrl.replace(/\/+$/, '')}/instagram/deletion/${code}`;
    return { outcome: 'deleted', code, url };
  }

  async deletion(code: string): ReturnType<DeletionRequests['find']> {
    return /^[0-9a-f]{32}$/.test(code) ? await this.#options.deletions.find(code) : undefined;
  }

  async #remove({ userId, issuedAt = Number.POSITIVE_INFINITY }: SignedRequest): Promise<number> {
    const { accounts } = this.#options;
    let removed = 0;
    for (const account of await accounts.byInstagramId(userId)) {
      // What came late, or was sent again by whoever caught it, is not about a connection made since.
      if (account.connectedAt > issuedAt + CLOCK_SKEW_MS) continue;
      if ((await accounts.disconnect(account)) === 'not_found') continue;
      removed += 1;
      await this.#tell(account);
    }
    return removed;
  }

  async #tell({ guildId, connectedBy, username }: InstagramAccount): Promise<void> {
    const { notices, audit, clock, onFailed } = this.#options;
    const at = clock();
    const content = { kind: 'deauthorized', username } as const;
    await Promise.all([
      audit
        .append({
          guildId,
          at,
          action: 'connection.removed',
          subject: 'instagram',
          details: { by: 'instagram' },
        })
        .catch((error: unknown) => onFailed('audit', error)),
      notices
        .add({ guildId, userId: connectedBy, content }, at)
        .catch((error: unknown) => onFailed('notice', error)),
    ]);
  }
}
