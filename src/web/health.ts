import type { LoopDelay } from './loop-delay.ts';
import type { Readiness } from './readiness.ts';
import type { Routes } from './server.ts';

export interface HealthOptions {
  readonly version: string;
  /** Names this process; drawn at random when it starts. */
  readonly instance: string;
  /** Milliseconds since the process started. */
  readonly uptimeMs: () => number;
  readonly loopDelay: () => LoopDelay;
  readonly readiness: Readiness;
}

/**
 * `/healthz`: this process turns, which is all it says: 200 whenever it can say anything. Whoever restarts processes asks
 * here. `/readyz`: it can do its work, 200 or 503 with reasons. Whoever sends it work, or wakes people, asks there.
 */
export function healthRoutes(options: HealthOptions): Routes {
  return (server) => {
    server.route({
      method: ['GET', 'HEAD'],
      url: '/healthz',
      handler: async () => ({
        status: 'up',
        version: options.version,
        instance: options.instance,
        uptimeSeconds: Math.round(options.uptimeMs() / 1000),
        eventLoopDelayMs: options.loopDelay(),
      }),
    });
    server.route({
      method: ['GET', 'HEAD'],
      url: '/readyz',
      handler: async (_request, reply) => {
        const { ready, checks } = await options.readiness.look();
        return reply
          .code(ready ? 200 : 503)
          .send({ status: ready ? 'ready' : 'not_ready', checks });
      },
    });
  };
}
