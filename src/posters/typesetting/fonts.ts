import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as canvas from '@napi-rs/canvas';
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
  readonly #stacks: { readonly text: string; readonly emoji: string };
  readonly #emoji: number;

  private constructor(families: readonly string[], coverage: Coverage) {
    this.coverage = coverage;
    const text = families.map((family) => `"${family}"`).join(', ');
    this.#stacks = { text, emoji: `"${EMOJI_FAMILY}", ${text}` };
    this.#emoji = families.indexOf(EMOJI_FAMILY);
  }

  /** Registers all families of `directory/families.json`; `library` is for tests. Registering again is harmless: Skia's list is process-wide. */
  static load(directory: string, library: object = canvas): Fonts {
    useSystemTextRenderer(library);
    const families = readTable(join(directory, 'families.json'), familiesSchema);
    const coverage = readTable(join(directory, 'coverage.json'), coverageSchema);
    for (const [family, files] of Object.entries(families)) {
      for (const file of files) {
        const path = join(directory, file);
        if (!existsSync(path)) throw new FontError(`The font file ${path} is missing; ${remedy}`);
        if (!canvas.GlobalFonts.registerFromPath(path, family)) {
          throw new FontError(`The font file ${path} cannot be read; ${remedy}`);
        }
      }
    }
    const names = Object.keys(families);
    return new Fonts(names, new Coverage(names.map((name) => coverage[name] ?? [])));
  }

  /** A CSS font value with the whole stack, in which the colour font may come first; size in pixels. */
  css(weight: number, size: number, first: 'text' | 'emoji' = 'text'): string {
    return `${weight} ${size}px ${this.#stacks[first]}`;
  }

  /** Whether a sign is only to be had as a colour picture. */
  drawsAsEmoji(sign: string): boolean {
    return this.coverage.familyOf(sign) === this.#emoji;
  }
}

const EMOJI_FAMILY = 'Rite Emoji';

/**
 * Skia's portable text renderer, the default, makes type a sixth heavier than browsers do; the system's does not.
 * Releases of @napi-rs/canvas before 1.1 cannot choose. The choice holds for the process.
 */
function useSystemTextRenderer(library: object): void {
  if ('setTextRenderer' in library && typeof library.setTextRenderer === 'function') {
    library.setTextRenderer('system');
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
