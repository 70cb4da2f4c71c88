import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { signRequest } from '../../../sandbox/instagram/signed-request.ts';
import { readSignedRequest } from '../../../src/posts/accounts/signed-request.ts';
import { Secret } from '../../../src/posts/secret.ts';

const OURS = 'the secret of the Instagram app';
const META = 'the secret of the app at Meta';
const SECRETS = [new Secret(OURS), new Secret(META)];

describe('a signed request', () => {
  it.each([OURS, META])('is read when it is signed with either secret', (secret) => {
    const payload = { user_id: '17841', algorithm: 'HMAC-SHA256', issued_at: 1_795_870_800 };
    expect(readSignedRequest(signRequest(payload, secret), SECRETS)).toEqual({
      userId: '17841',
      issuedAt: 1_795_870_800_000,
    });
  });

  it('keeps every figure of an id that is sent as a number', () => {
    const signed = signRequest({ user_id: 0 }, OURS);
    expect(readSignedRequest(signed, SECRETS)).toEqual({ userId: '0' });
    const json = '{"user_id":17841405793187218123}';
    const encoded = Buffer.from(json).toString('base64url');
    expect(readSignedRequest(resigned(encoded), SECRETS)).toEqual({
      userId: '17841405793187218123',
    });
  });

  it.each([
    ['nothing', ''],
    ['no signature', `.${Buffer.from('{"user_id":"1"}').toString('base64url')}`],
    ['another secret', signRequest({ user_id: '1' }, 'another')],
    ['another algorithm', signRequest({ user_id: '1', algorithm: 'none' }, OURS)],
    ['no person', signRequest({ issued_at: 1 }, OURS)],
    ['a person that is no id', signRequest({ user_id: '1 or 1=1' }, OURS)],
    ['no JSON', resigned(Buffer.from('user_id=1').toString('base64url'))],
    ['a third part', `${signRequest({ user_id: '1' }, OURS)}.x`],
  ])('is refused with %s', (_what, text) => {
    expect(readSignedRequest(text, SECRETS)).toBeUndefined();
  });

  it('is refused where no secret is known', () => {
    expect(readSignedRequest(signRequest({ user_id: '1' }, ''), [])).toBeUndefined();
  });

  it('is worth nothing with any sign changed', () => {
    const signed = signRequest({ user_id: '17841405793187218', issued_at: 1 }, OURS);
    fc.assert(
      fc.property(fc.nat(signed.length - 1), fc.constantFrom(...'Aaz09_-.='), (at, sign) => {
        fc.pre(signed[at] !== sign);
        const changed = signed.slice(0, at) + sign + signed.slice(at + 1);
        // The last sign of a signature holds two bits that mean nothing.
        const same = Buffer.from(changed.split('.')[0] ?? '', 'base64url').equals(
          Buffer.from(signed.split('.')[0] ?? '', 'base64url'),
        );
        const read = readSignedRequest(changed, SECRETS);
        expect(read === undefined || (same && at === 42)).toBe(true);
      }),
    );
  });
});

/** Signed as Meta does, whatever is in it. */
function resigned(encoded: string): string {
  return `${createHmac('sha256', OURS).update(encoded).digest('base64url')}.${encoded}`;
}
