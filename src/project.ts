import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Where the project's own files are, wherever the program is started from. */
export const fontsDirectory = fileURLToPath(new URL('../fonts', import.meta.url));

export function version(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
