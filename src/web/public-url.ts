import { randomBytes } from 'node:crypto';
import { BlockList, isIP } from 'node:net';
import { PROBE_HEADER, PROBE_JPEG, probeAnswer, probePath } from './media-probe.ts';

export interface PublicUrlOptions {
  readonly publicUrl: string;
  /** What `probeRoutes` was given; of another process, what its `/healthz` says. */
  readonly instance: string;
  readonly fetch?: typeof globalThis.fetch;
  /** The addresses behind a host name. */
  readonly lookup?: (host: string) => Promise<readonly string[]>;
  /** For the whole check; default 10 s. */
  readonly timeoutMs?: number;
}

export type PublicUrlFinding =
  | 'reached'
  /** It works from here, but only machines of this network have such an address. */
  | 'private_address'
  /** A Rite Bot answers, another process than the one that was meant. */
  | 'another_process'
  | 'another_server'
  | 'redirected'
  | 'refused'
  | 'wrong_type'
  | 'changed_picture'
  | 'timed_out'
  | 'unreachable';

export interface PublicUrlReport {
  readonly ok: boolean;
  readonly finding: PublicUrlFinding;
  /** For the operator. */
  readonly sentence: string;
}

/**
 * Whether a picture can be fetched under the public address, and comes from this process. It asks as Instagram's fetcher
 * does, HEAD and then GET, and follows no redirect. It can only ask from here: a firewall that lets this machine
 * through and nobody else, or a rule against Meta's fetcher, stays unseen, and a router that does not lead its own
 * network back in looks like a failure.
 */
export async function checkPublicUrl(options: PublicUrlOptions): Promise<PublicUrlReport> {
  const base = options.publicUrl.replace(/\/+$/, '');
  const nonce = randomBytes(16).toString('base64url');
  const signal = AbortSignal.timeout(options.timeoutMs ?? 10_000);
  const found = await probe({ ...options, url: base + probePath(nonce), nonce, signal });
  if (found.finding !== 'reached') return report(base, found);
  const { hostname } = new URL(base);
  const addresses = await addressesOf(hostname.replace(/^\[|\]$/g, ''), options.lookup);
  const hidden = addresses.length > 0 && addresses.every(isPrivate);
  return report(base, hidden ? { finding: 'private_address', detail: addresses[0] } : found);
}

interface Found {
  readonly finding: PublicUrlFinding;
  readonly detail?: string | undefined;
}

async function probe({
  url,
  nonce,
  instance,
  signal,
  fetch = globalThis.fetch,
}: Pick<PublicUrlOptions, 'instance' | 'fetch'> & {
  readonly url: string;
  readonly nonce: string;
  readonly signal: AbortSignal;
}): Promise<Found> {
  try {
    for (const method of ['HEAD', 'GET']) {
      const response = await fetch(url, { method, signal, redirect: 'manual' });
      const found = judge(response, nonce, instance);
      if (found.finding !== 'reached') {
        await response.body?.cancel();
        return found;
      }
      const body = Buffer.from(await response.arrayBuffer());
      if (method === 'GET' && !body.equals(PROBE_JPEG)) return { finding: 'changed_picture' };
    }
    return { finding: 'reached' };
  } catch (error) {
    return signal.aborted
      ? { finding: 'timed_out' }
      : { finding: 'unreachable', detail: causeOf(error) };
  }
}

function judge(response: Response, nonce: string, instance: string): Found {
  const { status } = response;
  if (status >= 300 && status < 400) return { finding: 'redirected', detail: String(status) };
  const answer = response.headers.get(PROBE_HEADER);
  const ours = answer?.startsWith(probeAnswer(nonce, '')) ?? false;
  if (!ours) {
    return status === 401 || status === 403 || status === 429
      ? { finding: 'refused', detail: String(status) }
      : { finding: 'another_server', detail: String(status) };
  }
  if (answer !== probeAnswer(nonce, instance)) return { finding: 'another_process' };
  const type = response.headers.get('content-type');
  return type === 'image/jpeg'
    ? { finding: 'reached' }
    : { finding: 'wrong_type', detail: type?.slice(0, 60) ?? 'none' };
}

const SENTENCES: Readonly<Record<PublicUrlFinding, (url: string, detail: string) => string>> = {
  reached: (url) =>
    `Pictures under ${url} are reached from this machine; whether Instagram reaches them too shows with the first post.`,
  private_address: (url, address) =>
    `${url} leads to ${address}, which only machines of this network reach; Instagram needs an address on the internet.`,
  another_process: (url) =>
    `${url} leads to another Rite Bot than this one; that is right only if both share one database and picture store.`,
  another_server: (url, status) =>
    `${url} leads to a server that is not this bot (it answered ${status}); point PUBLIC_URL, or the proxy behind it, at the bot's web server.`,
  redirected: (url, status) =>
    `${url} answers with a redirect (${status}), which Instagram may not follow; set PUBLIC_URL to where it leads.`,
  refused: (url, status) =>
    `Something before the bot refuses requests to ${url} (${status}); let requests to /media/ through without login or bot check.`,
  wrong_type: (url, type) =>
    `Pictures under ${url} arrive with the type ${type} instead of image/jpeg; a proxy changes it, switch that off for /media/.`,
  changed_picture: (url) =>
    `Pictures under ${url} arrive changed; a proxy converts or compresses them, switch that off for /media/.`,
  timed_out: (url) =>
    `${url} gives no answer in time from this machine; check the address, the firewall and the proxy.`,
  unreachable: (url, cause) =>
    `${url} cannot be reached from this machine (${cause}); check the name, the certificate and the proxy.`,
};

function report(url: string, { finding, detail }: Found): PublicUrlReport {
  return {
    ok: finding === 'reached',
    finding,
    sentence: SENTENCES[finding](url, detail ?? 'unknown'),
  };
}

/** The code of the innermost error: undici's own message is only "fetch failed". */
function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  if (error.cause instanceof Error) return causeOf(error.cause);
  return 'code' in error ? String(error.code) : error.name;
}

async function addressesOf(
  host: string,
  lookup: PublicUrlOptions['lookup'],
): Promise<readonly string[]> {
  if (isIP(host)) return [host];
  try {
    return (await lookup?.(host)) ?? [];
  } catch {
    // It has just been reached, so this says nothing about the address.
    return [];
  }
}

const PRIVATE = new BlockList();
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const) {
  PRIVATE.addSubnet(network, bits, 'ipv4');
}
for (const [network, bits] of [
  ['::', 127],
  ['fc00::', 7],
  ['fe80::', 10],
] as const) {
  PRIVATE.addSubnet(network, bits, 'ipv6');
}

function isPrivate(address: string): boolean {
  return PRIVATE.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}
