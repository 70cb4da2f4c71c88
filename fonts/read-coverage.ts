import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { openSync } from 'fontkit';

const folder = new URL('./', import.meta.url);

/** What the font files themselves say: family -> ranges of code points that every face of it has. */
export function readCoverage(): Record<string, [number, number][]> {
  const families: Record<string, string[]> = JSON.parse(
    readFileSync(new URL('families.json', folder), 'utf8'),
  );
  return Object.fromEntries(
    Object.entries(families).map(([family, files]) => {
      const [first = new Set<number>(), ...others] = files.map(codePointsOf);
      return [family, ranges([...first].filter((code) => others.every((set) => set.has(code))))];
    }),
  );
}

function codePointsOf(file: string): Set<number> {
  const font = openSync(fileURLToPath(new URL(file, folder)));
  if (!('characterSet' in font)) throw new Error(`${file} is a collection, not one font`);
  return new Set(font.characterSet);
}

function ranges(codes: number[]): [number, number][] {
  const result: [number, number][] = [];
  for (const code of codes.sort((a, b) => a - b)) {
    const last = result.at(-1);
    if (last && code === last[1] + 1) last[1] = code;
    else result.push([code, code]);
  }
  return result;
}
