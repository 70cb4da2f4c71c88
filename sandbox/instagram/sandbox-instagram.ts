import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { closeServer, openServer, type Place, portOf } from '../local-server.ts';
import { json, send } from './answer.ts';
import { Authorization } from './authorization.ts';
import { DEFAULT_BEHAVIOUR, type InstagramBehaviour } from './behaviour.ts';
import { Calls } from './calls.ts';
import { Containers } from './containers.ts';
import { type InstagramFault, InstagramFaults } from './fault.ts';
import { answerWithFault } from './faulty-answer.ts';
import { Feed, type LivePost } from './feed.ts';
import { GraphApi } from './graph-api.ts';
import { refusal, unknownObject } from './graph-error.ts';
import { Ids } from './ids.ts';
import type { InsightValues } from './insights.ts';
import {
  type InstagramRequest,
  type RecordedInstagramCall,
  readRequest,
  withoutSecrets,
} from './instagram-request.ts';
import { type Operation, operationOf } from './operation.ts';
import { pageAt } from './pages.ts';
import type { CrawledPicture } from './picture-crawl.ts';
import { type NewSandboxAccount, SandboxAccount } from './sandbox-account.ts';
import { type CallbackAnswer, sendSignedRequest } from './signed-request.ts';
import { TokenBook } from './token-book.ts';
import { usageHeaders } from './usage-headers.ts';
import { decideAsPerson } from './visitor.ts';

export interface SandboxInstagramOptions extends Readonly<Partial<InstagramBehaviour>>, Place {
  /** Epoch milliseconds; tokens, containers and quotas go by it. Default the machine's clock. */
  readonly clock?: () => number;
  /** Waits so long before every call, in milliseconds. Default 0. */
  readonly delayMs?: number;
  /** For faults with a probability. */
  readonly seed?: number;
  /** Registered at once; more by `registerRedirect`. */
  readonly redirectUris?: readonly string[];
  readonly clientId?: string;
  readonly clientSecret?: string;
}

/**
 * Instagram as an app sees it: the sign-in pages, the Graph API for publishing, the callbacks, and a page with what is
 * live. All hosts are one here. It keeps its state as long as it runs.
 */
