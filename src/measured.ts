import type { Clock } from './events/clock.ts';
import type { PosterStore } from './posters/poster-cache.ts';
import type { Renderer } from './posters/renderer.ts';
import { EventNotFoundError } from './posts/errors.ts';
import type { ImageStore } from './posts/image-store.ts';
import type { EventProofs } from './posts/link-proof.ts';
import type { EventSource } from './posts/ports.ts';
import type { Operation, Telemetry } from './telemetry.ts';

/** Times every poster that is drawn. */
export function measuredRenderer(
  renderer: Pick<Renderer, 'render'>,
  telemetry: Telemetry,
): Pick<Renderer, 'render'> {
  return {
    render: (request) =>
      telemetry.timed('poster.render', async () => {
        const began = performance.now();
        const poster = await renderer.render(request);
        telemetry.rendered(performance.now() - began, 'drawn');
        return poster;
      }),
  };
}

/** Times whatever is drawn for this operation, whether it is drawn anew or not. */
export function timedRenderer(
  renderer: Pick<Renderer, 'render'>,
  telemetry: Telemetry,
  operation: Operation,
): Pick<Renderer, 'render'> {
  return { render: (request) => telemetry.timed(operation, () => renderer.render(request)) };
}

/** Times every poster that is found. */
export function measuredPosterStore(store: PosterStore, telemetry: Telemetry): PosterStore {
  return {
    async get(key) {
      const began = performance.now();
      const poster = await store.get(key);
      if (poster) telemetry.rendered(performance.now() - began, 'cache');
      return poster;
    },
    put: (key, poster) => store.put(key, poster),
  };
}

/** Times what Rite is asked; not what is remembered of earlier answers, unless Rite failed to give a new one. */
export function measuredRite(
  rite: EventSource & EventProofs,
  telemetry: Telemetry,
  clock: Clock,
): EventSource & EventProofs {
  async function measured<T>(ask: () => Promise<T>, outcomeOf: OutcomeOf<T>): Promise<T> {
    return await telemetry.timed('rite.read', async () => {
      const askedAt = clock();
      const began = performance.now();
      const told = (outcome: Outcome) => telemetry.riteAnswered(performance.now() - began, outcome);
      try {
        const answer = await ask();
        const outcome = outcomeOf(answer, askedAt);
        if (outcome) told(outcome);
        return answer;
      } catch (error) {
        told(error instanceof EventNotFoundError ? 'not_found' : 'failed');
        throw error;
      }
    });
  }
  return {
    getEvent: (...about) => measured(() => rite.getEvent(...about), outcomeOfReading),
    listEvents: (...about) => measured(() => rite.listEvents(...about), outcomeOfReading),
    readProof: (...about) =>
      measured(
        () => rite.readProof(...about),
        () => 'ok',
      ),
  };
}

/** Times the pictures that are stored. */
export function measuredImages(images: ImageStore, telemetry: Telemetry): ImageStore {
  return {
    put: (bytes) => telemetry.timed('image.store', () => images.put(bytes)),
    get: (hash) => images.get(hash),
    has: (hash) => images.has(hash),
    delete: (hash, deletion) => images.delete(hash, deletion),
    list: () => images.list(),
    check: () => images.check(),
  };
}

type Outcome = Parameters<Telemetry['riteAnswered']>[1];
/** Undefined where Rite was not asked. */
type OutcomeOf<T> = (answer: T, askedAt: number) => Outcome | undefined;

function outcomeOfReading(
  { stale, readAt }: { readonly stale: boolean; readonly readAt: number },
  askedAt: number,
): Outcome | undefined {
  if (stale) return 'failed';
  return readAt >= askedAt ? 'ok' : undefined;
}
