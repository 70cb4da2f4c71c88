import { once } from 'node:events';
import { type IncomingHttpHeaders, request } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { type Logger, pino } from 'pino';
import { WebServer, type WebServerOptions } from '../../src/web/server.ts';

/** A web server on a free port of this machine, and what it has logged, one line each. */
export async function listening(
  options: Partial<WebServerOptions> & Pick<WebServerOptions, 'routes'>,
): Promise<{ server: WebServer; log: string[]; [Symbol.asyncDispose](): Promise<void> }> {
  const { logger, log } = keptLog();
  const server = await WebServer.start({ host: '127.0.0.1', port: 0, logger, ...options });
  return { server, log, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

/** A logger of every level that keeps its lines. */
export function keptLog(): { logger: Logger; log: string[] } {
  const log: string[] = [];
  const logger = pino({ level: 'trace' }, { write: (line: string) => void log.push(line) });
  return { logger, log };
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** One request on a connection of its own, with exactly these headers and this path. */
export async function ask(
  url: string,
  options: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Answer> {
  const { hostname, port, pathname, search } = new URL(url);
  // The path as it is written: URL would tidy it up.
  const path = url.slice(new URL(url).origin.length) || `${pathname}${search}`;
  const { body, ...rest } = options;
  const asked = request({ hostname, port, path, agent: false, ...rest });
  asked.end(body);
  const [response] = await once(asked, 'response');
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return {
    status: response.statusCode,
    headers: response.headers,
    body: Buffer.concat(chunks),
  };
}

/** Sends these bytes, and returns all that comes until the server closes the connection. */
export async function converse(url: string, bytes: string): Promise<string> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.write(bytes);
  const answer = await text(socket);
  socket.destroy();
  return answer;
}
