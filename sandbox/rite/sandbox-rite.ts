import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { FaultQueue } from '../fault-queue.ts';
import { closeServer, openServer, type Place, portOf } from '../local-server.ts';
import {
  type Answer,
  type RecordedCall,
  readCall,
  send,
  sendHalf,
  success,
} from './convex-http.ts';
import { moveByWeeks, type RiteDocument } from './document.ts';
import type { RiteFault } from './fault.ts';
import { FunctionError, RITE_FUNCTIONS } from './functions.ts';
import { DEMO_ORGANIZER, FLAGSHIP, loadSamples, weeksAhead } from './samples.ts';

export interface SandboxRiteOptions extends Place {
  /** Folder of event documents. Default the project's `data/samples`. */
  readonly samplesDir?: string;
  /** The present, epoch milliseconds: moves all samples by whole weeks so that the flagship lies 5 to 11 days ahead. */
  readonly relativeTo?: () => number;
  /** What phases and capabilities are computed from. Default `relativeTo`, else the machine's clock. */
  readonly clock?: () => number;
  /** Waits so long before every answer, in milliseconds. Default 0. */
  readonly delayMs?: number;
  /** Whether errors of functions read "Server Error", as in production. Default true. */
  readonly redactErrors?: boolean;
  /** HTTP status of a failed function. Default as Convex: 200 for `json`, 560 for `convex_encoded_json`. */
  readonly errorStatus?: 200 | 560;
}

const SAMPLES = fileURLToPath(new URL('../../data/samples', import.meta.url));

