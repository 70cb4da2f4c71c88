import type { PostState } from '../../../src/posts/kept-post.ts';
import type { NewNotice } from '../../../src/posts/notices/notice.ts';
import type { PublishProblem } from '../../../src/posts/publishing/problem.ts';
import type { Publication } from '../../../src/posts/publishing/publication.ts';
import type {
  PublicationChange,
  PublicationStore,
  Written,
} from '../../../src/posts/publishing/publication-store.ts';

/** What a person changes of a post; the fence grows with it. */
export type PersonsChange = Partial<Omit<Publication, 'fence'>> & {
  readonly state?: PostState;
  readonly revision?: number;
};

export interface MemoryRow {
  readonly publication: Publication;
  readonly state: PostState;
  readonly revision: number;
  readonly permalink?: string;
  readonly publishedAt?: number;
  /** The use of the day was taken. */
  readonly used: boolean;
}

/** The queue in memory, with the rules of the one in the database. */
export class MemoryPublications implements PublicationStore {
  readonly rows = new Map<string, MemoryRow>();
  readonly notices: NewNotice[] = [];
  readonly audits: string[] = [];
  readonly uses = new Map<string, number>();

  put(publication: Publication, state: PostState = 'scheduled', revision = 1): void {
    this.rows.set(publication.postId, { publication, state, revision, used: false });
  }

  row(postId: string): MemoryRow {
    const row = this.rows.get(postId);
    if (!row) throw new RangeError(`There is no post ${postId}`);
    return row;
  }

  change(postId: string, { state, revision, ...changes }: PersonsChange): void {
    const row = this.row(postId);
    const publication = { ...row.publication, ...changes, fence: row.publication.fence + 1 };
    this.rows.set(postId, {
      ...row,
      publication: defined(publication),
      state: state ?? row.state,
      revision: revision ?? row.revision,
    });
  }

  async claimDue({
    now,
    leaseMs,
    limit,
    except = [],
  }: Parameters<PublicationStore['claimDue']>[0]) {
    const due = [...this.rows.values()]
      .filter(({ publication: { postId } }) => !except.includes(postId))
      .filter(({ publication: { wakeAt } }) => wakeAt !== undefined && wakeAt <= now)
      .sort((a, b) => (a.publication.wakeAt ?? 0) - (b.publication.wakeAt ?? 0))
      .slice(0, limit);
    for (const { publication } of due) {
      this.change(publication.postId, { wakeAt: now + leaseMs });
    }
    return due.map(({ publication }) => this.row(publication.postId).publication);
  }

  async nextWake() {
    const wakes = [...this.rows.values()].flatMap(({ publication }) => publication.wakeAt ?? []);
    return wakes.length > 0 ? Math.min(...wakes) : undefined;
  }

  async write(claimed: Publication, change: PublicationChange): Promise<Written> {
    const row = this.rows.get(claimed.postId);
    if (row?.publication.fence !== claimed.fence) return { outcome: 'lost' };
    const { at: _, state, permalink, publishedAt, notices = [], audit, ...rest } = change;
    const { givesBackUse, dropsApproval, ...columns } = rest;
    const publication = defined({
      ...row.publication,
      ...named(columns),
      ...(dropsApproval ? { needsApproval: true, approval: undefined } : {}),
    });
    this.rows.set(claimed.postId, {
      publication,
      state: state ?? row.state,
      revision: row.revision,
      used: row.used && !givesBackUse,
      ...defined({ permalink: permalink ?? row.permalink }),
      ...defined({ publishedAt: publishedAt ?? row.publishedAt }),
    });
    this.notices.push(...notices);
    if (audit) this.audits.push(audit.action);
    return { outcome: 'written', publication };
  }

  async markSent(claimed: Publication, mark: Parameters<PublicationStore['markSent']>[1]) {
    const row = this.rows.get(claimed.postId);
    if (row?.publication.fence !== claimed.fence) return { outcome: 'lost' } as const;
    const { state, revision, publication } = row;
    const { container, needsApproval, approval } = publication;
    const allowed =
      (state === 'scheduled' || state === 'publishing') &&
      mark.at >= publication.dueAt &&
      container?.revision === revision &&
      mark.revision === revision &&
      container.id !== '' &&
      (!needsApproval || approval?.revision === revision);
    if (!allowed) return { outcome: 'not_allowed' } as const;
    const key = `${mark.usage.subject} ${mark.usage.day}`;
    const used = this.uses.get(key) ?? 0;
    if (!row.used) {
      if (used >= mark.usageLimit) return { outcome: 'over_limit' } as const;
      this.uses.set(key, used + 1);
    }
    const { unpublishedSince: __, doubtedAt: ___, vouchedBy: ____, ...kept } = publication;
    const { accountId = '' } = publication;
    const sent: Publication = {
      ...kept,
      phase: 'sent',
      wakeAt: mark.wakeAt,
      sends: publication.sends + 1,
      sentAt: mark.at,
      sentContainer: { id: container.id, revision, accountId },
      looks: 0,
    };
    this.rows.set(claimed.postId, { ...row, publication: sent, state: 'publishing', used: true });
    return { outcome: 'sent', publication: sent } as const;
  }

  async find(_: string, postId: string) {
    return this.rows.get(postId)?.publication;
  }

  async knownMedia(mediaIds: readonly string[]) {
    const known = [...this.rows.values()].flatMap(({ publication }) => publication.mediaId ?? []);
    return mediaIds.filter((id) => known.includes(id));
  }

  async resumeHeld(
    reasons: readonly PublishProblem['kind'][],
    at: number,
    _guildId?: string,
    dueAfter = Number.NEGATIVE_INFINITY,
  ) {
    const held = [...this.rows.values()].filter(
      ({ state, publication: { problem, dueAt } }) =>
        state === 'held' && problem && reasons.includes(problem.kind) && dueAt > dueAfter,
    );
    for (const {
      publication: { postId },
    } of held) {
      this.change(postId, { wakeAt: at, problem: undefined });
    }
    return held.length;
  }
}

/** What is not named stays, `null` takes away. */
function named(columns: object): object {
  const entries = Object.entries(columns).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries.map(([name, value]) => [name, value ?? undefined]));
}

function defined<T extends object>(row: T): { [Name in keyof T]: Exclude<T[Name], undefined> } {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined)) as {
    [Name in keyof T]: Exclude<T[Name], undefined>;
  };
}
