import type { Upload } from './attachment.ts';
import type { Finding } from './finding.ts';
import type { World } from './world.ts';

/** What a route is given: the path's variables by name, and the body after its check. */
export interface RouteRequest {
  readonly world: World;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly files: readonly Upload[];
}

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
}

/** Looks a body over before the route sees it. */
export type BodyCheck = (
  body: unknown,
  request: Pick<RouteRequest, 'world' | 'params'>,
) => readonly Finding[];

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** `/channels/:channel/messages`: what recorded requests and faults call this route. */
  readonly template: string;
  /** False for calls that carry an interaction token in the path instead of the bot token. */
  readonly authorized?: boolean;
  readonly check?: BodyCheck;
  readonly answer: (request: RouteRequest) => Answer;
}

export interface Match {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

/** The first route whose template fits; each segment is decoded, as discord.js encodes `@original` and emoji. */
export function matchRoute(
  routes: readonly Route[],
  method: string,
  segments: readonly string[],
): Match | undefined {
  for (const route of routes) {
    const params = route.method === method ? paramsOf(route.template, segments) : undefined;
    if (params) return { route, params };
  }
  return undefined;
}

/** One path variable. Throws when the template has none of that name. */
export function param(request: Pick<RouteRequest, 'params'>, name: string): string {
  const value = request.params[name];
  if (value === undefined) throw new Error(`The route has no :${name}`);
  return value;
}

/** 200 with a body whose type the caller names after the official result type. */
export function ok<Result>(body: Result): Answer {
  return { status: 200, body };
}

export const NO_CONTENT: Answer = { status: 204 };

function paramsOf(
  template: string,
  segments: readonly string[],
): Record<string, string> | undefined {
  const parts = template.split('/').slice(1);
  if (parts.length !== segments.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of parts.entries()) {
    const segment = segments[index] ?? '';
    if (part.startsWith(':')) params[part.slice(1)] = segment;
    else if (part !== segment) return undefined;
  }
  return params;
}
