import type { Logger } from 'pino';
import type { Services } from './discord/command.ts';
import type { DiscordGateway } from './discord/gateway.ts';
import { DiscordNoticeWay } from './discord/notice-way.ts';
import { PostMessages } from './discord/post-messages.ts';
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

/** With the answers to `/post`, which both of the following keep up to date. */
export interface MessengersWithMessages extends MessengersOptions {
  readonly postMessages: PostMessages;
}

export function withPostMessages(options: MessengersOptions): MessengersWithMessages {
  const { state, services, gateway, clock, logger } = options;
  const { schedules, settings } = state.stores;
  const part = logger.child({ part: 'messages' });
  const { drafts } = services;
  const rest = { drafts, schedules, settings, clock, logger: part };
  return { ...options, postMessages: new PostMessages({ gateway, ...rest }) };
}

/** Tells people what they have to hear, once it is started. */
export function createNoticeCourier({
  state: { stores, images },
  gateway,
  postMessages,
  clock,
  logger,
}: MessengersWithMessages): NoticeCourier {
  const part = logger.child({ part: 'notices' });
  return new NoticeCourier({
    ...stores,
    images,
    way: new DiscordNoticeWay({ gateway, clock, logger: part }),
    clock,
    redraw: (post) => postMessages.redraw(post),
    onError: (error, notice) => part.error({ err: error, noticeId: notice?.id }, 'notice failed'),
  });
}

/** Shows the posts that wait for an approval, and what became of them, once it is started. */
export function createCardKeeper({
  state: { stores },
  services: { drafts },
  gateway,
  postMessages,
  clock,
  logger,
}: MessengersWithMessages): CardKeeper {
  const part = logger.child({ part: 'approval' });
  return new CardKeeper({
    cards: stores.cards,
    posts: stores.posts,
    notices: stores.notices,
    schedule: stores.schedules,
    drafts,
    settings: stores.settings,
    audit: stores.audit,
    board: gateway.board,
    clock,
    onShown: ({ guildId, id }) => void postMessages.redraw({ guildId, postId: id }),
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
