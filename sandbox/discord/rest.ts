import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { DiscordError, invalidFormBody, unauthorized } from './discord-error.ts';
import { type Fault, Faults, faultBody } from './faults.ts';
import { type Finding, wordFinding } from './finding.ts';
import { RateLimits } from './rate-limits.ts';
import { type ParsedBody, parseBody, readBytes } from './request-body.ts';
import { type Answer, type Match, matchRoute, type Route } from './route.ts';
import type { World } from './world.ts';

/** A request the bot made, with everything that was wrong about it. */
export interface RecordedRequest {
  readonly method: string;
  /** `/channels/:channel/messages`; the path itself when no route fits. */
  readonly route: string;
  readonly path: string;
  /** 0 until answered, and for a connection that was hung up. */
  readonly status: number;
  readonly body: unknown;
  readonly files: readonly {
    readonly name: string;
    readonly contentType: string;
    readonly bytes: Buffer;
  }[];
  /** Epoch milliseconds of the sandbox clock. */
  readonly at: number;
  readonly violations: readonly string[];
}

/** Refusals that mean the bot wrote a bad request, found by the route rather than by its check. */
const BAD_BODY_CODES: ReadonlySet<number> = new Set([50006, 50035, 50109]);

type Recording = { -readonly [Key in keyof RecordedRequest]: RecordedRequest[Key] };

/** The HTTP side: finds the route, checks token and body, keeps the record, lets faults strike. */
export class RestServer {
  readonly faults: Faults = new Faults();
  rateLimits: RateLimits = new RateLimits([]);
  readonly requests: RecordedRequest[] = [];
  readonly violations: string[] = [];
  /** After revocation every authorized call is refused. */
  revoked = false;
  readonly #world: World;
  readonly #routes: readonly Route[];
  readonly #botToken: string;

  constructor(world: World, routes: readonly Route[], botToken: string) {
    this.#world = world;
    this.#routes = routes;
    this.#botToken = botToken;
  }

  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://sandbox');
    const bytes = await readBytes(request).catch(() => undefined);
    // The bot hung up in the middle of its request: there is nobody to answer.
    if (bytes === undefined) return;
    if (url.pathname.startsWith('/attachments/')) return this.#serveFile(url, response);

    const method = request.method ?? 'GET';
    const segments = url.pathname
      .replace(/^\/api(\/v\d+)?/, '')
      .split('/')
      .slice(1)
      .map(decodeURIComponent);
    const path = `/${segments.join('/')}`;
    const match = matchRoute(this.#routes, method, segments);
    const parsed = await parseBody(request.headers['content-type'] ?? '', bytes).catch(asRefusal);
    const recording: Recording = {
      method,
      route: match?.route.template ?? path,
      path,
      status: 0,
      body: parsed instanceof DiscordError ? bytes.toString('utf8') : parsed.json,
      files: parsed instanceof DiscordError ? [] : parsed.files,
      at: this.#world.now(),
      violations: [],
    };
    this.requests.push(recording);

    const rate = this.rateLimits.count({
      method,
      route: recording.route,
      major: segments[1] ?? '',
      authorized: match?.route.authorized !== false,
    });
    if (rate && !rate.allowed) {
      recording.status = 429;
      const retryAfter = Number(rate.headers['retry-after']);
      const body = {
        message: 'You are being rate limited.',
        retry_after: retryAfter,
        global: 'x-ratelimit-global' in rate.headers,
      };
      send(response, { status: 429, body }, rate.headers);
      return;
    }
    const fault = this.faults.take(method, recording.route, path);
    if (fault?.delayMs) await delay(fault.delayMs);
    const strikes = fault !== undefined && (fault.status !== undefined || fault.hangUp === true);
    if (strikes && !fault.afterEffect) return this.#strike(fault, recording, response);
    const authorized = this.#isAuthorized(request);
    const answer = this.#answer({ match, recording, parsed, authorized, query: url.searchParams });
    if (strikes) return this.#strike(fault, recording, response);
    recording.status = answer.status;
    send(response, answer, rate?.headers);
  }

  #answer(options: {
    readonly match: Match | undefined;
    readonly recording: Recording;
    readonly parsed: ParsedBody | DiscordError;
    readonly authorized: boolean;
    readonly query: URLSearchParams;
  }): Answer {
    const { match, recording, parsed, authorized, query } = options;
    try {
      if (!match) {
        this.#record(recording, 'this sandbox has no such route');
        throw new DiscordError(404, 0, '404: Not Found');
      }
      if (match.route.authorized !== false && !authorized) throw unauthorized();
      if (parsed instanceof DiscordError) throw parsed;
      this.#check(match, recording, parsed);
      const { json: body, files } = parsed;
      return match.route.answer({ world: this.#world, params: match.params, query, body, files });
    } catch (error) {
      const refused = asRefusal(error);
      if (BAD_BODY_CODES.has(refused.code) && recording.violations.length === 0) {
        const details = refused.errors === undefined ? '' : ` ${JSON.stringify(refused.errors)}`;
        this.#record(recording, `${refused.message}${details}`);
      }
      return { status: refused.status, body: refused.body };
    }
  }

  #check(match: Match, recording: Recording, parsed: ParsedBody): void {
    const findings: readonly Finding[] =
      match.route.check?.(parsed.json, { world: this.#world, params: match.params }) ?? [];
    for (const finding of findings) this.#record(recording, wordFinding(finding));
    const refused = findings.filter((finding) => finding.refused);
    if (refused.length > 0) throw invalidFormBody(refused);
  }

  #record(recording: Recording, violation: string): void {
    recording.violations = [...recording.violations, violation];
    this.violations.push(`${recording.method} ${recording.route}: ${violation}`);
  }

  #isAuthorized(request: IncomingMessage): boolean {
    return !this.revoked && request.headers.authorization === `Bot ${this.#botToken}`;
  }

  #strike(fault: Fault, recording: Recording, response: ServerResponse): void {
    if (fault.hangUp) {
      response.socket?.destroy();
      return;
    }
    recording.status = fault.status ?? 500;
    send(response, { status: recording.status, body: faultBody(fault) }, fault.headers);
  }

  #serveFile(url: URL, response: ServerResponse): void {
    const file = this.#world.attachments.open(url);
    if (!file) {
      response.writeHead(404, { 'content-type': 'text/plain' });
      response.end('This content is no longer available.');
      return;
    }
    response.writeHead(200, { 'content-type': file.contentType, 'content-length': file.size });
    response.end(file.bytes);
  }
}

function asRefusal(error: unknown): DiscordError {
  if (error instanceof DiscordError) return error;
  throw error;
}

function send(
  response: ServerResponse,
  answer: Answer,
  headers: Readonly<Record<string, string>> = {},
): void {
  if (answer.body === undefined) {
    response.writeHead(answer.status, headers);
    response.end();
    return;
  }
  const retryAfter =
    answer.status === 429 && !('retry-after' in lowerKeys(headers)) ? { 'retry-after': '1' } : {};
  response.writeHead(answer.status, {
    'content-type': 'application/json',
    ...retryAfter,
    ...headers,
  });
  response.end(JSON.stringify(answer.body));
}

function lowerKeys(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
}
