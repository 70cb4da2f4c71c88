import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { S3Fault } from '../../sandbox/s3/index.ts';
import { ImageStoreError } from '../../src/posts/image-store.ts';
import { Secret } from '../../src/posts/secret.ts';
import { hashOf, imageStoreContract, keptIn } from '../posts/image-store.contract.ts';
import { S3Stage } from './s3-stage.ts';

const PICTURE = Buffer.from('a picture');

imageStoreContract('s3', () => S3Stage.start());
imageStoreContract('s3 at the top of a bucket, in small pages', () =>
  S3Stage.start({ sandbox: { pageSize: 2 }, location: { prefix: '' } }),
);

describe('a picture in a bucket', () => {
  test('is a JPEG under its hash, in the folder', async () => {
    await using stage = await S3Stage.start();
    const hash = await stage.store.put(PICTURE);
    expect([...stage.sandbox.bucket().objects]).toEqual([
      [`rite-bot/images/${hash}.jpg`, expect.objectContaining({ type: 'image/jpeg' })],
    ]);
  });

  test('is found with the bucket in the host name', async () => {
    const hosts: string[] = [];
    await using stage: S3Stage = await S3Stage.start({
      location: { endpoint: 'http://s3.example.com', style: 'virtual' },
      client: {
        fetch: (input, init) => {
          hosts.push(new URL(String(input)).host);
          return fetchFrom(stage.sandbox.url, String(input), init);
        },
      },
    });
    const hash = await stage.store.put(PICTURE);
    expect(await stage.store.get(hash)).toEqual(PICTURE);
    expect(await keptIn(stage.store)).toHaveLength(1);
    await stage.store.delete(hash);
    expect(stage.sandbox.bucket().objects.size).toBe(0);
    expect(new Set(hosts)).toEqual(new Set(['pictures.s3.example.com']));
    expect(new Set(stage.sandbox.requests.map(({ host }) => host))).toEqual(new Set(hosts));
  });

  test('is found with a session token', async () => {
    const identity = { accessKeyId: 'ASIA1', secretAccessKey: 's', sessionToken: 'FwoGZ/+==' };
    await using stage = await S3Stage.start({
      sandbox: { identity },
      credentials: { sessionToken: new Secret(identity.sessionToken) },
    });
    expect(await stage.store.get(await stage.store.put(PICTURE))).toEqual(PICTURE);
  });

  test('is listed with thousands of others, page after page', async () => {
    await using stage = await S3Stage.start({ sandbox: { pageSize: 1000 } });
    const hashes = Array.from({ length: 2_500 }, (_, index) => hashOf(`${index}`));
    for (const hash of hashes) await stage.damage(hash, PICTURE);
    expect((await keptIn(stage.store)).map(({ hash }) => hash)).toEqual(hashes.sort());
    expect(stage.sandbox.requests).toHaveLength(3);
  });

  test('that is damaged is not removed: it may have been a proxy', async () => {
    await using stage = await S3Stage.start();
    const hash = await stage.store.put(PICTURE);
    stage.sandbox.fault({ kind: 'html', status: 200, times: 1 });
    expect(await stage.store.get(hash)).toBeUndefined();
    expect(stage.damaged).toEqual([hash]);
    expect(await stage.store.get(hash)).toEqual(PICTURE);
  });
});

