import { createHash } from 'node:crypto';
import {
  assertImageHash,
  assertImageSize,
  hashOf,
  IMAGE_MAX_BYTES,
  type ImageDeletion,
  type ImageStore,
  type ImageStoreCheck,
  ImageStoreError,
  type KeptImage,
} from '../posts/image-store.ts';
import { S3Client, type S3ClientOptions } from './s3-client.ts';
import { parseListing } from './s3-xml.ts';

export interface ImageS3Options extends S3ClientOptions {
  /** Hears of every picture that was found damaged. */
  readonly onDamaged?: (hash: string) => void;
}

/** Of what the server says besides pictures: a full page of a listing is about 400 kB. */
const ANSWER_MAX_BYTES = 4 * 1024 * 1024;

/**
 * Pictures in one folder of a bucket, `<hash>.jpg`. Needs s3:GetObject, PutObject, DeleteObject and ListBucket: without
 * the last one S3 says "forbidden" of an object that is not there.
 */
export class ImageS3 implements ImageStore {
  readonly #client: S3Client;
  readonly #folder: string;
  readonly #onDamaged: ((hash: string) => void) | undefined;

  constructor({ onDamaged, ...options }: ImageS3Options) {
    const { prefix } = options.location;
    this.#client = new S3Client(options);
    this.#folder = prefix === '' ? '' : `${prefix}/`;
    this.#onDamaged = onDamaged;
  }

  async put(bytes: Uint8Array): Promise<string> {
    assertImageSize(bytes);
    // The caller may use its buffer again while this one waits to be sent once more.
    const body = new Uint8Array(bytes);
    const hash = hashOf(body);
    await this.#put(this.#keyOf(hash), body, 'image/jpeg');
    return hash;
  }

  /** A damaged one is not removed: it may be good, and what came from something between us and the storage. */
  async get(hash: string): Promise<Buffer | undefined> {
    const key = this.#keyOf(hash);
    const answer = await this.#client.request({ method: 'GET', key, maxBytes: IMAGE_MAX_BYTES });
    if (answer.status === 404) return undefined;
    if (hashOf(answer.body) === hash) return answer.body;
    this.#onDamaged?.(hash);
    return undefined;
  }

  async has(hash: string): Promise<boolean> {
    return (await this.#storedAt(this.#keyOf(hash))) !== undefined;
  }

  /** Between looking at the time and removing lies one round trip, in which a `put` would be lost. */
  async delete(hash: string, { storedBefore }: ImageDeletion = {}): Promise<void> {
    const key = this.#keyOf(hash);
    if (storedBefore !== undefined) {
      const storedAt = await this.#storedAt(key);
      if (storedAt === undefined || storedAt >= storedBefore) return;
    }
    await this.#delete(key);
  }

  async *list(): AsyncGenerator<KeptImage> {
    const seen = new Set<string>();
    for (let next: string | undefined = ''; next !== undefined; ) {
      const page = await this.#page(next);
      for (const { key, bytes, storedAt } of page.objects) {
        const hash = this.#hashOf(key);
        if (hash !== undefined) yield { hash, bytes, storedAt };
      }
      next = page.next;
      // Some servers have given the same page for ever.
      if (next !== undefined && seen.has(next)) throw nonsense('the same page again');
      if (next !== undefined) seen.add(next);
    }
  }

  async check(): Promise<ImageStoreCheck> {
    const key = `${this.#folder}check`;
    try {
      // One attempt: whoever asks will ask again.
      await this.#put(key, new TextEncoder().encode('check'), 'text/plain', 0);
      await this.#delete(key, 0);
      return { ready: true };
    } catch (error) {
      if (error instanceof ImageStoreError) return { ready: false, problem: error.message };
      throw error;
    }
  }

  async #put(key: string, body: Uint8Array<ArrayBuffer>, type: string, retries?: number) {
    // Besides the signed SHA-256, which a storage may have turned off.
    const md5 = createHash('md5').update(body).digest('base64');
    const headers = { 'content-type': type, 'content-md5': md5 };
    const maxBytes = ANSWER_MAX_BYTES;
    const answer = await this.#client.request({
      method: 'PUT',
      key,
      body,
      headers,
      maxBytes,
      retries,
    });
    // A web server that answers everything with 200 keeps nothing.
    if (!answer.headers.has('etag')) throw nonsense('no ETag for what was stored');
  }

  async #delete(key: string, retries?: number): Promise<void> {
    const maxBytes = ANSWER_MAX_BYTES;
    await this.#client.request({ method: 'DELETE', key, maxBytes, retries });
  }

  /** Undefined when it is not there. */
  async #storedAt(key: string): Promise<number | undefined> {
    const answer = await this.#client.request({ method: 'HEAD', key, maxBytes: ANSWER_MAX_BYTES });
    if (answer.status === 404) return undefined;
    const storedAt = Date.parse(answer.headers.get('last-modified') ?? '');
    if (Number.isNaN(storedAt)) throw nonsense('no time of storing');
    return storedAt;
  }

  async #page(next: string) {
    const { body } = await this.#client.request({
      method: 'GET',
      query: {
        'list-type': '2',
        'encoding-type': 'url',
        prefix: this.#folder,
        // What is in folders below is not ours.
        delimiter: '/',
        ...(next === '' ? {} : { 'continuation-token': next }),
      },
      maxBytes: ANSWER_MAX_BYTES,
    });
    const page = parseListing(body.toString('utf8'));
    if (!page) throw nonsense('no list of objects');
    return page;
  }

  #keyOf(hash: string): string {
    assertImageHash(hash);
    return `${this.#folder}${hash}.jpg`;
  }

  /** Undefined for what is not a picture of ours. */
  #hashOf(key: string): string | undefined {
    if (!key.startsWith(this.#folder)) return undefined;
    return /^([0-9a-f]{64})\.jpg$/.exec(key.slice(this.#folder.length))?.[1];
  }
}

function nonsense(what: string): ImageStoreError {
  return new ImageStoreError('unreachable', `The picture storage does not speak S3: ${what}.`);
}
