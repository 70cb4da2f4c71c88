import { createHash } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { isIP } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { FaultQueue } from '../fault-queue.ts';
import { closeServer, openServer, type Place, portOf } from '../local-server.ts';
import { type Answer, errorAnswer, faultAnswer, send } from './answer.ts';
import { Bucket, etagOf } from './bucket.ts';
import type { S3Fault } from './fault.ts';
import { S3Error } from './s3-error.ts';
import { type Identity, verifySignature } from './signature.ts';
import { headerOf, readRequest, type WireRequest } from './wire-request.ts';

export interface SandboxS3Options extends Pick<Place, 'port'> {
  /** Default us-east-1. */
  readonly region?: string;
  readonly identity?: Identity;
  /** Default one, `pictures`. */
  readonly buckets?: readonly string[];
  /** The longest page of a listing. Default 1,000, as S3. */
  readonly pageSize?: number;
  /** Default the machine's. */
  readonly clock?: () => number;
}

export interface RecordedRequest {
  readonly method: string;
  /** Path and query as they came. */
  readonly target: string;
  readonly host: string;
  /** What the request was answered with; absent when it was left without an answer. */
  status?: number;
  /** Of an error. */
  code?: string;
}

/** The part of S3 that the bot uses, for one key, with signatures checked as strictly as S3 does. */
export class SandboxS3 implements AsyncDisposable {
  static async start(options: SandboxS3Options = {}): Promise<SandboxS3> {
    const sandbox = new SandboxS3(options);
    await openServer(sandbox.#server, { ...options, host: '127.0.0.1' });
    return sandbox;
  }

  readonly region: string;
  readonly identity: Identity;
  readonly buckets: ReadonlyMap<string, Bucket>;
  /** Every request, in order of arrival, faulted ones included. */
  readonly requests: RecordedRequest[] = [];

  readonly #pageSize: number;
  readonly #clock: () => number;
  readonly #server: Server;
  readonly #faults = new FaultQueue<S3Fault>();
  readonly #arrivals = new EventEmitter();

  private constructor(options: SandboxS3Options) {
    this.region = options.region ?? 'us-east-1';
    // A secret with the signs that real ones have.
    this.identity = options.identity ?? {
      accessKeyId: 'SANDBOXKEY',
      secretAccessKey: 'sandbox/secret+key0123456789',
    };
    this.buckets = new Map(
      (options.buckets ?? ['pictures']).map((name) => [name, new Bucket(name)]),
    );
    this.#pageSize = options.pageSize ?? 1000;
    this.#clock = options.clock ?? Date.now;
    this.#server = createServer((request, response) => {
      this.#respond(request, response).catch(() => response.destroy());
    });
  }

  /** As it goes into the bot's configuration. */
  get url(): string {
    return `http://127.0.0.1:${portOf(this.#server)}`;
  }

  /** One bucket of those it was started with. */
  bucket(name = 'pictures'): Bucket {
    const bucket = this.buckets.get(name);
    if (!bucket) throw new Error(`The sandbox has no bucket ${name}`);
    return bucket;
  }

  /** Makes requests go wrong; several faults are used up in the order they were given. */
  fault(fault: S3Fault): void {
    this.#faults.add(fault);
  }

  clearFaults(): void {
    this.#faults.clear();
  }

  /** Resolves once so many requests have arrived in all. */
  async waitForRequests(count: number): Promise<void> {
    while (this.requests.length < count) await once(this.#arrivals, 'request');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await closeServer(this.#server);
  }

  async #respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const wire = await readRequest(request);
    const recorded: RecordedRequest = {
      method: wire.method,
      target: wire.target,
      host: request.headers.host ?? '',
    };
    this.requests.push(recorded);
    this.#arrivals.emit('request');
    const fault = this.#faults.take(({ method }) => method === undefined || method === wire.method);
    if (fault?.kind === 'hang') return;
    if (fault?.kind === 'reset' && !fault.afterEffect) {
      response.destroy();
      return;
    }
    if (fault?.kind === 'slow') await delay(fault.ms);
    const answer = faultAnswer(fault) ?? this.#answer(wire, recorded);
    if (fault?.kind === 'reset') {
      response.destroy();
      return;
    }
    recorded.status = answer.status;
    await send(response, answer, {
      head: wire.method === 'HEAD',
      cut: fault?.kind === 'truncated',
    });
  }

  #answer(wire: WireRequest, recorded: RecordedRequest): Answer {
    try {
      verifySignature(wire, {
        identity: this.identity,
        region: this.region,
        now: this.#clock(),
      });
      return this.#run(wire);
    } catch (error) {
      if (!(error instanceof S3Error)) throw error;
      recorded.code = error.code;
      return errorAnswer(error.status, error.code, error.message);
    }
  }

  #run(wire: WireRequest): Answer {
    const { bucket, key, query } = this.#locate(wire);
    if (key === '') {
      if (wire.method !== 'GET') throw notAllowed();
      return { status: 200, body: bucket.list(query, this.#pageSize) };
    }
    if ([...query].length > 0) {
      throw new S3Error(501, 'NotImplemented', 'A query you provided is not implemented');
    }
    switch (wire.method) {
      case 'PUT':
        return this.#put(bucket, key, wire);
      case 'GET':
      case 'HEAD':
        return get(bucket, key);
      case 'DELETE':
        bucket.objects.delete(key);
        return { status: 204 };
      default:
        throw notAllowed();
    }
  }

  #put(bucket: Bucket, key: string, wire: WireRequest): Answer {
    if (headerOf(wire, 'content-length') === undefined) {
      const message = 'You must provide the Content-Length HTTP header.';
      throw new S3Error(411, 'MissingContentLength', message);
    }
    verifyMd5(wire);
    const bytes = Buffer.from(wire.body);
    const type = headerOf(wire, 'content-type') ?? 'binary/octet-stream';
    const object = bucket.put(key, bytes, { type, now: this.#clock() });
    return { status: 200, headers: { etag: etagOf(object) } };
  }

  /** The bucket is the first label of the host name or, where that is an IP address, the first part of the path. */
  #locate(wire: WireRequest): { bucket: Bucket; key: string; query: URLSearchParams } {
    const url = new URL(wire.target, 'http://sandbox');
    const host = (headerOf(wire, 'host') ?? '').replace(/:\d+$/, '');
    const path = decodeURIComponent(url.pathname).slice(1);
    const inHost = isIP(host) === 0 && host !== 'localhost';
    const [first = ''] = (inHost ? host : path).split(inHost ? '.' : '/');
    const bucket = this.buckets.get(first);
    if (!bucket) throw new S3Error(404, 'NoSuchBucket', 'The specified bucket does not exist');
    const key = inHost ? path : path.slice(first.length + 1);
    return { bucket, key, query: url.searchParams };
  }
}

function get(bucket: Bucket, key: string): Answer {
  const object = bucket.objects.get(key);
  if (!object) throw new S3Error(404, 'NoSuchKey', 'The specified key does not exist.');
  return {
    status: 200,
    body: object.bytes,
    headers: {
      'content-type': object.type,
      'last-modified': new Date(object.storedAt).toUTCString(),
      etag: etagOf(object),
    },
  };
}

function verifyMd5(wire: WireRequest): void {
  const given = headerOf(wire, 'content-md5');
  if (given === undefined) return;
  if (!/^[A-Za-z0-9+/]{22}==$/.test(given)) {
    throw new S3Error(400, 'InvalidDigest', 'The Content-MD5 you specified was invalid.');
  }
  if (given !== createHash('md5').update(wire.body).digest('base64')) {
    const message = 'The Content-MD5 you specified did not match what we received.';
    throw new S3Error(400, 'BadDigest', message);
  }
}

function notAllowed(): S3Error {
  const message = 'The specified method is not allowed against this resource.';
  return new S3Error(405, 'MethodNotAllowed', message);
}