describe('a request that goes wrong', () => {
  test.each<[string, S3Fault]>([
    ['an error of the server', { kind: 'status', status: 500 }],
    ['too many requests', { kind: 'status', status: 429, code: 'SlowDown' }],
    ['a broken connection', { kind: 'reset' }],
    ['an answer that is lost after the effect', { kind: 'reset', afterEffect: true }],
    ['half an answer', { kind: 'truncated' }],
    ['a page of a proxy', { kind: 'html', status: 502 }],
  ])('is repeated after %s', async (_, fault) => {
    await using stage = await S3Stage.start();
    const { store, sandbox } = stage;
    const once = () => sandbox.fault({ ...fault, times: 2 });
    once();
    const hash = await store.put(PICTURE);
    sandbox.clearFaults();
    once();
    expect(await store.get(hash)).toEqual(PICTURE);
    sandbox.clearFaults();
    once();
    expect(await keptIn(store)).toHaveLength(1);
    sandbox.clearFaults();
    once();
    await store.delete(hash);
    sandbox.clearFaults();
    expect(await store.has(hash)).toBe(false);
    // Half of nothing is nothing: an answer without a body cannot be cut.
    if (fault.kind !== 'truncated') expect(stage.waits).toHaveLength(8);
  });

  test('is repeated with a growing wait, and given up in the end', async () => {
    await using stage = await S3Stage.start();
    stage.sandbox.fault({ kind: 'status', status: 500 });
    await expect(stage.store.has(hashOf('a'))).rejects.toMatchObject({ failure: 'unreachable' });
    expect(stage.waits).toEqual([100, 200]);
    expect(stage.sandbox.requests).toHaveLength(3);
  });

  test('waits as long as it is asked to, but not for long', async () => {
    await using stage = await S3Stage.start();
    stage.sandbox.fault({ kind: 'status', status: 503, retryAfter: '3', times: 1 });
    expect(await stage.store.has(hashOf('a'))).toBe(false);
    expect(stage.waits).toEqual([3_000]);
    stage.sandbox.fault({ kind: 'status', status: 503, retryAfter: '3600', times: 1 });
    await expect(stage.store.has(hashOf('a'))).rejects.toBeInstanceOf(ImageStoreError);
    expect(stage.waits).toEqual([3_000]);
  });

  test('is signed anew with the time of its repetition', async () => {
    let now = Date.now();
    await using stage = await S3Stage.start({
      sandbox: { clock: () => now },
      client: { clock: () => now, sleep: async () => (now += 20 * 60_000) },
    });
    stage.sandbox.fault({ kind: 'status', status: 500, times: 1 });
    expect(await stage.store.has(hashOf('a'))).toBe(false);
  });

  test('ends at its deadline when no answer comes', async () => {
    const deadlines: AbortController[] = [];
    await using stage = await S3Stage.start({
      client: {
        timeoutMs: 1234,
        timeoutSignal: () => {
          const deadline = new AbortController();
          deadlines.push(deadline);
          return deadline.signal;
        },
      },
    });
    stage.sandbox.fault({ kind: 'hang' });
    const failure = stage.store.get(hashOf('a')).catch((error) => error);
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      await stage.sandbox.waitForRequests(attempt);
      deadlines.at(-1)?.abort();
    }
    expect(await failure).toMatchObject({
      failure: 'unreachable',
      message: expect.stringContaining('gave no answer within 1234 ms to GET'),
    });
  });

  test('is not repeated by the check, which is asked again anyway', async () => {
    await using stage = await S3Stage.start();
    stage.sandbox.fault({ kind: 'status', status: 500 });
    expect(await stage.store.check()).toMatchObject({ ready: false });
    expect(stage.sandbox.requests).toHaveLength(1);
  });

  test('says that nobody is there', async () => {
    await using stage = await S3Stage.start();
    const { url } = stage.sandbox;
    await stage.sandbox[Symbol.asyncDispose]();
    expect(await stage.store.check()).toEqual({
      ready: false,
      problem: `The picture storage at ${url}, bucket pictures, cannot be reached (ECONNREFUSED) to PUT; check the address in MEDIA_STORE.`,
    });
  });

  test('does not read on for ever', async () => {
    await using stage = await S3Stage.start();
    const hash = hashOf('a');
    await stage.damage(hash, Buffer.alloc(17 * 1024 * 1024));
    await expect(stage.store.get(hash)).rejects.toMatchObject({ failure: 'unreachable' });
    expect(stage.sandbox.requests).toHaveLength(1);
  });
});

