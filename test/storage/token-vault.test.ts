import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Secret } from '../../src/posts/secret.ts';
import { connectionContext } from '../../src/posts/token-seal.ts';
import { type TokenKey, TokenVault, tokenKeysSchema } from '../../src/storage/token-vault.ts';

const CONTEXT = connectionContext('123456789012345678', 'instagram');
const anyText = fc.string({ unit: 'binary' });
const anyContext = fc.string({ unit: 'binary', minLength: 1 });

describe('a sealed token', () => {
  test('opens to the same text in the same context, whatever both are', () => {
    const vault = makeVault('a');
    fc.assert(
      fc.property(anyText, anyContext, (text, context) => {
        const opened = vault.open(vault.seal(new Secret(text), context), context);
        expect(opened.ok && opened.secret.reveal()).toBe(text);
      }),
    );
  });

  test('does not open in any other context', () => {
    const vault = makeVault('a');
    fc.assert(
      fc.property(anyContext, anyContext, (context, other) => {
        fc.pre(context !== other);
        const sealed = vault.seal(new Secret('token'), context);
        expect(vault.open(sealed, other)).toEqual({ ok: false, failure: 'tampered' });
      }),
    );
  });

  test('does not open once a bit of it is changed, whichever', () => {
    const vault = makeVault('a', 'b');
    const sealed = Buffer.from(vault.seal(new Secret('an access token'), CONTEXT));
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const changed = Buffer.from(sealed);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      // As latin1 every changed byte is still a letter of its own.
      expect(vault.open(changed.toString('latin1'), CONTEXT).ok).toBe(false);
    }
  });

  test('does not open when it is cut off, lengthened, or mixed with another', () => {
    const vault = makeVault('a');
    const sealed = vault.seal(new Secret('an access token'), CONTEXT);
    const other = vault.seal(new Secret('another token..'), CONTEXT).split('.');
    for (let length = 0; length < sealed.length; length += 1) {
      expect(vault.open(sealed.slice(0, length), CONTEXT).ok).toBe(false);
    }
    for (const end of ['A', '=', '.', '\n', ' ']) {
      expect(vault.open(sealed + end, CONTEXT).ok).toBe(false);
    }
    for (const part of [2, 3]) {
      const mixed = sealed
        .split('.')
        .with(part, other[part] ?? '')
        .join('.');
      expect(vault.open(mixed, CONTEXT)).toEqual({ ok: false, failure: 'tampered' });
    }
  });

  test('does not open for any text that was never sealed', () => {
    const vault = makeVault('a');
    fc.assert(
      fc.property(anyText, (text) => {
        expect(vault.open(text, CONTEXT)).toEqual({ ok: false, failure: 'tampered' });
        expect(vault.keyOf(text)).toBeUndefined();
      }),
    );
  });

  test('does not open with another key of the same id', () => {
    const sealed = makeVault('a').seal(new Secret('token'), CONTEXT);
    expect(makeVault('a').open(sealed, CONTEXT)).toEqual({ ok: false, failure: 'tampered' });
  });

  test('has a form that says its version and key, and never the same twice', () => {
    const vault = makeVault('main-2026');
    const seals = Array.from({ length: 200 }, () => vault.seal(new Secret('token'), CONTEXT));
    for (const sealed of seals) {
      expect(sealed).toMatch(/^v1\.main-2026\.[\w-]{16}\.[\w-]{28}$/);
      expect(vault.keyOf(sealed)).toBe('main-2026');
    }
    expect(new Set(seals.map((sealed) => sealed.split('.')[2])).size).toBe(200);
  });

  test('still opens as it did when the form was made', () => {
    const keys = tokenKeysSchema.parse(`old:${Buffer.alloc(32, 7).toString('base64')}`);
    const sealed = 'v1.old.AAECAwQFBgcICQoL.Y-SEVPJ1pYa5KOEczhOPb3fzjhFzYKMsBZ_U';
    const opened = new TokenVault(keys).open(sealed, 'connection/1/rite');
    expect(opened.ok && opened.secret.reveal()).toBe('organizer-1');
  });
});

describe('keys', () => {
  test('all open, and the first seals', () => {
    const [old, fresh] = [makeKey('old'), makeKey('new')];
    const sealed = new TokenVault([old]).seal(new Secret('token'), CONTEXT);
    const vault = new TokenVault([fresh, old]);
    expect(vault.open(sealed, CONTEXT).ok).toBe(true);
    expect(vault.needsRotation(sealed)).toBe(true);
    const resealed = vault.reseal(sealed, CONTEXT);
    if (!resealed.ok) throw new Error(resealed.failure);
    expect(vault.needsRotation(resealed.sealed)).toBe(false);
    expect(vault.keyOf(resealed.sealed)).toBe('new');
    const opened = new TokenVault([fresh]).open(resealed.sealed, CONTEXT);
    expect(opened.ok && opened.secret.reveal()).toBe('token');
  });

  test('that are lost are named, for opening and for resealing', () => {
    const sealed = makeVault('lost').seal(new Secret('token'), CONTEXT);
    const vault = makeVault('a');
    const failure = { ok: false, failure: 'unknown_key', keyId: 'lost' };
    expect(vault.open(sealed, CONTEXT)).toEqual(failure);
    expect(vault.reseal(sealed, CONTEXT)).toEqual(failure);
    expect(vault.needsRotation(sealed)).toBe(true);
    expect(vault.reseal('nonsense', CONTEXT)).toEqual({ ok: false, failure: 'tampered' });
  });

  test('must be there', () => {
    expect(() => new TokenVault([])).toThrow(RangeError);
  });
});

