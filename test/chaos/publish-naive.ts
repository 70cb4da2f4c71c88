import { openAccount } from '../../src/posts/publishing/account-access.ts';
import type { GraphAnswer } from '../../src/posts/publishing/instagram.ts';
import type { Publication } from '../../src/posts/publishing/publication.ts';
import type { Begun } from '../../src/posts/publishing/publisher.ts';
import type { PublisherOptions } from '../../src/posts/publishing/publisher-options.ts';
import { SHORT_TIMING } from './publish-task.ts';

const POLL_MS = 100;
const POLLS = 20;

/**
 * Publishes as most programs do: a post without a good answer is published again from the beginning. The same claims,
 * leases and fences as the real one; what it lacks is that it never asks what has become of the last try.
 */
export class NaivePublisher {
  readonly #options: PublisherOptions;
  readonly #walks = new Set<Promise<undefined>>();

  constructor(options: PublisherOptions) {
    this.#options = options;
  }

  async begin(): Promise<Begun> {
    const { store, clock } = this.#options;
    const { leaseMs } = SHORT_TIMING;
    const claimed = await store.claimDue({ now: clock(), leaseMs, limit: 64 });
    const walks = claimed.map((publication) => this.#publish(publication));
    for (const walk of walks) {
      this.#walks.add(walk);
      void walk.then(() => this.#walks.delete(walk));
    }
    return { walks, isFull: false };
  }

  async nextWake(): Promise<number | undefined> {
    return await this.#options.store.nextWake();
  }

  async settled(): Promise<void> {
    await Promise.all(this.#walks);
  }

  async #publish(publication: Publication): Promise<undefined> {
    const { store, clock, onPoint } = this.#options;
    const { dueAt } = publication;
    if (dueAt > clock()) {
      await store.write(publication, { at: clock(), wakeAt: dueAt });
      return;
    }
    try {
      const mediaId = await this.#attempt(publication);
      await onPoint?.('answered', publication);
      const at = clock();
      await store.write(publication, {
        at,
        wakeAt: null,
        state: 'published',
        phase: 'done',
        mediaId,
        publishedAt: at,
      });
    } catch {
      const at = clock();
      await store.write(publication, { at, wakeAt: at + SHORT_TIMING.retryBaseMs });
    }
  }

  /** @throws whatever is not a success. */
  async #attempt(publication: Publication): Promise<string> {
    const { accounts, seal, instagram, posts, publicUrl } = this.#options;
    const opened = await openAccount(publication, { accounts, seal });
    const post = await posts.findPost(publication.guildId, publication.postId);
    const [picture] = post?.revision.pictures ?? [];
    if (!opened.ok || !post || !picture) throw new Error('There is nothing to publish');
    const { containerId } = successOf(
      await instagram.createPhoto(opened.access, {
        url: `${publicUrl}/media/${picture.token}.jpg`,
        altText: '',
        caption: post.revision.caption,
      }),
    );
    for (let polls = 0; polls < POLLS; polls += 1) {
      const { status } = successOf(await instagram.containerStatus(opened.access, containerId));
      if (status === 'FINISHED') break;
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
    return successOf(await instagram.publish(opened.access, containerId)).mediaId;
  }
}

function successOf<T>(answer: GraphAnswer<T>): T {
  if (answer.ok) return answer.value;
  throw new Error(`Instagram answered ${answer.failure.code}`);
}