describe('a mistake of the operator', () => {
  test.each([
    [
      'the wrong secret',
      { credentials: { secretAccessKey: new Secret('planted-wrong') } },
      'SignatureDoesNotMatch (403) to PUT; check S3_SECRET_ACCESS_KEY.',
    ],
    [
      'the wrong key',
      { credentials: { accessKeyId: 'WRONG' } },
      'InvalidAccessKeyId (403) to PUT; check S3_ACCESS_KEY_ID.',
    ],
    [
      'the wrong region',
      { location: { region: 'eu-west-1' } },
      'AuthorizationHeaderMalformed (400)',
    ],
    [
      'a bucket that does not exist',
      { location: { bucket: 'nothing' } },
      'NoSuchBucket (404) to PUT; check the bucket in MEDIA_STORE.',
    ],
    [
      'a clock an hour late',
      { client: { clock: () => Date.now() - 3_600_000 } },
      'RequestTimeTooSkewed (403) to PUT; set the clock of this machine.',
    ],
  ])('such as %s is said at once, and repeats nothing', async (_, options, message) => {
    await using stage = await S3Stage.start(options);
    const failure = await stage.store.put(PICTURE).catch((error) => error);
    expect(failure).toBeInstanceOf(ImageStoreError);
    expect(failure).toMatchObject({
      failure: 'refused',
      message: expect.stringContaining(message),
    });
    expect(stage.sandbox.requests).toHaveLength(1);
    // A picture is not "not there" because the bucket is not.
    await expect(stage.store.get(hashOf('a'))).rejects.toMatchObject({ failure: 'refused' });
    expect(await stage.store.check()).toMatchObject({ ready: false });
  });

  test('that another region answers with a redirect is told the region', async () => {
    await using stage = await S3Stage.start({
      client: {
        fetch: async () =>
          new Response('<Error><Code>PermanentRedirect</Code></Error>', {
            status: 301,
            headers: { 'x-amz-bucket-region': 'ap-northeast-2', location: 'https://elsewhere' },
          }),
      },
    });
    expect(await stage.store.check()).toEqual({
      ready: false,
      problem: expect.stringContaining(
        'PermanentRedirect (301) to PUT; the bucket is in the region ap-northeast-2.',
      ),
    });
  });

  test('never shows a secret, nor the signature', async () => {
    const faults: readonly S3Fault[] = [
      { kind: 'status', status: 500 },
      { kind: 'status', status: 400, code: 'Bad' },
      { kind: 'reset' },
      { kind: 'truncated' },
    ];
    for (const fault of faults) {
      await using stage = await S3Stage.start({
        credentials: {
          secretAccessKey: new Secret('planted-secret'),
          sessionToken: new Secret('planted-session'),
        },
      });
      stage.sandbox.fault(fault);
      const errors = [
        await stage.store.put(PICTURE).catch((error) => error),
        await stage.store.get(hashOf('a')).catch((error) => error),
        await stage.store.check(),
        stage.store,
      ];
      const shown = inspect(errors, { depth: null, showHidden: true });
      expect(shown).not.toContain('planted');
      expect(shown).not.toContain('Signature=');
      expect(errors[0]).toBeInstanceOf(ImageStoreError);
    }
  });
});

test('a storage that is full says so', async () => {
  await using stage = await S3Stage.start();
  stage.sandbox.fault({ kind: 'status', status: 507, code: 'XMinioStorageFull' });
  await expect(stage.store.put(PICTURE)).rejects.toMatchObject({ failure: 'full' });
});

describe('something that does not speak S3', () => {
  test.each([
    ['a page of HTML', '<html>welcome</html>'],
    ['nothing', ''],
    ['half a list', '<ListBucketResult><IsTruncated>false</IsTruncated>'],
    [
      'a list without its end',
      '<ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>',
    ],
    [
      'an object without a size',
      '<ListBucketResult><Contents><Key>a</Key></Contents></ListBucketResult>',
    ],
  ])('is told apart from an empty list: %s', async (_, body) => {
    await using stage = await S3Stage.start({ client: { fetch: async () => new Response(body) } });
    await expect(keptIn(stage.store)).rejects.toBeInstanceOf(ImageStoreError);
  });

  test('is told apart when it gives the same page for ever', async () => {
    const page =
      '<ListBucketResult><IsTruncated>true</IsTruncated><NextContinuationToken>x</NextContinuationToken></ListBucketResult>';
    await using stage = await S3Stage.start({ client: { fetch: async () => new Response(page) } });
    await expect(keptIn(stage.store)).rejects.toThrow('the same page again');
  });

  test('is told apart from a storage that keeps what it is given', async () => {
    const fetch = async () => new Response('<html>welcome</html>');
    await using stage = await S3Stage.start({ client: { fetch } });
    await expect(stage.store.put(PICTURE)).rejects.toThrow('no ETag');
    expect(await stage.store.check()).toMatchObject({ ready: false });
  });

  test('is told apart when it knows no time', async () => {
    await using stage = await S3Stage.start({ client: { fetch: async () => new Response() } });
    const deleting = stage.store.delete(hashOf('a'), { storedBefore: 1 });
    await expect(deleting).rejects.toThrow('no time of storing');
  });
});

/** Leads a name to the stand-in, as a name server would; `fetch` itself has no place for that. */
async function fetchFrom(origin: string, address: string, init: RequestInit = {}) {
  const { host, pathname, search } = new URL(address);
  const headers = { ...Object.fromEntries(new Headers(init.headers)), host };
  const outgoing = request(new URL(pathname + search, origin), {
    method: init.method ?? 'GET',
    headers,
  });
  outgoing.end(init.body);
  const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage];
  const body = await buffer(incoming);
  const status = incoming.statusCode ?? 0;
  return new Response(status === 204 ? null : new Uint8Array(body), {
    status,
    headers: incoming.headers as Record<string, string>,
  });
}
