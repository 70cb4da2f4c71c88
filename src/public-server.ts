import { randomUUID } from 'node:crypto';
import { lookup } from 'node:dns/promises';
import type { Logger } from 'pino';
import type { Config, Secrets } from './config.ts';
import type { GatewayHealth } from './discord/gateway.ts';
import type { Clock } from './events/clock.ts';
import type { Instagram } from './instagram.ts';
import { fontsDirectory, version } from './project.ts';
import { readinessChecks } from './readiness-checks.ts';
import type { State } from './state.ts';
import type { Telemetry } from './telemetry.ts';
import { healthRoutes } from './web/health.ts';
import { instagramRoutes } from './web/instagram-routes.ts';
import { LoopDelayMonitor } from './web/loop-delay.ts';
import { mediaRoutes } from './web/media.ts';
import { probeRoutes } from './web/media-probe.ts';
import { metricsRoutes } from './web/metrics.ts';
import { checkPublicUrl } from './web/public-url.ts';
import { Readiness } from './web/readiness.ts';
import { WebServer } from './web/server.ts';

export interface PublicServerOptions {
  readonly state: State;
  readonly telemetry: Telemetry;
  /** How the connection to Discord does; absent in a process without one. */
  readonly gateway?: () => GatewayHealth;
  readonly instagram: Pick<Instagram, 'linking' | 'callbacks'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * What the bot shows over HTTP: health, metrics and pictures. Undefined where no port is set.
 *
 * @throws {ListenError}
 */
export async function startPublicServer(
  {
    web,
    dataDir,
    instagram: { redirectUri, graphUrl },
  }: Pick<Config, 'web' | 'dataDir' | 'instagram'>,
  { metricsToken }: Pick<Secrets, 'metricsToken'>,
  { state, telemetry, gateway, instagram, clock, logger }: PublicServerOptions,
): Promise<AsyncDisposable | undefined> {
  const { host, port, publicUrl } = web;
  if (port === undefined) return undefined;
  const instance = randomUUID();
  const startedAt = performance.now();
  const parts = new AsyncDisposableStack();
  const loopDelay = parts.use(new LoopDelayMonitor({ clock }));
  const checks = readinessChecks({
    database: state.database,
    images: state.images,
    ...(gateway && { gateway }),
    clock,
    dataDir,
    fontsDirectory,
  });
  const readiness = new Readiness({ checks, clock, logger });
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
        onlyLocal: publicUrl === undefined && isLoopback(host),
      }),
      mediaRoutes({
        pictures: state.stores.pictures,
        images: state.images,
        logger,
        onServed: (status) => telemetry.mediaServed(status),
      }),
      probeRoutes({ instance }),
      instagramRoutes({ ...instagram, publicUrl, redirectUri }),
    ],
  });
  parts.use(server);
  logger.info({ url: server.url }, 'web server listens');
  if (publicUrl !== undefined) {
    const local = isLoopback(new URL(graphUrl).hostname);
    void tellWhetherReached(publicUrl, { instance, local, logger });
  }
  return parts;
}

/** Posts are held when Instagram cannot fetch their pictures; better that the operator hears of it before. */
async function tellWhetherReached(
  publicUrl: string,
  {
    instance,
    local,
    logger,
  }: {
    readonly instance: string;
    /** Instagram is a stand-in on this machine, which no address is too private for. */
    readonly local: boolean;
    readonly logger: Logger;
  },
): Promise<void> {
  try {
    const { ok, finding, sentence } = await checkPublicUrl({
      publicUrl,
      instance,
      lookup: async (name) => (await lookup(name, { all: true })).map(({ address }) => address),
    });
    const good = ok || (local && finding === 'private_address');
    logger[good ? 'info' : 'warn']({ finding }, sentence);
  } catch (error) {
    logger.warn({ err: error }, 'PUBLIC_URL could not be looked at');
  }
}

function isLoopback(host: string): boolean {
  return /^(?:localhost|127\.[\d.]+|::1)$/i.test(host);
}
