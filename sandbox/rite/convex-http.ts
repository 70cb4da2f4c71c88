import type { IncomingMessage, ServerResponse } from 'node:http';

/** A function call as it arrived. */
export interface RecordedCall {
  readonly kind: 'query' | 'mutation' | 'action';
  readonly path: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly format: string;
}

/** What goes back: an HTTP status and JSON. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/**
 * The call in a request, or the answer to what is none. Both formats: the documented one with the arguments as an
 * object, and that of Convex's own client with a list. @see https://docs.convex.dev/http-api
 */
export function readCall(request: IncomingMessage, body: string): RecordedCall | Answer {
  const kind = /^\/api\/(query|mutation|action)$/.exec(request.url ?? '')?.[1];
  if (!kind || request.method !== 'POST') {
    return { status: 404, body: { code: 'NotFound', message: 'No such endpoint' } };
  }
  const bad = (message: string) => ({ status: 400, body: { code: 'BadJsonBody', message } });
  let call: { path?: unknown; args?: unknown; format?: unknown };
  try {
    call = JSON.parse(body);
  } catch {
    return bad('The body is not JSON');
  }
  const { path, format = 'json' } = call;
  const args =
    format === 'convex_encoded_json' && Array.isArray(call.args) ? call.args[0] : call.args;
  if (typeof path !== 'string') return bad('missing field `path`');
  if (format !== 'json' && format !== 'convex_encoded_json') return bad('unknown `format`');
  if (typeof args !== 'object' || args === null || Array.isArray(args)) return bad('bad `args`');
  return { kind: kind as RecordedCall['kind'], path, args: { ...args }, format };
}

export function success(value: unknown): Answer {
  return { status: 200, body: { status: 'success', value, logLines: [] } };
}

export function send(response: ServerResponse, answer: Answer): void {
  response.writeHead(answer.status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(answer.body));
}

export function sendHalf(
  response: ServerResponse,
  answer: Answer,
  cut: 'body' | 'connection',
): void {
  const whole = Buffer.from(JSON.stringify(answer.body));
  const half = whole.subarray(0, whole.length / 2);
  const headers = { 'content-type': 'application/json' };
  if (cut === 'body') {
    response.writeHead(answer.status, headers).end(half);
    return;
  }
  response.writeHead(answer.status, { ...headers, 'content-length': whole.length });
  response.write(half, () => response.destroy());
}
