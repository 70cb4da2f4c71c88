import type { InstagramBehaviour } from './behaviour.ts';
import type { Feed, LivePost, PostedPicture } from './feed.ts';
import { GraphError, invalidParameter, unknownObject } from './graph-error.ts';
import type { Ids } from './ids.ts';
import type { SandboxAccount } from './sandbox-account.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

export type ContainerStatus = 'IN_PROGRESS' | 'FINISHED' | 'PUBLISHED' | 'ERROR' | 'EXPIRED';

export interface Container {
  readonly id: string;
  readonly account: SandboxAccount;
  readonly kind: 'photo' | 'carousel_item' | 'carousel';
  readonly caption: string;
  readonly pictures: readonly PostedPicture[];
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly mediaIds: string[];
  readsLeft: number;
  failedSubcode?: number;
}

type NewContainer = Pick<Container, 'account' | 'kind' | 'caption' | 'pictures' | 'failedSubcode'>;

/**
 * Everything that was made to be published. A container is IN_PROGRESS for some reads, then FINISHED; it is PUBLISHED
 * by `media_publish` alone, and EXPIRED when that has not come within 24 hours.
 */
export class Containers {
  readonly #all = new Map<string, Container>();
  #late: { readonly container: Container; readonly at: number }[] = [];
  readonly #feed: Feed;
  readonly #ids: Ids;
  readonly #behaviour: InstagramBehaviour;
  readonly #onLive: () => void;

  constructor(world: {
    readonly feed: Feed;
    readonly ids: Ids;
    readonly behaviour: InstagramBehaviour;
    readonly onLive: () => void;
  }) {
    this.#feed = world.feed;
    this.#ids = world.ids;
    this.#behaviour = world.behaviour;
    this.#onLive = world.onLive;
  }

  /** Of whichever account. */
  peek(id: string): Container | undefined {
    return this.#all.get(id);
  }

  /** @throws {GraphError} when the account has made too many in 24 hours */
  checkRoom(account: SandboxAccount, now: number): void {
    const recent = this.#all
      .values()
      .filter((each) => each.account === account && each.createdAt > now - DAY_MS);
    if (recent.toArray().length >= this.#behaviour.containerCap) {
      // The number is documented, its error is not.
      throw new GraphError({ code: 4, reason: 'Application request limit reached' });
    }
  }

  create(container: NewContainer, now: number): Container {
    this.checkRoom(container.account, now);
    const made: Container = {
      ...container,
      id: this.#ids.container(),
      createdAt: now,
      mediaIds: [],
      readsLeft: this.#behaviour.readsInProgress,
    };
    this.#all.set(made.id, made);
    return made;
  }

