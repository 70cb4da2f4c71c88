/** Why a post is not published, in as many words as there are things that people can do about it. */
export const PROBLEM_KINDS = [
  // Instagram's account and its token
  'not_connected',
  'token_dead',
  'no_permission',
  'account_restricted',
  'account_changed',
  // limits
  'quota_instagram',
  'quota_ours',
  'action_blocked',
  'rate_limited',
  // what is sent
  'picture_unreachable',
  'picture_refused',
  'pictures_gone',
  'caption_refused',
  'content_refused',
  'public_url_missing',
  'sample_event',
  // the event and the people
  'facts_changed',
  'facts_unchecked',
  'event_stopped',
  'unapproved',
  'late',
  // the rest
  'instagram_unavailable',
  'unconfirmed',
  'unexpected',
] as const;
export type ProblemKind = (typeof PROBLEM_KINDS)[number];

export interface PublishProblem {
  readonly kind: ProblemKind;
  /** Instagram's `code/subcode`, such as `9004/2207052`, or a word of ours; for support, never its localised text. */
  readonly code?: string;
  /** When it is tried again by itself; epoch milliseconds. */
  readonly until?: number;
  /** What differs, in words of both languages, when facts have changed. */
  readonly changes?: readonly FactDifference[];
}

/** One difference between the facts a revision rests on and those of now. */
export interface FactDifference {
  readonly part: 'name' | 'date' | 'venue' | 'lineup' | 'times' | 'phase' | 'extras' | 'other';
  /** What it was and what it is, as people say it; absent where there is none. */
  readonly before?: string;
  readonly after?: string;
}
