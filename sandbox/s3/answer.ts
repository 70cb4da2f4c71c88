import type { ServerResponse } from 'node:http';
import type { S3Fault } from './fault.ts';
import { toXml } from './xml.ts';

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | string;
}

/** Undefined when the fault does not replace the answer. */
export function faultAnswer(fault: S3Fault | undefined): Answer | undefined {
  if (fault?.kind === 'html') {
    const headers = { 'content-type': 'text/html' };
    return { status: fault.status, headers, body: '<!doctype html><title>Proxy</title>' };
  }
  if (fault?.kind !== 'status') return undefined;
  const { status, code = 'InternalError', retryAfter } = fault;
  const answer = errorAnswer(status, code, 'We encountered an internal error. Please try again.');
  return retryAfter === undefined
    ? answer
    : { ...answer, headers: { ...answer.headers, 'retry-after': retryAfter } };
}

export function errorAnswer(status: number, code: string, message: string): Answer {
  const body = toXml('Error', [
    ['Code', code],
    ['Message', message],
    ['RequestId', '4442587FB7D0A2F9'],
  ]);
  return { status, headers: { 'content-type': 'application/xml' }, body };
}

/** `head`: without its body; `cut`: the first half, then the connection is destroyed. */
export async function send(
  response: ServerResponse,
  { status, headers, body = '' }: Answer,
  { head, cut }: { head: boolean; cut: boolean },
): Promise<void> {
  const bytes = Buffer.from(body);
  // 204 has no length: RFC 9110, 8.6.
  const length = status === 204 ? {} : { 'content-length': bytes.length };
  response.writeHead(status, { ...headers, ...length });
  if (!cut || head) {
    response.end(head ? undefined : bytes);
    return;
  }
  await new Promise((written) => response.write(bytes.subarray(0, bytes.length / 2), written));
  response.destroy();
}
