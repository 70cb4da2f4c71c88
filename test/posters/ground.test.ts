import { createCanvas } from '@napi-rs/canvas';
import { describe, expect, test } from 'vitest';
import type { Composition } from '../../src/posters/composition.ts';
import { Ground } from '../../src/posters/ground.ts';
import { makeEvent } from '../fixtures/event.ts';
import { compose, typesetter } from '../fixtures/posters.ts';

function paintedBy(ground: Ground, composition: Composition, canvas = canvasFor(composition)) {
  ground.paint(canvas.getContext('2d'), composition, typesetter);
  return canvas.data();
}

function canvasFor({ width, height }: Composition) {
  return createCanvas(width, height);
}

describe('the ground', () => {
  test('shows nothing of what was painted before it, on the canvas or by the same ground', () => {
    const composition = compose(makeEvent(), 'lineup');
    const alone = paintedBy(new Ground(), composition);
    const used = new Ground();
    const canvas = canvasFor(composition);
    for (const template of ['announcement', 'countdown'] as const) {
      paintedBy(used, compose(makeEvent({ id: 'other' }), template, 'neon'), canvas);
    }
    paintedBy(used, compose(makeEvent({ id: 'third' }), 'announcement', 'paper', 7, 'story'));
    expect(paintedBy(used, composition, canvas).equals(alone)).toBe(true);
  });

  test('has the artwork in the colour that its place asks for', () => {
    const sheet = { ...compose(makeEvent(), 'countdown', 'paper'), elements: [] };
    const colored = { ...sheet, motif: { ...sheet.motif, strength: 1, stroke: '#00A000' } };
    const pixels = paintedBy(new Ground(), colored);
    let [red, green] = [0, 0];
    for (let at = 0; at < pixels.length; at += 4) {
      if ((pixels[at] ?? 0) > (pixels[at + 1] ?? 0) + 30) red++;
      if ((pixels[at + 1] ?? 0) > (pixels[at] ?? 0) + 30) green++;
    }
    expect(red).toBe(0);
    expect(green).toBeGreaterThan(1000);
  });

  test('is the bare backdrop where the artwork has no strength or lies off the sheet', () => {
    const sheet = compose(makeEvent(), 'lineup', 'paper');
    const plain = [
      { ...sheet.motif, strength: 0 },
      { ...sheet.motif, x: 5000 },
    ];
    for (const motif of plain) {
      const pixels = paintedBy(new Ground(), { ...sheet, motif });
      const colors = new Set(new Uint32Array(pixels.buffer, pixels.byteOffset, pixels.length / 4));
      expect(colors.size).toBe(1);
    }
  });
});