  /** @throws {GraphError} 100/33 */
  find(id: string, account: SandboxAccount, now: number): Container {
    const container = this.#all.get(id);
    if (!container || container.account !== account) throw unknownObject(id);
    if (now - container.createdAt >= this.#behaviour.containersReadableMs) throw unknownObject(id);
    return container;
  }

  /** What a read says; each brings the container nearer to FINISHED. */
  read(id: string, account: SandboxAccount, now: number): ContainerStatus {
    const container = this.find(id, account, now);
    const status = statusOf(container, now);
    if (status === 'IN_PROGRESS') container.readsLeft -= 1;
    return status;
  }

  /** @throws {GraphError} */
  children(ids: readonly string[], account: SandboxAccount, now: number): Container[] {
    if (ids.length < 2 || ids.length > 10) {
      throw invalidParameter('A carousel needs 2 to 10 children', 2207028);
    }
    if (new Set(ids).size < ids.length) throw invalidParameter('A child is named twice');
    return ids.map((id) => {
      const child = this.find(id, account, now);
      if (child.kind !== 'carousel_item') throw invalidParameter(`${id} is no carousel item`);
      if (statusOf(child, now) !== 'FINISHED') throw notReady();
      return child;
    });
  }

  /** @throws {GraphError} */
  publish(id: string, account: SandboxAccount, now: number): LivePost {
    const container = this.publishable(id, account, now);
    const [mediaId] = container.mediaIds;
    const first = mediaId === undefined ? undefined : this.#feed.find(mediaId);
    if (first && this.#behaviour.secondPublish === 'same_id') return first;
    if (first && this.#behaviour.secondPublish === 'error') {
      throw invalidParameter('The container has already been published');
    }
    return this.#goLive(container, now);
  }

  /** Publishes later by the clock, though the caller is told otherwise. @throws {GraphError} */
  publishLate(id: string, account: SandboxAccount, { now, at }: { now: number; at: number }): void {
    this.#late.push({ container: this.publishable(id, account, now), at });
  }

  /** Makes live what is due. */
  settle(now: number): void {
    const due = this.#late.filter(({ at }) => at <= now);
    this.#late = this.#late.filter(({ at }) => at > now);
    for (const { container, at } of due) {
      if (container.mediaIds.length > 0 && this.#behaviour.secondPublish !== 'duplicate') continue;
      this.#goLive(container, at);
    }
  }

  /** Posts of the last 24 hours, by the API. */
  quotaUsed(account: SandboxAccount, since: number): number {
    return this.#feed
      .of(account)
      .filter(({ containerId, publishedAt }) => containerId !== undefined && publishedAt > since)
      .length;
  }

  /** @throws {GraphError} */
  publishable(id: string, account: SandboxAccount, now: number): Container {
    const container = this.#all.get(id);
    if (!container || container.account !== account) {
      const reason = 'The media you are trying to publish cannot be found';
      throw new GraphError({ code: 24, subcode: 2207006, reason });
    }
    if (container.kind === 'carousel_item') {
      throw invalidParameter('A carousel item cannot be published by itself');
    }
    const status = statusOf(container, now);
    if (status === 'EXPIRED') {
      const reason = 'The media builder does not exist or has expired';
      throw new GraphError({ code: 24, subcode: 2207008, reason });
    }
    if (status === 'IN_PROGRESS' || status === 'ERROR') throw notReady();
    const isFull = this.quotaUsed(account, now - DAY_MS) >= this.#behaviour.quotaTotal;
    if (status === 'FINISHED' && isFull) {
      const reason = 'The maximum number of posts in 24 hours is reached';
      throw new GraphError({ code: 9, subcode: 2207042, reason });
    }
    return container;
  }

  #goLive(container: Container, at: number): LivePost {
    const { account, caption, pictures, id: containerId } = container;
    const mediaId = this.#ids.media();
    const post = { account, caption, pictures, containerId, mediaId, publishedAt: at };
    container.mediaIds.push(mediaId);
    const live = this.#feed.add(post);
    this.#onLive();
    return live;
  }
}

/** As `status` of a container words it; the wording around the subcode differs in the wild. */
export function statusText(status: ContainerStatus, { failedSubcode }: Container): string {
  switch (status) {
    case 'IN_PROGRESS':
      return 'In Progress: Media is still being processed.';
    case 'FINISHED':
      return 'Finished: Media has been uploaded and it is ready to be published.';
    case 'PUBLISHED':
      return 'Published: Media has been published.';
    case 'EXPIRED':
      return 'Expired: Media has not been published within 24 hours.';
    case 'ERROR':
      return `Error: Media upload has failed with error code ${failedSubcode}`;
  }
}

function statusOf(container: Container, now: number): ContainerStatus {
  if (container.mediaIds.length > 0) return 'PUBLISHED';
  if (now - container.createdAt >= DAY_MS) return 'EXPIRED';
  if (container.readsLeft > 0) return 'IN_PROGRESS';
  return container.failedSubcode === undefined ? 'FINISHED' : 'ERROR';
}

/** The message is the one that was seen: exileum/meta-mcp#138. */
function notReady(): GraphError {
  return new GraphError({ code: 9007, subcode: 2207027, reason: 'Media ID is not available' });
}
