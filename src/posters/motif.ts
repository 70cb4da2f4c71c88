import { type Random, randomFrom, seedOf } from './random.ts';

/**
 * An event's artwork as numbers, in a circle of radius 1 around the origin; angles in radians. Each sheet gives it a
 * place, a size and a colour of its own.
 */
export type Motif = Rings | Moire | Halftone;
export type MotifFamily = Motif['family'];

/** A record whose grooves are broken here and there. */
export interface Rings {
  readonly family: 'rings';
  readonly rings: readonly Ring[];
}

export interface Ring {
  readonly radius: number;
  readonly thickness: number;
  /** 0 to 1. */
  readonly brightness: number;
  readonly arcs: readonly { readonly from: number; readonly sweep: number }[];
}

/** Screens of bars over each other, a little turned: the eye makes waves of them. */
export interface Moire {
  readonly family: 'moire';
  readonly brightness: number;
  readonly screens: readonly [Screen, Screen];
}

/** Bars across the circle, the first as a tangent, each next one `pitch` further in the direction of `angle` + 90°. */
export interface Screen {
  readonly angle: number;
  readonly pitch: number;
  readonly thickness: number;
}

/** A halftone screen whose dots swell and shrink with crossing waves. */
export interface Halftone {
  readonly family: 'halftone';
  /** x, y and radius of one dot after another: a thousand objects would be half a megabyte. */
  readonly dots: readonly number[];
}

const FAMILIES = { rings, moire, halftone };
const FAMILY_NAMES = Object.keys(FAMILIES) as MotifFamily[];

export function motifFamilyOf(eventId: string): MotifFamily {
  const draw = randomFrom(seedOf(`family of ${eventId}`))();
  return FAMILY_NAMES[Math.floor(draw * FAMILY_NAMES.length)] ?? 'rings';
}

/** The same for the same id on every machine; another for another id. */
export function motifOf(eventId: string): Motif {
  return FAMILIES[motifFamilyOf(eventId)](randomFrom(seedOf(`motif ${eventId}`)));
}

function rings(random: Random): Rings {
  const grooves: Ring[] = [];
  let radius = 0.09 + random() * 0.06;
  while (radius < 1) {
    const brightness = 0.35 + random() * 0.65;
    const thickness = 0.0036 * (random() < 0.2 ? 2 : 1);
    const pieces = 1 + Math.floor(random() * 3);
    let from = random() * Math.PI * 2;
    const arcs = Array.from({ length: pieces }, () => {
      const arc = { from, sweep: (Math.PI * 2 * (0.45 + random() * 0.5)) / pieces };
      from += arc.sweep + random() * 0.5;
      return arc;
    });
    grooves.push({ radius, thickness, brightness, arcs });
    // Grooves come in bands, as tracks do on a record.
    radius += random() < 0.1 ? 0.04 + random() * 0.03 : 0.013 + random() * 0.013;
  }
  return { family: 'rings', rings: grooves };
}

function moire(random: Random): Moire {
  const angle = random() * Math.PI;
  const turn = (0.07 + random() * 0.07) * (random() < 0.5 ? -1 : 1);
  const pitch = 0.036 + random() * 0.01;
  const thickness = pitch * 0.32;
  return {
    family: 'moire',
    brightness: 0.75,
    screens: [
      { angle, pitch, thickness },
      { angle: angle + turn, pitch: pitch * (1.03 + random() * 0.05), thickness },
    ],
  };
}

function halftone(random: Random): Halftone {
  const pitch = 0.056 + random() * 0.014;
  const tilt = random() * Math.PI;
  const waves = [0, 1].map(() => {
    const angle = random() * Math.PI * 2;
    const frequency = (Math.PI * 2) / (0.5 + random() * 0.5);
    const phase = random() * Math.PI * 2;
    return { u: Math.cos(angle) * frequency, v: Math.sin(angle) * frequency, phase };
  });
  const [cosine, sine] = [Math.cos(tilt), Math.sin(tilt)];
  const reach = Math.ceil(1 / pitch);
  const dots: number[] = [];
  for (let row = -reach; row <= reach; row++) {
    for (let column = -reach; column <= reach; column++) {
      const u = column * pitch;
      const v = row * pitch;
      const distance = Math.sqrt(u * u + v * v);
      if (distance > 1) continue;
      let swell = 0;
      for (const wave of waves) swell += Math.sin(u * wave.u + v * wave.v + wave.phase);
      const radius = pitch * 0.5 * (0.12 + 0.42 * (swell / 2 + 1)) * (1 - 0.55 * distance ** 3);
      dots.push(u * cosine - v * sine, u * sine + v * cosine, radius);
    }
  }
  return { family: 'halftone', dots };
}