test('what cannot be kept faithfully is refused', () => {
  const vault = makeVault('a');
  expect(() => vault.seal(new Secret('half a pair: \ud83d'), CONTEXT)).toThrow(TypeError);
  expect(() => vault.seal(new Secret('token'), '')).toThrow(TypeError);
});

test('a context is made of what cannot be confused', () => {
  expect(connectionContext('1', 'rite')).toBe('connection/1/rite');
  for (const [guildId, kind] of [
    ['1/rite', 'x'],
    ['1', 'rite/x'],
    ['', 'rite'],
    ['1', ''],
    ['1\n', 'rite'],
  ] as const) {
    expect(() => connectionContext(guildId, kind)).toThrow(TypeError);
  }
});

test('nothing that can be printed shows a token or a key', () => {
  const bytes = randomBytes(32);
  const keys = tokenKeysSchema.parse(`a:${bytes.toString('base64')}`);
  const vault = new TokenVault(keys);
  const sealed = vault.seal(new Secret('planted-token'), CONTEXT);
  const results = [keys, vault, vault.open(sealed, CONTEXT), vault.open(`${sealed}A`, CONTEXT)];
  const thrown = [() => vault.seal(new Secret('planted-token'), '')].map((act) => {
    try {
      return act();
    } catch (error) {
      return error;
    }
  });
  const shown = [...results, ...thrown].map(
    (each) => inspect(each, { depth: null, showHidden: true }) + JSON.stringify(each),
  );
  for (const form of ['base64', 'hex', 'latin1'] as const) {
    expect(shown.join()).not.toContain(bytes.toString(form));
  }
  expect(shown.join()).not.toContain(bytes.join(', '));
  expect(shown.join()).not.toContain('planted-token');
});

describe('TOKEN_ENCRYPTION_KEYS', () => {
  const key = () => randomBytes(32).toString('base64');

  test.each([
    ['one key', `a:${key()}`, ['a']],
    ['several, the first first', `new:${key()},old:${key()}`, ['new', 'old']],
    ['spaces and a comma at the end', ` a:${key()} , b-2_C:${key()} , `, ['a', 'b-2_C']],
    ['a key without its padding', `a:${key().slice(0, -1)}`, ['a']],
  ])('may be %s', (_, text, ids) => {
    expect(tokenKeysSchema.parse(text).map(({ id }) => id)).toEqual(ids);
  });

  test('keeps the bytes it was given', () => {
    const [read] = tokenKeysSchema.parse(`a:${Buffer.alloc(32, 9).toString('base64')}`);
    expect(read?.key.export()).toEqual(Buffer.alloc(32, 9));
  });

  const short = randomBytes(16).toString('base64');
  const long = randomBytes(48).toString('base64');
  const good = key();
  test.each([
    ['nothing', '', 'entry 1 is not a key with its id'],
    ['a key alone', good, 'entry 1 is not a key with its id'],
    ['an id alone', 'a:', 'entry 1 has a key that is not base64'],
    ['a short key', `a:${short}`, 'entry 1 has a key of 16 bytes instead of 32'],
    ['a long key', `a:${good},b:${long}`, 'entry 2 has a key of 48 bytes instead of 32'],
    ['a key in hex', `a:${randomBytes(32).toString('hex')}`, 'entry 1 has a key of 48 bytes'],
    ['signs that are not base64', `a:${good.replace(/^../, '!?')}`, 'has a key that is not base64'],
    ['bits that mean nothing', `a:${'A'.repeat(42)}B=`, 'has a key that is not base64'],
    ['two with one id', `a:${good},a:${key()}`, 'entry 2 has the id of an earlier key'],
    ['an empty entry', `a:${good},,b:${key()}`, 'entry 2 is not a key with its id'],
    ['key and id the wrong way round', `${good}:a`, 'entry 1 has an id that is not'],
    ['an id with a dot', `a.b:${good}`, 'entry 1 has an id that is not'],
    ['an id too long', `${'a'.repeat(33)}:${good}`, 'entry 1 has an id that is not'],
  ])('may not be %s, and says so in one sentence without it', (_, text, message) => {
    const { error } = tokenKeysSchema.safeParse(text);
    const [issue, ...others] = error?.issues ?? [];
    expect(others).toEqual([]);
    expect(issue?.message).toContain(message);
    expect(issue?.message).toContain('openssl rand -base64 32');
    expect(issue?.message).not.toContain('\n');
    for (const part of text.split(/[,:]/).filter((each) => each.length > 8)) {
      expect(inspect(error, { depth: null })).not.toContain(part);
    }
  });
});

function makeKey(id: string): TokenKey {
  const [key] = tokenKeysSchema.parse(`${id}:${randomBytes(32).toString('base64')}`);
  if (!key) throw new Error('no key');
  return key;
}

function makeVault(...ids: string[]): TokenVault {
  return new TokenVault(ids.map(makeKey));
}
