import type { Clock } from '../events/clock.ts';
import { DatabaseApprovalCards } from './approval-cards.ts';
import { DatabaseAuditLog } from './audit-log.ts';
import { DatabaseBrandStore } from './brand-store.ts';
import { DatabaseConnections } from './connections.ts';
import type { Database } from './database.ts';
import { DatabaseDeletionRequests } from './deletion-requests.ts';
import { DatabaseDepartures } from './departures.ts';
import { DatabaseExpiry } from './expiry.ts';
import { DatabaseExtrasStore } from './extras-store.ts';
import { DatabaseInsightStore } from './insight-store.ts';
import { DatabaseInstagramAccounts } from './instagram-accounts.ts';
import { DatabaseJobRuns } from './job-runs.ts';
import { DatabaseLinkCodes } from './link-codes.ts';
import { DatabaseNoticeStore } from './notice-store.ts';
import { DatabasePerformanceLog } from './performance-log.ts';
import { DatabasePersonalData } from './personal-data.ts';
import { DatabasePictureIndex } from './picture-index.ts';
import { DatabasePostStore } from './post-store.ts';
import { DatabasePremiumGrants } from './premium-grants.ts';
import { DatabasePublicationStore } from './publication-store.ts';
import { DatabaseScheduleStore } from './schedule-store.ts';
import { DatabaseScheduledEventStore } from './scheduled-event-store.ts';
import { DatabaseSettingsStore } from './settings-store.ts';
import { DatabaseSignIns } from './sign-ins.ts';
import { DatabaseUsageCounters } from './usage-counters.ts';

export type Stores = ReturnType<typeof storesOf>;

/** Everything that is kept in one database, each behind the port of those who need it. */
export function storesOf({ kysely }: Pick<Database, 'kysely'>, clock: Clock) {
  return {
    brands: new DatabaseBrandStore(kysely, clock),
    extras: new DatabaseExtrasStore(kysely),
    posts: new DatabasePostStore(kysely),
    pictures: new DatabasePictureIndex(kysely),
    expiry: new DatabaseExpiry(kysely),
    publications: new DatabasePublicationStore(kysely),
    schedules: new DatabaseScheduleStore(kysely),
    notices: new DatabaseNoticeStore(kysely),
    cards: new DatabaseApprovalCards(kysely),
    settings: new DatabaseSettingsStore(kysely),
    instagramAccounts: new DatabaseInstagramAccounts(kysely),
    signIns: new DatabaseSignIns(kysely),
    deletionRequests: new DatabaseDeletionRequests(kysely),
    insights: new DatabaseInsightStore(kysely),
    scheduledEvents: new DatabaseScheduledEventStore(kysely),
    usage: new DatabaseUsageCounters(kysely),
    audit: new DatabaseAuditLog(kysely),
    premium: new DatabasePremiumGrants(kysely),
    connections: new DatabaseConnections(kysely),
    linkCodes: new DatabaseLinkCodes(kysely),
    departures: new DatabaseDepartures(kysely),
    personalData: new DatabasePersonalData(kysely),
    jobRuns: new DatabaseJobRuns(kysely),
    performanceLog: new DatabasePerformanceLog(kysely),
  };
}
