import type { IncomingMessage } from 'node:http';
import type { InstagramCall } from './fault.ts';
import { invalidParameter } from './graph-error.ts';

/** A request of the API as it arrived. */
export interface RecordedInstagramCall {
  readonly call: InstagramCall;
  readonly method: string;
  /** Without version and query. */
  readonly path: string;
  /** As `v26.0`. */
  readonly version?: string;
  /** The professional id of the account whose token came with it. */
  readonly account?: string;
  /** Query and body together, without tokens, codes and secrets. */
  readonly form: Readonly<Record<string, string>>;
  /** Where the token was. */
  readonly tokenIn?: 'header' | 'query' | 'body';
  /** By the sandbox's clock, epoch milliseconds. */
  readonly at: number;
  /** Of the fault that met it. */
  readonly fault?: string;
  /** What was answered, once it is; nothing when the client got none. */
  answer?: { readonly status: number };
}

export interface InstagramRequest extends Pick<RecordedInstagramCall, 'method' | 'path'> {
  readonly version?: string;
  readonly parameters: ReadonlyMap<string, string>;
  readonly token?: string;
  readonly tokenIn?: 'header' | 'query' | 'body';
}

const SECRETS = new Set(['access_token', 'client_secret', 'code']);

/**
 * Parameters are taken from the query, a form or JSON alike, as Meta does; values that are no text in JSON stay JSON.
 *
 * @throws {GraphError}
 */
export function readRequest(request: IncomingMessage, body: string): InstagramRequest {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://sandbox.invalid');
  const [, version, path = '/'] = /^(?:\/(v\d+\.\d+)(?=\/))?(\/.*)$/.exec(pathname) ?? [];
  const fromBody = readBody(body, request.headers['content-type'] ?? '');
  const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
  const inBody = fromBody.get('access_token');
  const token = bearer ?? inBody ?? searchParams.get('access_token') ?? undefined;
  return {
    method: request.method ?? 'GET',
    path: path.length > 1 ? path.replace(/\/$/, '') : path,
    parameters: new Map([...searchParams, ...fromBody]),
    ...(version !== undefined && { version }),
    ...(token !== undefined && { token, tokenIn: bearer ? 'header' : inBody ? 'body' : 'query' }),
  };
}

export function withoutSecrets(parameters: ReadonlyMap<string, string>): Record<string, string> {
  return Object.fromEntries([...parameters].filter(([name]) => !SECRETS.has(name)));
}

function readBody(body: string, contentType: string): Map<string, string> {
  if (body === '') return new Map();
  if (!contentType.startsWith('application/json')) return new Map(new URLSearchParams(body));
  const value = parseJson(body);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw invalidParameter('The body is not a JSON object');
  }
  return new Map(
    Object.entries(value).map(([name, each]) => [
      name,
      typeof each === 'string' ? each : JSON.stringify(each),
    ]),
  );
}

/** @throws {GraphError} */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalidParameter('Invalid JSON');
  }
}
