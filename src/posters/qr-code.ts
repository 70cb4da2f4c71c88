import encodeQR from 'qr';

/** A QR code as large as a sheet wants it. */
export interface QrCode {
  /** Rows of dark modules, without the quiet zone. */
  readonly modules: readonly (readonly boolean[])[];
  readonly modulePixels: number;
  /** Pixels of a side, quiet zone included. */
  readonly side: number;
}

/** The quiet zone that ISO/IEC 18004 asks for, in modules. */
const QUIET = 4;
/** A module of 5 px at 1080 px is 1.5 px at 320: below that a phone must zoom in first. */
const LEAST_MODULE = 5;
const LEAST_SIDE = 180;
/** Bytes. No sheet has room for a code of so much, and the encoder refuses what no code holds. */
const LONGEST = 400;

/**
 * The code of a link, at most `target` pixels wide where that leaves its modules large enough and never wider than
 * `limit`. Error correction is medium, or quartile where the code grows no larger by it. Undefined when the link is
 * too long for a code that reads well.
 */
export function qrCode(
  url: string,
  { target, limit }: { readonly target: number; readonly limit: number },
): QrCode | undefined {
  if (url.length > LONGEST) return undefined;
  const medium = encode(url, 'medium');
  const quartile = encode(url, 'quartile');
  const modules = quartile.length === medium.length ? quartile : medium;
  const count = modules.length + 2 * QUIET;
  const modulePixels = Math.max(LEAST_MODULE, Math.floor(target / count));
  const side = count * modulePixels;
  return side < LEAST_SIDE || side > limit ? undefined : { modules, modulePixels, side };
}

function encode(url: string, ecc: 'medium' | 'quartile'): boolean[][] {
  // The encoder has no symbol without a border.
  return encodeQR(url, 'raw', { ecc, border: 1 })
    .slice(1, -1)
    .map((row) => row.slice(1, -1));
}
