import sharp from 'sharp';

/** Pixels. Discord shows covers at 5:2 and recommends at least 800 x 320; twice that for dense screens. */
const WIDTH = 1600;
const HEIGHT = 640;
/** Blurred at a tenth of the size, which leaves of the poster only its colours and costs a hundredth. */
const BLURRED = { width: WIDTH / 10, height: HEIGHT / 10, sigma: 10 } as const;

/** The whole poster in the middle of its own blurred colours, as JPEG: a crop to 5:2 would take its date away. */
export async function scheduledEventCover(poster: Buffer): Promise<Buffer> {
  const [whole, colours] = await Promise.all([
    sharp(poster)
      .resize(WIDTH, HEIGHT, { fit: 'inside' })
      .toColourspace('srgb')
      .raw()
      .toBuffer({ resolveWithObject: true }),
    sharp(poster)
      .resize(BLURRED.width, BLURRED.height, { fit: 'cover' })
      .blur(BLURRED.sigma)
      .modulate({ brightness: 0.6 })
      .toColourspace('srgb')
      .raw()
      .toBuffer({ resolveWithObject: true }),
  ]);
  return await sharp(colours.data, { raw: colours.info })
    .resize(WIDTH, HEIGHT, { fit: 'fill' })
    .composite([{ input: whole.data, raw: whole.info, gravity: 'centre' }])
    .jpeg({ quality: 88 })
    .toBuffer();
}
