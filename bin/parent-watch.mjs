// Loaded into the program when a launcher runs it on the pinned Node. A launcher that is killed cannot pass
// that on, and a bot left behind would be a second one beside the next start: so it stops with its launcher.

const GRACE_MS = 3_000;

if (process.channel) {
  process.once('disconnect', () => {
    setTimeout(() => process.exit(1), GRACE_MS).unref();
    process.kill(process.pid, 'SIGTERM');
  });
  process.channel.unref();
}
