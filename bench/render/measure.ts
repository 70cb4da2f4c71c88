// One engine in a process of its own, started by main.ts, which sends one order and gets one answer.

import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Event } from '../../src/events/event.ts';
import { THEME_NAMES } from '../../src/posters/poster.ts';
import {
  ENGINES,
  type EngineName,
  type EngineOptions,
  type LineupRequest,
  SIDE,
  startEngine,
} from './engine.ts';
import type { Repeated } from './repeated.ts';

export type Order =
  | {
      readonly kind: 'cold';
      readonly engine: EngineName;
      readonly options: EngineOptions;
      readonly nights: readonly Event[];
    }
  | {
      readonly kind: 'warm';
      readonly engine: EngineName;
      readonly options: EngineOptions;
      readonly nights: readonly Event[];
      readonly warmUp: number;
      /** Where the first posters are written for somebody to look at. */
      readonly pictures: string | undefined;
    }
  | { readonly kind: 'repeated'; readonly nights: readonly Event[]; readonly repeats: number };

export interface Warm {
  readonly milliseconds: readonly number[];
  /** All threads together, garbage collection too. */
  readonly cpuMsPerPoster: number;
  readonly peakRssMb: number;
  readonly kilobytes: number;
}
export type Answer = Warm | Repeated | { readonly bytes: number };

const [order] = (await once(process, 'message')) as [Order];
process.send?.(await carryOut(order));
process.disconnect?.();

async function carryOut(order: Order): Promise<Answer> {
  if (order.kind === 'repeated') {
    const { measureRepeated } = await import('./repeated.ts');
    return await measureRepeated(order.nights.map(requestOf), order.repeats);
  }
  const draw = await startEngine(order.engine, order.options);
  const requests = order.nights.map(requestOf);
  if (order.kind === 'cold') {
    const jpeg = await draw(requests[0] as LineupRequest);
    return { bytes: jpeg.length };
  }
  const { warmUp, pictures, engine, options } = order;
  for (const [index, request] of requests.slice(0, warmUp).entries()) {
    const jpeg = await draw(request);
    if (pictures)
      writeFileSync(join(pictures, `${engine}-${options.design}-${index + 1}.jpg`), jpeg);
    checkSize(jpeg, engine);
  }
  return await measure(draw, requests.slice(warmUp));
}

async function measure(
  draw: (request: LineupRequest) => Promise<Uint8Array>,
  requests: readonly LineupRequest[],
): Promise<Warm> {
  const milliseconds: number[] = [];
  let bytes = 0;
  const before = process.cpuUsage();
  for (const request of requests) {
    const startedAt = performance.now();
    const jpeg = await draw(request);
    milliseconds.push(performance.now() - startedAt);
    bytes += jpeg.length;
    // As between two requests of a server: native buffers are freed when the event loop turns.
    await new Promise((done) => setImmediate(done));
  }
  const { user, system } = process.cpuUsage(before);
  return {
    milliseconds,
    cpuMsPerPoster: (user + system) / 1000 / requests.length,
    peakRssMb: peakRss() / 1e6,
    kilobytes: bytes / requests.length / 1000,
  };
}

function requestOf(event: Event, index: number): LineupRequest {
  return {
    event,
    theme: THEME_NAMES[index % THEME_NAMES.length] ?? 'night',
    today: Temporal.PlainDate.from(event.date).subtract({ days: 7 }),
  };
}

/** Of this process alone: on Linux `resourceUsage().maxRSS` begins with that of the process which forked it. */
function peakRss(): number {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS * 1024;
  const status = readFileSync('/proc/self/status', 'utf8');
  return Number(/VmHWM:\s*(\d+)/.exec(status)?.[1]) * 1024;
}

/** Reads the frame header of a baseline JPEG: an engine that draws less must not look fast. */
function checkSize(jpeg: Uint8Array, engine: EngineName): void {
  const view = Buffer.from(jpeg.buffer, jpeg.byteOffset, jpeg.byteLength);
  const frame = view.indexOf(Buffer.from([0xff, 0xc0]));
  const height = frame === -1 ? 0 : view.readUInt16BE(frame + 5);
  const width = frame === -1 ? 0 : view.readUInt16BE(frame + 7);
  if (width !== SIDE || height !== SIDE) {
    throw new Error(`${ENGINES[engine].title} gave no baseline JPEG of ${SIDE} x ${SIDE}`);
  }
}
