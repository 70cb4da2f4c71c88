/** What a night's organizer adds to an event because Rite has no place for it. What is absent is unknown, not "none". */
export interface EventExtras {
  /** Where tickets are sold; `https:` or `http:`. */
  readonly ticketUrl?: string;
  /** Whole won; 0 is free entry. */
  readonly advancePrice?: number;
  /** Whole won; 0 is free entry. */
  readonly doorPrice?: number;
  /** The youngest age that is let in, in full years. */
  readonly ageLimit?: number;
  /** One line of the organizer's own, NFC: "no photos", "cash only". */
  readonly notice?: string;
}
