import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { todayInSeoul } from '../events/night.ts';
import type { PersonalExport, PersonalSummary, PrivacyReceipt } from '../posts/personal-data.ts';
import type { PersonRemoval } from '../posts/privacy-service.ts';
import type { Reply, ReplyFile } from './command.ts';
import { keepQuestion, parseKeepOrNumber } from './keep-question.ts';
import { dateAndTime, timeOfDay } from './markdown.ts';
import type { Messages } from './messages/messages.ts';

/** The prefix of the custom ids of the buttons under the question of `/privacy delete`. */
export const PRIVACY_PREFIX = 'privacy-delete';

/** What a person reads in it may change while they think. */
const CONFIRMATION_MS = 10 * 60 * 1000;
/** Discord takes 10 MiB; the rest of the request needs some. */
const FILE_LIMIT = 9 * 1024 * 1024;

/** `keep`: nothing after all; else until when, in epoch milliseconds, the answer counts. */
export type PrivacyChoice = 'keep' | { readonly until: number };

/** `privacy-delete:keep`, `privacy-delete:<until>`. @throws {OutdatedComponentError} */
export function parsePrivacyChoice(customId: string): PrivacyChoice {
  const until = parseKeepOrNumber(customId);
  return until === 'keep' ? until : { until };
}

/** Asks whether everything is to go; says so when there is nothing. `now` in epoch milliseconds. */
export function deleteQuestion(summary: PersonalSummary, now: number, messages: Messages): Reply {
  const { privacy } = messages;
  if (Object.values(summary).every((count) => count === 0)) return { content: privacy.nothing() };
  const until = now + CONFIRMATION_MS;
  return {
    content: privacy.confirmDelete(summary, timeOfDay(until)),
    components: [
      keepQuestion(PRIVACY_PREFIX, {
        choice: until,
        remove: privacy.deleteButton,
        keep: privacy.keepButton,
      }),
    ],
  };
}

export function removalReply(removal: PersonRemoval, { privacy }: Messages): Reply {
  if (removal.outcome === 'publishing') return { content: privacy.publishing() };
  const { removed, reference } = removal.receipt;
  return { content: privacy.deleted(removed, reference) };
}

export function receiptReply(receipt: PrivacyReceipt | undefined, { privacy }: Messages): Reply {
  if (!receipt) return { content: privacy.receiptUnknown() };
  return { content: privacy.receipt(receipt.removed, dateAndTime(receipt.at)) };
}

/**
 * Everything kept about a person, as a file; compressed when Discord would not take it as it is. Undefined when it
 * would not even then. `now` in epoch milliseconds.
 */
export async function exportFile(
  data: PersonalExport,
  now: number,
): Promise<ReplyFile | undefined> {
  const exportedAt = new Date(now).toISOString();
  const json = Buffer.from(`${JSON.stringify({ exportedAt, ...data }, null, 2)}\n`);
  const name = `rite-bot-${todayInSeoul(now)}.json`;
  if (json.length <= FILE_LIMIT) return { name, data: json };
  const compressed = await promisify(gzip)(json);
  return compressed.length <= FILE_LIMIT ? { name: `${name}.gz`, data: compressed } : undefined;
}

/** Whether there is nothing but the person's own id. */
export function isEmptyExport({ userId: _, ...lists }: PersonalExport): boolean {
  return Object.values(lists).every((list) => list.length === 0);
}
