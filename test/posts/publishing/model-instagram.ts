import type {
  AccountAccess,
  ContainerStatus,
  ContainerStatusCode,
  GraphAnswer,
  GraphFailure,
  InstagramPublishing,
  PublishedMedia,
} from '../../../src/posts/publishing/instagram.ts';

export type ModelCall = 'create' | 'status' | 'limit' | 'publish' | 'media';

/** What the next call of a kind comes to. */
export interface Fault {
  readonly call: ModelCall;
  readonly failure: GraphFailure;
  /** Of `publish`: whether the post is live all the same, at once or so many milliseconds later. */
  readonly liveAfterMs?: number;
}

interface ModelContainer {
  readonly caption: string;
  readonly children?: readonly string[];
  status: ContainerStatusCode;
  subcode?: number;
  reads: number;
}

export interface ModelMedium extends PublishedMedia {
  readonly containerId: string;
  readonly caption: string;
  /** By the clock that nobody sets. */
  readonly liveAt: number;
}

/** A tiny Instagram in memory. The second publication of a container is a second post: the worst that may be true. */
export class ModelInstagram implements Omit<InstagramPublishing, 'insights'> {
  readonly containers = new Map<string, ModelContainer>();
  readonly feed: ModelMedium[] = [];
  readonly requests: string[] = [];
  readonly photos: Parameters<InstagramPublishing['createPhoto']>[1][] = [];
  faults: Fault[] = [];
  /** So many reads say IN_PROGRESS. */
  readsUntilFinished = 0;
  limit = { used: 0, total: 50 };
  /** Hears of each `media_publish` that arrives. */
  onPublish: (containerId: string, caption: string) => void = () => {};
  /** What stands between a `media_publish` and its effect. */
  beforePublish: () => Promise<void> = async () => {};
  #late: { readonly containerId: string; readonly at: number }[] = [];
  readonly #trueTime: () => number;

  constructor(trueTime: () => number) {
    this.#trueTime = trueTime;
  }

  get hasLate(): boolean {
    return this.#late.length > 0;
  }

  /** What was to go live by now does. */
  settleLate(until = this.#trueTime()): void {
    const due = this.#late.filter(({ at }) => at <= until);
    this.#late = this.#late.filter(({ at }) => at > until);
    for (const { containerId, at } of due) this.#goLive(containerId, at);
  }

  async createPhoto(_: AccountAccess, photo: Parameters<InstagramPublishing['createPhoto']>[1]) {
    this.photos.push(photo);
    return this.#create('create', { caption: photo.caption ?? '' });
  }

  async createCarousel(
    _: AccountAccess,
    { children, caption }: Parameters<InstagramPublishing['createCarousel']>[1],
  ) {
    return this.#create('carousel', { caption, children });
  }

  async containerStatus(_: AccountAccess, id: string): Promise<GraphAnswer<ContainerStatus>> {
    this.settleLate();
    const fault = this.#answered('status');
    if (fault) return fault;
    const container = this.containers.get(id);
    if (!container) return { ok: false, failure: { kind: 'unknown_object', code: '100/33' } };
    container.reads += 1;
    if (container.status === 'IN_PROGRESS' && container.reads > this.readsUntilFinished) {
      container.status = 'FINISHED';
    }
    const { status, subcode } = container;
    return { ok: true, value: { status, ...(subcode === undefined ? {} : { subcode }) } };
  }

  async publish(_: AccountAccess, containerId: string): Promise<GraphAnswer<{ mediaId: string }>> {
    await this.beforePublish();
    this.settleLate();
    const caption = this.containers.get(containerId)?.caption ?? '';
    this.onPublish(containerId, caption);
    const fault = this.faults.find(({ call }) => call === 'publish');
    const answer = this.#answered('publish');
    if (!answer || !fault) return { ok: true, value: { mediaId: this.#goLive(containerId) } };
    const { liveAfterMs } = fault;
    if (liveAfterMs === 0) this.#goLive(containerId);
    else if (liveAfterMs !== undefined) {
      this.#late.push({ containerId, at: this.#trueTime() + liveAfterMs });
    }
    return answer;
  }

  async publishingLimit() {
    return this.#answered('limit') ?? ({ ok: true, value: this.limit } as const);
  }

  async media(_: AccountAccess, mediaId: string): Promise<GraphAnswer<PublishedMedia>> {
    const fault = this.#answered('media');
    if (fault) return fault;
    const medium = this.feed.find(({ id }) => id === mediaId);
    if (!medium) return { ok: false, failure: { kind: 'unknown_object', code: '100/33' } };
    return { ok: true, value: medium };
  }

  async recentMedia(): Promise<GraphAnswer<readonly PublishedMedia[]>> {
    return this.#answered('media') ?? { ok: true, value: this.feed.toReversed() };
  }

  #create(name: string, made: Pick<ModelContainer, 'caption' | 'children'>) {
    const fault = this.#answered('create');
    if (fault) return fault;
    const containerId = `${name}-${this.containers.size + 1}`;
    this.containers.set(containerId, { ...made, status: 'IN_PROGRESS', reads: 0 });
    return { ok: true, value: { containerId } } as const;
  }

  #goLive(containerId: string, liveAt = this.#trueTime()): string {
    const container = this.containers.get(containerId);
    if (!container) throw new RangeError(`There is no container ${containerId}`);
    container.status = 'PUBLISHED';
    const id = `media-${this.feed.length + 1}`;
    const permalink = `https://www.instagram.com/p/${id}/`;
    this.feed.push({
      id,
      permalink,
      containerId,
      caption: container.caption.replaceAll('@', ''),
      liveAt,
    });
    return id;
  }

  #answered(call: ModelCall) {
    this.requests.push(call);
    const index = this.faults.findIndex((fault) => fault.call === call);
    const [fault] = index < 0 ? [] : this.faults.splice(index, 1);
    return fault && ({ ok: false, failure: fault.failure } as const);
  }
}
