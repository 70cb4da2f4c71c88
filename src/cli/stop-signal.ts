import { once } from 'node:events';

// Whoever signals the whole process group reaches this process twice: directly, and through its launcher.
const SAME_SIGNAL_MS = 1_000;

/**
 * Raised by Ctrl-C and by whoever ends the process from outside. Only verbs that run until they are stopped ask for it:
 * until then, and when a signal comes again later, the process ends at once as any other does.
 */
export function stopSignal(): AbortSignal {
  const controller = new AbortController();
  let raisedAt: number | undefined;
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    const listener = () => {
      const now = performance.now();
      raisedAt ??= now;
      if (now - raisedAt < SAME_SIGNAL_MS) {
        controller.abort(name);
        return;
      }
      process.removeListener(name, listener);
      process.kill(process.pid, name);
    };
    process.on(name, listener);
  }
  return controller.signal;
}

/** Resolves when the signal is raised. */
export async function aborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
}
