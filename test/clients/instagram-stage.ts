import { text } from 'node:stream/consumers';
import { Secret } from '../../src/posts/secret.ts';
import { type Scene, startScriptedServer } from '../fixtures/scripted-server.ts';

export const TOKEN = 'IGAAtoken-of-the-club';
export const ACCOUNT = '17841405793187218';
export const ACCESS = { accountId: ACCOUNT, token: new Secret(TOKEN) };

export interface Received {
  readonly method: string | undefined;
  /** Path without query. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly form: Readonly<Record<string, string>>;
  readonly authorization: string | undefined;
  readonly contentType: string | undefined;
}

/** A scripted server that keeps what it was sent, read whole before its scene is played. */
export async function startListening(...scenes: readonly Scene[]) {
  const received: Received[] = [];
  const server = await startScriptedServer(
    ...scenes.map(
      (scene): Scene =>
        async (request, response) => {
          const body = await text(request);
          const url = new URL(request.url ?? '', 'http://localhost');
          received.push({
            method: request.method,
            path: url.pathname,
            query: Object.fromEntries(url.searchParams),
            form: Object.fromEntries(new URLSearchParams(body)),
            authorization: request.headers.authorization,
            contentType: request.headers['content-type'],
          });
          scene(request, response);
        },
    ),
  );
  return Object.assign(server, { received });
}

export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Scene {
  return (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
}
