import type { FastifyRequest } from 'fastify';
import { refuse } from './refuse.ts';
import { sameSecret } from './same-secret.ts';
import type { Routes } from './server.ts';

export interface MetricsOptions {
  readonly metrics: { readonly contentType: string; text(): Promise<string> };
  /** Who asks must send it as `Authorization: Bearer …`. Without one, only the own network is answered. */
  readonly token?: string;
  /** Where the internet reaches this server; requests that came that way are told from others by it. */
  readonly publicUrl?: string;
}

/** What proxies add to a request, whoever they are. */
const TRACES_OF_PROXIES = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'via', 'x-real-ip'];

/**
 * `/metrics` for Prometheus. Without a token it is not there for anybody who comes by the public address or through a
 * proxy: how many posts a bot makes is nobody else's business.
 */
export function metricsRoutes({ metrics, token, publicUrl }: MetricsOptions): Routes {
  const publicHost = publicUrl === undefined ? undefined : new URL(publicUrl).hostname;
  return (server) => {
    server.route({
      method: ['GET', 'HEAD'],
      url: '/metrics',
      handler: async (request, reply) => {
        if (token === undefined && cameFromOutside(request, publicHost)) return refuse(reply, 404);
        if (token !== undefined && !sameSecret(bearerOf(request), token)) {
          return refuse(reply.header('www-authenticate', 'Bearer'), 401);
        }
        return reply.header('content-type', metrics.contentType).send(await metrics.text());
      },
    });
  };
}

function cameFromOutside(request: FastifyRequest, publicHost: string | undefined): boolean {
  return (
    request.hostname.toLowerCase() === publicHost ||
    TRACES_OF_PROXIES.some((name) => request.headers[name] !== undefined)
  );
}

function bearerOf(request: FastifyRequest): string {
  return /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
}
