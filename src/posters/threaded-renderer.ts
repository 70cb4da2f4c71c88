import { type MessagePort, Worker } from 'node:worker_threads';
import type { Poster } from './poster.ts';
import type { Renderer, RenderRequest } from './renderer.ts';

export interface ThreadedRendererOptions {
  /** The module that runs in the thread and calls `answerRenders`. */
  readonly thread: URL;
  /** Passed on to the renderer in the thread. */
  readonly concurrency: number;
}

/**
 * A renderer in a thread of its own. A poster takes about 10 ms of drawing, and fifty in a row on the main thread
 * would hold up every acknowledgement that Discord wants within 3 s. A thread that dies is replaced at the next
 * request; what it was drawing fails.
 */
export class ThreadedRenderer implements Pick<Renderer, 'render'>, AsyncDisposable {
  readonly #options: ThreadedRendererOptions;
  readonly #pending = new Map<number, PromiseWithResolvers<Poster>>();
  #worker: Worker | undefined;
  #lastId = 0;
  #disposed = false;

  constructor(options: ThreadedRendererOptions) {
    this.#options = options;
    this.#worker = this.#start();
  }

  async render({ today, ...request }: RenderRequest): Promise<Poster> {
    if (this.#disposed) throw new Error('The renderer is closed');
    this.#worker ??= this.#start();
    const id = ++this.#lastId;
    const pending = Promise.withResolvers<Poster>();
    this.#pending.set(id, pending);
    this.#worker.postMessage({ id, request, today: today.toString() } satisfies Job);
    return await pending.promise;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#disposed = true;
    await this.#worker?.terminate();
  }

  #start(): Worker {
    const { thread, concurrency } = this.#options;
    const worker = new Worker(thread, { workerData: { concurrency } });
    // The connection to Discord keeps the process alive, not this.
    worker.unref();
    worker.on('message', (result: Result) => {
      const pending = this.#pending.get(result.id);
      this.#pending.delete(result.id);
      if ('error' in result) pending?.reject(result.error);
      else pending?.resolve({ ...result.poster, jpeg: Buffer.from(result.poster.jpeg) });
    });
    let cause: unknown;
    worker.on('error', (error) => {
      cause = error;
    });
    worker.on('exit', () => {
      if (this.#worker === worker) this.#worker = undefined;
      const lost = new Error('The drawing thread ended', { cause });
      for (const pending of this.#pending.values()) pending.reject(lost);
      this.#pending.clear();
    });
    return worker;
  }
}

/** The inside of the thread. */
export function answerRenders(port: MessagePort, renderer: Pick<Renderer, 'render'>): void {
  port.on('message', ({ id, request, today }: Job) => {
    renderer.render({ ...request, today: Temporal.PlainDate.from(today) }).then(
      (poster) => port.postMessage({ id, poster } satisfies Result),
      (error: unknown) => port.postMessage({ id, error } satisfies Result),
    );
  });
}

/** A `Temporal.PlainDate` cannot be posted to a thread. */
interface Job {
  readonly id: number;
  readonly request: Omit<RenderRequest, 'today'>;
  readonly today: string;
}

type Result =
  | { readonly id: number; readonly poster: Poster }
  | { readonly id: number; readonly error: unknown };
