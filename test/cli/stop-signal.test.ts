import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';

// Waits for the stop signal, then takes 300 ms to stop; with "stay" it never does.
const PROGRAM = `
  import { stopSignal, aborted } from ${JSON.stringify(new URL('../../src/cli/stop-signal.ts', import.meta.url).href)};
  const alive = setInterval(() => {}, 1000);
  const signal = stopSignal();
  process.stdout.write('ready');
  await aborted(signal);
  process.stdout.write('stopping');
  if (process.argv[1] !== 'stay') setTimeout(() => clearInterval(alive), 300);
`;

async function started(...args: string[]) {
  const child = spawn(process.execPath, ['--input-type=module', '-e', PROGRAM, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  return child;
}

describe('the stop signal', () => {
  it('counts once when it comes twice at the same time, as it does from a whole process group', async () => {
    const child = await started();
    child.kill('SIGTERM');
    await once(child.stdout, 'data');
    child.kill('SIGTERM');
    child.kill('SIGINT');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('ends a program that does not stop when it comes again later', async () => {
    const child = await started('stay');
    child.kill('SIGTERM');
    await once(child.stdout, 'data');
    const repeat = setInterval(() => child.kill('SIGTERM'), 200);
    expect(await once(child, 'exit')).toEqual([null, 'SIGTERM']);
    clearInterval(repeat);
  });
});