/** Rite's Convex deployment as its HTTP API shows it, with the sample events in it. */
export class SandboxRite implements AsyncDisposable {
  static async start(options: SandboxRiteOptions = {}): Promise<SandboxRite> {
    const sandbox = new SandboxRite(options);
    for (const sample of await loadSamples(options.samplesDir ?? SAMPLES)) {
      sandbox.put(sample);
      sandbox.#samples.add(sample._id);
      if (sample._id === FLAGSHIP) sandbox.#flagshipDate = sample.date;
    }
    sandbox.#moveSamples();
    await openServer(sandbox.#server, options);
    return sandbox;
  }

  /** To whom the samples belong. */
  readonly organizerId = DEMO_ORGANIZER;
  /** By id. What is put here is answered from the next call on. */
  readonly events = new Map<string, RiteDocument>();
  /** Every call, in order of arrival, faulted ones included. */
  readonly requests: RecordedCall[] = [];
  /** Paths of calls that the bot must never make. */
  readonly forbidden: string[] = [];
  /** Whether errors of functions read "Server Error". */
  redactErrors: boolean;
  errorStatus: 200 | 560 | undefined;

  readonly #options: SandboxRiteOptions;
  readonly #server: Server;
  readonly #faults = new FaultQueue<RiteFault>();
  readonly #arrivals = new EventEmitter();
  /** Ids of what came from files and moves with the calendar; what a test puts stays where it was put. */
  readonly #samples = new Set<string>();
  #flagshipDate: string | undefined;
  #weeksMoved = 0;

  private constructor(options: SandboxRiteOptions) {
    this.#options = options;
    this.redactErrors = options.redactErrors ?? true;
    this.errorStatus = options.errorStatus;
    this.#server = createServer((request, response) => {
      // Whatever fails here must not look like a fault somebody asked for.
      this.#respond(request, response).catch((error: unknown) =>
        send(response, { status: 500, body: { code: 'SandboxError', message: String(error) } }),
      );
    });
  }

  get port(): number {
    return portOf(this.#server);
  }

  /** As it goes into the bot's configuration. */
  get url(): string {
    return `http://${this.#options.host ?? '127.0.0.1'}:${this.port}`;
  }

  put(event: RiteDocument): void {
    this.#samples.delete(event._id);
    this.events.set(event._id, event);
  }

  remove(id: string): void {
    this.events.delete(id);
  }

  /** Replaces some fields, also by what Rite itself would not store. */
  patch(id: string, fields: Partial<Readonly<Record<keyof RiteDocument, unknown>>>): void {
    const event = this.events.get(id);
    if (!event) throw new Error(`The sandbox has no event ${id}`);
    this.events.set(id, { ...event, ...fields } as RiteDocument);
  }

  /** Makes calls go wrong; several faults are used up in the order they were given. */
  fault(fault: RiteFault): void {
    this.#faults.add(fault);
  }

  clearFaults(): void {
    this.#faults.clear();
  }

  /** Resolves once so many calls have arrived in all. */
  async waitForRequests(count: number): Promise<void> {
    while (this.requests.length < count) await once(this.#arrivals, 'call');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await closeServer(this.#server);
  }

  async #respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const call = readCall(request, await text(request));
    if (!('path' in call)) return send(response, call);
    this.#record(call);
    const fault = this.#faults.take(({ path }) => path === undefined || path === call.path);
    if (fault?.kind === 'hang') return;
    if (fault?.kind === 'down') {
      response.destroy();
      return;
    }
    const wait = (this.#options.delayMs ?? 0) + (fault?.kind === 'slow' ? fault.ms : 0);
    if (wait > 0) await delay(wait);
    switch (fault?.kind) {
      case 'status': {
        if (fault.retryAfter !== undefined) response.setHeader('retry-after', fault.retryAfter);
        const message = 'The deployment cannot answer now';
        return send(response, { status: fault.status, body: { code: 'Overloaded', message } });
      }
      case 'html':
        response.writeHead(fault.status ?? 200, { 'content-type': 'text/html' });
        response.end('<!doctype html><title>Bad gateway</title><h1>Bad gateway</h1>');
        return;
      case 'truncated':
        return sendHalf(response, this.#run(call), fault.cut);
      case 'wrong_shape':
        return send(response, success(fault.value));
      case 'wrong_envelope':
        return send(response, { status: 200, body: fault.body });
      case 'function_error':
        return send(response, this.#failure(call, fault.message));
      default:
        return send(response, this.#run(call));
    }
  }

  #record(call: RecordedCall): void {
    this.requests.push(call);
    if (call.kind !== 'query' || !RITE_FUNCTIONS.has(call.path)) this.forbidden.push(call.path);
    this.#arrivals.emit('call');
  }

  #run(call: RecordedCall): Answer {
    this.#moveSamples();
    const { clock = this.#options.relativeTo ?? Date.now } = this.#options;
    const run = call.kind === 'query' ? RITE_FUNCTIONS.get(call.path) : undefined;
    if (!run) {
      const message = `Could not find public function for '${call.path}'. Did you forget to run \`npx convex dev\` or \`npx convex deploy\`?`;
      return this.#failure(call, message, true);
    }
    try {
      return success(run(this.events, call.args, clock()));
    } catch (error) {
      if (!(error instanceof FunctionError)) throw error;
      return this.#failure(call, error.message);
    }
  }

  #failure(call: RecordedCall, message: string, shown = !this.redactErrors): Answer {
    const errorMessage = `[Request ID: 47a0d3632501d0e7] Server Error${shown ? `\n${message}` : ''}`;
    const status = this.errorStatus ?? (call.format === 'json' ? 200 : 560);
    return { status, body: { status: 'error', errorMessage, logLines: [] } };
  }

  /** By the difference to last time, so that what was patched since keeps its distance to everything else. */
  #moveSamples(): void {
    const { relativeTo } = this.#options;
    if (!relativeTo || this.#flagshipDate === undefined) return;
    const weeks = weeksAhead(this.#flagshipDate, relativeTo());
    for (const [id, event] of this.events) {
      if (this.#samples.has(id)) this.events.set(id, moveByWeeks(event, weeks - this.#weeksMoved));
    }
    this.#weeksMoved = weeks;
  }
}
