import { SandboxS3, type SandboxS3Options } from '../../sandbox/s3/index.ts';
import { Secret } from '../../src/posts/secret.ts';
import { ImageS3, type ImageS3Options } from '../../src/storage/image-s3.ts';
import type { S3Credentials, S3Location } from '../../src/storage/media-store.ts';
import type { ImageStoreHarness } from '../posts/image-store.contract.ts';

export interface S3StageOptions {
  readonly sandbox?: SandboxS3Options;
  readonly location?: Partial<S3Location>;
  readonly credentials?: Partial<S3Credentials>;
  readonly client?: Partial<ImageS3Options>;
}

/** A storage and a stand-in for what it talks to. Waits are noted and not waited for. */
export class S3Stage implements ImageStoreHarness {
  readonly sandbox: SandboxS3;
  readonly store: ImageS3;
  readonly damaged: string[] = [];
  /** Milliseconds of each wait between two attempts. */
  readonly waits: number[] = [];
  readonly prefix: string;

  static async start(options: S3StageOptions = {}): Promise<S3Stage> {
    return new S3Stage(await SandboxS3.start(options.sandbox), options);
  }

  private constructor(sandbox: SandboxS3, { location, credentials, client }: S3StageOptions) {
    this.sandbox = sandbox;
    this.prefix = location?.prefix ?? 'rite-bot/images';
    const { accessKeyId, secretAccessKey } = sandbox.identity;
    this.store = new ImageS3({
      location: {
        bucket: 'pictures',
        prefix: this.prefix,
        endpoint: sandbox.url,
        region: 'us-east-1',
        style: 'path',
        ...location,
      },
      credentials: { accessKeyId, secretAccessKey: new Secret(secretAccessKey), ...credentials },
      onDamaged: (hash) => this.damaged.push(hash),
      sleep: async (ms) => this.waits.push(ms),
      random: () => 0.5,
      ...client,
    });
  }

  keyOf(hash: string): string {
    return `${this.prefix === '' ? '' : `${this.prefix}/`}${hash}.jpg`;
  }

  async damage(hash: string, bytes: Buffer): Promise<void> {
    this.sandbox.bucket().put(this.keyOf(hash), bytes, { type: 'image/jpeg', now: Date.now() });
  }

  async age(hash: string, ms: number): Promise<void> {
    const { objects } = this.sandbox.bucket();
    const object = objects.get(this.keyOf(hash));
    if (object) objects.set(this.keyOf(hash), { ...object, storedAt: object.storedAt - ms });
  }

  async litter(): Promise<void> {
    const hash = '0'.repeat(64);
    const folder = this.prefix === '' ? '' : `${this.prefix}/`;
    const keys = [
      `${folder}README.md`,
      `${folder}${hash}.png`,
      `${folder}deeper/${hash}.jpg`,
      `${folder}한글 & <b>"+%\u0007.jpg`,
      `${folder}check`,
      `elsewhere/${hash}.jpg`,
    ];
    for (const key of keys) {
      this.sandbox.bucket().put(key, Buffer.from('x'), { type: 'text/plain', now: 0 });
    }
  }

  async breakDown(): Promise<void> {
    this.sandbox.fault({ kind: 'status', status: 503, code: 'SlowDown' });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.sandbox[Symbol.asyncDispose]();
  }
}
