import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mediaStoreSchema, s3CredentialsSchema } from '../../src/storage/media-store.ts';

describe('MEDIA_STORE', () => {
  test('may be files', () => {
    expect(mediaStoreSchema.parse('files')).toEqual({ kind: 'files' });
  });

  const minio = {
    kind: 's3',
    bucket: 'pictures',
    prefix: '',
    endpoint: 'http://minio:9000',
    region: 'us-east-1',
    style: 'path',
  };
  test.each([
    ['s3://pictures?endpoint=http://minio:9000&region=us-east-1', minio],
    ['s3://pictures/?endpoint=http://minio:9000/&region=us-east-1&style=path', minio],
    [
      's3://pictures/a/b.c/?region=us-east-1&endpoint=http%3A%2F%2Fminio%3A9000',
      { ...minio, prefix: 'a/b.c' },
    ],
    [
      's3://pictures?endpoint=http://minio:9000&region=us-east-1&style=virtual',
      { ...minio, style: 'virtual' },
    ],
    [
      's3://pictures?region=ap-northeast-2',
      {
        ...minio,
        endpoint: 'https://s3.ap-northeast-2.amazonaws.com',
        region: 'ap-northeast-2',
        style: 'virtual',
      },
    ],
    [
      's3://my.pictures?region=eu-west-1',
      {
        ...minio,
        bucket: 'my.pictures',
        endpoint: 'https://s3.eu-west-1.amazonaws.com',
        region: 'eu-west-1',
      },
    ],
    [
      's3://pictures?endpoint=https://[::1]:9000&region=auto',
      { ...minio, endpoint: 'https://[::1]:9000', region: 'auto' },
    ],
  ])('may be %s', (text, expected) => {
    expect(mediaStoreSchema.parse(text)).toEqual(expected);
  });

  test.each([
    ['', 'must be files or look like s3://bucket'],
    ['S3://pictures?region=a', 'must be files or look like'],
    ['s3:/pictures', 'must be files or look like'],
    ['https://example.com', 'must be files or look like'],
    ['s3://pictures?region=a#planted', 'must be files or look like'],
    ['s3://planted:planted@pictures?region=a', 'must not hold a password'],
    ['s3://Planted?region=a', 'names a bucket that cannot exist'],
    ['s3://ab?region=a', 'names a bucket that cannot exist'],
    ['s3://a..b?region=a', 'names a bucket that cannot exist'],
    ['s3://10.0.0.1?region=a', 'names a bucket that cannot exist'],
    ['s3://-planted?region=a', 'names a bucket that cannot exist'],
    ['s3://pictures/../planted?region=a', 'names a folder with other signs'],
    ['s3://pictures/a//b?region=a', 'names a folder with other signs'],
    ['s3://pictures/a//?region=a', 'names a folder with other signs'],
    ['s3://pictures/한글?region=a', 'names a folder with other signs'],
    ['s3://pictures/%2e%2e/?region=a', 'names a folder with other signs'],
    [`s3://pictures/${'a'.repeat(201)}?region=a`, 'is too long'],
    ['s3://pictures', 'must say the region'],
    ['s3://pictures?region=', 'must say the region'],
    ['s3://pictures?region=a/planted', 'must say the region'],
    ['s3://pictures?region=a&region=b', 'says the region twice'],
    ['s3://pictures?region=a&planted=planted', 'knows only the settings endpoint, region, style'],
    ['s3://pictures?region=a&endpoint=minio:9000', 'has an endpoint that is not a plain address'],
    [
      's3://pictures?region=a&endpoint=ftp://planted',
      'has an endpoint that is not a plain address',
    ],
    ['s3://pictures?region=a&endpoint=https://planted:planted@host', 'has an endpoint that is not'],
    ['s3://pictures?region=a&endpoint=https://host/planted', 'has an endpoint that is not'],
    ['s3://pictures?region=a&endpoint=', 'has an endpoint that is not'],
    ['s3://pictures?region=a&style=planted', 'has a style that is not path or virtual'],
    ['s3://a.b?region=a&style=virtual', 'needs style=path: certificates'],
    ['s3://pictures?region=a&style=virtual&endpoint=http://10.0.0.1', 'needs style=path: an IP'],
    ['s3://pictures?region=a&style=virtual&endpoint=http://[::1]:1', 'needs style=path: an IP'],
  ])('may not be %j, and says why in one sentence that quotes nothing', (text, message) => {
    const { error } = mediaStoreSchema.safeParse(text);
    expect(error?.issues).toHaveLength(1);
    expect(error?.issues[0]?.message).toContain(message);
    expect(error?.issues[0]?.message).not.toContain('\n');
    expect(inspect(error, { depth: null }).toLowerCase()).not.toContain('planted');
  });

  test('is read or refused, whatever it is', () => {
    const part = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        's3://',
        'pictures',
        '/',
        '?',
        '&',
        'region=a',
        'endpoint=',
        'https://a',
        '%',
      ),
    );
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const { data } = mediaStoreSchema.safeParse(`s3://pictures${parts.join('')}`);
        if (data?.kind !== 's3') return;
        expect(URL.canParse(data.endpoint)).toBe(true);
        // Nothing that an address would change or encode: the signature is of exactly this path.
        const path = `/${data.bucket}/${data.prefix}`;
        expect(new URL(path, data.endpoint).pathname).toBe(path);
      }),
      { numRuns: 500 },
    );
  });
});

describe('credentials', () => {
  test('are kept where nothing prints them', () => {
    const read = s3CredentialsSchema.parse({
      accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
      secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
      sessionToken: 'FwoGZXIvYXdz==',
    });
    expect(read.secretAccessKey.reveal()).toBe('wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY');
    expect(read.sessionToken?.reveal()).toBe('FwoGZXIvYXdz==');
    expect(inspect(read) + JSON.stringify(read)).not.toMatch(/wJalr|FwoGZ/);
  });

  test.each([
    [{ accessKeyId: 'planted key' }, 'must be the access key alone'],
    [{ accessKeyId: 'planted/key' }, 'must be the access key alone'],
    [{ secretAccessKey: 'planted secret' }, 'must be the secret key alone'],
    [{ secretAccessKey: 'planted\n' }, 'must be the secret key alone'],
    [{ secretAccessKey: '' }, 'must be the secret key alone'],
    [{ sessionToken: 'planted\u00e9' }, 'must be the session token alone'],
  ])('%j are refused without being quoted', (wrong, message) => {
    const { error } = s3CredentialsSchema.safeParse({
      accessKeyId: 'A',
      secretAccessKey: 's',
      ...wrong,
    });
    expect(error?.issues.map((issue) => issue.message)).toEqual([expect.stringContaining(message)]);
    expect(inspect(error, { depth: null })).not.toContain('planted');
  });
});
