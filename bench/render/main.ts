// npm run bench:render - our poster renderer beside the engines that one could take instead, in one run: first the full
// design, then text alone. Each engine draws in a process of its own, round by round in turn; the figures are medians
// over the rounds. Prints one table; --json for the figures alone, --pictures <folder> for posters to look at,
// --engines a,b for some of them.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { MEMORY } from '../../bin/launch.mjs';
import { writeBackdrops } from './backdrops.ts';
import { type Design, drawingOf, ENGINE_NAMES, ENGINES, type EngineName } from './engine.ts';
import { PRETENDARD } from './lineup-sheet.ts';
import type { Answer, Order, Warm } from './measure.ts';
import { makeNights } from './nights.ts';
import type { Repeated } from './repeated.ts';
import { type EngineFigures, type Figures, percentile, printable } from './table.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    renders: { type: 'string', default: '60' },
    engines: { type: 'string', default: ENGINE_NAMES.join(',') },
    pictures: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
const WARM_UP = 20;
const rounds = Number(values.rounds);
const engines = values.engines.split(',') as EngineName[];
for (const engine of engines) {
  if (!ENGINES[engine]) throw new Error(`--engines knows only ${ENGINE_NAMES.join(', ')}`);
}
if (values.pictures !== undefined) mkdirSync(values.pictures, { recursive: true });
const nights = makeNights(WARM_UP + Number(values.renders));
const scratch = mkdtempSync(join(tmpdir(), 'rite-bot-bench-'));
try {
  writeBackdrops(scratch);
  const figures = await measureAll(fontconfigIn(scratch));
  process.stdout.write(values.json ? `${JSON.stringify(figures)}\n` : printable(figures));
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

interface Row {
  readonly engine: EngineName;
  readonly design: Design;
  readonly warm: Warm[];
  readonly coldMs: number[];
}

async function measureAll(env: NodeJS.ProcessEnv): Promise<Figures> {
  const rows = (['full', 'plain'] as const).flatMap((design) =>
    engines
      .filter((engine) => drawingOf(engine, design))
      .map((engine): Row => ({ engine, design, warm: [], coldMs: [] })),
  );
  const repeated: Repeated[] = [];
  // Once outside the measurement: the files of all engines come into the page cache, fontconfig writes its own.
  for (const row of rows) await measureCold(row, 0, env);
  for (let round = 0; round < rounds; round++) {
    for (const row of rows) {
      const pictures = round === 0 ? values.pictures : undefined;
      const order = { ...orderOf(row), kind: 'warm', nights, warmUp: WARM_UP, pictures } as const;
      row.warm.push((await ask(order, env)).answer as Warm);
      row.coldMs.push(await measureCold(row, round, env));
    }
    const order = { kind: 'repeated', nights: nights.slice(0, 27), repeats: 540 } as const;
    repeated.push((await ask(order, env)).answer as Repeated);
  }
  const median = (of: (run: Repeated) => number) => percentile(repeated.map(of), 50);
  return {
    rounds,
    renders: nights.length - WARM_UP,
    engines: rows.map(figuresOf),
    repeated: {
      cpuMs: median((run) => run.cpuMsPerPoster),
      medianMs: median((run) => run.medianMs),
    },
  };
}

async function measureCold(row: Row, round: number, env: NodeJS.ProcessEnv): Promise<number> {
  const first = nights.slice(round, round + 1);
  return (await ask({ ...orderOf(row), kind: 'cold', nights: first }, env)).elapsedMs;
}

function orderOf({ engine, design }: Row) {
  return { engine, options: { design, backdrops: scratch } };
}

function figuresOf({ engine, design, warm, coldMs }: Row): EngineFigures {
  const median = (of: (run: Warm) => number) => percentile(warm.map(of), 50);
  return {
    engine,
    design,
    medianMs: median((run) => percentile(run.milliseconds, 50)),
    p95Ms: median((run) => percentile(run.milliseconds, 95)),
    cpuMs: median((run) => run.cpuMsPerPoster),
    peakRssMb: median((run) => run.peakRssMb),
    kilobytes: median((run) => run.kilobytes),
    coldMs: percentile(coldMs, 50),
  };
}

/** Milliseconds from starting the process to its answer. */
async function ask(
  order: Order,
  env: NodeJS.ProcessEnv,
): Promise<{ readonly answer: Answer; readonly elapsedMs: number }> {
  const startedAt = performance.now();
  // As the launcher starts the bot: all engines run with the same settings.
  const child = fork(new URL('measure.ts', import.meta.url), [], {
    env: { ...MEMORY.env, ...env },
    execArgv: MEMORY.flags,
  });
  child.send(order);
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`the measurement ended with code ${code}: ${order.kind}`);
  });
  const [answer] = (await Promise.race([once(child, 'message'), ended])) as [Answer];
  const elapsedMs = performance.now() - startedAt;
  await ended.catch(() => {});
  return { answer, elapsedMs };
}

/** librsvg finds fonts by fontconfig alone, so it gets one that knows Pretendard and nothing else. */
function fontconfigIn(folder: string): NodeJS.ProcessEnv {
  const file = join(folder, 'fonts.conf');
  for (const font of PRETENDARD) {
    cpSync(new URL(`../../fonts/${font.file}`, import.meta.url), join(folder, font.file));
  }
  writeFileSync(
    file,
    `<fontconfig><dir>${folder}</dir><cachedir>${join(folder, 'cache')}</cachedir></fontconfig>\n`,
  );
  return { ...process.env, FONTCONFIG_FILE: file };
}
