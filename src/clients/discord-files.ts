import { DownloadError, type Downloads } from '../posts/downloads.ts';
import { HttpClient, type HttpDependencies, HttpError } from './http.ts';

/** Where Discord keeps what people upload. */
const DISCORD_ORIGINS = ['https://cdn.discordapp.com', 'https://media.discordapp.net'];

/** 5 MB over a poor line. */
const TIMEOUT_MS = 15_000;

export interface DiscordFilesOptions extends Partial<HttpDependencies> {
  /** Where Discord's REST API is asked when it is not Discord's own: files of such a Discord lie at the same origin. */
  readonly api?: string | undefined;
  /** Of one attempt, in milliseconds. Default 15,000. */
  readonly timeoutMs?: number;
}

/**
 * Fetches the files that people upload to Discord. The address comes with an interaction, so it is taken for what it
 * says only as far as its origin is Discord's: whatever else this machine can reach is none of anybody's business.
 */
export class DiscordFiles implements Downloads {
  readonly #http: HttpClient;
  readonly #origins: ReadonlySet<string>;
  readonly #timeoutMs: number;

  constructor(options: DiscordFilesOptions = {}) {
    this.#http = new HttpClient(options);
    this.#timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
    const own = options.api === undefined ? [] : [new URL(options.api).origin];
    this.#origins = new Set([...DISCORD_ORIGINS, ...own]);
  }

  async fetch(address: string, maxBytes: number): Promise<Uint8Array> {
    const url = URL.parse(address);
    // A name before the host would be a password, which no link of Discord has.
    if (!url || url.username || url.password || !this.#origins.has(url.origin)) {
      throw new DownloadError('refused', `Not a file of Discord: ${url?.origin ?? 'no address'}`);
    }
    const { status, bytes } = await this.#request(url.href, maxBytes);
    if (status === 200) return bytes;
    // Discord says 403 or 404 to a link whose day is over. A redirect is not followed, so it is no answer either.
    const reason = status === 403 || status === 404 || status === 410 ? 'gone' : 'unreachable';
    throw new DownloadError(reason, `Discord answered ${status} for a file`);
  }

  async #request(url: string, maxBytes: number) {
    try {
      const timeoutMs = this.#timeoutMs;
      return await this.#http.request({ method: 'GET', url, maxBytes, timeoutMs });
    } catch (cause) {
      if (!(cause instanceof HttpError)) throw cause;
      throw new DownloadError(cause.failure, cause.message, { cause });
    }
  }
}
