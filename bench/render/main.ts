// npm run bench:render - our poster renderer beside the engines that one could take instead, in one run. Each engine
// draws in a process of its own, round by round in turn; the figures are medians over the rounds. Prints one table;
// --json for the figures alone, --pictures <folder> for posters to look at, --engines a,b for some of them.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { MEMORY } from '../../bin/launch.mjs';
import { ENGINE_NAMES, ENGINES, type EngineName } from './engine.ts';
import { PRETENDARD } from './lineup-sheet.ts';
import type { Answer, Order, Warm } from './measure.ts';
import { makeNights } from './nights.ts';
import type { Repeated } from './repeated.ts';
import { type Figures, percentile, printable } from './table.ts';

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
  const figures = await measureAll(fontconfigIn(scratch));
  process.stdout.write(values.json ? `${JSON.stringify(figures)}\n` : printable(figures));
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

async function measureAll(env: NodeJS.ProcessEnv): Promise<Figures> {
  const warm = new Map<EngineName, Warm[]>(engines.map((engine) => [engine, []]));
  const cold = new Map<EngineName, number[]>(engines.map((engine) => [engine, []]));
  const repeated: Repeated[] = [];
  // Once outside the measurement: the files of all engines come into the page cache, fontconfig writes its own.
  for (const engine of engines)
    await ask({ kind: 'cold', engine, nights: nights.slice(0, 1) }, env);
  for (let round = 0; round < rounds; round++) {
    for (const engine of engines) {
      const pictures = round === 0 ? values.pictures : undefined;
      const order = { kind: 'warm', engine, nights, warmUp: WARM_UP, pictures } as const;
      warm.get(engine)?.push((await ask(order, env)).answer as Warm);
      const first = nights.slice(round, round + 1);
      cold.get(engine)?.push((await ask({ kind: 'cold', engine, nights: first }, env)).elapsedMs);
    }
    const order = { kind: 'repeated', nights: nights.slice(0, 27), repeats: 540 } as const;
    repeated.push((await ask(order, env)).answer as Repeated);
  }
  return {
    rounds,
    renders: nights.length - WARM_UP,
    engines: engines.map((engine) => {
      const runs = warm.get(engine) ?? [];
      const median = (of: (run: Warm) => number) => percentile(runs.map(of), 50);
      return {
        engine,
        medianMs: median((run) => percentile(run.milliseconds, 50)),
        p95Ms: median((run) => percentile(run.milliseconds, 95)),
        cpuMs: median((run) => run.cpuMsPerPoster),
        peakRssMb: median((run) => run.peakRssMb),
        kilobytes: median((run) => run.kilobytes),
        coldMs: percentile(cold.get(engine) ?? [], 50),
      };
    }),
    repeated: {
      cpuMs: percentile(
        repeated.map((run) => run.cpuMsPerPoster),
        50,
      ),
      medianMs: percentile(
        repeated.map((run) => run.medianMs),
        50,
      ),
    },
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
