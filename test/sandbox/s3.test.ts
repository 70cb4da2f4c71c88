import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { AwsV4Signer } from 'aws4fetch';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalRequest, SandboxS3, signatureOf } from '../../sandbox/s3/index.ts';

const EMPTY = sha256('');
const NOW = Date.UTC(2026, 10, 22, 12);

describe("Amazon's published signatures come out", () => {
  // https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html, examples of a single chunk.
  const host = ['Host', 'examplebucket.s3.amazonaws.com'] as const;
  const date = ['x-amz-date', '20130524T000000Z'] as const;
  const welcome = sha256('Welcome to Amazon S3.');
  test.each([
    {
      what: 'getting an object',
      method: 'GET',
      target: '/test.txt',
      headers: [host, ['Range', 'bytes=0-9'], ['x-amz-content-sha256', EMPTY], date],
      payloadHash: EMPTY,
      signature: 'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
    },
    {
      what: 'putting an object',
      method: 'PUT',
      target: '/test$file.text',
      headers: [
        host,
        ['Date', 'Fri, 24 May 2013 00:00:00 GMT'],
        date,
        ['x-amz-storage-class', 'REDUCED_REDUNDANCY'],
        ['x-amz-content-sha256', welcome],
      ],
      payloadHash: welcome,
      signature: '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
    },
    {
      what: 'a query without a value',
      method: 'GET',
      target: '/?lifecycle',
      headers: [host, date, ['x-amz-content-sha256', EMPTY]],
      payloadHash: EMPTY,
      signature: 'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543',
    },
    {
      what: 'a list',
      method: 'GET',
      target: '/?max-keys=2&prefix=J',
      headers: [host, date, ['x-amz-content-sha256', EMPTY]],
      payloadHash: EMPTY,
      signature: '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
    },
  ] as const)('for $what', ({ method, target, headers, payloadHash, signature }) => {
    const signed = headers.map(([name]) => name.toLowerCase()).sort();
    const wire = { method, target, headers, body: Buffer.of() };
    const scope = { date: '20130524', region: 'us-east-1', service: 's3' };
    const secretAccessKey = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
    const canonical = canonicalRequest(wire, signed, payloadHash);
    expect(signatureOf(canonical, '20130524T000000Z', { secretAccessKey, scope })).toBe(signature);
  });

  // The general test suite: https://docs.aws.amazon.com/general/latest/gr/signature-v4-test-suite.html
  test.each([
    ['GET', '/', '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31'],
    ['POST', '/', '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b'],
    [
      'GET',
      '/?Param2=value2&Param1=value1',
      'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
    ],
  ])('of the test suite for %s %s', (method, target, signature) => {
    const headers = [
      ['Host', 'example.amazonaws.com'],
      ['X-Amz-Date', '20150830T123600Z'],
    ] as const;
    const wire = { method, target, headers, body: Buffer.of() };
    const canonical = canonicalRequest(wire, ['host', 'x-amz-date'], EMPTY);
    const scope = { date: '20150830', region: 'us-east-1', service: 'service' };
    const secretAccessKey = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';
    expect(signatureOf(canonical, '20150830T123600Z', { secretAccessKey, scope })).toBe(signature);
  });
});

test('a widely used client and the stand-in agree on any query and value', async () => {
  await using sandbox = await SandboxS3.start({ clock: () => NOW });
  const anyText = fc.string({ unit: 'grapheme' });
  await fc.assert(
    fc.asyncProperty(anyText, async (prefix) => {
      const query = new URLSearchParams({ 'list-type': '2', prefix });
      const answer = await send(sandbox, { target: `/pictures/?${query}` });
      expect(answer.status).toBe(200);
    }),
    { numRuns: 40 },
  );
});

