import { instagramRoutes } from '../../src/web/instagram-routes.ts';
import {
  type AccountsStage,
  type AccountsStageOptions,
  GUILD,
  MINA,
  openAccounts,
  PUBLIC_URL,
} from '../posts/accounts/accounts-stage.ts';
import { listening } from './listening.ts';

export interface ShownPage {
  readonly status: number;
  readonly headers: Headers;
  readonly html: string;
  /** What a person reads. */
  readonly text: string;
}

export type Walk = Awaited<ReturnType<typeof openWalk>>;

/** The accounts' stage with its web server, as it is reached through a proxy at the public address. */
export async function openWalk(options: AccountsStageOptions = {}) {
  const parts = new AsyncDisposableStack();
  const stage = parts.use(await openAccounts(options));
  const { linking, callbacks } = stage;
  const web = parts.use(
    await listening({ routes: [instagramRoutes({ linking, callbacks, publicUrl: PUBLIC_URL })] }),
  );
  const local = (url: string) => url.replace(PUBLIC_URL, web.server.url);
  return {
    ...stage,
    web,
    /** An address of ours on this machine. */
    local,
    browser: () => new Browser(local),
    begin: (guildId = GUILD) => begin(stage, guildId),
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
}

/** Keeps cookies, and follows where it is sent by hand. */
export class Browser {
  readonly cookies = new Map<string, string>();
  readonly #local: (url: string) => string;

  constructor(local: (url: string) => string) {
    this.#local = local;
  }

  async open(url: string): Promise<ShownPage> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(this.#local(url), { redirect: 'manual', headers: { cookie } });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      this.cookies.set(name, value);
    }
    const html = await answer.text();
    const body = html.replace(/<head>.*<\/head>/s, '');
    const text = body.replace(/<[^>]+>/g, '').trim();
    return { status: answer.status, headers: answer.headers, html, text };
  }

  /** Opens a personal link and says where it leads. */
  async setOut(link: string): Promise<string> {
    const { status, headers } = await this.open(link);
    const location = headers.get('location');
    if (status !== 302 || location === null) throw new Error(`The link leads nowhere: ${status}`);
    return location;
  }
}

async function begin({ linking }: AccountsStage, guildId: string): Promise<string> {
  const beginning = await linking.begin({ guildId, userId: MINA, entitlements: [] });
  if (beginning.outcome !== 'link') throw new Error(beginning.outcome);
  return beginning.url;
}
