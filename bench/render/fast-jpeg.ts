import sharp from 'sharp';
import { QUALITY } from './engine.ts';

sharp.cache(false);

/** sharp's fastest JPEG, as our own encoder uses it; the default settings would take the peers some 5 ms more. */
export const FAST_JPEG = {
  quality: QUALITY,
  chromaSubsampling: '4:2:0',
  progressive: false,
  optimiseCoding: false,
} as const;

export { sharp };
