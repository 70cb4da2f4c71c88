import { once } from 'node:events';

/**
 * Raised by Ctrl-C and by whoever ends the process from outside. Only verbs that run until they are stopped ask for it:
 * until then, and when the same signal comes again, the process ends at once as any other does.
 */
export function stopSignal(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(name, () => controller.abort(name));
  }
  return controller.signal;
}

/** Resolves when the signal is raised. */
export async function aborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
}
