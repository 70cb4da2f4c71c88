import sharp from 'sharp';

/** Pixels. Three squares make a sheet of 2288 x 784. */
const SIDE = 720;
const GAP = 32;
const COLUMNS = 3;
/** Between the grounds of all themes, so that each picture shows where it ends. */
const GROUND = '#6E7077';

/** What Discord shows at once, and a phone loads at once. */
const MAX_BYTES = 1_000_000;
const QUALITIES = [85, 70, 50, 30];

/**
 * Pictures side by side in rows of three, each whole in a square, as one JPEG of less than 1 MB without metadata.
 *
 * @param pictures one to ten, in any format and size of ours.
 */
export async function contactSheet(pictures: readonly Buffer[]): Promise<Buffer> {
  const tiles = await Promise.all(pictures.map(tileOf));
  const sheet = sharp({
    create: {
      width: GAP + Math.min(tiles.length, COLUMNS) * (SIDE + GAP),
      height: GAP + Math.ceil(tiles.length / COLUMNS) * (SIDE + GAP),
      channels: 3,
      background: GROUND,
    },
  }).composite(
    tiles.map((input, index) => ({
      input,
      raw: { width: SIDE, height: SIDE, channels: 3 },
      left: GAP + (index % COLUMNS) * (SIDE + GAP),
      top: GAP + Math.floor(index / COLUMNS) * (SIDE + GAP),
    })),
  );
  let jpeg = Buffer.alloc(0);
  for (const quality of QUALITIES) {
    jpeg = await sheet.clone().jpeg({ quality }).toBuffer();
    if (jpeg.length < MAX_BYTES) break;
  }
  return jpeg;
}

async function tileOf(picture: Buffer): Promise<Buffer> {
  return await sharp(picture)
    .resize(SIDE, SIDE, { fit: 'contain', background: GROUND })
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer();
}
