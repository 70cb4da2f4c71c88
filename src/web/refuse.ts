import type { FastifyReply } from 'fastify';

const NAMES: Readonly<Record<number, string>> = {
  400: 'bad_request',
  401: 'unauthorized',
  404: 'not_found',
  408: 'timeout',
  413: 'too_large',
  415: 'unsupported_media_type',
  416: 'range_not_satisfiable',
  503: 'unavailable',
};

/** Answers that something cannot be had, as JSON without any detail. */
export function refuse(reply: FastifyReply, status: number): FastifyReply {
  const error = NAMES[status] ?? (status >= 500 ? 'internal' : 'bad_request');
  return reply.code(status).send({ error });
}
