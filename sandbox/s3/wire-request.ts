import type { IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';

/** A request as it came over the wire, nothing decoded. */
export interface WireRequest {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array;
}

export async function readRequest(request: IncomingMessage): Promise<WireRequest> {
  const headers: [string, string][] = [];
  for (let index = 0; index < request.rawHeaders.length; index += 2) {
    headers.push([request.rawHeaders[index] ?? '', request.rawHeaders[index + 1] ?? '']);
  }
  const { method = '', url: target = '' } = request;
  return { method, target, headers, body: await buffer(request) };
}

/** The first one of this name, in lower case. */
export function headerOf({ headers }: WireRequest, name: string): string | undefined {
  return headers.find(([each]) => each.toLowerCase() === name)?.[1];
}
