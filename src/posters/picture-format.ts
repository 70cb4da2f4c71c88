/** The formats a picture may have when somebody gives it to us. */
export type PictureFormat = 'png' | 'jpeg' | 'webp';

/**
 * The format of a file by its first bytes: what it is called and what its sender says about it prove nothing.
 * `unsupported` is a picture or document of another kind, undefined is none that is known.
 */
export function pictureFormatOf(bytes: Uint8Array): PictureFormat | 'unsupported' | undefined {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = file.toString('latin1', 0, 12);
  if (start.startsWith('\x89PNG\r\n\x1A\n')) return 'png';
  if (start.startsWith('\xFF\xD8\xFF')) return 'jpeg';
  if (start.startsWith('RIFF') && start.startsWith('WEBP', 8)) return 'webp';
  const isOther = OTHERS.some(([at, sign]) => start.startsWith(sign, at));
  return isOther || isMarkup(file) ? 'unsupported' : undefined;
}

/** True for an APNG and an animated WebP, of however few frames. */
export function isAnimated(bytes: Uint8Array, format: PictureFormat): boolean {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (format === 'png') return pngChunks(file).types.includes('acTL');
  // The flag in the extended header, https://developers.google.com/speed/webp/docs/riff_container.
  if (format === 'webp') return file.toString('latin1', 12, 16) === 'VP8X' && hasBit(file, 20, 2);
  return false;
}

/** False when the end of the file is missing. A decoder alone lets some cuts pass that lose no pixel. */
export function isWhole(bytes: Uint8Array, format: PictureFormat): boolean {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  switch (format) {
    case 'png':
      return pngChunks(file).isWhole;
    case 'jpeg':
      return file.lastIndexOf(Buffer.of(0xff, 0xd9)) > 0;
    case 'webp':
      return file.length >= 12 && file.length >= file.readUInt32LE(4) + 8;
  }
}

/** What people take for a picture that we do not: where the sign of the format stands, and the sign. */
const OTHERS: readonly (readonly [at: number, sign: string])[] = [
  [0, 'GIF8'],
  [0, 'II*\0'],
  [0, 'MM\0*'],
  [0, 'BM'],
  [0, '\0\0\x01\0'],
  [0, '8BPS'],
  [0, '%PDF'],
  [0, '\xFF\x0A'],
  [4, 'JXL '],
  [4, 'jP  '],
  // AVIF, HEIC, and videos.
  [4, 'ftyp'],
];

/** SVG, and whatever else begins with a tag. */
function isMarkup(file: Buffer): boolean {
  return /^(?:\uFEFF)?\s*<[!?a-z]/i.test(file.toString('utf8', 0, 256));
}

function hasBit(file: Buffer, at: number, bit: number): boolean {
  return ((file[at] ?? 0) & bit) !== 0;
}

/** The chunks of a PNG as far as they are complete: length, type, data, checksum. */
function pngChunks(file: Buffer): { types: string[]; isWhole: boolean } {
  const types: string[] = [];
  let at = 8;
  while (at + 12 <= file.length) {
    const length = file.readUInt32BE(at);
    const type = file.toString('latin1', at + 4, at + 8);
    at += 12 + length;
    if (at > file.length) break;
    if (type === 'IEND') return { types, isWhole: true };
    types.push(type);
  }
  return { types, isWhole: false };
}
