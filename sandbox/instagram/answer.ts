import type { ServerResponse } from 'node:http';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

export function json(
  value: unknown,
  { status = 200, headers = {} }: Partial<Pick<Answer, 'status' | 'headers'>> = {},
): Answer {
  const type = { 'content-type': 'application/json; charset=UTF-8' };
  return { status, headers: { ...type, ...headers }, body: JSON.stringify(value) };
}

export function html(page: string, status = 200): Answer {
  return { status, headers: { 'content-type': 'text/html; charset=utf-8' }, body: page };
}

export function redirect(location: string): Answer {
  return { status: 302, headers: { location }, body: '' };
}

/** `half`: the first half of the body, then the connection breaks. */
export async function send(
  response: ServerResponse,
  { status, headers, body }: Answer,
  half = false,
): Promise<void> {
  const bytes = Buffer.from(body);
  response.writeHead(status, { ...headers, 'content-length': bytes.length });
  if (!half) {
    response.end(bytes);
    return;
  }
  await new Promise((written) => response.write(bytes.subarray(0, bytes.length / 2), written));
  response.destroy();
}
