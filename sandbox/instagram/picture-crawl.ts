import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { GraphError } from './graph-error.ts';

export interface CrawledPicture {
  readonly bytes: Buffer;
  /** Hexadecimal. */
  readonly sha256: string;
  readonly width: number;
  readonly height: number;
}

const USER_AGENT = 'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)';
const MAX_BYTES = 8 * 1024 * 1024;
// 4:5 to 1.91:1, with room for the rounding of pixels.
const NARROWEST = 0.8 - 0.005;
const WIDEST = 1.91 + 0.005;

/**
 * Fetches a picture as Meta's crawler does, and refuses what Instagram refuses: at most one redirect, 8 MiB, JPEG, 4:5
 * to 1.91:1. @see "Content Publishing" and the error reference
 *
 * @throws {GraphError}
 */
export async function crawlPicture(address: string, timeoutMs: number): Promise<CrawledPicture> {
  const signal = AbortSignal.timeout(timeoutMs);
  let bytes: Buffer;
  try {
    bytes = await download(address, signal);
  } catch (error) {
    if (error instanceof GraphError) throw error;
    if (!signal.aborted) throw unreachable(`${address} cannot be reached`);
    const reason = 'It takes too long to download the media';
    throw new GraphError({ code: -2, subcode: 2207003, reason });
  }
  return inspect(bytes);
}

async function download(address: string, signal: AbortSignal): Promise<Buffer> {
  let url = address;
  for (let redirects = 0; ; redirects += 1) {
    if (!/^https?:\/\/[\x21-\x7e]+$/.test(url) || !URL.canParse(url)) {
      throw unreachable('The address of the picture is not a web address in US-ASCII');
    }
    const headers = { 'user-agent': USER_AGENT, accept: '*/*' };
    const response = await fetch(url, { headers, redirect: 'manual', signal });
    const location = response.headers.get('location');
    if (response.status >= 300 && response.status < 400 && location !== null && redirects === 0) {
      await response.body?.cancel();
      url = new URL(location, url).href;
      continue;
    }
    const type = response.headers.get('content-type') ?? '';
    if (response.status !== 200 || /^text\/html\b/i.test(type)) {
      await response.body?.cancel();
      throw unreachable(`The picture was answered with ${response.status} ${type}`);
    }
    return readLimited(response);
  }
}

async function readLimited({ body }: Response): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body ?? []) {
    length += chunk.length;
    if (length > MAX_BYTES) {
      throw new GraphError({ code: 36000, subcode: 2207004, reason: 'The image is too large' });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function inspect(bytes: Buffer): Promise<CrawledPicture> {
  // MPO is JPEG with further pictures, which its "MPF" segment lists; Instagram takes none.
  const isJpeg = bytes.subarray(0, 3).equals(Buffer.of(0xff, 0xd8, 0xff));
  const isMpo = bytes.subarray(0, 65_536).includes('MPF\0');
  const size = isJpeg && !isMpo ? await sizeOf(bytes) : undefined;
  if (!size) {
    throw new GraphError({ code: 36001, subcode: 2207005, reason: 'The format is not supported' });
  }
  const ratio = size.width / size.height;
  if (ratio < NARROWEST || ratio > WIDEST) {
    throw new GraphError({
      code: 36003,
      subcode: 2207009,
      reason: `The aspect ratio of ${size.width}x${size.height} is not supported`,
    });
  }
  return { bytes, sha256: createHash('sha256').update(bytes).digest('hex'), ...size };
}

async function sizeOf(bytes: Buffer): Promise<{ width: number; height: number } | undefined> {
  try {
    const { width, height } = await sharp(bytes).metadata();
    return { width, height };
  } catch {
    return undefined;
  }
}

function unreachable(reason: string): GraphError {
  return new GraphError({ code: 9004, subcode: 2207052, reason });
}
