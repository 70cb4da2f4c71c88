import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { InstagramCallbacks } from '../posts/accounts/instagram-callbacks.ts';
import type { InstagramLinking } from '../posts/accounts/instagram-linking.ts';
import { cookieValue, setCookie } from './cookies.ts';
import { deletionPage, type StatusPage, signInPage } from './instagram-pages.ts';
import { sendPage } from './page.ts';
import { refuse } from './refuse.ts';
import type { Routes } from './server.ts';

export interface InstagramRoutesOptions {
  readonly linking: Pick<InstagramLinking, 'setOut' | 'comeBack'>;
  readonly callbacks: Pick<InstagramCallbacks, 'deauthorize' | 'deleteData' | 'deletion'>;
  /** Where this program is reached from the internet; over https, cookies travel over nothing else. */
  readonly publicUrl?: string | undefined;
  /** As registered at Meta; default `/instagram/callback` under the public address. */
  readonly redirectUri?: string | undefined;
}

// A person may have been sent back with anything, so nothing but these is looked at.
const backSchema = z.object({
  state: z.string().max(200),
  code: z.string().min(1).max(2_000).optional(),
  error: z.string().optional(),
});

const signedSchema = z.object({ signed_request: z.string().max(10_000) });

/**
 * The path under which Instagram sends people back, as this server sees it: without what a proxy in front of it takes
 * away from the public address.
 */
export function callbackPath({
  publicUrl = '',
  redirectUri,
}: Pick<InstagramRoutesOptions, 'publicUrl' | 'redirectUri'>): string {
  if (redirectUri === undefined) return '/instagram/callback';
  const base = publicUrl.replace(/\/+$/, '');
  const inside = base !== '' && redirectUri.startsWith(`${base}/`);
  return inside ? redirectUri.slice(base.length) : new URL(redirectUri).pathname;
}

/**
 * Whether Instagram would send people to another site than the one they set out from, so that their browser does not
 * bring its cookie along and nobody can connect.
 */
export function returnsElsewhere(publicUrl: string, redirectUri: string): boolean {
  return new URL(publicUrl).origin !== new URL(redirectUri).origin;
}

/** Signing in to Instagram, and what Meta tells us by itself: deauthorisation and deletion of data. */
export function instagramRoutes(options: InstagramRoutesOptions): Routes {
  const { linking, callbacks, publicUrl } = options;
  const secure = publicUrl?.startsWith('https:') ?? false;

  async function setOut(
    request: FastifyRequest<{ Params: { nonce: string } }>,
    reply: FastifyReply,
  ): Promise<FastifyReply> {
    const out = await linking.setOut(request.params.nonce);
    if (out.outcome !== 'redirect') return show(reply, signInPage(out));
    const { cookie, maxAgeMs, location } = out;
    return reply
      .header('set-cookie', setCookie({ ...cookie, maxAgeMs, secure }))
      .redirect(location, 302);
  }

  async function comeBack(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const query = backSchema.safeParse(request.query);
    if (!query.success) return show(reply, signInPage({ outcome: 'forged' }));
    const { state, code, error } = query.data;
    const back = await linking.comeBack({
      state,
      code: error === undefined ? code : undefined,
      cookie: (name) => cookieValue(request.headers.cookie, name),
    });
    return show(reply, signInPage(back));
  }

  async function deauthorize(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const form = signedSchema.safeParse(request.body);
    if (!form.success) return refuse(reply, 400);
    const { outcome } = await callbacks.deauthorize(form.data.signed_request);
    return outcome === 'not_signed' ? refuse(reply, 400) : reply.send({ status: 'ok' });
  }

  async function deleteData(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const form = signedSchema.safeParse(request.body);
    if (!form.success) return refuse(reply, 400);
    const deletion = await callbacks.deleteData(form.data.signed_request);
    if (deletion.outcome === 'not_signed') return refuse(reply, 400);
    const { url, code } = deletion;
    return reply.send({ url, confirmation_code: code });
  }

  return (server) => {
    // A scope of its own, so that forms are read here and nowhere else.
    void server.register(async (scope) => {
      scope.addContentTypeParser(
        'application/x-www-form-urlencoded',
        { parseAs: 'string' },
        async (_request: FastifyRequest, body: string) =>
          Object.fromEntries(new URLSearchParams(body)),
      );
      scope.get('/instagram/connect/:nonce', setOut);
      scope.get(callbackPath(options), comeBack);
      scope.post('/instagram/deauthorize', deauthorize);
      scope.post('/instagram/delete-data', deleteData);
      scope.get<{ Params: { code: string } }>('/instagram/deletion/:code', async (request, reply) =>
        show(reply, deletionPage(await callbacks.deletion(request.params.code))),
      );
    });
  };
}

function show(reply: FastifyReply, { status, ...page }: StatusPage): FastifyReply {
  return sendPage(reply, status, page);
}
