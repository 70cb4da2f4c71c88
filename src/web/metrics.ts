import { refuse } from './refuse.ts';
import { sameSecret } from './same-secret.ts';
import type { Routes } from './server.ts';

export interface MetricsOptions {
  readonly metrics: { readonly contentType: string; text(): Promise<string> };
  /** Who asks must send it as `Authorization: Bearer …`. */
  readonly token?: string;
  /** Only this machine reaches the server, so without a token whoever asks is answered. */
  readonly onlyLocal: boolean;
}

/**
 * `/metrics` for Prometheus: how many posts a bot makes is nobody else's business. Without a token it is not there where
 * others reach the server; nothing in a request says for certain where it came from.
 */
export function metricsRoutes({ metrics, token, onlyLocal }: MetricsOptions): Routes {
  return (server) => {
    if (token === undefined && !onlyLocal) return;
    server.route({
      method: ['GET', 'HEAD'],
      url: '/metrics',
      handler: async (request, reply) => {
        const bearer = bearerOf(request.headers.authorization);
        if (token !== undefined && !sameSecret(bearer, token)) {
          return refuse(reply.header('www-authenticate', 'Bearer'), 401);
        }
        return reply.header('content-type', metrics.contentType).send(await metrics.text());
      },
    });
  };
}

function bearerOf(authorization: string | undefined): string {
  return /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1] ?? '';
}
