import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { ImageStore } from '../posts/image-store.ts';
import type { KeptPicture } from '../posts/kept-post.ts';
import { byteRange } from './byte-range.ts';
import { entityTag, noneMatches, rangeStillValid } from './entity-tag.ts';
import { refuse } from './refuse.ts';
import { sameSecret } from './same-secret.ts';
import type { Routes } from './server.ts';

export interface MediaOptions {
  readonly pictures: {
    byToken(token: string): Promise<Pick<KeptPicture, 'token' | 'hash' | 'bytes'> | undefined>;
  };
  readonly images: Pick<ImageStore, 'get'>;
  readonly logger: Logger;
  /** Hears of every answer, for the figures. */
  readonly onServed?: (status: number) => void;
}

/** At least 128 bits as base64url: nobody guesses one, and nothing longer is looked up. */
const NAME = /^([A-Za-z0-9_-]{22,64})\.jpg$/;

/**
 * A picture under a token never changes, so it need not be asked for again. Private, and only for an hour: what people
 * delete must not live on in a cache between them and us.
 */
const CACHE_CONTROL = 'private, max-age=3600, immutable';

/**
 * `GET|HEAD /media/<token>.jpg`. What is unknown, deleted, lost or not even a token is the same 404. The check of the
 * token is done in constant time, on top of a look-up that may not be.
 */
export function mediaRoutes(options: MediaOptions): Routes {
  const { pictures, images, logger } = options;

  async function find(name: string): Promise<{ hash: string; jpeg: Buffer } | undefined> {
    const token = NAME.exec(name)?.[1];
    if (token === undefined) return undefined;
    const picture = await pictures.byToken(token);
    if (!sameSecret(token, picture?.token) || !picture) return undefined;
    const jpeg = await images.get(picture.hash);
    if (jpeg?.length === picture.bytes) return { hash: picture.hash, jpeg };
    logger.error({ hash: picture.hash, found: jpeg?.length ?? 0 }, 'picture is lost');
    return undefined;
  }

  async function answer(
    request: FastifyRequest<{ Params: { name: string } }>,
    reply: FastifyReply,
  ): Promise<FastifyReply> {
    let picture: Awaited<ReturnType<typeof find>>;
    try {
      picture = await find(request.params.name);
    } catch (error) {
      // Whoever fetches for Instagram comes back after a 503 and gives up after a 404.
      logger.error({ err: error }, 'picture cannot be read');
      return refuse(reply.header('retry-after', '5'), 503);
    }
    return picture ? send(request, reply, picture) : refuse(reply, 404);
  }

  return (server) => {
    server.route({
      method: ['GET', 'HEAD'],
      url: '/media/:name',
      handler: answer,
      onResponse: async (_request, reply) => options.onServed?.(reply.statusCode),
    });
  };
}

function send(
  request: FastifyRequest,
  reply: FastifyReply,
  { hash, jpeg }: { readonly hash: string; readonly jpeg: Buffer },
): FastifyReply {
  const { headers } = request;
  const tag = entityTag(hash);
  reply.headers({ etag: tag, 'cache-control': CACHE_CONTROL });
  if (noneMatches(headers['if-none-match'], tag)) return reply.code(304).send();
  reply.headers({ 'content-type': 'image/jpeg', 'accept-ranges': 'bytes' });
  const asked =
    // Ranges are for GET only (RFC 9110, 14.2).
    request.method === 'GET' && rangeStillValid(headers['if-range'] as string | undefined, tag)
      ? byteRange(headers.range, jpeg.length)
      : 'whole';
  if (asked === 'whole') return reply.send(jpeg);
  if (asked === 'unsatisfiable') {
    reply.headers({ 'content-range': `bytes */${jpeg.length}`, 'cache-control': 'no-store' });
    return refuse(reply.removeHeader('etag').type('application/json'), 416);
  }
  const { first, last } = asked;
  return reply
    .code(206)
    .header('content-range', `bytes ${first}-${last}/${jpeg.length}`)
    .send(jpeg.subarray(first, last + 1));
}
