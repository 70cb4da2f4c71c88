import { runCli } from './cli/run.ts';
import { stopSignal } from './cli/stop-signal.ts';

const { stdin, stdout, stderr } = process;
// Whoever reads the output may stop reading (`| head`); that is no failure of ours.
for (const stream of [stdout, stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}
process.exitCode = await runCli(process.argv.slice(2), { stdin, stdout, stderr, stopSignal });
