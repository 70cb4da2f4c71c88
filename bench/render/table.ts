import { ENGINES, type EngineName } from './engine.ts';

/** Medians over the rounds. */
export interface Figures {
  readonly rounds: number;
  /** Measured posters of each engine and round. */
  readonly renders: number;
  readonly engines: readonly EngineFigures[];
  /** A poster from the cache. */
  readonly repeated: { readonly cpuMs: number; readonly medianMs: number };
}

interface EngineFigures {
  readonly engine: EngineName;
  readonly medianMs: number;
  readonly p95Ms: number;
  readonly cpuMs: number;
  readonly peakRssMb: number;
  readonly kilobytes: number;
  /** From starting a process to its first poster. */
  readonly coldMs: number;
}

/** What we hold ourselves to: how many times as long as us an engine takes; of the floor we take at most 2.2 times. */
const AT_LEAST: Partial<Record<EngineName, number>> = {
  'napi-canvas': 1.3,
  'satori-resvg': 5,
  takumi: 3,
};
const OF_THE_FLOOR_AT_MOST = 2.2;
const REPEATED_CPU_MS = 1;

export function printable(figures: Figures): string {
  const ours = figures.engines.find(({ engine }) => engine === 'rite-bot')?.medianMs;
  const head = ['', 'median ms', 'p95 ms', 'x ours', 'CPU ms', 'peak MB', 'KB', 'cold ms', ''];
  const rows = figures.engines.map((row) => {
    const ratio = ours === undefined ? Number.NaN : row.medianMs / ours;
    return [
      ENGINES[row.engine],
      row.medianMs.toFixed(1),
      row.p95Ms.toFixed(1),
      ratio.toFixed(2),
      row.cpuMs.toFixed(1),
      row.peakRssMb.toFixed(0),
      row.kilobytes.toFixed(0),
      row.coldMs.toFixed(0),
      verdict(row.engine, ratio),
    ];
  });
  const widths = head.map((_, column) =>
    Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)),
  );
  const lines = [head, ...rows].map((row) =>
    row
      .map((cell, column) =>
        column === 0 || column === row.length - 1
          ? cell.padEnd(widths[column] ?? 0)
          : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
  const { cpuMs, medianMs } = figures.repeated;
  const kept = `from the cache: ${cpuMs.toFixed(2)} ms of CPU, ${medianMs.toFixed(2)} ms (${met(cpuMs < REPEATED_CPU_MS, `CPU under ${REPEATED_CPU_MS} ms`)})`;
  const note = `medians over ${figures.rounds} rounds of ${figures.renders} posters`;
  return `${[...lines, kept, note].join('\n')}\n`;
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
