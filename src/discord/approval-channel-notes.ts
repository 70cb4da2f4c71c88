import type { Scheduled } from '../posts/approval/scheduling.ts';
import type { Context } from './command.ts';
import { errorFields } from './error-fields.ts';
import { within } from './within.ts';

/** What Discord does not say in time is said by the card, or by a notice when there can be none. */
const LIMIT_MS = 2000;

/** What keeps the card of a post that was just planned out of its channel, for the one who planned it. Never rejects. */
export async function approvalChannelNotes(
  { post }: Extract<Scheduled, { outcome: 'planned' }>,
  { settings, server, messages, logger }: Context,
): Promise<readonly string[]> {
  if (post.state !== 'awaiting_approval') return [];
  const { guildId, id: postId } = post;
  try {
    const { approvalChannelId: id } = await settings.settingsOf(guildId);
    if (id === undefined) return [];
    const report = await within(LIMIT_MS, server.channel(id));
    if (!report) return [];
    const { trouble } = messages.approval;
    if (report.channel !== 'there') return [`⚠️ ${trouble.channel_gone}`];
    return report.missing.length > 0 ? [`⚠️ ${trouble.channel_closed}`] : [];
  } catch (error) {
    logger.info({ guildId, postId, ...errorFields(error) }, 'approval channel not looked at');
    return [];
  }
}
