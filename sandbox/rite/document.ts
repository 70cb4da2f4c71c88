/** An event with its timeslots, as Rite stores and answers it. @see sehyunchung/rite packages/backend/convex/schema.ts */
export interface RiteDocument {
  readonly _id: string;
  readonly _creationTime: number;
  readonly organizerId: string;
  readonly name: string;
  /** `YYYY-MM-DD`. */
  readonly date: string;
  readonly venue: { readonly name: string; readonly address: string };
  readonly description?: string;
  readonly hashtags?: string;
  readonly deadlines: { readonly guestList: string; readonly promoMaterials: string };
  readonly payment: {
    readonly amount: number;
    readonly perDJ?: number;
    readonly currency: string;
    readonly dueDate: string;
  };
  readonly guestLimitPerDJ?: number;
  readonly status: 'draft' | 'active' | 'completed';
  readonly phase?: string;
  readonly phaseMetadata?: {
    readonly enteredAt: string;
    readonly enteredBy: string;
    readonly reason?: string;
  };
  readonly capabilities?: Readonly<Record<string, boolean>>;
  /** ISO instants by name; `createdAt` always. */
  readonly milestones?: Readonly<Record<string, string>>;
  readonly stateVersion?: number;
  /** ISO instant. */
  readonly createdAt: string;
  readonly timeslots: readonly RiteTimeslot[];
  readonly submissionCount?: number;
}

export interface RiteTimeslot {
  readonly _id: string;
  readonly _creationTime: number;
  readonly eventId: string;
  /** `HH:MM`. */
  readonly startTime: string;
  readonly endTime: string;
  readonly djName: string;
  readonly djInstagram: string;
  readonly submissionToken?: string;
  readonly submissionId?: string;
}

const WEEK_MS = 7 * 24 * 60 * 60 * 1_000;

/** The same document so many weeks later, or earlier when negative; weekdays and all distances within it are kept. */
export function moveByWeeks(document: RiteDocument, weeks: number): RiteDocument {
  if (weeks === 0) return document;
  const day = (date: string) => Temporal.PlainDate.from(date).add({ weeks }).toString();
  const instant = (iso: string) => new Date(Date.parse(iso) + weeks * WEEK_MS).toISOString();
  const { deadlines, payment, phaseMetadata, milestones } = document;
  return {
    ...document,
    _creationTime: document._creationTime + weeks * WEEK_MS,
    date: day(document.date),
    deadlines: {
      guestList: day(deadlines.guestList),
      promoMaterials: day(deadlines.promoMaterials),
    },
    payment: { ...payment, dueDate: day(payment.dueDate) },
    ...(phaseMetadata && {
      phaseMetadata: { ...phaseMetadata, enteredAt: instant(phaseMetadata.enteredAt) },
    }),
    ...(milestones && {
      milestones: Object.fromEntries(
        Object.entries(milestones).map(([name, iso]) => [name, instant(iso)]),
      ),
    }),
    createdAt: instant(document.createdAt),
    timeslots: document.timeslots.map((slot) => ({
      ...slot,
      _creationTime: slot._creationTime + weeks * WEEK_MS,
    })),
  };
}
