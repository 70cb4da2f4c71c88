import type { WhenAmbiguous, WhenProblem } from '../../events/when/reading.ts';
import type { SkippedStep } from '../../posts/approval/campaign.ts';

/**
 * Texts of `/schedule`. `when` is a time in words with its weekday, `stamps` two Discord timestamps that read like
 * "Thursday, 24 December 2026 20:00 (in 3 days)".
 */
export interface ScheduleMessages {
  /** Descriptions in the command picker and of options: at most 100 characters. */
  readonly commands: Readonly<
    Record<'schedule' | 'add' | 'campaign' | 'list' | 'move' | 'cancel' | 'retry', string>
  >;
  readonly options: Readonly<
    Record<
      'template' | 'when' | 'post' | 'planned' | 'held' | 'size' | 'theme' | 'language',
      string
    >
  >;
  readonly form: {
    /** At most 45 characters are shown. */
    title(event: string): string;
    /** At most 45 characters. */
    readonly label: string;
    /** At most 100 characters. */
    readonly description: string;
    readonly again: string;
  };
  readonly when: {
    ask(why: WhenAmbiguous['why'], typed: string): string;
    past(when: string): string;
    pastWithNext(when: string, next: string): string;
    /** With an example. */
    unreadable(reason: WhenProblem, words: string): string;
    tooSoon(earliest: string): string;
    tooLate(latest: string): string;
    now: string;
  };
  planned(when: string, stamps: string): string;
  moved(when: string, stamps: string): string;
  retried(): string;
  now(): string;
  /** It goes out as soon as somebody approves it, until then. */
  asap(stamps: string): string;
  needsApproval(): string;
  /** A countdown was made anew for that day. */
  madeAnew(): string;
  /** The same, and the caption stayed because somebody has written in it. */
  captionStayed(): string;
  /** It was made, but not planned. */
  draftStays(): string;
  cancelled(post: string): string;
  similar(count: number): string;
  readonly scheduleAnyway: string;
  readonly refusals: {
    readonly notPremium: (buyable: boolean) => string;
    readonly notConnected: string;
    readonly noPublicUrl: string;
    readonly sample: string;
    readonly noApprovalChannel: string;
    readonly notAllowed: string;
    readonly storySize: string;
    readonly picturesGone: string;
    readonly otherDay: string;
    readonly conflict: string;
    readonly otherPost: string;
    notPossible(state: string): string;
    readonly rejected: string;
    eventOver(event: string): string;
  };
  readonly list: {
    /** `others` are on the list too: published, held, failed, rejected or cancelled. */
    heading(count: number, others: number): string;
    none(): string;
    /** Above posts that are planned while no account is connected. */
    notConnected(): string;
    readonly earlier: string;
    readonly later: string;
  };
  readonly campaign: CampaignMessages;
}

export interface CampaignMessages {
  /** Of two posts on one day that say the same. */
  repeated(posts: string): string;
  heading(event: string): string;
  none(): string;
  skipped(why: SkippedStep['why'], steps: string): string;
  readonly pick: string;
  picked(post: string): string;
  hint(count: number): string;
  readonly accept: string;
  readonly move: string;
  readonly drop: string;
  readonly back: string;
  dropped(): string;
  underway(): string;
  accepted(count: number): string;
  readonly alreadyPlanned: string;
  readonly notKept: string;
}
