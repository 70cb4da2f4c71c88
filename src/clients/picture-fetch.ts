import { hashOf } from '../posts/image-store.ts';
import type { KeptPicture } from '../posts/kept-post.ts';
import type { PictureCheck, PictureVerdict } from '../posts/publishing/checks.ts';
import { type HttpAnswer, HttpClient, type HttpDependencies, HttpError } from './http.ts';

export interface PictureFetchOptions extends Partial<HttpDependencies> {
  /** In milliseconds. Default 10,000. */
  readonly timeoutMs?: number;
}

/** Instagram takes no larger picture. */
const MAX_BYTES = 8 * 1024 * 1024;

/** The name under which Instagram fetches: who turns it away by its name must turn this away too. */
const USER_AGENT = 'facebookexternalhit/1.1';

/** Looks from outside whether a picture is where Instagram will be sent for it. */
export class PictureFetch implements PictureCheck {
  readonly #http: HttpClient;
  readonly #timeoutMs: number;

  constructor(options: PictureFetchOptions = {}) {
    this.#http = new HttpClient(options);
    this.#timeoutMs = options.timeoutMs ?? 10_000;
  }

  /** Codes also: `address` (no http address in ASCII), `too large`. @see PictureCheck */
  async check(url: string, picture: Pick<KeptPicture, 'hash'>): Promise<PictureVerdict> {
    if (!isPublicAddress(url)) return { ok: false, code: 'address' };
    const answer = await this.#fetch(url).catch((error: unknown) => {
      if (error instanceof HttpError) return error;
      throw error;
    });
    const code = answer instanceof HttpError ? codeOfError(answer) : codeOf(answer, picture.hash);
    return code === undefined ? { ok: true } : { ok: false, code };
  }

  #fetch(url: string): Promise<HttpAnswer> {
    return this.#http.request({
      method: 'GET',
      url,
      headers: { accept: '*/*', 'user-agent': USER_AGENT },
      timeoutMs: this.#timeoutMs,
      maxBytes: MAX_BYTES,
      idempotent: false,
    });
  }
}

/** Instagram wants it in ASCII; a password before the host would be a secret told to others. */
function isPublicAddress(address: string): boolean {
  const url = URL.parse(address);
  if (!url || url.username || url.password) return false;
  return /^https?:$/.test(url.protocol) && /^[\x21-\x7e]+$/.test(address);
}

function codeOfError({ failure }: HttpError): string {
  return failure === 'too_large' ? 'too large' : failure;
}

function codeOf({ status, headers, bytes }: HttpAnswer, hash: string): string | undefined {
  if (status >= 300 && status < 400) return 'redirect';
  if (status !== 200) return `http ${status}`;
  const type = /^[\w.+-]+\/[\w.+-]+/.exec(headers.get('content-type') ?? '')?.[0].toLowerCase();
  if (type !== 'image/jpeg') return `type ${type ?? 'unknown'}`;
  return hashOf(bytes) === hash ? undefined : 'hash';
}
