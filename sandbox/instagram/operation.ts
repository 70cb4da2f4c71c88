import type { Containers } from './containers.ts';
import type { InstagramCall } from './fault.ts';
import type { InstagramRequest } from './instagram-request.ts';

export interface Operation {
  readonly call: InstagramCall;
  /** Of the object in the path; empty where there is none. */
  readonly id: string;
}

const FIXED: Readonly<Record<string, InstagramCall>> = {
  'GET /oauth/authorize': 'authorize',
  'POST /oauth/authorize': 'authorize',
  'POST /oauth/access_token': 'code',
  'GET /access_token': 'exchange',
  'GET /refresh_access_token': 'refresh',
  'GET /me': 'me',
};
const EDGES: Readonly<Record<string, InstagramCall>> = {
  'POST media': 'create',
  'GET media': 'recent',
  'POST media_publish': 'media_publish',
  'GET content_publishing_limit': 'limit',
  'GET insights': 'insights',
};

/** What a request asks for. A bare id is a container or a medium: one that is neither is told by the fields asked for. */
export function operationOf(
  { method, path, parameters }: Pick<InstagramRequest, 'method' | 'path' | 'parameters'>,
  containers: Containers,
): Operation | undefined {
  const fixed = FIXED[`${method} ${path}`];
  if (fixed) return { call: fixed, id: '' };
  const [, id, edge] = /^\/(\d+|me)(?:\/([a-z_]+))?$/.exec(path) ?? [];
  if (id === undefined) return undefined;
  if (edge !== undefined) {
    const call = EDGES[`${method} ${edge}`];
    return call && { call, id };
  }
  if (method !== 'GET') return undefined;
  const asksStatus = parameters.get('fields')?.includes('status') ?? false;
  return { call: containers.peek(id) || asksStatus ? 'status' : 'media', id };
}