describe('a request is refused', () => {
  test.each<[string, Attempt, number, string]>([
    [
      'without a signature',
      { change: (headers) => headers.delete('authorization') },
      403,
      'AccessDenied',
    ],
    [
      'with another scheme',
      { change: (headers) => headers.set('authorization', 'Basic YTpi') },
      400,
      'AuthorizationHeaderMalformed',
    ],
    ['with the wrong secret', { secretAccessKey: 'wrong' }, 403, 'SignatureDoesNotMatch'],
    ['with an unknown key', { accessKeyId: 'UNKNOWN' }, 403, 'InvalidAccessKeyId'],
    ['with a token nobody gave out', { sessionToken: 'x' }, 400, 'InvalidToken'],
    ['for another region', { region: 'eu-west-1' }, 400, 'AuthorizationHeaderMalformed'],
    ['for another service', { service: 'sqs' }, 400, 'AuthorizationHeaderMalformed'],
    ['without a date', { change: (headers) => headers.delete('x-amz-date') }, 403, 'AccessDenied'],
    [
      'with a date that is none',
      { change: (headers) => headers.set('x-amz-date', '20261322T120000Z') },
      403,
      'AccessDenied',
    ],
    [
      'with the date of another day',
      { change: (headers) => headers.set('x-amz-date', '20261121T120000Z') },
      400,
      'AuthorizationHeaderMalformed',
    ],
    [
      'with another time than was signed',
      { change: (headers) => headers.set('x-amz-date', '20261122T120001Z') },
      403,
      'SignatureDoesNotMatch',
    ],
    ['from 15 minutes and a second ago', { now: NOW - 901_000 }, 403, 'RequestTimeTooSkewed'],
    ['from 15 minutes and a second ahead', { now: NOW + 901_000 }, 403, 'RequestTimeTooSkewed'],
    [
      'without the hash of its body',
      { change: (headers) => headers.delete('x-amz-content-sha256') },
      400,
      'AuthorizationHeaderMalformed',
    ],
    ['with an unsigned body', { payloadHash: 'UNSIGNED-PAYLOAD' }, 501, 'NotImplemented'],
    [
      'with another body than was signed',
      { sentBody: 'tampered!' },
      400,
      'XAmzContentSHA256Mismatch',
    ],
    [
      'with another hash than was signed',
      {
        sentBody: 'tampered!',
        change: (headers) => headers.set('x-amz-content-sha256', sha256('tampered!')),
      },
      403,
      'SignatureDoesNotMatch',
    ],
    [
      'with another signed header than was signed',
      {
        headers: { 'content-md5': md5('a picture') },
        change: (headers) => headers.set('content-md5', md5('b')),
      },
      403,
      'SignatureDoesNotMatch',
    ],
    [
      'with an x-amz header that is not signed',
      { change: (headers) => headers.set('x-amz-acl', 'public-read') },
      403,
      'AccessDenied',
    ],
    [
      'when the host is not signed',
      {
        change: (headers) =>
          headers.set('authorization', (headers.get('authorization') ?? '').replace('host;', '')),
      },
      400,
      'AuthorizationHeaderMalformed',
    ],
    [
      'with a checksum of something else',
      { headers: { 'content-md5': md5('other') } },
      400,
      'BadDigest',
    ],
    ['with a checksum that is none', { headers: { 'content-md5': 'abc' } }, 400, 'InvalidDigest'],
    [
      'for another target than was signed',
      { sentTarget: '/pictures/other' },
      403,
      'SignatureDoesNotMatch',
    ],
    [
      'with a query that was not signed',
      { sentTarget: '/pictures/key?acl' },
      403,
      'SignatureDoesNotMatch',
    ],
    ['by another method than was signed', { sentMethod: 'POST' }, 403, 'SignatureDoesNotMatch'],
    ['for a path that is no text', { sentTarget: '/pictures/%ff' }, 400, 'InvalidURI'],
    ['for a bucket that is not there', { target: '/nothing/key' }, 404, 'NoSuchBucket'],
    ['for what the stand-in does not do', { target: '/pictures/key?acl' }, 501, 'NotImplemented'],
    ['by a method that is not there', { method: 'POST' }, 405, 'MethodNotAllowed'],
  ])('%s', async (_, attempt, status, code) => {
    await using sandbox = await SandboxS3.start({ clock: () => NOW });
    const answer = await send(sandbox, { method: 'PUT', body: 'a picture', ...attempt });
    expect(answer).toMatchObject({ status, body: expect.stringContaining(`<Code>${code}</Code>`) });
    expect(sandbox.bucket().objects.size).toBe(0);
    expect(sandbox.requests).toEqual([expect.objectContaining({ status, code })]);
  });

  test('whichever letter of its signature is wrong', async () => {
    await using sandbox = await SandboxS3.start({ clock: () => NOW });
    for (let index = 0; index < 64; index += 7) {
      const change = (headers: Headers) => {
        const [start = '', signature = ''] = (headers.get('authorization') ?? '').split(
          'Signature=',
        );
        const wrong = signature[index] === '0' ? '1' : '0';
        const changed = signature.slice(0, index) + wrong + signature.slice(index + 1);
        headers.set('authorization', `${start}Signature=${changed}`);
      };
      expect((await send(sandbox, { change })).body).toContain('SignatureDoesNotMatch');
    }
  });

  test('when its query is what is signed, as in an address to give away', async () => {
    await using sandbox = await SandboxS3.start({ clock: () => NOW });
    const { accessKeyId, secretAccessKey } = sandbox.identity;
    const signer = new AwsV4Signer({
      url: `${sandbox.url}/pictures/key`,
      accessKeyId,
      secretAccessKey,
      service: 's3',
      region: 'us-east-1',
      signQuery: true,
    });
    const { url } = await signer.sign();
    expect((await fetch(url)).status).toBe(403);
  });
});

