// npm run check:ocr - can a machine read the posters? Every title, name and venue in Korean and Latin is cut out of the
// finished JPEG, read by Debian's tesseract and compared letter by letter. Needs the packages tesseract-ocr and
// tesseract-ocr-kor; installs nothing. Exit code 1 when a theme is below its mark, 2 when tesseract is missing.
import { execFile } from 'node:child_process';
import { parseArgs, promisify } from 'node:util';
import sharp from 'sharp';
import { TEMPLATE_NAMES } from '../src/events/event.ts';
import { graphemes } from '../src/events/text.ts';
import { type Box, type TextElement, textOf } from '../src/posters/composition.ts';
import { THEME_NAMES, type ThemeName } from '../src/posters/poster.ts';
import { Renderer } from '../src/posters/renderer.ts';
import { templates } from '../templates/index.ts';
import { composePages, fonts, typesetter } from '../test/fixtures/posters.ts';
import { samples } from '../test/fixtures/samples.ts';

const run = promisify(execFile);
const { values } = parseArgs({ options: { verbose: { type: 'boolean', default: false } } });
const MARKS: Readonly<Record<ThemeName, number>> = { night: 93, neon: 93, paper: 97 };
const WITHOUT_ACCENT: Readonly<Record<string, string>> = {
  ø: 'o',
  ł: 'l',
  æ: 'ae',
  ß: 'ss',
  đ: 'd',
};
const ROLES = new Set(['title', 'name', 'venue']);
const KOREAN_OR_LATIN = /^[\p{Script=Hangul}\p{Script=Latin}\p{N}\p{P}\p{Zs}\p{Sc}]+$/u;

await requireTesseract();
const renderer = new Renderer({ fonts, templates, concurrency: 1 });
let failed = false;
for (const theme of THEME_NAMES) {
  const { letters, wrong } = await readTheme(theme);
  const accuracy = 100 * (1 - wrong / letters);
  const mark = MARKS[theme];
  failed ||= accuracy < mark;
  process.stdout.write(
    `${theme.padEnd(6)} ${accuracy.toFixed(2)} % of ${letters} characters (mark: ${mark} %)\n`,
  );
}
process.exitCode = failed ? 1 : 0;

async function readTheme(theme: ThemeName): Promise<{ letters: number; wrong: number }> {
  let letters = 0;
  let wrong = 0;
  for (const event of samples.values()) {
    for (const template of TEMPLATE_NAMES) {
      const today = Temporal.PlainDate.from(event.date).subtract({ days: 7 });
      const { pages } = await renderer.render({ event, template, theme, language: 'ko', today });
      const lines = composePages(event, template, { theme }).flatMap(({ elements }, page) =>
        elements
          .filter((element) => element.kind === 'text')
          .filter((text) => ROLES.has(text.role) && KOREAN_OR_LATIN.test(textOf(text)))
          .map((line) => ({ line, jpeg: pages[page] ?? Buffer.alloc(0) })),
      );
      for (const { line, jpeg } of lines) {
        const text = textOf(line);
        const written = plain(text);
        const read = plain(await readText(jpeg, line));
        const errors = distance(written, read);
        letters += written.length;
        wrong += Math.min(errors, written.length);
        if (values.verbose && errors > 0) {
          const where = `${event.id} ${template} ${theme} ${line.role}`;
          process.stdout.write(`  ${where}: ${textOf(line)} read as ${read.join('')}\n`);
        }
      }
    }
  }
  return { letters, wrong };
}

/**
 * A line in one language is read as it is, one in two word by word: given both languages tesseract guesses one for
 * every word, and a short Korean word often comes out as Latin.
 */
async function readText(jpeg: Buffer, line: TextElement): Promise<string> {
  const text = textOf(line);
  const words = text.split(' ');
  const languages = new Set(words.map(languageOf));
  if (languages.size === 1) return await readLine(jpeg, line.ink, languageOf(text));
  let read = '';
  for (const [index, word] of words.entries()) {
    const before = words
      .slice(0, index)
      .map((part) => `${part} `)
      .join('');
    const start = typesetter.measure(`${before}.`, line.style).advance - dotWidth(line);
    const { inkLeft, inkRight } = typesetter.measure(word, line.style);
    const box = { ...line.ink, x: line.x + start + inkLeft, width: inkRight - inkLeft };
    read += await readLine(jpeg, box, languageOf(word));
  }
  return read;
}

function dotWidth(line: TextElement): number {
  return typesetter.measure('.', line.style).advance;
}

function languageOf(text: string): string {
  return /\p{Script=Hangul}/u.test(text) ? 'kor' : 'eng';
}

/** One line as tesseract likes it: dark letters on a light ground, 60 px high. */
async function readLine(jpeg: Buffer, ink: Box, language: string): Promise<string> {
  // Words stand close together; a margin as wide as the gap would cut into the next.
  const margin = Math.min(12, ink.height * 0.12);
  const left = Math.max(0, Math.floor(ink.x - margin));
  const top = Math.max(0, Math.floor(ink.y - margin));
  const cut = sharp(jpeg)
    .extract({
      left,
      top,
      width: Math.min(1080 - left, Math.ceil(ink.width + 2 * margin)),
      height: Math.min(1080 - top, Math.ceil(ink.height + 2 * margin)),
    })
    .greyscale()
    .normalise();
  const { data, info } = await cut
    .resize({ height: 72 })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const light = data.reduce((sum, level) => sum + level, 0) / data.length > 127;
  const raw = { width: info.width, height: info.height, channels: 1 as const };
  const page = sharp(data, { raw }).extend({
    top: 20,
    bottom: 20,
    left: 20,
    right: 20,
    background: light ? 'white' : 'black',
  });
  const png = await (light ? page : page.negate()).png().toBuffer();
  const process = run('tesseract', ['-', '-', '--psm', '7', '-l', language], { encoding: 'utf8' });
  process.child.stdin?.end(png);
  return (await process).stdout;
}

/**
 * What is compared: letters without spaces, which no reader places as a compositor does; without case; and without
 * accents, which the English data does not know.
 */
function plain(text: string): string[] {
  const folded = text
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f\s]+/gu, '')
    .normalize('NFC')
    .replace(/[øłæßđ]/gu, (letter) => WITHOUT_ACCENT[letter] ?? letter)
    .replace(/[–—]/gu, '-');
  return graphemes(folded);
}

/** Levenshtein, over graphemes. */
function distance(a: readonly string[], b: readonly string[]): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [row, letter] of a.entries()) {
    const current = [row + 1];
    for (const [column, other] of b.entries()) {
      current.push(
        Math.min(
          (current[column] ?? 0) + 1,
          (previous[column + 1] ?? 0) + 1,
          (previous[column] ?? 0) + (letter === other ? 0 : 1),
        ),
      );
    }
    previous = current;
  }
  return previous.at(-1) ?? 0;
}

async function requireTesseract(): Promise<void> {
  const languages = await run('tesseract', ['--list-langs']).then(
    ({ stdout }) => stdout.split(/\s+/),
    (): string[] => [],
  );
  if (languages.includes('kor') && languages.includes('eng')) return;
  process.stderr.write(
    'check:ocr needs tesseract with Korean and English; on Debian: apt-get install tesseract-ocr tesseract-ocr-kor\n',
  );
  process.exit(2);
}
