import { type Design, drawingOf, ENGINES, type EngineName } from './engine.ts';

/** Medians over the rounds. */
export interface Figures {
  readonly rounds: number;
  /** Measured posters of each engine and round. */
  readonly renders: number;
  readonly engines: readonly EngineFigures[];
  /** A poster from the cache. */
  readonly repeated: { readonly cpuMs: number; readonly medianMs: number };
}

export interface EngineFigures {
  readonly engine: EngineName;
  readonly design: Design;
  readonly medianMs: number;
  readonly p95Ms: number;
  readonly cpuMs: number;
  readonly peakRssMb: number;
  readonly kilobytes: number;
  /** From starting a process to its first poster. */
  readonly coldMs: number;
}

/**
 * What we hold ourselves to in the full design: how many times as long as us an engine takes; of the floor we take at
 * most 2.2 times.
 */
const AT_LEAST: Partial<Record<EngineName, number>> = {
  'napi-canvas': 1.3,
  'satori-resvg': 5,
  takumi: 3,
};
const OF_THE_FLOOR_AT_MOST = 2.2;
const REPEATED_CPU_MS = 1;

const COLUMNS = ['median ms', 'p95 ms', 'x ours', 'CPU ms', 'peak MB', 'KB', 'cold ms'];
const HEADINGS: Readonly<Record<Design, string>> = {
  full: 'THE FULL DESIGN: backdrop, artwork of the event, text',
  plain: 'PLAIN: text alone, on one gradient',
};

export function printable(figures: Figures): string {
  const sections = (['full', 'plain'] as const).map((design) => {
    const ours = figures.engines.find((row) => row.engine === 'rite-bot' && row.design === design);
    const rows = figures.engines
      .filter((row) => row.design === design)
      .map((row) => rowOf(row, ours?.medianMs ?? Number.NaN));
    return [[HEADINGS[design], ...COLUMNS, 'draws', ''], ...rows];
  });
  const { cpuMs, medianMs } = figures.repeated;
  const kept = `from the cache: ${cpuMs.toFixed(2)} ms of CPU, ${medianMs.toFixed(2)} ms (${met(cpuMs < REPEATED_CPU_MS, `CPU under ${REPEATED_CPU_MS} ms`)})`;
  const note = `medians over ${figures.rounds} rounds of ${figures.renders} posters, each of another event`;
  const widths = widthsOf(sections.flat());
  const tables = sections.map((rows) => rows.map((row) => aligned(row, widths)).join('\n'));
  return `${[...tables, `${kept}\n${note}`].join('\n\n')}\n`;
}

function rowOf(row: EngineFigures, oursMs: number): string[] {
  const ratio = row.medianMs / oursMs;
  return [
    ENGINES[row.engine].title,
    row.medianMs.toFixed(1),
    row.p95Ms.toFixed(1),
    ratio.toFixed(2),
    row.cpuMs.toFixed(1),
    row.peakRssMb.toFixed(0),
    row.kilobytes.toFixed(0),
    row.coldMs.toFixed(0),
    drawingOf(row.engine, row.design) ?? '',
    row.design === 'full' ? verdict(row.engine, ratio) : '',
  ];
}

function widthsOf(rows: readonly (readonly string[])[]): number[] {
  return COLUMNS.concat('', '', '').map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
}

function aligned(row: readonly string[], widths: readonly number[]): string {
  return row
    .map((cell, column) => {
      const width = widths[column] ?? 0;
      return column >= 1 && column <= COLUMNS.length ? cell.padStart(width) : cell.padEnd(width);
    })
    .join('  ')
    .trimEnd();
}

function verdict(engine: EngineName, ratio: number): string {
  if (Number.isNaN(ratio)) return '';
  if (engine === 'floor') {
    const times = 1 / ratio;
    return met(
      times <= OF_THE_FLOOR_AT_MOST,
      `ours is ${times.toFixed(2)} of it, at most ${OF_THE_FLOOR_AT_MOST}`,
    );
  }
  const target = AT_LEAST[engine];
  return target === undefined ? '' : met(ratio >= target, `at least ${target}`);
}

function met(isMet: boolean, target: string): string {
  return `${isMet ? 'met' : 'MISSED'}: ${target}`;
}

export function percentile(numbers: readonly number[], share: number): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const index = Math.min(sorted.length - 1, Math.floor((sorted.length * share) / 100));
  return sorted[index] ?? Number.NaN;
}
