import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Box } from '../../src/posters/composition.ts';
import { Mask, OPACITY } from '../../src/posters/mask.ts';
import { type Motif, type MotifFamily, motifFamilyOf, motifOf } from '../../src/posters/motif.ts';
import { stampMotif } from '../../src/posters/motif-mask.ts';

const FAMILIES: readonly MotifFamily[] = ['rings', 'moire', 'halftone'];
const place = { x: 210.4, y: 95.7, radius: 389.3, strength: 1 };
const around = { x: -190, y: -304, width: 800, height: 800 };
const box = { x: 20, y: 0, width: 360, height: 280 };

function idOf(family: MotifFamily): string {
  for (let index = 0; ; index++) {
    if (motifFamilyOf(`event${index}`) === family) return `event${index}`;
  }
}

function stamp(motif: Motif, alpha = 0.5, over = box): Mask {
  const mask = new Mask();
  mask.cover(over, '#FFFFFF');
  stampMotif(mask, motif, place, alpha);
  return mask;
}

function opacities({ pixels }: Pick<Mask, 'pixels'>): Uint8ClampedArray {
  return pixels.filter((_, at) => at % 4 === OPACITY);
}

function filledMask(box: Box, opacity: number): Mask {
  const mask = new Mask();
  mask.cover(box, '#FFFFFF');
  mask.pixels.fill(opacity);
  return mask;
}

describe('the motif', () => {
  test.each(FAMILIES)('%s: is the same for the same event and another for another', (family) => {
    const id = idOf(family);
    expect(motifOf(id)).toEqual(motifOf(id));
    expect(motifOf(id).family).toBe(family);
    expect(stamp(motifOf(id)).pixels).toEqual(stamp(motifOf(id)).pixels);
    expect(motifOf(`${id}!`)).not.toEqual(motifOf(id));
  });

  test('stays inside its circle, whatever the event', () => {
    fc.assert(
      fc.property(fc.string(), (id) => {
        const mask = stamp(motifOf(id), 1, around);
        let farthest = 0;
        for (const [at, level] of opacities(mask).entries()) {
          if (level === 0) continue;
          const x = (at % around.width) + around.x + 0.5 - place.x;
          const y = Math.floor(at / around.width) + around.y + 0.5 - place.y;
          // A groove of the record may reach over its rim by half its thickness, and a dot by its radius.
          farthest = Math.max(farthest, Math.hypot(x, y));
        }
        expect(farthest).toBeLessThan(place.radius * 1.03 + 1);
        expect(farthest).toBeGreaterThan(place.radius * 0.9);
      }),
      { numRuns: 30 },
    );
  });
});

