import { refuse } from './refuse.ts';
import type { Routes } from './server.ts';

/** Says which process answered a probe, and to which question. */
export const PROBE_HEADER = 'x-rite-bot-probe';

/** A grey picture of one pixel: the smallest that is a whole JPEG. */
export const PROBE_JPEG: Buffer = Buffer.from(
  '/9j/2wBDABALDA4MChAODQ4SERATGCgaGBYWGDEjJR0oOjM9PDkzODdASFxOQERXRTc4UG1RV19iZ2hnPk1xeXBkeFxlZ2P/' +
    'wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAAP/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AP//Z',
  'base64',
);

const NAME = /^([A-Za-z0-9_-]{16,64})\.jpg$/;

/** The path of the probe that asks with this nonce; below the pictures, so that what a proxy does to them shows. */
export function probePath(nonce: string): string {
  return `/media/probe/${nonce}.jpg`;
}

/** What `instance` answers to this nonce, so that no answer of earlier or of elsewhere is taken for it. */
export function probeAnswer(nonce: string, instance: string): string {
  return `${nonce} ${instance}`;
}

/**
 * A picture that is no secret, by which the bot finds out whether its public address leads to it.
 *
 * @param options.instance names this process, as `/healthz` does.
 */
export function probeRoutes({ instance }: { readonly instance: string }): Routes {
  return (server) => {
    server.route<{ Params: { name: string } }>({
      method: ['GET', 'HEAD'],
      url: '/media/probe/:name',
      handler: async (request, reply) => {
        const nonce = NAME.exec(request.params.name)?.[1];
        if (nonce === undefined) return refuse(reply, 404);
        return reply
          .headers({ [PROBE_HEADER]: probeAnswer(nonce, instance), 'content-type': 'image/jpeg' })
          .send(PROBE_JPEG);
      },
    });
  };
}
