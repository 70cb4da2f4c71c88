import { createHash } from 'node:crypto';
import { S3Error } from './s3-error.ts';
import { toXml, type XmlElement } from './xml.ts';

export interface S3Object {
  readonly bytes: Buffer;
  readonly type: string;
  /** Epoch milliseconds, whole seconds: S3 knows no finer ones. */
  readonly storedAt: number;
}

const LIST_PARAMETERS = new Set([
  'list-type',
  'prefix',
  'delimiter',
  'encoding-type',
  'max-keys',
  'continuation-token',
]);

/** The objects of one bucket by key. A test may change them behind the server's back. */
export class Bucket {
  readonly name: string;
  readonly objects = new Map<string, S3Object>();

  constructor(name: string) {
    this.name = name;
  }

  put(key: string, bytes: Buffer, { type, now }: { type: string; now: number }): S3Object {
    const object = { bytes, type, storedAt: Math.floor(now / 1000) * 1000 };
    this.objects.set(key, object);
    return object;
  }

  /** ListObjectsV2. No page is longer than `pageSize`, however much is asked for. */
  list(query: URLSearchParams, pageSize: number): string {
    const unknown = [...query.keys()].find((name) => !LIST_PARAMETERS.has(name));
    if (unknown !== undefined || query.get('list-type') !== '2') {
      throw new S3Error(501, 'NotImplemented', 'A header or query you provided is not implemented');
    }
    const [prefix, delimiter, token] = ['prefix', 'delimiter', 'continuation-token'].map(
      (name) => query.get(name) ?? '',
    ) as [string, string, string];
    const limit = Math.min(readCount(query.get('max-keys') ?? '1000'), 1000, pageSize);
    const entries = this.#entries(prefix, delimiter, token === '' ? '' : readToken(token));
    const page = entries.slice(0, limit);
    const truncated = entries.length > page.length;
    const encode = query.get('encoding-type') === 'url' ? encodeKey : (key: string) => key;
    return toXml('ListBucketResult', [
      ['Name', this.name],
      ['Prefix', encode(prefix)],
      ['KeyCount', page.length],
      ['MaxKeys', limit],
      ...(query.has('encoding-type') ? [['EncodingType', 'url'] as const] : []),
      ['IsTruncated', truncated],
      ...(truncated ? [['NextContinuationToken', tokenAfter(page.at(-1) ?? '')] as const] : []),
      ...page.map((entry) => this.#describe(entry, encode)),
    ]);
  }

  /** Keys and, where there is a delimiter, folders; in UTF-8 order as S3 keeps them. */
  #entries(prefix: string, delimiter: string, after: string): string[] {
    const names = [...this.objects.keys()]
      .filter((key) => key.startsWith(prefix))
      .map((key) => {
        const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
        return end < 0 ? key : key.slice(0, end + delimiter.length);
      });
    return [...new Set(names)]
      .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
      .filter((name) => Buffer.compare(Buffer.from(name), Buffer.from(after)) > 0);
  }

  #describe(entry: string, encode: (key: string) => string): XmlElement {
    const object = this.objects.get(entry);
    if (!object) return ['CommonPrefixes', [['Prefix', encode(entry)]]];
    return [
      'Contents',
      [
        ['Key', encode(entry)],
        ['LastModified', new Date(object.storedAt).toISOString()],
        ['ETag', etagOf(object)],
        ['Size', object.bytes.length],
        ['StorageClass', 'STANDARD'],
      ],
    ];
  }
}

export function etagOf({ bytes }: S3Object): string {
  return `"${createHash('md5').update(bytes).digest('hex')}"`;
}

function encodeKey(key: string): string {
  return encodeURIComponent(key).replaceAll('%2F', '/').replaceAll('%20', '+');
}

/** In plain base64, so that clients which do not encode + / = are found out. */
function tokenAfter(entry: string): string {
  return Buffer.from(`>>?${entry}`).toString('base64');
}

function readToken(token: string): string {
  const text = Buffer.from(token, 'base64').toString('utf8');
  if (!text.startsWith('>>?')) {
    throw new S3Error(400, 'InvalidArgument', 'The continuation token provided is incorrect');
  }
  return text.slice(3);
}

function readCount(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new S3Error(400, 'InvalidArgument', 'Provided max-keys not an integer or within range');
}