describe('its mask', () => {
  test.each(FAMILIES)('%s: is what a canvas draws of the same numbers', (family) => {
    const motif = motifOf(idOf(family));
    const found = opacities(stamp(motif, 0.5));
    const expected = drawnByCanvas(motif, 0.5);
    let [ink, expectedInk, difference] = [0, 0, 0];
    for (const [at, level] of expected.entries()) {
      ink += found[at] ?? 0;
      expectedInk += level;
      difference += Math.abs(level - (found[at] ?? 0));
    }
    expect(expectedInk).toBeGreaterThan(100_000);
    expect(Math.abs(ink - expectedInk) / expectedInk).toBeLessThan(0.04);
    // Edges are smoothed a little differently, which is most of a line of 1.4 px.
    expect(difference / expectedInk).toBeLessThan(0.12);
  });

  test.each(FAMILIES)(
    '%s: shows the same picture in whichever part of the sheet it covers',
    (family) => {
      const motif = motifOf(idOf(family));
      const whole = opacities(stamp(motif));
      const part = { x: 57, y: 31, width: 150, height: 101 };
      const cut = opacities(stamp(motif, 0.5, part));
      for (let row = 0; row < part.height; row++) {
        const from = (row + part.y - box.y) * box.width + part.x - box.x;
        const expected = whole.subarray(from, from + part.width);
        const found = cut.subarray(row * part.width, (row + 1) * part.width);
        for (const [column, level] of expected.entries()) {
          expect(Math.abs(level - (found[column] ?? 0))).toBeLessThanOrEqual(1);
        }
      }
    },
  );

  test('fades by the share inside a box, less around it and not at all beyond the margin', () => {
    const mask = filledMask({ x: 100, y: 50, width: 200, height: 100 }, 200);
    mask.fade({ x: 150, y: 90, width: 60, height: 20 }, 0.9, 20);
    const left = opacities(mask);
    const at = (x: number, y: number) => left[(y - 50) * 200 + (x - 100)] ?? 0;
    expect(at(180, 100)).toBe(20);
    expect(at(151, 91)).toBe(20);
    expect(at(180, 120)).toBeGreaterThan(60);
    expect(at(180, 120)).toBeLessThan(150);
    expect(at(180, 131)).toBe(200);
    expect(at(129, 100)).toBe(200);
    expect(at(180, 115)).toBeLessThan(at(180, 125));
  });

  test('fades at the edges of the sheet part, and boxes beside it change nothing', () => {
    const mask = filledMask({ x: 100, y: 50, width: 40, height: 30 }, 100);
    mask.fade({ x: 0, y: 0, width: 90, height: 500 }, 1, 5);
    expect(new Set(opacities(mask))).toEqual(new Set([100]));
    mask.fade({ x: 0, y: 0, width: 500, height: 60 }, 1, 5);
    expect(opacities(mask)[0]).toBe(0);
    expect(opacities(mask).at(-1)).toBe(100);
  });

  test('is transparent in its colour when it covers the next part, of the same size or another', () => {
    const mask = stamp(motifOf(idOf('moire')));
    for (const next of [box, { x: 0, y: 0, width: 30, height: 10 }]) {
      mask.cover(next, '#FF3D1F');
      expect([mask.x, mask.y, mask.width, mask.height]).toEqual(Object.values(next));
      expect(mask.pixels).toHaveLength(next.width * next.height * 4);
      expect(new Set(opacities(mask))).toEqual(new Set([0]));
      expect([...mask.pixels.subarray(24, 27)]).toEqual([0xff, 0x3d, 0x1f]);
    }
  });
});

/** The opacities of the motif as the canvas API draws it. */
function drawnByCanvas(motif: Motif, alpha: number): number[] {
  const context = createCanvas(box.width, box.height).getContext('2d');
  context.translate(place.x - box.x, place.y - box.y);
  context.globalAlpha = alpha;
  draw(context, motif, place.radius);
  const { data } = context.getImageData(0, 0, box.width, box.height);
  return Array.from({ length: data.length / 4 }, (_, at) => data[at * 4 + 3] ?? 0);
}

function draw(context: SKRSContext2D, motif: Motif, scale: number): void {
  const base = context.globalAlpha;
  switch (motif.family) {
    case 'rings':
      for (const { radius, thickness, brightness, arcs } of motif.rings) {
        context.globalAlpha = base * brightness;
        context.lineWidth = Math.max(1, thickness * scale);
        context.beginPath();
        for (const { from, sweep } of arcs) {
          const start = radius * scale;
          context.moveTo(Math.cos(from) * start, Math.sin(from) * start);
          context.arc(0, 0, start, from, from + sweep);
        }
        context.stroke();
      }
      break;
    case 'moire':
      context.globalAlpha = base * motif.brightness;
      for (const { angle, pitch, thickness } of motif.screens) {
        context.save();
        context.rotate(angle);
        context.lineWidth = thickness * scale;
        context.beginPath();
        for (let offset = -1; offset <= 1; offset += pitch) {
          const half = Math.sqrt(Math.max(0, 1 - offset * offset)) * scale;
          context.moveTo(-half, offset * scale);
          context.lineTo(half, offset * scale);
        }
        context.stroke();
        context.restore();
      }
      break;
    case 'halftone':
      for (let at = 0; at < motif.dots.length; at += 3) {
        const [x = 0, y = 0, radius = 0] = motif.dots.slice(at, at + 3);
        context.beginPath();
        context.arc(x * scale, y * scale, radius * scale, 0, Math.PI * 2);
        context.fill();
      }
  }
}
