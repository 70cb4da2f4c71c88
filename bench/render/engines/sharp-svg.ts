import { artworkElements, readBackdrops } from '../artwork.ts';
import { type DrawLineup, type EngineOptions, SIDE } from '../engine.ts';
import { FAST_JPEG, sharp } from '../fast-jpeg.ts';
import {
  estimatedEms,
  GUTTER,
  HANDLE_SIZE,
  LEADING,
  type LineupSheet,
  lineupSheet,
  MARGIN,
  MEASURE,
  type Row,
  TIME_EMS,
} from '../lineup-sheet.ts';

/** Text placed by hand: SVG 1.1 neither wraps nor measures. Its fonts come by fontconfig, see main.ts. */
export function start({ design, backdrops }: EngineOptions): DrawLineup {
  if (design === 'plain') {
    return async (request) => {
      const sheet = lineupSheet(request);
      return await encode(sharp(Buffer.from(toSvg(sheet, gradient(sheet)))));
    };
  }
  const kept = readBackdrops(backdrops);
  return async (request) => {
    const sheet = lineupSheet(request);
    const artwork = artworkElements(request);
    const backdrop = kept.get(request.theme);
    if (!backdrop) return await encode(sharp(Buffer.from(toSvg(sheet, flat(sheet) + artwork))));
    // Half as long as the picture within the SVG.
    return await encode(sharp(backdrop).composite([{ input: Buffer.from(toSvg(sheet, artwork)) }]));
  };
}

async function encode(picture: ReturnType<typeof sharp>): Promise<Uint8Array> {
  return await picture.removeAlpha().jpeg(FAST_JPEG).toBuffer();
}

function gradient({ colors }: LineupSheet): string {
  return `<defs><linearGradient id="g" x1="0" y1="0" x2="0.36" y2="1"><stop offset="0" stop-color="${colors.from}"/><stop offset="1" stop-color="${colors.to}"/></linearGradient></defs>
<rect width="${SIDE}" height="${SIDE}" fill="url(#g)"/>`;
}

function flat({ colors }: LineupSheet): string {
  return `<rect width="${SIDE}" height="${SIDE}" fill="${colors.from}"/>`;
}

function toSvg(sheet: LineupSheet, ground: string): string {
  const { colors, titleSize } = sheet;
  const right = SIDE - MARGIN;
  const lines = wrap(sheet.title, MEASURE / titleSize);
  const firstBaseline = 185 + titleSize * 0.75;
  const top = firstBaseline + (lines.length - 1) * titleSize * LEADING + titleSize * 0.1 + 34;
  const bottom = 932;
  const title = { size: titleSize, weight: 800, fill: colors.ink, tracking: -0.035 };
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${SIDE}" height="${SIDE}" font-family="Pretendard">
${ground}
${text(sheet.date, MARGIN, 110, { size: 34, weight: 600, fill: colors.ink })}
${text(sheet.hours, right, 110, { size: 34, weight: 600, fill: colors.ink, anchor: 'end' })}
${rule(MARGIN, 142, MEASURE, 3, colors.ink, 1)}
${lines.map((line, index) => text(line, MARGIN, firstBaseline + index * titleSize * LEADING, title)).join('\n')}
${sheet.columns.map((rows, column) => columnSvg(rows, column, { top, bottom }, sheet)).join('\n')}
${rule(MARGIN, bottom, MEASURE, 3, colors.ink, 1)}
${text(sheet.venue, MARGIN, 998, { size: 36, weight: 600, fill: colors.ink })}
${text(sheet.address, right, 998, { size: 29, weight: 500, fill: colors.muted, anchor: 'end' })}
</svg>`;
}

function columnSvg(
  rows: readonly Row[],
  column: number,
  area: { readonly top: number; readonly bottom: number },
  { colors, smallSize, columns }: LineupSheet,
): string {
  const width = (MEASURE - GUTTER * (columns.length - 1)) / columns.length;
  const left = MARGIN + column * (width + GUTTER);
  const height = (area.bottom - area.top) / rows.length;
  const small = { size: smallSize, weight: 500, fill: colors.muted };
  const name = { weight: 800, fill: colors.ink, tracking: -0.025 };
  return rows
    .map((row, index) => {
      const top = area.top + index * height;
      const baseline = top + height / 2 + row.nameSize * 0.35;
      return [
        rule(left, top, width, 1.5, colors.ink, 0.28),
        text(row.time, left, baseline, small),
        text(row.name, left + smallSize * TIME_EMS, baseline, { ...name, size: row.nameSize }),
        row.handle &&
          text(row.handle, left + width, baseline, { ...small, size: HANDLE_SIZE, anchor: 'end' }),
      ].join('\n');
    })
    .join('\n');
}

interface TextLook {
  readonly size: number;
  readonly weight: number;
  readonly fill: string;
  readonly anchor?: 'end';
  /** In em. */
  readonly tracking?: number;
}

function text(words: string, x: number, y: number, look: TextLook): string {
  const { size, weight, fill, anchor = 'start', tracking = 0 } = look;
  return `<text x="${x}" y="${y}" font-size="${size}" font-weight="${weight}" fill="${fill}" text-anchor="${anchor}" letter-spacing="${tracking * size}">${escaped(words)}</text>`;
}

function rule(
  x: number,
  y: number,
  width: number,
  height: number,
  fill: string,
  alpha: number,
): string {
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${fill}" fill-opacity="${alpha}"/>`;
}

function wrap(words: string, ems: number): string[] {
  const lines: string[] = [];
  for (const word of words.split(' ')) {
    const extended = lines.length === 0 ? word : `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && estimatedEms(extended) <= ems) lines[lines.length - 1] = extended;
    else lines.push(word);
  }
  return lines;
}

function escaped(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
