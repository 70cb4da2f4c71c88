import type { Reply } from './command.ts';
import { CONTENT_LIMIT } from './limits.ts';
import { shorten } from './shorten.ts';

/** The notice with what was decided and by whom below it, its picture as before, and nothing left to press. */
export function decidedNotice(notice: string, decision: string): Reply {
  const below = `\n\n✅ ${decision}`;
  return { content: `${shorten(notice, CONTENT_LIMIT - below.length)}${below}`, keepsFiles: true };
}
