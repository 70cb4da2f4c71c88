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
  /** People know that the post is held for it. */
  readonly told?: boolean;
  /** What differs, in words of both languages, when facts have changed. */
  readonly changes?: readonly FactDifference[];
}

/** What can differ. `days`: those a countdown says are left. The rest of the list is what organizers add to an event. */
export const DIFFERING_PARTS = [
  'name',
  'date',
  'venue',
  'lineup',
  'times',
  'days',
  'ticketUrl',
  'advancePrice',
  'doorPrice',
  'ageLimit',
  'notice',
] as const;

/** One difference between the facts a revision rests on and those of now. */
export interface FactDifference {
  readonly part: (typeof DIFFERING_PARTS)[number];
  /**
   * What it was and what it is, without words of any language: names, `YYYY-MM-DD`, `22:00-23:30 KURONEKO`, figures;
   * '' for an act that is not announced. Absent where there is none.
   */
  readonly before?: string;
  readonly after?: string;
}
