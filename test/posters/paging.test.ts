import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planPages } from '../../src/posters/paging.ts';

const room = { comfortable: 10, dense: 14, inColumns: 20 };

describe('planPages', () => {
  it.each([
    [0, [0], 1],
    [1, [1], 1],
    [14, [14], 1],
    [15, [15], 2],
    [20, [20], 2],
    [21, [7, 7, 7], 1],
    [22, [8, 7, 7], 1],
    [40, [10, 10, 10, 10], 1],
    [100, Array.from({ length: 10 }, () => 10), 1],
    [101, [13, 13, 13, 13, 13, 12, 12, 12], 1],
    [141, [18, 18, 18, 18, 18, 17, 17, 17], 2],
    [201, Array.from({ length: 10 }, () => 20), 2],
  ])('%i acts', (count, counts, columns) => {
    expect(planPages(count, room)).toEqual({ counts, columns });
  });

  it('turns the page where names are too long for two columns', () => {
    expect(planPages(15, { ...room, inColumns: 0 })).toEqual({ counts: [8, 7], columns: 1 });
    expect(planPages(150, { ...room, inColumns: 0 }).counts).toEqual(
      Array.from({ length: 10 }, () => 14),
    );
  });

  it('never leaves an act out that ten pages carry, nor one alone', () => {
    const rooms = fc
      .tuple(fc.integer({ min: 2, max: 30 }), fc.nat(20), fc.nat(30))
      .map(([comfortable, more, columns]) => ({
        comfortable,
        dense: comfortable + more,
        inColumns: columns === 0 ? 0 : comfortable + more + columns,
      }));
    fc.assert(
      fc.property(fc.nat(600), rooms, (count, room) => {
        const { counts, columns } = planPages(count, room);
        const most = columns === 1 ? room.dense : room.inColumns;
        expect(counts.length).toBeLessThanOrEqual(10);
        expect(Math.max(...counts)).toBeLessThanOrEqual(most);
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
        if (counts.length > 1) expect(Math.min(...counts)).toBeGreaterThan(0);
        const shown = counts.reduce((sum, each) => sum + each, 0);
        expect(shown).toBe(Math.min(count, 10 * Math.max(room.dense, room.inColumns)));
      }),
    );
  });
});
