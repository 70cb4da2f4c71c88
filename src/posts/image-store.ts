import { createHash } from 'node:crypto';

/** No picture is larger, in bytes: twice what Instagram takes. */
export const IMAGE_MAX_BYTES = 16 * 1024 * 1024;

export interface KeptImage {
  readonly hash: string;
  readonly bytes: number;
  /** Epoch milliseconds of the latest `put`; whole seconds in some stores. */
  readonly storedAt: number;
}

export interface ImageDeletion {
  /**
   * Epoch milliseconds. A picture that was stored at this moment or later stays: a clean-up passes the moment by which
   * it chose, so that it does not take away what somebody has just stored again.
   */
  readonly storedBefore?: number;
}

export type ImageStoreCheck =
  /** `freeBytes` only where space is limited. */
  | { readonly ready: true; readonly freeBytes?: number }
  /** One sentence for the operator. */
  | { readonly ready: false; readonly problem: string };

/**
 * Where pictures are kept, each under the SHA-256 of its bytes, 64 lower-case hexadecimal digits. Anything else as a
 * hash is a TypeError, before it can become part of a path.
 *
 * Every function throws an {@link ImageStoreError} when the store fails; `check` says so in its result instead.
 */
export interface ImageStore {
  /**
   * Returns the hash once the picture would survive a power failure. Storing it again makes it new again and repairs
   * it when it is damaged.
   *
   * @throws {RangeError} when it is empty or larger than `IMAGE_MAX_BYTES`.
   */
  put(bytes: Uint8Array): Promise<string>;
  /** Undefined when there is none, or when what is there is damaged. */
  get(hash: string): Promise<Buffer | undefined>;
  /** Whether there is one, unread: it may be damaged. */
  has(hash: string): Promise<boolean>;
  /** No error when there is none. */
  delete(hash: string, deletion?: ImageDeletion): Promise<void>;
  /** In any order. What is stored or deleted meanwhile may or may not be among them. */
  list(): AsyncIterable<KeptImage>;
  /** Stores something small and removes it again: costs two writes, so not for every request. */
  check(): Promise<ImageStoreCheck>;
}

/**
 * `full`: no space. `refused`: permissions or settings are wrong, somebody must correct them. `unreachable`: no usable
 * answer, later may be better.
 */
export type ImageStoreFailure = 'full' | 'refused' | 'unreachable';

/** The store could not do what it was asked; the message is a sentence for the operator. */
export class ImageStoreError extends Error {
  override readonly name = 'ImageStoreError';
  readonly failure: ImageStoreFailure;

  constructor(failure: ImageStoreFailure, message: string, options?: ErrorOptions) {
    super(message, options);
    this.failure = failure;
  }
}

/** What a picture is kept under. */
export function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function isImageHash(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text);
}

/** @throws {TypeError} for stores, which make paths of it. */
export function assertImageHash(text: string): void {
  if (!isImageHash(text)) throw new TypeError('Not the hash of a picture: 64 hexadecimal digits');
}

/** @throws {RangeError} for stores, before they begin to write. */
export function assertImageSize(bytes: Uint8Array): void {
  if (bytes.length === 0) throw new RangeError('A picture without any bytes');
  if (bytes.length > IMAGE_MAX_BYTES) {
    throw new RangeError(`A picture of ${bytes.length} bytes; at most ${IMAGE_MAX_BYTES} are kept`);
  }
}
