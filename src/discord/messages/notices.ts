import type { Scheduled } from '../../posts/approval/scheduling.ts';
import type { NoticeKind } from '../../posts/notices/notice.ts';
import type { FactVerdict } from '../../posts/publishing/checks.ts';
import type { FactDifference, ProblemKind } from '../../posts/publishing/problem.ts';

/**
 * What people are told about posts on their way to Instagram, what they can do then, and what came of that. `when` is a
 * moment in words or a Discord timestamp, `relative` a timestamp that reads like "in 3 hours".
 */
export interface NoticeMessages {
  readonly headings: Readonly<Record<NoticeKind, string>>;
  readonly problems: Readonly<Record<ProblemKind, ProblemWords>>;
  /** It goes on by itself then. */
  again(when: string, relative: string): string;
  /** For support. */
  code(code: string): string;
  /** Which server it is about. */
  server(name: string): string;
  /** When it is planned for; `stamps` are two timestamps in brackets. */
  scheduledFor(when: string, stamps: string): string;
  /** The post is in another state by now. */
  stateNow(state: string): string;
  /** Why an event must not be advertised any more. */
  readonly stopped: Readonly<
    Record<Extract<FactVerdict, { verdict: 'stopped' }>['reason'], string>
  >;
  readonly parts: Readonly<Record<FactDifference['part'], string>>;
  /** In the place of what there is not. */
  readonly nothing: string;
  /** `part` is one of `parts`. */
  difference(part: string, before: string, after: string): string;
  moreDifferences(count: number): string;
  readonly published: {
    /** Instagram has not told the address. */
    noLink(): string;
    /** The facts could not be looked at again. */
    unchecked(): string;
    /** An earlier version has gone live, not the one that was planned last. */
    earlier(): string;
  };
  /** What to do about a post whose event has changed. */
  factsRemedy(): string;
  /** The same where nothing is approved in a channel: with a button. */
  factsRemedyHere(): string;
  stoppedRemedy(): string;
  /** `person` renders as a name. */
  rejectedBy(person: string): string;
  rejectedReason(reason: string): string;
  rejectedRemedy(): string;
  /** Of a plan that went with the data of somebody else, who is not named. `event` is its name. */
  readonly withdrawn: {
    what(event: string, when: string): string;
    readonly reason: string;
    /** The post itself is still there. */
    readonly kept: string;
    readonly gone: string;
  };
  /** How to see whether it is live, and why that is asked. */
  unconfirmedRemedy(): string;
  /** `account` is the account's name with `@`. */
  account(account: string): string;
  connectedNext(): string;
  expires(when: string, relative: string): string;
  /** `/connect instagram`. */
  reconnect(): string;
  /** At most 80 characters. */
  readonly buttons: {
    readonly retry: string;
    readonly publishNow: string;
    /** Of an event that has changed: it may go out as it is now. */
    readonly accept: string;
    readonly cancel: string;
    readonly live: string;
    readonly notLive: string;
    readonly leave: string;
    readonly confirmPublish: string;
    /** Of a post that has changed since the notice: it may go out as it is now. */
    readonly confirmChanged: string;
  };
  /** What a person has decided; `person` renders as a name. */
  readonly decided: {
    retry(person: string): string;
    accept(person: string): string;
    /** It has to be approved first. */
    awaiting(person: string): string;
    cancel(person: string): string;
    live(person: string): string;
    notLive(person: string): string;
    leave(person: string): string;
  };
  /** The post has changed since the notice: another revision would go out, which is shown above this. */
  changedSince(): string;
  readonly publishNow: {
    /** `account` is the account's name with `@`. */
    ask(post: string, account: string): string;
    /** It is planned for another time, which is shown above this. */
    replaces(): string;
    planned(): string;
    awaiting(): string;
    /** Others that say the same. */
    similar(count: number): string;
  };
  /** Why nothing was planned. `not_yours` is said with the name of who made it. */
  readonly refusals: Readonly<
    Record<
      Exclude<
        Scheduled['outcome'],
        'planned' | 'not_found' | 'not_yours' | 'not_possible' | 'not_premium'
      >,
      string
    >
  >;
  /** In this state nothing can be done of what was asked. */
  notPossible(state: string): string;
  readonly status: {
    due(when: string, relative: string): string;
    awaiting(when: string, relative: string): string;
    /** Nobody knows whether it is live: what a person can do about that. */
    readonly unconfirmed: string;
    /** Why it is not published. */
    problem(reason: string): string;
    readonly link: string;
    /** It is published, and where is not known. */
    readonly noLink: string;
  };
}

export interface ProblemWords {
  readonly reason: string;
  /** What to do. */
  readonly remedy: string;
}
