import type { RiteDocument } from './document.ts';

const NO_CAPABILITIES = {
  canEdit: false,
  canPublish: false,
  canAcceptSubmissions: false,
  canGenerateContent: false,
  canFinalize: false,
  showUrgentBanner: false,
  showDayOfFeatures: false,
};

/**
 * The phase as Rite computes it on reading: the stored one, or from the older status, except that a finalized event
 * turns `day_of` on its day. That day is UTC's, because Rite's servers are: in Seoul it begins at 09:00.
 */
export function computePhase(document: RiteDocument, now: number): string {
  if (document.phase === 'finalized' && isEventDay(document, now)) return 'day_of';
  if (document.phase) return document.phase;
  return { draft: 'draft', active: 'planning', completed: 'completed' }[document.status] ?? 'draft';
}

/** What Rite lets its users do, by the stored phase (Rite does not look at the computed one here). */
export function computeCapabilities(document: RiteDocument, now: number) {
  const { timeslots, deadlines, venue } = document;
  const isDay = isEventDay(document, now);
  const deadline = Date.parse(deadlines.promoMaterials);
  const complete = timeslots.length > 0 && timeslots.every((slot) => slot.submissionId);
  switch (document.phase ?? computePhase(document, now)) {
    case 'draft': {
      const canPublish = Boolean(venue.name && venue.address) && timeslots.length > 0;
      return { ...NO_CAPABILITIES, canEdit: true, canPublish };
    }
    case 'planning':
      return {
        ...NO_CAPABILITIES,
        canEdit: true,
        canAcceptSubmissions: now < deadline,
        canGenerateContent: timeslots.length > 0,
        canFinalize: now > deadline && complete,
        showUrgentBanner: now > deadline && !complete,
      };
    case 'finalized':
      return {
        ...NO_CAPABILITIES,
        canGenerateContent: true,
        showUrgentBanner: isDay,
        showDayOfFeatures: isDay,
      };
    case 'day_of':
      return {
        ...NO_CAPABILITIES,
        canGenerateContent: true,
        showUrgentBanner: true,
        showDayOfFeatures: true,
      };
    default:
      return NO_CAPABILITIES;
  }
}

function isEventDay(document: RiteDocument, now: number): boolean {
  return new Date(now).toISOString().startsWith(document.date);
}
