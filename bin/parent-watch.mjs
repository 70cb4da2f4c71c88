// Loaded into the program before it begins. A launcher that is killed cannot pass that on, and a bot left behind
// would be a second one beside the next start: so the program stops with its launcher.

import { isMainThread } from 'node:worker_threads';

// Longer than the bot takes to answer what was asked of it (10 s) and to close its connection (3 s).
const GRACE_MS = 15_000;

// Worker threads load this too, and have no channel of their own.
if (isMainThread) {
  if (process.connected) {
    process.once('disconnect', () => {
      setTimeout(() => process.exit(1), GRACE_MS).unref();
      process.kill(process.pid, 'SIGTERM');
    });
    process.channel.unref();
  } else {
    // Killed before this line was reached.
    process.exit(1);
  }
}
