/** The prefixes of the custom ids on and around approval cards, each followed by a post and a revision. */
export const APPROVAL_PREFIXES = {
  caption: 'card-caption',
  cancel: 'card-cancel',
  event: 'card-event',
  reason: 'card-reason',
} as const;
