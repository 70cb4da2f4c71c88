import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import sharp from 'sharp';
import {
  type SandboxAccount,
  SandboxInstagram,
  type SandboxInstagramOptions,
} from '../../sandbox/instagram/index.ts';

export const START = Date.UTC(2026, 10, 22, 12);
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export interface GraphBody {
  readonly id?: string;
  readonly status_code?: string;
  readonly status?: string;
  readonly data?: readonly Record<string, unknown>[];
  readonly error?: {
    readonly message: string;
    readonly code: number;
    readonly error_subcode?: number;
    readonly error_user_msg: string;
  };
  readonly [field: string]: unknown;
}

/** A web host with pictures: what a path answers may be replaced. */
class PictureHost implements AsyncDisposable {
  static async start(): Promise<PictureHost> {
    const host = new PictureHost(await makeJpeg());
    host.#server.listen(0, '127.0.0.1');
    await once(host.#server, 'listening');
    return host;
  }

  readonly userAgents: string[] = [];
  answer: (request: IncomingMessage, response: ServerResponse) => void;
  readonly #server = createServer((request, response) => {
    this.userAgents.push(request.headers['user-agent'] ?? '');
    this.answer(request, response);
  });

  private constructor(jpeg: Buffer) {
    this.answer = this.#serving(jpeg);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/poster.jpg`;
  }

  serve(bytes: Buffer, type = 'image/jpeg', status = 200): void {
    this.answer = this.#serving(bytes, type, status);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  #serving(bytes: Buffer, type = 'image/jpeg', status = 200) {
    return (_request: IncomingMessage, response: ServerResponse) => {
      response.writeHead(status, { 'content-type': type }).end(bytes);
    };
  }
}

/** An app with one account at a sandbox whose clock stands still until it is moved. */
export class InstagramApp implements AsyncDisposable {
  static async start(options: SandboxInstagramOptions = {}): Promise<InstagramApp> {
    const time = { now: START };
    const instagram = await SandboxInstagram.start({
      clock: () => time.now,
      readsInProgress: 0,
      ...options,
    });
    return new InstagramApp(instagram, await PictureHost.start(), time);
  }

  readonly instagram: SandboxInstagram;
  readonly host: PictureHost;
  readonly time: { now: number };
  readonly account: SandboxAccount;
  readonly token: string;

  private constructor(instagram: SandboxInstagram, host: PictureHost, time: { now: number }) {
    this.instagram = instagram;
    this.host = host;
    this.time = time;
    this.account = instagram.addAccount({ username: 'seoul.underground' });
    this.token = this.account.issueToken();
  }

  get(path: string, query: Record<string, string> = {}, token = this.token) {
    const url = `${this.instagram.graphUrl}/v26.0/${path}?${new URLSearchParams(query)}`;
    return ask(url, { headers: { authorization: `Bearer ${token}` } });
  }

  post(path: string, form: Record<string, string>, token = this.token) {
    const headers = { authorization: `Bearer ${token}` };
    const body = new URLSearchParams(form);
    return ask(`${this.instagram.graphUrl}/v26.0/${path}`, { method: 'POST', headers, body });
  }

  create(form: Record<string, string> = {}) {
    return this.post(`${this.account.id}/media`, { image_url: this.host.url, ...form });
  }

  /** The id of a container that can be published. */
  async container(form: Record<string, string> = {}): Promise<string> {
    const { body } = await this.create({ caption: '토요일 밤', ...form });
    if (body.id === undefined) throw new Error(JSON.stringify(body));
    return body.id;
  }

  async status(containerId: string) {
    const { body } = await this.get(containerId, { fields: 'status_code,status' });
    return body.status_code;
  }

  publish(containerId: string) {
    return this.post(`${this.account.id}/media_publish`, { creation_id: containerId });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.instagram[Symbol.asyncDispose]();
    await this.host[Symbol.asyncDispose]();
  }
}

export async function ask(url: string, init?: RequestInit) {
  const response = await fetch(url, init);
  const body = (await response.json()) as GraphBody;
  return { status: response.status, headers: response.headers, body };
}

/** As `9007/2207027`. */
export function codeOf({ body }: { readonly body: GraphBody }): string | undefined {
  const { error } = body;
  if (!error) return undefined;
  return error.error_subcode === undefined
    ? String(error.code)
    : `${error.code}/${error.error_subcode}`;
}

export function makeJpeg(width = 1080, height = 1080): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background: '#402' } })
    .jpeg()
    .toBuffer();
}
