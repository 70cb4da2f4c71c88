// The bot as bench/post.ts measures it: the whole program in a process of its own, which reports about itself.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { App } from '../src/app.ts';
import { readConfig } from '../src/config.ts';

const { config, secrets } = readConfig(process.env, '/dev/null');
const { riteUrl } = config;
const { discordToken } = secrets;
if (riteUrl === undefined || discordToken === undefined)
  throw new Error('start it from bench/post.ts');

const acknowledgedMs: number[] = [];
const delay = monitorEventLoopDelay({ resolution: 1 });
await using app = await App.create(
  { ...config, riteUrl, logLevel: 'error' },
  { ...secrets, discordToken },
  { onAcknowledged: (timing) => acknowledgedMs.push(timing.acknowledgedMs) },
);
await app.gateway.ready;
process.send?.({ kind: 'ready' });

const stopped = Promise.withResolvers<void>();
process.on('message', (message) => {
  if (message === 'start') {
    acknowledgedMs.length = 0;
    delay.reset();
    delay.enable();
  } else if (message === 'report') {
    delay.disable();
    process.send?.({
      kind: 'report',
      acknowledgedMs,
      eventLoopDelayP99: delay.percentile(99) / 1e6,
      rssMb: process.memoryUsage.rss() / 1e6,
    });
  } else {
    stopped.resolve();
  }
});
await stopped.promise;
process.disconnect?.();
