import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { Config, Secrets } from './config.ts';
import type { GatewayHealth } from './discord/gateway.ts';
import type { Clock } from './events/clock.ts';
import { version } from './project.ts';
import type { State } from './state.ts';
import { DatabaseError } from './storage/database-error.ts';
import type { Telemetry } from './telemetry.ts';
import { healthRoutes } from './web/health.ts';
import { LoopDelayMonitor } from './web/loop-delay.ts';
import { mediaRoutes } from './web/media.ts';
import { probeRoutes } from './web/media-probe.ts';
import { metricsRoutes } from './web/metrics.ts';
import { Readiness, type ReadinessCheck } from './web/readiness.ts';
import { WebServer } from './web/server.ts';

export interface PublicServerOptions {
  readonly state: State;
  readonly telemetry: Telemetry;
  /** How the connection to Discord does. */
  readonly gateway: () => GatewayHealth;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Storing a probe costs two writes, or two requests to a bucket. */
const PICTURES_FRESH_MS = 60_000;

/**
 * What the bot shows over HTTP: health, metrics and pictures. Undefined where no port is set.
 *
 * @throws {ListenError}
 */
export async function startPublicServer(
  { web }: Pick<Config, 'web'>,
  { metricsToken }: Pick<Secrets, 'metricsToken'>,
  { state, telemetry, gateway, clock, logger }: PublicServerOptions,
): Promise<AsyncDisposable | undefined> {
  const { host, port, publicUrl } = web;
  if (port === undefined) return undefined;
  const instance = randomUUID();
  const startedAt = performance.now();
  const parts = new AsyncDisposableStack();
  const loopDelay = parts.use(new LoopDelayMonitor({ clock }));
  const readiness = new Readiness({ checks: checks(state, gateway, clock), clock, logger });
  const server = await WebServer.start({
    host,
    port,
    logger,
    routes: [
      healthRoutes({
        version: version(),
        instance,
        uptimeMs: () => performance.now() - startedAt,
        loopDelay: () => loopDelay.read(),
        readiness,
      }),
      metricsRoutes({
        metrics: telemetry,
        ...(metricsToken === undefined ? {} : { token: metricsToken }),
        ...(publicUrl === undefined ? {} : { publicUrl }),
      }),
      mediaRoutes({
        pictures: state.stores.pictures,
        images: state.images,
        logger,
        onServed: (status) => telemetry.mediaServed(status),
      }),
      probeRoutes({ instance }),
    ],
  });
  parts.use(server);
  logger.info({ url: server.url }, 'web server listens');
  return parts;
}

function checks(state: State, gateway: () => GatewayHealth, clock: Clock): ReadinessCheck[] {
  let pictures: { readonly at: number; readonly verdict: Verdict } | undefined;
  return [
    {
      name: 'database',
      async check() {
        try {
          await state.database.ping();
          return { ok: true };
        } catch (error) {
          if (error instanceof DatabaseError) return { ok: false, reason: error.message };
          throw error;
        }
      },
    },
    {
      name: 'gateway',
      async check() {
        return gateway().connected
          ? { ok: true }
          : { ok: false, reason: 'Not connected to Discord; it is tried again by itself.' };
      },
    },
    {
      name: 'disk',
      async check() {
        if (!pictures || clock() - pictures.at > PICTURES_FRESH_MS) {
          const check = await state.images.check();
          const verdict = check.ready ? { ok: true } : { ok: false, reason: check.problem };
          pictures = { at: clock(), verdict };
        }
        return pictures.verdict;
      },
    },
    // Without them the program does not start.
    { name: 'fonts', check: async () => ({ ok: true }) },
  ];
}

type Verdict = { readonly ok: boolean; readonly reason?: string };