describe('an object', () => {
  test('is put, got, asked for and deleted', async () => {
    await using sandbox = await SandboxS3.start({ clock: () => NOW + 789 });
    const body = randomBytes(1000).toString('hex');
    const put = await send(sandbox, { method: 'PUT', body, headers: { 'content-md5': md5(body) } });
    expect(put).toMatchObject({ status: 200, headers: { etag: `"${md5(body, 'hex')}"` } });
    const headers = {
      'content-length': '2000',
      'last-modified': 'Sun, 22 Nov 2026 12:00:00 GMT',
      etag: `"${md5(body, 'hex')}"`,
    };
    expect(await send(sandbox, {})).toMatchObject({ status: 200, body, headers });
    expect(await send(sandbox, { method: 'HEAD' })).toMatchObject({
      status: 200,
      body: '',
      headers,
    });
    for (let time = 0; time < 2; time += 1) {
      expect(await send(sandbox, { method: 'DELETE' })).toMatchObject({ status: 204, body: '' });
    }
    const gone = await send(sandbox, {});
    expect(gone).toMatchObject({ status: 404, body: expect.stringContaining('NoSuchKey') });
    expect(await send(sandbox, { method: 'HEAD' })).toMatchObject({ status: 404, body: '' });
  });

  test('needs a length', async () => {
    await using sandbox = await SandboxS3.start({ clock: () => NOW });
    const answer = await send(sandbox, { method: 'PUT', body: 'a', chunked: true });
    expect(answer).toMatchObject({ status: 411 });
  });

  test('is listed in the order of UTF-8, folders as one, page by page', async () => {
    await using sandbox = await SandboxS3.start({ clock: () => NOW, pageSize: 2 });
    const keys = ['a/1', 'a/b/2', 'a/b/3', 'a/\uffee', 'a/\u{1f600}', 'b'];
    for (const key of keys) {
      sandbox.bucket().put(key, Buffer.from(key), { type: 'text/plain', now: NOW });
    }
    const names: string[] = [];
    for (let token: string | undefined = ''; token !== undefined; ) {
      const query = new URLSearchParams({ 'list-type': '2', prefix: 'a/', delimiter: '/' });
      if (token !== '') query.set('continuation-token', token);
      const { body } = await send(sandbox, { target: `/pictures/?${query}` });
      names.push(
        ...[...body.matchAll(/<(?:Contents><Key|CommonPrefixes><Prefix)>(.*?)</g)].map(
          (match) => match[1] ?? '',
        ),
      );
      token = /<NextContinuationToken>(.*?)</.exec(body)?.[1];
    }
    expect(names).toEqual(['a/1', 'a/b/', 'a/\uffee', 'a/\u{1f600}']);
  });

  test.each([
    'list-type=1',
    'list-type=2&start-after=a',
    '',
    'list-type=2&max-keys=x',
    'list-type=2&continuation-token=x',
  ])('is not listed with %j', async (query) => {
    await using sandbox = await SandboxS3.start({ clock: () => NOW });
    const { status } = await send(sandbox, { target: `/pictures/?${query}` });
    expect([400, 501]).toContain(status);
  });
});

