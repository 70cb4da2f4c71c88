import { type MessagePort, Worker } from 'node:worker_threads';
import type { Poster } from './poster.ts';
import type { Renderer, RenderRequest } from './renderer.ts';

export interface ThreadedRendererOptions {
  /** The module that runs in the thread and calls `answerRenders`. */
  readonly thread: URL;
  /** Passed on to the renderer in the thread. */
  readonly concurrency: number;
  /** How long a poster may take, its turn in the queue included, in milliseconds. Default 30,000. */
  readonly limitMs?: number;
}

/** A thousand times what a poster takes. */
const LIMIT_MS = 30_000;
/** As long as the slowest page may take. */
const END_GRACE_MS = 3_000;

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
    const worker = this.#worker;
    const id = ++this.#lastId;
    worker.postMessage({ id, request, today: today.toString() } satisfies Job);
    const pending = Promise.withResolvers<Poster>();
    this.#pending.set(id, pending);
    worker.ref();
    // A thread that hangs is ended; what else it had in hand fails with it, and the next request starts another.
    const timer = setTimeout(() => void end(worker), this.#options.limitMs ?? LIMIT_MS);
    try {
      return await pending.promise;
    } finally {
      clearTimeout(timer);
      if (this.#pending.size === 0) worker.unref();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#disposed = true;
    if (this.#worker) await end(this.#worker);
  }

  #start(): Worker {
    const { thread, concurrency } = this.#options;
    const worker = new Worker(thread, {
      workerData: { concurrency },
      // Drawing leaves little behind; V8 would rather let 100 MB of it lie.
      resourceLimits: { maxYoungGenerationSizeMb: 4, maxOldGenerationSizeMb: 64 },
    });
    worker.on('message', (result: Result) => {
      const pending = this.#pending.get(result.id);
      this.#pending.delete(result.id);
      if ('error' in result) pending?.reject(result.error);
      else pending?.resolve({ ...result.poster, pages: result.poster.pages.map(asBuffer) });
    });
    let cause: unknown;
    worker.on('error', (error) => {
      cause = error;
    });
    worker.on('exit', (code) => {
      this.#worker = undefined;
      const lost = new Error(`The drawing thread ended with code ${code}`, { cause });
      for (const pending of this.#pending.values()) pending.reject(lost);
      this.#pending.clear();
    });
    // Only what is being drawn keeps the process alive. Last, because a listener for 'message' takes this back.
    worker.unref();
    return worker;
  }
}

/**
 * Lets a thread end between two pages. To terminate it while libjpeg-turbo compresses would abort the whole process
 * (an exception that cannot be thrown any more), so that is for a thread that does not answer.
 */
async function end(worker: Worker): Promise<void> {
  const ended = new Promise((resolve) => worker.once('exit', resolve));
  worker.ref();
  worker.postMessage('end');
  const timer = setTimeout(() => void worker.terminate(), END_GRACE_MS);
  await ended;
  clearTimeout(timer);
}

// A Buffer arrives from a thread as plain bytes.
function asBuffer({ buffer, byteOffset, byteLength }: Uint8Array<ArrayBuffer>): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

/** The inside of the thread. */
export function answerRenders(port: MessagePort, renderer: Pick<Renderer, 'render'>): void {
  port.on('message', (message: Job | 'end') => {
    // The thread alone, not the process.
    if (message === 'end') process.exit();
    const { id, request, today } = message;
    renderer.render({ ...request, today: Temporal.PlainDate.from(today) }).then(
      (poster) => port.postMessage({ id, poster }),
      (error: unknown) => {
        try {
          port.postMessage({ id, error } satisfies Result);
        } catch {
          // What cannot be posted, such as a function as the cause, must not end the thread.
          port.postMessage({ id, error: new Error(String(error)) } satisfies Result);
        }
      },
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
  | {
      readonly id: number;
      readonly poster: Omit<Poster, 'pages'> & {
        readonly pages: readonly Uint8Array<ArrayBuffer>[];
      };
    }
  | { readonly id: number; readonly error: unknown };