export class SandboxInstagram implements AsyncDisposable {
  static async start(options: SandboxInstagramOptions = {}): Promise<SandboxInstagram> {
    const sandbox = new SandboxInstagram(options);
    await openServer(sandbox.#server, options);
    return sandbox;
  }

  readonly clientId: string;
  readonly clientSecret: string;
  /** By professional id. */
  readonly accounts = new Map<string, SandboxAccount>();
  /** Every call of the API and the sign-in, in order of arrival, faulted ones included. */
  readonly requests: RecordedInstagramCall[] = [];
  /** May be changed while it runs. */
  readonly behaviour: InstagramBehaviour;
  /** Milliseconds before every call. */
  delayMs: number;

  readonly #options: SandboxInstagramOptions;
  readonly #clock: () => number;
  readonly #server: Server;
  readonly #faults: InstagramFaults;
  readonly #arrivals = new EventEmitter().setMaxListeners(0);
  readonly #ids = new Ids();
  readonly #tokens = new TokenBook();
  readonly #redirectUris: Set<string>;
  readonly #pictures = new Map<string, CrawledPicture>();
  readonly #insights = new Map<string, InsightValues>();
  readonly #feed: Feed;
  readonly #containers: Containers;
  readonly #calls: Calls;
  readonly #authorization: Authorization;

  private constructor(options: SandboxInstagramOptions) {
    this.#options = options;
    this.#clock = options.clock ?? Date.now;
    this.clientId = options.clientId ?? '1029384756102938';
    this.clientSecret = options.clientSecret ?? '5d41402abc4b2a76b9719d911017c592';
    this.delayMs = options.delayMs ?? 0;
    this.behaviour = { ...DEFAULT_BEHAVIOUR, ...behaviourOf(options) };
    this.#faults = new InstagramFaults(options.seed ?? 1);
    this.#redirectUris = new Set(options.redirectUris);
    const { behaviour } = this;
    const clock = this.#clock;
    this.#feed = new Feed(() => this.url);
    this.#containers = new Containers({
      feed: this.#feed,
      ids: this.#ids,
      behaviour,
      onLive: () => this.#arrivals.emit('change'),
    });
    const authorization = new Authorization({
      clientId: this.clientId,
      clientSecret: this.clientSecret,
      redirectUris: this.#redirectUris,
      accounts: this.accounts,
      tokens: this.#tokens,
      behaviour,
      clock,
    });
    const graph = new GraphApi({
      containers: this.#containers,
      feed: this.#feed,
      behaviour,
      clock,
      pictures: this.#pictures,
      insights: this.#insights,
      baseUrl: () => this.url,
    });
    const { clientSecret } = this;
    const tokens = this.#tokens;
    this.#authorization = authorization;
    this.#calls = new Calls({ authorization, graph, tokens, clientSecret, behaviour, clock });
    this.#server = createServer((request, response) => {
      // Whatever fails here must not look like a fault somebody asked for.
      this.#respond(request, response).catch((error: unknown) => {
        if (response.headersSent) response.destroy();
        else void send(response, json({ sandbox_error: String(error) }, { status: 501 }));
      });
    });
  }

  get port(): number {
    return portOf(this.#server);
  }

  /** The page with the feed. */
  get url(): string {
    return `http://${this.#options.host ?? '127.0.0.1'}:${this.port}`;
  }

  /** In place of https://graph.instagram.com. */
  get graphUrl(): string {
    return this.url;
  }

  /** In place of https://api.instagram.com. */
  get apiUrl(): string {
    return this.url;
  }

  /** In place of https://www.instagram.com/oauth/authorize. */
  get authorizeUrl(): string {
    return `${this.url}/oauth/authorize`;
  }

  /** What everybody can see by now, in the order of going live. */
  get livePosts(): readonly LivePost[] {
    this.#containers.settle(this.#clock());
    return this.#feed.posts;
  }

  /** Every token and every code given out so far: what an app must not show. */
  get secrets(): readonly string[] {
    return [...this.#tokens.values, ...this.#authorization.codes];
  }

  addAccount(account: NewSandboxAccount): SandboxAccount {
    const ids = { id: this.#ids.account(), appScopedId: this.#ids.appScoped() };
    const added = new SandboxAccount({ ...account, ...ids }, this.#tokens, this.#clock);
    this.accounts.set(added.id, added);
    return added;
  }

  registerRedirect(uri: string): void {
    this.#redirectUris.add(uri);
  }

  /** A post that somebody makes in the app, without the API. */
  postByHand(account: SandboxAccount, caption: string, publishedAt = this.#clock()): LivePost {
    const mediaId = this.#ids.media();
    return this.#feed.add({ account, caption, mediaId, pictures: [], publishedAt });
  }

  /** How many live posts one container has become. */
  publishesOf(containerId: string): number {
    return this.livePosts.filter((post) => post.containerId === containerId).length;
  }

  /** Replaces the sample figures of a post; what is left out has no data yet. */
  setInsights(mediaId: string, values: InsightValues): void {
    this.#insights.set(mediaId, values);
  }

  /** Lets a container end in ERROR. */
  breakContainer(containerId: string, subcode: number): void {
    const container = this.#containers.peek(containerId);
    if (!container) throw new Error(`The sandbox has no container ${containerId}`);
    container.failedSubcode = subcode;
  }

  /** Makes calls go wrong; several faults are used up in the order they were given. */
  fault(fault: InstagramFault): void {
    this.#faults.add(fault);
  }

  clearFaults(): void {
    this.#faults.clear();
  }

  /** Resolves once a call has arrived, an answer went out or a post went live that makes it true. */
  async waitUntil(isTrue: (sandbox: SandboxInstagram) => boolean): Promise<void> {
    while (!isTrue(this)) await once(this.#arrivals, 'change');
  }

  /**
   * Walks the sign-in page as a person who allows it, and says where the browser is sent. All scopes asked for are
   * granted unless told.
   */
  allow(
    authorizeUrl: string,
    { account, scopes }: { readonly account: SandboxAccount; readonly scopes?: readonly string[] },
  ): Promise<string> {
    return decideAsPerson(authorizeUrl, { decision: 'allow', account: account.id }, scopes);
  }

  deny(authorizeUrl: string): Promise<string> {
    return decideAsPerson(authorizeUrl, { decision: 'deny' });
  }

  /** The person removes the app: tokens end and Meta calls back. `secret`: for a forged signature. */
  deauthorize(
    account: SandboxAccount,
    callbackUrl: string,
    { secret = this.clientSecret } = {},
  ): Promise<CallbackAnswer> {
    account.revoke('app_removed');
    return this.#callBack(account, callbackUrl, secret);
  }

  /** The person asks that the app's data be deleted. */
  requestDeletion(
    account: SandboxAccount,
    callbackUrl: string,
    { secret = this.clientSecret } = {},
  ): Promise<CallbackAnswer> {
    return this.#callBack(account, callbackUrl, secret);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await closeServer(this.#server);
  }

  #callBack(account: SandboxAccount, url: string, secret: string): Promise<CallbackAnswer> {
    const issuedAt = Math.floor(this.#clock() / 1000);
    return sendSignedRequest(url, { userId: account.appScopedId, issuedAt, secret });
  }

  async #respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    this.#containers.settle(this.#clock());
    let wire: InstagramRequest;
    try {
      wire = readRequest(request, body);
    } catch (error) {
      return send(response, refusal(error, this.behaviour.language));
    }
    if (wire.method === 'GET') {
      const page = pageAt(wire.path, { posts: this.livePosts, pictures: this.#pictures });
      if (page) return send(response, page);
    }
    const operation = operationOf(wire, this.#containers);
    if (!operation)
      return send(response, refusal(unknownObject(wire.path), this.behaviour.language));
    const account = this.#tokens.find(wire.token)?.account;
    const fault = this.#faults.take({ call: operation.call, ...(account && { account }) });
    const record = this.#record(wire, operation, { account, fault });
    if (this.delayMs > 0) await delay(this.delayMs);
    const run = () => this.#calls.answer({ wire, operation, fault, body });
    const outcome = await answerWithFault(fault, run, this.behaviour.language);
    if (typeof outcome === 'string') {
      if (outcome === 'reset') response.destroy();
      return;
    }
    const { answer, half } = outcome;
    record.answer = { status: answer.status };
    this.#arrivals.emit('change');
    const headers = {
      ...answer.headers,
      ...usageHeaders(account?.id, fault, this.behaviour.usage),
    };
    return send(response, { ...answer, headers }, half);
  }

  #record(
    wire: InstagramRequest,
    { call }: Operation,
    met: {
      readonly account?: SandboxAccount | undefined;
      readonly fault?: InstagramFault | undefined;
    },
  ): RecordedInstagramCall {
    const record: RecordedInstagramCall = {
      call,
      method: wire.method,
      path: wire.path,
      ...(wire.version !== undefined && { version: wire.version }),
      ...(met.account && { account: met.account.id }),
      form: withoutSecrets(wire.parameters),
      ...(wire.tokenIn && { tokenIn: wire.tokenIn }),
      at: this.#clock(),
      ...(met.fault && { fault: met.fault.kind }),
    };
    this.requests.push(record);
    this.#arrivals.emit('change');
    return record;
  }
}

/** The part of the options that may change later. */
function behaviourOf(options: SandboxInstagramOptions): Partial<InstagramBehaviour> {
  const given = Object.entries(options).filter(([name]) => Object.hasOwn(DEFAULT_BEHAVIOUR, name));
  return Object.fromEntries(given);
}
