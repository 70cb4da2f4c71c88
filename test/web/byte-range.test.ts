import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byteRange } from '../../src/web/byte-range.ts';

describe('a range', () => {
  it.each([
    ['bytes=0-0', { first: 0, last: 0 }],
    ['bytes=0-', { first: 0, last: 99 }],
    ['bytes=10-19', { first: 10, last: 19 }],
    ['bytes=90-1000', { first: 90, last: 99 }],
    ['bytes=-1', { first: 99, last: 99 }],
    ['bytes=-1000', { first: 0, last: 99 }],
    ['BYTES= 5-6 ', { first: 5, last: 6 }],
    ['bytes=007-008', { first: 7, last: 8 }],
    ['bytes=0-99999999999999999999999999', { first: 0, last: 99 }],
    ['bytes=100-', 'unsatisfiable'],
    ['bytes=99999999999999999999999999-', 'unsatisfiable'],
    ['bytes=-0', 'unsatisfiable'],
    [undefined, 'whole'],
    ['', 'whole'],
    ['bytes=', 'whole'],
    ['bytes=-', 'whole'],
    ['bytes=9-8', 'whole'],
    ['bytes=0-1,5-6', 'whole'],
    ['bytes=1e1-20', 'whole'],
    ['bytes=+1-2', 'whole'],
    ['pages=1-2', 'whole'],
    ['bytes 0-1/100', 'whole'],
  ])('%j of 100 bytes is %j', (header, wanted) => {
    expect(byteRange(header, 100)).toEqual(wanted);
  });

  it('of nothing is never satisfied', () => {
    expect(byteRange('bytes=0-', 0)).toBe('unsatisfiable');
    expect(byteRange('bytes=-5', 0)).toBe('unsatisfiable');
  });

  it('gives what slicing the bytes one by one gives', () => {
    const end = fc.option(fc.nat(40), { nil: undefined });
    fc.assert(
      fc.property(fc.nat(30), end, end, (size, from, to) => {
        const bytes = Array.from({ length: size }, (_, index) => index);
        const found = byteRange(`bytes=${from ?? ''}-${to ?? ''}`, size);
        const reversed = from !== undefined && to !== undefined && to < from;
        if (reversed || (from === undefined && to === undefined)) {
          expect(found).toBe('whole');
          return;
        }
        const wanted = bytes.filter((index) =>
          from === undefined ? index >= size - (to ?? 0) : index >= from && index <= (to ?? size),
        );
        if (wanted.length === 0) {
          expect(found).toBe('unsatisfiable');
        } else {
          expect(found).toEqual({ first: wanted[0], last: wanted.at(-1) });
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('stays inside for any text whatever', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(1_000), (text, size) => {
        const found = byteRange(`bytes=${text}`, size);
        if (typeof found === 'string') return;
        expect(found.first).toBeGreaterThanOrEqual(0);
        expect(found.last).toBeLessThan(size);
        expect(found.first).toBeLessThanOrEqual(found.last);
      }),
    );
  });
});
