import { z } from 'zod';

export interface S3Listing {
  readonly objects: readonly {
    readonly key: string;
    readonly bytes: number;
    /** Epoch milliseconds. */
    readonly storedAt: number;
  }[];
  /** Asks for what comes after these; undefined at the end. */
  readonly next?: string;
}

const objectSchema = z.object({
  key: z.string().min(1),
  bytes: z.string().regex(/^\d+$/).transform(Number),
  storedAt: z.iso.datetime({ offset: true }).transform((text) => Date.parse(text)),
});

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};

/**
 * The answer to ListObjectsV2 with `encoding-type=url`. S3's answers have neither attributes that matter nor elements
 * that contain themselves, so there is no tree to build. Undefined when it is anything else, or makes no sense.
 */
export function parseListing(xml: string): S3Listing | undefined {
  if (!/<ListBucketResult[\s>]/.test(xml) || !xml.includes('</ListBucketResult>')) return undefined;
  // Keys are encoded only where the server says so: not every one knows the parameter.
  const encoded = textOf(xml, 'EncodingType') === 'url';
  const objects = z.array(objectSchema).safeParse(
    [...xml.matchAll(/<Contents>([\s\S]*?)<\/Contents>/g)].map(([, content = '']) => ({
      key: encoded ? decodeKey(textOf(content, 'Key')) : textOf(content, 'Key'),
      bytes: textOf(content, 'Size'),
      storedAt: textOf(content, 'LastModified'),
    })),
  );
  const next = textOf(xml, 'NextContinuationToken');
  const more = textOf(xml, 'IsTruncated');
  if (!objects.success || (more === 'true') !== (next !== undefined && next !== ''))
    return undefined;
  return { objects: objects.data, ...(more === 'true' && next ? { next } : {}) };
}

/** `NoSuchKey` and the like. The rest of an error answer quotes the request and its signature. */
export function parseErrorCode(xml: string): string | undefined {
  const code = /<Error>[\s\S]*?<Code>\s*([A-Za-z]{1,64})\s*<\/Code>/.exec(xml)?.[1];
  return code;
}

function textOf(xml: string, element: string): string | undefined {
  const text = new RegExp(`<${element}>([^<]*)</${element}>`).exec(xml)?.[1];
  return text?.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/gi, decodeEntity);
}

function decodeEntity(all: string, hex?: string, decimal?: string, name = ''): string {
  const point = hex ? Number.parseInt(hex, 16) : decimal ? Number(decimal) : undefined;
  if (point === undefined) return ENTITIES[name] ?? all;
  return point <= 0x10ffff ? String.fromCodePoint(point) : all;
}

function decodeKey(text: string | undefined): string | undefined {
  try {
    return text && decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}
