import type { MotifPlacement } from '../../src/posters/composition.ts';
import type { Motif, Rings, Screen } from '../../src/posters/motif.ts';

/** The event's artwork as SVG elements, from the same numbers that our own mask is drawn from. */
export function motifSvg(
  motif: Motif,
  place: MotifPlacement,
  color: string,
  alpha: number,
): string {
  switch (motif.family) {
    case 'rings':
      return `<g fill="none" stroke="${color}">${motif.rings.map((ring) => ringSvg(ring, place, alpha)).join('')}</g>`;
    case 'moire':
      return `<g fill="none" stroke="${color}" stroke-opacity="${alpha * motif.brightness}">${motif.screens.map((screen) => screenSvg(screen, place)).join('')}</g>`;
    case 'halftone': {
      const dots: string[] = [];
      for (let at = 0; at < motif.dots.length; at += 3) {
        const [x = 0, y = 0, radius = 0] = motif.dots.slice(at, at + 3);
        const [cx, cy] = [place.x + x * place.radius, place.y + y * place.radius];
        dots.push(
          `<circle cx="${short(cx)}" cy="${short(cy)}" r="${short(radius * place.radius)}"/>`,
        );
      }
      return `<g fill="${color}" fill-opacity="${alpha}">${dots.join('')}</g>`;
    }
  }
}

function ringSvg(
  ring: Rings['rings'][number],
  { x, y, radius }: MotifPlacement,
  alpha: number,
): string {
  const r = ring.radius * radius;
  const point = (angle: number) =>
    `${short(x + Math.cos(angle) * r)} ${short(y + Math.sin(angle) * r)}`;
  const path = ring.arcs.map(
    ({ from, sweep }) =>
      `M${point(from)}A${short(r)} ${short(r)} 0 ${sweep > Math.PI ? 1 : 0} 1 ${point(from + sweep)}`,
  );
  const width = Math.max(1, ring.thickness * radius);
  return `<path d="${path.join('')}" stroke-width="${short(width)}" stroke-opacity="${short(alpha * ring.brightness)}"/>`;
}

function screenSvg({ angle, pitch, thickness }: Screen, { x, y, radius }: MotifPlacement): string {
  const [cosine, sine] = [Math.cos(angle) * radius, Math.sin(angle) * radius];
  let path = '';
  for (let offset = -1; offset <= 1; offset += pitch) {
    const half = Math.sqrt(Math.max(0, 1 - offset * offset));
    const [middleX, middleY] = [x - offset * sine, y + offset * cosine];
    path += `M${short(middleX - half * cosine)} ${short(middleY - half * sine)}L${short(middleX + half * cosine)} ${short(middleY + half * sine)}`;
  }
  return `<path d="${path}" stroke-width="${short(thickness * radius)}"/>`;
}

function short(number: number): string {
  return String(Math.round(number * 100) / 100);
}
