/** One line of what a bench prints. */
export interface Figure {
  readonly what: string;
  /** Undefined: for information. */
  readonly wanted?: number;
  readonly measured: number;
  readonly unit: string;
}

/** What a bench has measured, in the order in which it is printed. */
export class Figures {
  readonly #figures: Figure[] = [];

  add(figure: Figure): void {
    this.#figures.push(figure);
  }

  /** The middle one, the 99th percentile, which is what may be wanted, and the longest. */
  addSpread(what: string, unit: string, measured: readonly number[], wanted?: number): void {
    this.add({ what: `${what}: p50`, measured: percentile(measured, 50), unit });
    this.add({
      what: `${what}: p99 of ${measured.length}`,
      measured: percentile(measured, 99),
      unit,
      ...(wanted === undefined ? {} : { wanted }),
    });
    this.add({ what: `${what}: longest`, measured: Math.max(...measured), unit });
  }

  print({ json }: { readonly json: boolean }): void {
    const text = json ? JSON.stringify(this.#figures, null, 2) : this.#figures.map(line).join('\n');
    process.stdout.write(`${text}\n`);
  }
}

export function percentile(numbers: readonly number[], share: number): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return (
    sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * share) / 100))] ?? Number.NaN
  );
}

function line({ what, measured, unit, wanted }: Figure): string {
  const figure = `${Number(measured.toPrecision(3))} ${unit}`.padEnd(12);
  return `${what.padEnd(60)} ${figure} ${wanted === undefined ? '' : `wanted ${wanted} ${unit}`}`.trimEnd();
}
