import { servers } from './0001-servers.ts';
import { posts } from './0002-posts.ts';
import { accounts } from './0003-accounts.ts';
import { jobs } from './0004-jobs.ts';
import { publishing } from './0005-publishing.ts';
import { scheduledEvents } from './0006-scheduled-events.ts';
import type { Migration } from './migration.ts';

/** In order. One that has been released is never edited: a database that already made the step would miss the edit. */
export const migrations: readonly Migration[] = [
  servers,
  posts,
  accounts,
  jobs,
  publishing,
  scheduledEvents,
];
