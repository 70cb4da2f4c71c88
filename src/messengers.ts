import type { Logger } from 'pino';
import type { Services } from './discord/command.ts';
import type { DiscordGateway } from './discord/gateway.ts';
import { DiscordNoticeWay } from './discord/notice-way.ts';
import type { Clock } from './events/clock.ts';
import { approvalWatch } from './posts/approval/approval-watch.ts';
import { CardKeeper } from './posts/approval/card-keeper.ts';
import { NoticeCourier } from './posts/notices/notice-courier.ts';
import type { State } from './state.ts';

export interface MessengersOptions {
  readonly state: State;
  readonly services: Pick<Services, 'drafts'>;
  readonly gateway: DiscordGateway;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Tells people what they have to hear. */
export function startNoticeCourier({
  state: { stores, images },
  gateway,
  clock,
  logger,
}: MessengersOptions): NoticeCourier {
  const part = logger.child({ part: 'notices' });
  const courier = new NoticeCourier({
    ...stores,
    images,
    way: new DiscordNoticeWay({ gateway, clock, logger: part }),
    clock,
    onError: (error, notice) => part.error({ err: error, noticeId: notice?.id }, 'notice failed'),
  });
  courier.start();
  return courier;
}

/** Shows the posts that wait for an approval, and what became of them. */
export function startCardKeeper({
  state: { stores },
  services: { drafts },
  gateway,
  clock,
  logger,
}: MessengersOptions): CardKeeper {
  const part = logger.child({ part: 'approval' });
  return new CardKeeper({
    cards: stores.cards,
    schedule: stores.schedules,
    drafts,
    settings: stores.settings,
    audit: stores.audit,
    board: gateway.board,
    clock,
    onFailed: (about, error) => part.warn({ ...about, err: error }, 'approval card failed'),
  });
}

/** To be called every minute: reminds approvers, and holds what nobody approved in time. Never twice at once. */
export function approvalsWatch({
  state: { stores },
  gateway,
  clock,
  logger,
}: MessengersOptions): () => void {
  const part = logger.child({ part: 'approval' });
  const watch = approvalWatch({
    schedule: stores.schedules,
    settings: stores.settings,
    cards: stores.cards,
    board: gateway.board,
    clock,
    onFailed: (about, error) => part.warn({ ...about, err: error }, 'reminder failed'),
  });
  let running = false;
  return () => {
    if (running) return;
    running = true;
    const { signal } = new AbortController();
    watch({ slot: clock(), byHand: false, signal })
      .catch((error: unknown) => part.error({ err: error }, 'approvals not looked at'))
      .finally(() => {
        running = false;
      });
  };
}
