import type { AddressInfo } from 'node:net';
import Fastify, { type FastifyError, type FastifyInstance, type FastifyReply } from 'fastify';
import type { Logger } from 'pino';
import { ListenError } from './listen-error.ts';
import { refuse } from './refuse.ts';
import { refuseUnreadable } from './unreadable-request.ts';

/** One capability of the web server: registers its routes. GET routes answer HEAD only when they say so. */
export type Routes = (server: FastifyInstance) => void;

export interface WebServerOptions {
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  readonly routes: readonly Routes[];
  readonly logger: Logger;
  /** Addresses of proxies whose `X-Forwarded-*` is believed. Default none. */
  readonly trustProxy?: readonly string[];
  readonly limits?: Partial<WebLimits>;
}

/** In milliseconds and bytes. */
export interface WebLimits {
  /** For a request to arrive whole. */
  readonly requestMs: number;
  /** For an answer to be made; then the answer is 503. */
  readonly answerMs: number;
  /** A connection on which nothing moves is closed. */
  readonly idleMs: number;
  /** For answers under way when the server is closed; then their connections are cut. */
  readonly closeMs: number;
  readonly headerBytes: number;
  readonly bodyBytes: number;
  readonly connections: number;
}

const LIMITS: WebLimits = {
  requestMs: 10_000,
  answerMs: 15_000,
  idleMs: 30_000,
  closeMs: 5_000,
  headerBytes: 16 * 1024,
  bodyBytes: 64 * 1024,
  connections: 1_000,
};

/** Longer than the longest token in a path. */
const PATH_PART_LENGTH = 128;

/**
 * Answers HTTP. Of an address only the pattern of its route is ever logged: the rest may hold a token that opens
 * something, and so may an address that no route knows.
 */
export class WebServer implements AsyncDisposable {
  /** @throws {ListenError} when the address is taken, forbidden or not of this machine. */
  static async start(options: WebServerOptions): Promise<WebServer> {
    const limits = { ...LIMITS, ...options.limits };
    const server = build(options, limits);
    try {
      await server.listen({ host: single(options.host), port: options.port });
    } catch (cause) {
      await server.close();
      throw listenError(cause, options);
    }
    return new WebServer(server, limits);
  }

  readonly port: number;
  /** Where it is reached on this machine. */
  readonly url: string;
  readonly #server: FastifyInstance;
  readonly #limits: WebLimits;

  private constructor(server: FastifyInstance, limits: WebLimits) {
    const { address, family, port } = server.server.address() as AddressInfo;
    this.port = port;
    this.url = `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
    this.#server = server;
    this.#limits = limits;
  }

  /** Finishes the answers under way, but does not wait for clients that do not read theirs. */
  async [Symbol.asyncDispose](): Promise<void> {
    const cut = setTimeout(() => this.#server.server.closeAllConnections(), this.#limits.closeMs);
    try {
      await this.#server.close();
    } finally {
      clearTimeout(cut);
    }
  }
}

function build(options: WebServerOptions, limits: WebLimits): FastifyInstance {
  const { logger } = options;
  const server = Fastify({
    // No logger of its own: it writes addresses into half of its lines.
    trustProxy: options.trustProxy ? [...options.trustProxy] : false,
    bodyLimit: limits.bodyBytes,
    requestTimeout: limits.requestMs,
    connectionTimeout: limits.idleMs,
    handlerTimeout: limits.answerMs,
    keepAliveTimeout: 5_000,
    exposeHeadRoutes: false,
    routerOptions: { maxParamLength: PATH_PART_LENGTH },
    http: {
      maxHeaderSize: limits.headerBytes,
      headersTimeout: limits.requestMs,
      // How often Node looks for requests that take too long; by itself only every 30 s.
      connectionsCheckingInterval: Math.min(limits.requestMs, 5_000),
    },
    clientErrorHandler: refuseUnreadable,
    // Addresses that cannot be decoded: no reason to say more than that there is nothing.
    frameworkErrors(_error, _request, reply) {
      secure(reply);
      refuse(reply, 404);
    },
  });
  server.server.maxConnections = limits.connections;
  server.addHook('onRequest', async (_request, reply) => secure(reply));
  server.addHook('onResponse', async (request, reply) => {
    const level = reply.statusCode >= 500 ? 'warn' : 'debug';
    logger[level](
      {
        method: request.method,
        route: request.routeOptions.url,
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
        agent: request.headers['user-agent']?.slice(0, 80),
      },
      'request answered',
    );
  });
  server.setNotFoundHandler((_request, reply) => refuse(reply, 404));
  server.setErrorHandler<FastifyError>((error, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) {
      logger.error({ err: error, route: request.routeOptions.url }, 'request failed');
    }
    return refuse(reply, status);
  });
  for (const register of options.routes) register(server);
  return server;
}

/** What every answer carries unless a route says otherwise: it is data, for nobody to keep, frame or index. */
function secure(reply: FastifyReply): void {
  reply.headers({
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-robots-tag': 'noindex',
  });
}

/** Fastify opens one server for each address of `localhost` and does not wait for the others when it closes. */
function single(host: string): string {
  return host === 'localhost' ? '127.0.0.1' : host;
}

function listenError(cause: unknown, { host, port }: WebServerOptions): unknown {
  const where = `${host} port ${port}`;
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  switch (code) {
    case 'EADDRINUSE':
      return new ListenError(
        `The web server cannot listen on ${where}: another program does already; stop it or choose another port`,
        { cause },
      );
    case 'EACCES':
      return new ListenError(
        `The web server may not listen on ${where}; choose a port above 1023`,
        { cause },
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EINVAL':
      return new ListenError(
        `The web server cannot listen on ${where}: this machine has no such address; 0.0.0.0 stands for all it has`,
        { cause },
      );
    default:
      return cause;
  }
}
