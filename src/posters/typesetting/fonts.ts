import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GlobalFonts } from '@napi-rs/canvas';
import { z } from 'zod';
import { Coverage } from './coverage.ts';

/** A font file or table of the project is missing or unreadable: a broken installation, said at start. */
export class FontError extends Error {
  override readonly name = 'FontError';
}

const familiesSchema = z.record(z.string(), z.array(z.string()).min(1));
const coverageSchema = z.record(z.string(), z.array(z.tuple([z.number(), z.number()])));

/**
 * The project's own fonts, in fall-back order. Every family is registered under a name of ours, so that a font
 * installed on the host can neither replace one nor fill in for a missing glyph: the same event gives the same
 * picture on every machine. Skia uses a registered font as a fall-back only where the stack names it.
 */
export class Fonts {
  readonly coverage: Coverage;
  readonly #stack: string;

  private constructor(families: readonly string[], coverage: Coverage) {
    this.coverage = coverage;
    this.#stack = families.map((family) => `"${family}"`).join(', ');
  }

  /** Registers all families of `directory/families.json`. Registering again is harmless: Skia's list is process-wide. */
  static load(directory: string): Fonts {
    const families = readTable(join(directory, 'families.json'), familiesSchema);
    const coverage = readTable(join(directory, 'coverage.json'), coverageSchema);
    for (const [family, files] of Object.entries(families)) {
      for (const file of files) {
        const path = join(directory, file);
        if (!existsSync(path)) throw new FontError(`The font file ${path} is missing; ${remedy}`);
        if (!GlobalFonts.registerFromPath(path, family)) {
          throw new FontError(`The font file ${path} cannot be read; ${remedy}`);
        }
      }
    }
    const names = Object.keys(families);
    return new Fonts(names, new Coverage(names.map((name) => coverage[name] ?? [])));
  }

  /** A CSS font value with the whole stack; size in pixels. */
  css(weight: number, size: number): string {
    return `${weight} ${size}px ${this.#stack}`;
  }
}

const remedy = 'restore the fonts folder from the repository (git checkout -- fonts)';

function readTable<T>(path: string, schema: z.ZodType<T>): T {
  try {
    return schema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (cause) {
    throw new FontError(`The font table ${path} is missing or damaged; ${remedy}`, { cause });
  }
}
