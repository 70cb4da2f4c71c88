import type { Kept } from './kept.ts';
import type { Line, SaidRevision } from './line.ts';

interface KnownPost {
  /** Number -> caption. */
  readonly revisions: Map<number, string>;
  touchedIn: number;
  downloaded: boolean;
  deletion?: 'asked' | 'done';
}

interface Uses {
  asked: number;
  kept: number;
  settled: number;
}

/** In so many eras a draft that nobody came back to may be gone. */
const ERAS_OF_A_DRAFT = 2;

/** What people were told, and what must therefore be true. An era ends when days go by. */
export class Ledger {
  /** How often something was said to be done, refusals and jobs included. */
  readonly deeds = new Map<Line['did'], number>();
  readonly #posts = new Map<string, KnownPost>();
  /** Of this era, by person. */
  readonly #uses = new Map<string, Uses>();
  readonly #failures: string[] = [];
  #era = 0;

  note(line: Line): void {
    switch (line.did) {
      case 'asked':
        this.#usesOf(line.userId).asked += 1;
        return;
      case 'settled':
        this.#usesOf(line.userId).settled += 1;
        break;
      case 'kept':
        this.#usesOf(line.userId).kept += 1;
        this.#revised(line);
        break;
      case 'revised':
        this.#revised(line);
        break;
      case 'downloaded':
        this.#postOf(line.postId).downloaded = true;
        break;
      case 'deleting':
        this.#postOf(line.postId).deletion ??= 'asked';
        return;
      case 'deleted':
        this.#postOf(line.postId).deletion = 'done';
        break;
      case 'failed':
        this.#failures.push(line.error);
        return;
      case 'begun':
        return;
    }
    this.deeds.set(line.did, (this.deeds.get(line.did) ?? 0) + 1);
  }

  nextEra(): void {
    this.#era += 1;
    this.#uses.clear();
  }

  /** Whatever was acknowledged and is not so. */
  faults(kept: Kept): string[] {
    return [...this.#failures, ...this.#postFaults(kept), ...this.#useFaults(kept)];
  }

  #postFaults({ posts }: Kept): string[] {
    const faults: string[] = [];
    for (const [id, known] of this.#posts) {
      const post = posts.get(id);
      if (!post) {
        const expired = !known.downloaded && this.#era - known.touchedIn >= ERAS_OF_A_DRAFT;
        if (!known.deletion && !expired && known.revisions.size > 0)
          faults.push(`post ${id} is lost`);
        continue;
      }
      if (known.deletion === 'done') faults.push(`post ${id} was deleted and is there`);
      if (known.downloaded && !post.downloaded) faults.push(`the download of post ${id} is lost`);
      for (const [number, caption] of known.revisions) {
        if (post.captions.get(number) !== caption) {
          faults.push(`revision ${number} of post ${id} is lost`);
        }
      }
    }
    return faults;
  }

  #useFaults({ uses }: Kept): string[] {
    return [...this.#uses].flatMap(([userId, { asked, kept, settled }]) => {
      const used = uses.get(userId) ?? 0;
      const good = kept <= used && used <= asked - settled;
      return good
        ? []
        : [
            `${userId} has ${used} uses; made ${kept} posts, asked ${asked} times, ${settled} for nothing`,
          ];
    });
  }

  #revised({ postId, revision, caption }: SaidRevision): void {
    const post = this.#postOf(postId);
    post.revisions.set(revision, caption);
    post.touchedIn = this.#era;
  }

  #postOf(id: string): KnownPost {
    const known = this.#posts.get(id) ?? {
      revisions: new Map(),
      touchedIn: this.#era,
      downloaded: false,
    };
    this.#posts.set(id, known);
    return known;
  }

  #usesOf(userId: string): Uses {
    const uses = this.#uses.get(userId) ?? { asked: 0, kept: 0, settled: 0 };
    this.#uses.set(userId, uses);
    return uses;
  }
}
