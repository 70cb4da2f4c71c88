import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Where the project's own files are, wherever the program is started from. */
export const fontsDirectory = fileURLToPath(new URL('../fonts', import.meta.url));

export function version(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

/** Changes whenever the code, the libraries or the fonts that decide a poster's looks change. */
export function designVersion(): string {
  const hash = createHash('sha256');
  for (const folder of [
    'src/events',
    'src/posters',
    'src/posters/typesetting',
    'templates',
    'fonts',
  ]) {
    const url = new URL(`../${folder}/`, import.meta.url);
    for (const file of readdirSync(url).sort()) {
      if (/\.(ts|json)$/.test(file)) hash.update(readFileSync(new URL(file, url)));
    }
  }
  hash.update(readFileSync(new URL('../package.json', import.meta.url)));
  return hash.digest('hex');
}
