import { writeSync } from 'node:fs';

/** What the program tells its parent. Each line but `asked` and `deleting` is said after what it tells of was done. */
export type Line =
  | { readonly did: 'begun' }
  /** A post is asked for; `settled` without a post: the person's use was given back or never taken. */
  | { readonly did: 'asked' | 'settled'; readonly userId: string }
  | ({ readonly did: 'kept'; readonly userId: string } & SaidRevision)
  | ({ readonly did: 'revised' } & SaidRevision)
  | { readonly did: 'deleting' | 'deleted' | 'downloaded'; readonly postId: string }
  | { readonly did: 'job'; readonly name: string; readonly note: string }
  /** Somebody else was faster. */
  | { readonly did: 'outrun' }
  /** Something that never should be. */
  | { readonly did: 'failed'; readonly error: string };

export interface SaidRevision {
  readonly postId: string;
  readonly revision: number;
  /** Of the caption, SHA-256. */
  readonly caption: string;
}

/** Not buffered, and short enough for a pipe to take it whole or not at all. */
export function say(line: Line): void {
  writeSync(1, `${JSON.stringify(line)}\n`);
}
