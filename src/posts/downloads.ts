/** Why a file could not be fetched. `gone`: the link is no longer good; `refused`: it leads somewhere else. */
export type DownloadFailure = 'too_large' | 'gone' | 'refused' | 'unreachable' | 'timeout';

export class DownloadError extends Error {
  override readonly name = 'DownloadError';
  readonly reason: DownloadFailure;

  constructor(reason: DownloadFailure, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}

/** Fetches what people upload, and only from where they upload it: an address is somebody else's word. */
export interface Downloads {
  /**
   * The whole file, which is at most `maxBytes` long; a longer one is refused while it arrives.
   *
   * @throws {DownloadError}
   */
  fetch(url: string, maxBytes: number): Promise<Uint8Array>;
}
