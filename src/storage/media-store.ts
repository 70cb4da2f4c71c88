import { isIP } from 'node:net';
import { z } from 'zod';
import { Secret } from '../posts/secret.ts';

/** A place in S3-compatible storage. Nothing in it is secret. */
export interface S3Location {
  readonly bucket: string;
  /** Folders without a slash at either end; empty for the top of the bucket. */
  readonly prefix: string;
  /** Origin alone, as `https://s3.eu-west-1.amazonaws.com`. */
  readonly endpoint: string;
  readonly region: string;
  /** Whether the bucket is the first part of the path or of the host name. */
  readonly style: 'path' | 'virtual';
}

export type MediaStore = { readonly kind: 'files' } | ({ readonly kind: 's3' } & S3Location);

export interface S3Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: Secret;
  readonly sessionToken?: Secret;
}

const EXAMPLE = 's3://bucket/folder?endpoint=https://s3.example.com&region=eu-west-1';
const SETTINGS = ['endpoint', 'region', 'style'] as const;
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
const BUCKET = /^(?=.{3,63}$)[a-z0-9](?:[a-z0-9-]|\.(?!\.))*[a-z0-9]$/;
// No empty ones, and none that a URL would resolve away.
const FOLDERS = /^(?:(?!\.{1,2}(?:\/|$))[\w.-]+(?:\/|$))*$/;

/**
 * `files`, or `s3://bucket/folder?endpoint=…&region=…&style=path|virtual`. Without an endpoint it is Amazon's; there
 * the bucket goes into the host name, elsewhere into the path, unless said otherwise. Messages go after the variable's
 * name and quote nothing: a slip may put a password here.
 */
export const mediaStoreSchema = z.string().transform((text, context): MediaStore => {
  const read = text === 'files' ? ({ kind: 'files' } as const) : readLocation(text);
  if (typeof read !== 'string') return read;
  context.addIssue({ code: 'custom', message: read });
  return z.NEVER;
});

/** What the storage provider gives out; it travels in headers, where a space would end it. */
export const s3CredentialsSchema = z.object({
  accessKeyId: z.string().regex(/^[\w.@+=-]+$/, 'must be the access key alone, without spaces'),
  secretAccessKey: z
    .string()
    .regex(/^[!-~]+$/, 'must be the secret key alone, without spaces')
    .transform((text) => new Secret(text)),
  sessionToken: z
    .string()
    .regex(/^[!-~]+$/, 'must be the session token alone, without spaces')
    .transform((text) => new Secret(text))
    .optional(),
});

/** The location, or what is wrong. */
function readLocation(text: string): MediaStore | string {
  const match = /^s3:\/\/(?<bucket>[^/?#]*)(?:\/(?<prefix>[^?#]*))?(?:\?(?<query>[^#]*))?$/.exec(
    text,
  );
  if (!match) return `must be files or look like ${EXAMPLE}`;
  const { bucket = '', prefix: path = '', query = '' } = match.groups ?? {};
  if (bucket.includes('@')) {
    return 'must not hold a password; keys have variables of their own';
  }
  if (!BUCKET.test(bucket) || isIP(bucket)) {
    return 'names a bucket that cannot exist: 3 to 63 lower-case letters, digits, dots and hyphens';
  }
  if (!FOLDERS.test(path) || path.length > 200) {
    return 'names a folder with other signs than letters, digits, dots, _ and -, or is too long';
  }
  const settings = readSettings(query);
  if (typeof settings === 'string') return settings;
  const { region = '' } = settings;
  if (!/^[a-z0-9-]{1,40}$/.test(region)) return `must say the region, as in ${EXAMPLE}`;
  const endpoint = readEndpoint(settings.endpoint ?? `https://s3.${region}.amazonaws.com`);
  if (!endpoint) return 'has an endpoint that is not a plain address like https://s3.example.com';
  const style = settings.style ?? preferredStyle(bucket, settings.endpoint);
  if (style !== 'path' && style !== 'virtual') return 'has a style that is not path or virtual';
  if (style === 'virtual' && endpoint.protocol === 'https:' && bucket.includes('.')) {
    return 'needs style=path: certificates do not cover a bucket with a dot in the host name';
  }
  if (style === 'virtual' && isIP(endpoint.hostname.replace(/^\[|\]$/g, ''))) {
    return 'needs style=path: an IP address has no room for the bucket';
  }
  const prefix = path.replace(/\/$/, '');
  return { kind: 's3', bucket, prefix, endpoint: endpoint.origin, region, style };
}

function readSettings(query: string): Partial<Record<(typeof SETTINGS)[number], string>> | string {
  const settings: Partial<Record<(typeof SETTINGS)[number], string>> = {};
  for (const [name, value] of new URLSearchParams(query)) {
    const known = SETTINGS.find((each) => each === name);
    // Not naming it: whoever wrote it may have written a key.
    if (!known) return `knows only the settings ${SETTINGS.join(', ')}; keys have variables`;
    if (settings[known] !== undefined) return `says the ${known} twice`;
    settings[known] = value;
  }
  return settings;
}

function readEndpoint(text: string): URL | undefined {
  const url = URL.parse(text);
  const plain = /^https?:\/\/[^/?#@\\\s]+\/?$/i.test(text);
  return plain && url ? url : undefined;
}

function preferredStyle(bucket: string, endpoint: string | undefined): S3Location['style'] {
  return endpoint === undefined && !bucket.includes('.') ? 'virtual' : 'path';
}
