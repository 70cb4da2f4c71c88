import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
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
  for (const folder of ['src/events', 'src/posters', 'templates', 'fonts']) {
    const directory = fileURLToPath(new URL(`../${folder}`, import.meta.url));
    for (const name of readdirSync(directory, { recursive: true, encoding: 'utf8' }).sort()) {
      const path = join(directory, name);
      const text = /\.(ts|json)$/.test(name);
      // Fonts are too large to be read at every start; their sizes tell them apart.
      hash.update(text ? readFileSync(path) : `${name} ${statSync(path).size}`);
    }
  }
  hash.update(readFileSync(new URL('../package.json', import.meta.url)));
  return hash.digest('hex');
}
