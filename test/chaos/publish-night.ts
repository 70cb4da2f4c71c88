import type { PostState } from '../../src/posts/kept-post.ts';

/** A post that somebody planned, as its people know it: what they were told is done counts. */
export interface Night {
  /** Names it in its caption. */
  readonly name: string;
  readonly guildId: string;
  readonly postId: string;
  readonly accountId: string;
  readonly needsApproval: boolean;
  /** Revisions whose approval somebody has asked for. */
  readonly approved: Set<number>;
  /** Somebody was told that it will not go out; nobody plans it again. */
  isCancelled: boolean;
}

/** How it stands in the database in the end. */
export interface NightRow {
  readonly postId: string;
  readonly state: PostState;
  readonly phase: string;
  readonly revision: number;
  readonly dueAt: number;
  readonly mediaId: string | null;
  readonly permalink: string | null;
  /** How often people were told that it is live. */
  readonly told: number;
}

/** What everybody can see of it on Instagram. */
export interface LiveNight {
  readonly caption: string;
  readonly mediaId: string;
  readonly permalink: string;
  readonly publishedAt: number;
  readonly accountId: string;
}

export interface NightFaults {
  /** More than one live medium. */
  readonly duplicates: readonly string[];
  /** Accepted, and neither live nor said not to be. */
  readonly lost: readonly string[];
  /** Live and not said to be, or against what people wanted. */
  readonly wrong: readonly string[];
}

const CAPTION = /^(?<name>night \d+), edition (?<edition>\d+)/;

/** With what Instagram gives back in another form. */
export function captionOf(name: string, edition: number): string {
  return `${name}, edition ${edition}\n\n 서울 언더그라운드  @dj.kim #techno`;
}

/** Whatever waits for nothing but time. */
export function isUnsettled({ state, phase }: Pick<NightRow, 'state' | 'phase'>): boolean {
  if (state === 'published') return phase !== 'done';
  return state === 'scheduled' || state === 'publishing' || state === 'draft';
}

/** Compares what people asked for, what the database says and what is live. */
export function nightFaults(
  nights: readonly Night[],
  rows: readonly NightRow[],
  live: readonly LiveNight[],
): NightFaults {
  const byId = new Map(rows.map((row) => [row.postId, row]));
  const byName = Map.groupBy(live, ({ caption }) => CAPTION.exec(caption)?.groups?.name);
  const faults = { duplicates: [] as string[], lost: [] as string[], wrong: [] as string[] };
  for (const night of nights) {
    const media = byName.get(night.name) ?? [];
    byName.delete(night.name);
    const row = byId.get(night.postId);
    if (media.length > 1) faults.duplicates.push(`${night.name} is live ${media.length} times`);
    if (!row || isUnsettled(row)) {
      faults.lost.push(`${night.name} is ${row ? `${row.state} (${row.phase})` : 'gone'}`);
      continue;
    }
    if (row.state === 'published' && media.length === 0) {
      faults.lost.push(`${night.name} is published and not live`);
    }
    faults.wrong.push(...media.flatMap((one) => wrongs(night, row, one)));
    if (row.state === 'published' && row.told !== 1) {
      faults.wrong.push(`of ${night.name} people were told ${row.told} times`);
    }
  }
  for (const [name] of byName) faults.wrong.push(`${name ?? 'something'} is live unasked`);
  return faults;
}

function wrongs(night: Night, row: NightRow, media: LiveNight): string[] {
  const { name } = night;
  const edition = Number(CAPTION.exec(media.caption)?.groups?.edition);
  const wrongs: string[] = [];
  const note = (isWrong: boolean, text: string) => {
    if (isWrong) wrongs.push(`${name} ${text}`);
  };
  note(row.state !== 'published' && row.state !== 'unconfirmed', `is ${row.state} and live`);
  note(night.isCancelled, 'was cancelled and is live');
  note(edition !== row.revision, `is live as edition ${edition} of ${row.revision}`);
  note(night.needsApproval && !night.approved.has(edition), `is live unapproved`);
  note(media.publishedAt < row.dueAt, `went live ${row.dueAt - media.publishedAt} ms early`);
  note(media.accountId !== night.accountId, 'is live on the account of others');
  note(row.mediaId !== null && row.mediaId !== media.mediaId, 'has the id of something else');
  note(
    row.permalink !== null && row.permalink !== media.permalink,
    'has the link of something else',
  );
  return wrongs;
}
