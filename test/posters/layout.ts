import { expect } from 'vitest';
import {
  type Box,
  type Composition,
  type Element,
  type TextElement,
  textOf,
} from '../../src/posters/composition.ts';
import type { PosterSize } from '../../src/posters/size.ts';

/** Nothing but the artwork comes nearer to an edge, nor to what Instagram lays over a story. */
export const SAFE = 60;
const ROUNDING = 1e-6;
const SMALLEST_TYPE = 26;

export function texts(composition: Composition): TextElement[] {
  return composition.elements.filter((element) => element.kind === 'text');
}

/** What the elements of a role say, in order. */
export function said(composition: Composition, role: string): string[] {
  return texts(composition)
    .filter((element) => element.role === role)
    .map(textOf);
}

/** What covers the sheet, each with its name; hairlines may run under artwork and between anything. */
function boxesOf(composition: Composition): readonly NamedBox[] {
  return composition.elements.flatMap((element) => namedBox(element) ?? []);
}

interface NamedBox {
  readonly name: string;
  readonly box: Box;
}

function namedBox(element: Element): NamedBox | undefined {
  switch (element.kind) {
    case 'text':
      return { name: `${element.role} "${textOf(element)}"`, box: element.ink };
    case 'code':
      return { name: 'the ticket code', box: element.box };
    case 'logo':
      return { name: 'the logo', box: element.plate?.box ?? element.box };
    case 'rule':
      return undefined;
  }
}

/** Everything lies inside the safe area, nothing over anything, and no type is too small. */
export function expectSound(composition: Composition, clear?: PosterSize['clear']): void {
  const { width, height } = composition;
  const { top = 0, bottom = 0 } = clear ?? {};
  for (const { name, box } of boxesOf(composition)) {
    expect(box.x, name).toBeGreaterThanOrEqual(SAFE - ROUNDING);
    expect(box.x + box.width, name).toBeLessThanOrEqual(width - SAFE + ROUNDING);
    expect(box.y, name).toBeGreaterThanOrEqual(top + SAFE - ROUNDING);
    expect(box.y + box.height, name).toBeLessThanOrEqual(height - bottom - SAFE + ROUNDING);
  }
  for (const { style, role } of texts(composition)) {
    expect(style.size, role).toBeGreaterThanOrEqual(SMALLEST_TYPE);
  }
  expectApart(composition);
}

function expectApart(composition: Composition): void {
  const all = boxesOf(composition);
  for (const [index, one] of all.entries()) {
    for (const other of all.slice(index + 1)) {
      expect(areApart(one.box, other.box), `${one.name} over ${other.name}`).toBe(true);
    }
  }
}

/** Half a pixel is nothing that can be seen. */
const SLACK = 0.5;

function areApart(a: Box, b: Box): boolean {
  return (
    a.x + a.width <= b.x + SLACK ||
    b.x + b.width <= a.x + SLACK ||
    a.y + a.height <= b.y + SLACK ||
    b.y + b.height <= a.y + SLACK
  );
}