describe('what goes wrong on purpose', () => {
  test('is used up in order, and only by its method', async () => {
    await using sandbox = await SandboxS3.start({ clock: () => NOW });
    sandbox.fault({ kind: 'status', status: 503, code: 'SlowDown', retryAfter: '7', times: 1 });
    sandbox.fault({ kind: 'html', status: 502, method: 'GET', times: 1 });
    const put = { method: 'PUT', body: 'a picture' };
    expect(await send(sandbox, put)).toMatchObject({
      status: 503,
      headers: { 'retry-after': '7' },
    });
    expect(await send(sandbox, put)).toMatchObject({ status: 200 });
    expect(await send(sandbox, {})).toMatchObject({ status: 502 });
    expect(await send(sandbox, {})).toMatchObject({ status: 200, body: 'a picture' });
  });

  test('may break the connection before or after the effect, or half-way through the answer', async () => {
    await using sandbox = await SandboxS3.start({ clock: () => NOW });
    const put = { method: 'PUT', body: 'a picture' };
    sandbox.fault({ kind: 'reset', times: 1 });
    await expect(send(sandbox, put)).rejects.toThrow();
    expect(sandbox.bucket().objects.size).toBe(0);
    sandbox.fault({ kind: 'reset', afterEffect: true, times: 1 });
    await expect(send(sandbox, put)).rejects.toThrow();
    expect(sandbox.bucket().objects.size).toBe(1);
    sandbox.fault({ kind: 'truncated', times: 1 });
    await expect(send(sandbox, {})).rejects.toThrow('aborted');
  });

  test('may be slow', async () => {
    await using sandbox = await SandboxS3.start({ clock: () => NOW });
    sandbox.fault({ kind: 'slow', ms: 30 });
    const started = performance.now();
    await send(sandbox, {});
    expect(performance.now() - started).toBeGreaterThan(25);
  });

  test('never keeps the stand-in from ending', async () => {
    const sandbox = await SandboxS3.start({ clock: () => NOW });
    sandbox.fault({ kind: 'hang' });
    const answer = send(sandbox, {}).catch(() => 'broken');
    await sandbox.waitForRequests(1);
    await sandbox[Symbol.asyncDispose]();
    expect(await answer).toBe('broken');
  });

  test('may be a client that talks nonsense', async () => {
    await using sandbox = await SandboxS3.start({ clock: () => NOW });
    const socket = connect(Number(new URL(sandbox.url).port), '127.0.0.1');
    socket.end('nonsense\r\n\r\n');
    expect(await text(socket)).toContain('400 Bad Request');
    expect((await send(sandbox, { method: 'PUT', body: 'x' })).status).toBe(200);
  });
});

/** What is signed and, where it differs, what is sent. */
interface Attempt {
  readonly method?: string;
  readonly target?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly accessKeyId?: string;
  readonly secretAccessKey?: string;
  readonly sessionToken?: string;
  readonly region?: string;
  readonly service?: string;
  readonly payloadHash?: string;
  readonly now?: number;
  readonly change?: (headers: Headers) => void;
  readonly sentMethod?: string;
  readonly sentTarget?: string;
  readonly sentBody?: string;
  readonly chunked?: boolean;
}

async function send(sandbox: SandboxS3, attempt: Attempt) {
  const { method = 'GET', target = '/pictures/key', body = '', now = NOW } = attempt;
  const signer = new AwsV4Signer({
    method,
    url: sandbox.url + target,
    headers: {
      ...attempt.headers,
      'x-amz-content-sha256': attempt.payloadHash ?? sha256(body),
    },
    accessKeyId: attempt.accessKeyId ?? sandbox.identity.accessKeyId,
    secretAccessKey: attempt.secretAccessKey ?? sandbox.identity.secretAccessKey,
    sessionToken: attempt.sessionToken,
    service: attempt.service ?? 's3',
    region: attempt.region ?? 'us-east-1',
    datetime: new Date(now).toISOString().replace(/[:-]|\.\d{3}/g, ''),
  });
  const { headers, url } = await signer.sign();
  attempt.change?.(headers);
  // Not fetch: it would correct some of what is to be refused.
  const outgoing = request(sandbox.url, {
    method: attempt.sentMethod ?? method,
    path: attempt.sentTarget ?? url.pathname + url.search,
    headers: Object.fromEntries(headers),
  });
  if (attempt.chunked) outgoing.write(body);
  outgoing.end(attempt.chunked ? undefined : (attempt.sentBody ?? body));
  const [incoming] = await once(outgoing, 'response');
  return {
    status: incoming.statusCode as number,
    headers: incoming.headers as Record<string, string>,
    body: await text(incoming),
  };
}

function sha256(data: string): string {
  return createHash('sha256').update(data).digest('hex');
}

function md5(data: string, encoding: 'base64' | 'hex' = 'base64'): string {
  return createHash('md5').update(data).digest(encoding);
}
