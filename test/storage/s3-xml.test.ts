import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Bucket } from '../../sandbox/s3/index.ts';
import { parseErrorCode, parseListing } from '../../src/storage/s3-xml.ts';

// As Amazon's documentation shows it, attributes and line breaks included.
const PUBLISHED = `<?xml version="1.0" encoding="UTF-8"?>
<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
  <Name>bucket</Name>
  <Prefix/>
  <KeyCount>205</KeyCount>
  <MaxKeys>1000</MaxKeys>
  <IsTruncated>false</IsTruncated>
  <Contents>
    <Key>my-image.jpg</Key>
    <LastModified>2009-10-12T17:50:30.000Z</LastModified>
    <ETag>"fba9dede5f27731c9771645a39863328"</ETag>
    <Size>434234</Size>
    <StorageClass>STANDARD</StorageClass>
  </Contents>
</ListBucketResult>`;

describe('a listing', () => {
  test('is read as published', () => {
    expect(parseListing(PUBLISHED)).toEqual({
      objects: [
        { key: 'my-image.jpg', bytes: 434_234, storedAt: Date.UTC(2009, 9, 12, 17, 50, 30) },
      ],
    });
  });

  test('gives any keys back as they are, encoded or not', () => {
    // What XML cannot hold, S3 cannot give without encoding.
    const anyKey = fc.string({ unit: 'grapheme', minLength: 1 });
    fc.assert(
      fc.property(fc.uniqueArray(anyKey, { minLength: 1 }), fc.boolean(), (keys, encoded) => {
        const bucket = new Bucket('pictures');
        for (const key of keys) bucket.put(key, Buffer.from(key), { type: '', now: 1_000 });
        const query = { 'list-type': '2', ...(encoded ? { 'encoding-type': 'url' } : {}) };
        const listing = parseListing(bucket.list(new URLSearchParams(query), 1000));
        expect(new Set(listing?.objects.map(({ key }) => key))).toEqual(new Set(keys));
      }),
    );
  });

  test('gives any continuation token back as it is', () => {
    const token = '1ueGcxLPRx1Tr/XYExHnhbYLgveDs2J/wm36Hy4vbOwM=+&lt;';
    const xml = `<ListBucketResult><IsTruncated>true</IsTruncated><NextContinuationToken>${token}</NextContinuationToken></ListBucketResult>`;
    expect(parseListing(xml)).toEqual({
      objects: [],
      next: token.replace('&lt;', '<'),
    });
  });

  test.each([
    ['&#x41;&#66;&#38;&amp;amp;', 'AB&&amp;'],
    ['&apos;&quot;&lt;&gt;', '\'"<>'],
    ['&unknown;&#x110000;', '&unknown;&#x110000;'],
  ])('decodes %s', (text, key) => {
    const xml = PUBLISHED.replace('my-image.jpg', text);
    expect(parseListing(xml)?.objects[0]?.key).toBe(key);
  });

  test.each([
    ['a size that is no number', PUBLISHED.replace('434234', '-1')],
    ['a time that is none', PUBLISHED.replace('2009-10-12T17:50:30.000Z', 'yesterday')],
    [
      'an encoded key that is none',
      PUBLISHED.replace('my-image', '%').replace('<Prefix/>', '<EncodingType>url</EncodingType>'),
    ],
    [
      'a token without more',
      PUBLISHED.replace('<Prefix/>', '<NextContinuationToken>x</NextContinuationToken>'),
    ],
  ])('makes no sense with %s', (_, xml) => {
    expect(parseListing(xml)).toBeUndefined();
  });

  test('takes no time to refuse what was made to take long', () => {
    const hostile = `<ListBucketResult>${'<Contents>'.repeat(20_000)}</ListBucketResult>`;
    const started = performance.now();
    parseListing(hostile);
    // Milliseconds where it is refused, hours where it is not; between them lies any machine's load.
    expect(performance.now() - started).toBeLessThan(15_000);
  });
});

describe('an error', () => {
  test('has a code, and nothing else is read', () => {
    const xml =
      '<?xml version="1.0"?>\n<Error><Code>NoSuchKey</Code><Message>planted</Message></Error>';
    expect(parseErrorCode(xml)).toBe('NoSuchKey');
  });

  test.each(['', '<html></html>', '<Error><Code>a secret, 1234</Code></Error>', '<Code>A</Code>'])(
    'has none in %j',
    (text) => {
      expect(parseErrorCode(text)).toBeUndefined();
    },
  );
});
