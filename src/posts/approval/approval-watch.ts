import type { RecurringWork } from '../recurring-work.ts';
import type { ApprovalCards } from './approval-cards.ts';
import type { CardBoard } from './card-board.ts';
import type { SettingsStore } from './guild-settings.ts';
import type { PlannedPost, ScheduleStore } from './schedule-store.ts';

export interface ApprovalWatchOptions {
  readonly schedule: Pick<ScheduleStore, 'takeUnreminded' | 'holdUnapproved'>;
  readonly settings: Pick<SettingsStore, 'settingsOf'>;
  readonly cards: Pick<ApprovalCards, 'find'>;
  readonly board: Pick<CardBoard, 'remind'>;
  readonly clock: () => number;
  onFailed(about: { readonly guildId: string; readonly postId: string }, error: unknown): void;
}

/** Approvers are asked again so long before the time. */
export const REMIND_AHEAD_MS = 3 * 60 * 60 * 1000;
const BATCH = 50;

/**
 * Every minute: asks for approvals that are still missing three hours before the time, once, and holds what nobody has
 * approved by its time. A reminder that fails is not repeated: it would come again and again where it cannot arrive.
 */
export function approvalWatch(options: ApprovalWatchOptions): RecurringWork {
  return async ({ signal }) => {
    const { schedule, clock } = options;
    const held = await schedule.holdUnapproved(clock());
    let reminded = 0;
    while (!signal.aborted) {
      const now = clock();
      const posts = await schedule.takeUnreminded(now + REMIND_AHEAD_MS, now, BATCH);
      for (const planned of posts) {
        if (await remind(planned, options)) reminded += 1;
      }
      if (posts.length < BATCH) break;
    }
    return `${held} held, ${reminded} reminded`;
  };
}

async function remind(
  { post, publication }: PlannedPost,
  { settings, cards, board, onFailed }: ApprovalWatchOptions,
): Promise<boolean> {
  const { guildId, id: postId, eventName } = post;
  try {
    const [chosen, card] = await Promise.all([
      settings.settingsOf(guildId),
      cards.find(guildId, postId),
    ]);
    const { approvalChannelId, noticeChannelId, approverRoleIds, language } = chosen;
    const reminder = {
      guildId,
      ...(language && { language }),
      eventName,
      dueAt: publication.dueAt,
      approverRoleIds,
      ...(card?.place && { card: card.place }),
      key: `remind-${postId}`,
    };
    // Where the card is, or would be if it could.
    const channels = card?.place
      ? [card.place.channelId]
      : [approvalChannelId, noticeChannelId, post.message?.channelId];
    for (const channelId of new Set(channels)) {
      if (channelId === undefined) continue;
      const { fault } = await board.remind(channelId, reminder);
      if (fault === undefined) return true;
    }
    return false;
  } catch (error) {
    onFailed({ guildId, postId }, error);
    return false;
  }
}
