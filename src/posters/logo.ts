import sharp, { type Region, type Sharp } from 'sharp';
import type { Logo } from './brand.ts';
import { isAnimated, isWhole, pictureFormatOf } from './picture-format.ts';

export const LOGO_MAX_BYTES = 5 * 1024 * 1024;
/** 64 MB while it is decoded, if its format gives no way to do that row by row. */
const LOGO_MAX_PIXELS = 4096 * 4096;
const LOGO_MAX_SIDE = 512;
const LOGO_MIN_SIDE = 32;

/** A line of dots is no logo, however long it is. */
const MIN_SHORT_SIDE = 8;
const MAX_SECONDS = 3;
/** Fainter than this of 255 nobody sees: what erasers and shadows leave at the border. */
const VISIBLE_ALPHA = 8;

export type LogoFault =
  | 'empty'
  | 'too_large_file'
  | 'not_an_image'
  | 'unsupported_format'
  | 'animated'
  | 'too_many_pixels'
  | 'too_small'
  | 'truncated';

/** The file cannot be a logo, for a reason that its owner can do something about. */
export class LogoError extends Error {
  override readonly name = 'LogoError';
  readonly reason: LogoFault;

  constructor(reason: LogoFault, options?: ErrorOptions) {
    super(FAULTS[reason], options);
    this.reason = reason;
  }
}

const FAULTS: Readonly<Record<LogoFault, string>> = {
  empty: 'The file is empty, or all of its picture is transparent.',
  too_large_file: 'The file has more than 5 MB.',
  not_an_image: 'The file is not a picture.',
  unsupported_format: 'The picture is neither PNG nor JPEG nor WebP.',
  animated: 'The picture moves.',
  too_many_pixels: 'The picture has more than 4096 x 4096 pixels.',
  too_small: 'The picture has too few pixels.',
  truncated: 'The file is damaged or its end is missing.',
};

/**
 * Makes a logo of a file that somebody uploaded: decoded, turned upright, in sRGB, without its transparent borders and
 * metadata, at most 512 px long, and encoded anew. An opaque background stays: a logo drawn in black for white paper
 * would vanish on a dark poster without it.
 *
 * PNG, JPEG and WebP of up to 5 MB and 4096 x 4096 pixels, which must be what their first bytes say and whole. What
 * is too large is refused by its header, before anything is decoded.
 *
 * @throws {LogoError} and nothing else, whatever the bytes are.
 */
export async function readLogo(bytes: Uint8Array): Promise<Logo> {
  if (bytes.length === 0) throw new LogoError('empty');
  if (bytes.length > LOGO_MAX_BYTES) throw new LogoError('too_large_file');
  const picture = await inspect(bytes);
  const whole = await decode(open(bytes));
  const rough = inkOf(whole);
  if (!rough) throw new LogoError('empty');
  const pixels = covers(rough, whole) ? whole : await decodePart(bytes, picture, whole, rough);
  const ink = inkOf(pixels) ?? { left: 0, top: 0, width: pixels.width, height: pixels.height };
  if (Math.max(ink.width, ink.height) < LOGO_MIN_SIDE) throw new LogoError('too_small');
  if (Math.min(ink.width, ink.height) < MIN_SHORT_SIDE) throw new LogoError('too_small');
  return await encode(pixels, ink);
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** RGBA rows, at most 512 px long. */
interface Pixels extends Size {
  readonly data: Buffer;
}

/** The size of the upright picture, from its header alone. */
async function inspect(bytes: Uint8Array): Promise<Size> {
  const format = pictureFormatOf(bytes);
  if (format === undefined) throw new LogoError('not_an_image');
  if (format === 'unsupported') throw new LogoError('unsupported_format');
  // Without a limit of its own, so that a picture beyond ours is told from a damaged one; no pixel is read here.
  const metadata = await sharp(bytes, { limitInputPixels: false })
    .metadata()
    .catch((cause: unknown) => {
      throw new LogoError(isWhole(bytes, format) ? 'not_an_image' : 'truncated', { cause });
    });
  if (metadata.format !== format) throw new LogoError('not_an_image');
  if (metadata.width * metadata.height > LOGO_MAX_PIXELS) throw new LogoError('too_many_pixels');
  if (isAnimated(bytes, format)) throw new LogoError('animated');
  if (!isWhole(bytes, format)) throw new LogoError('truncated');
  return metadata.autoOrient;
}

function open(bytes: Uint8Array): Sharp {
  return sharp(bytes, { failOn: 'warning', limitInputPixels: LOGO_MAX_PIXELS, autoOrient: true });
}

async function decode(source: Sharp): Promise<Pixels> {
  try {
    const { data, info } = await source
      .resize(LOGO_MAX_SIDE, LOGO_MAX_SIDE, { fit: 'inside', withoutEnlargement: true })
      .toColourspace('srgb')
      .ensureAlpha()
      .timeout({ seconds: MAX_SECONDS })
      .raw()
      .toBuffer({ resolveWithObject: true });
    return { data, width: info.width, height: info.height };
  } catch (cause) {
    const isSlow = cause instanceof Error && cause.message.startsWith('timeout');
    throw new LogoError(isSlow ? 'too_many_pixels' : 'truncated', { cause });
  }
}

/** Decodes again only what is not transparent, so that a small logo on a large sheet keeps its sharpness. */
async function decodePart(
  bytes: Uint8Array,
  picture: Size,
  { width, height }: Size,
  ink: Region,
): Promise<Pixels> {
  if (picture.width === width && picture.height === height) return await decode(open(bytes));
  // A pixel more on each side: a small picture's pixel stands for several, of which it shows the mean.
  const [x, y] = [picture.width / width, picture.height / height];
  const left = Math.max(0, Math.floor((ink.left - 1) * x));
  const top = Math.max(0, Math.floor((ink.top - 1) * y));
  const right = Math.min(picture.width, Math.ceil((ink.left + ink.width + 1) * x));
  const bottom = Math.min(picture.height, Math.ceil((ink.top + ink.height + 1) * y));
  const part = { left, top, width: right - left, height: bottom - top };
  return await decode(open(bytes).extract(part));
}

async function encode({ data, width, height }: Pixels, ink: Region): Promise<Logo> {
  const png = await sharp(data, { raw: { width, height, channels: 4 } })
    .extract(ink)
    .png({ compressionLevel: 9 })
    .toBuffer();
  return { png, width: ink.width, height: ink.height };
}

function covers(ink: Region, { width, height }: Size): boolean {
  return ink.width === width && ink.height === height;
}

/** The smallest box around everything that can be seen; undefined when nothing can. */
function inkOf({ data, width, height }: Pixels): Region | undefined {
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if ((data[(y * width + x) * 4 + 3] ?? 0) < VISIBLE_ALPHA) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = y;
    }
  }
  return right < 0 ? undefined : { left, top, width: right - left + 1, height: bottom - top + 1 };
}
