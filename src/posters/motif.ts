import type { SKRSContext2D } from '@napi-rs/canvas';
import type { MotifPlacement } from './composition.ts';
import { type Random, randomFrom, seedOf } from './random.ts';
import type { Theme } from './theme.ts';

type Family = (context: SKRSContext2D, place: MotifPlacement, random: Random) => void;

/** The artwork families; an event's id chooses one and shapes it. */
const FAMILIES = { rings, moire, halftone } as const satisfies Record<string, Family>;
export type MotifFamily = keyof typeof FAMILIES;
const FAMILY_NAMES = Object.keys(FAMILIES) as MotifFamily[];

export function motifFamilyOf(eventId: string): MotifFamily {
  const draw = randomFrom(seedOf(`family of ${eventId}`))();
  return FAMILY_NAMES[Math.floor(draw * FAMILY_NAMES.length)] ?? 'rings';
}

/**
 * Draws the event's artwork: the same for the same id in every template and theme, different for another id.
 * Only its place, its scale and its colour change.
 */
export function drawMotif(
  context: SKRSContext2D,
  eventId: string,
  place: MotifPlacement,
  theme: Theme,
): void {
  context.save();
  context.strokeStyle = theme.motif.stroke;
  context.fillStyle = theme.motif.stroke;
  context.globalAlpha = theme.motif.alpha * place.strength;
  FAMILIES[motifFamilyOf(eventId)](context, place, randomFrom(seedOf(`motif ${eventId}`)));
  context.restore();
}

/** A record whose grooves are broken here and there. */
function rings(context: SKRSContext2D, { x, y, radius }: MotifPlacement, random: Random): void {
  const base = context.globalAlpha;
  const label = 0.09 + random() * 0.06;
  let r = label;
  context.lineCap = 'butt';
  while (r < 1) {
    const brightness = 0.35 + random() * 0.65;
    const thick = random() < 0.2 ? 2 : 1;
    context.lineWidth = Math.max(1, radius * 0.0036 * thick);
    context.globalAlpha = base * brightness;
    const pieces = 1 + Math.floor(random() * 3);
    let angle = random() * Math.PI * 2;
    context.beginPath();
    for (let piece = 0; piece < pieces; piece++) {
      const sweep = (Math.PI * 2 * (0.45 + random() * 0.5)) / pieces;
      context.moveTo(x + Math.cos(angle) * r * radius, y + Math.sin(angle) * r * radius);
      context.arc(x, y, r * radius, angle, angle + sweep);
      angle += sweep + random() * 0.5;
    }
    context.stroke();
    // Grooves come in bands, as tracks do on a record.
    r += random() < 0.1 ? 0.04 + random() * 0.03 : 0.013 + random() * 0.013;
  }
}

/** Two screens of bars over each other, a little turned: the eye makes waves of them. */
function moire(context: SKRSContext2D, { x, y, radius }: MotifPlacement, random: Random): void {
  const angle = random() * Math.PI;
  const turn = (0.07 + random() * 0.07) * (random() < 0.5 ? -1 : 1);
  const pitch = radius * (0.036 + random() * 0.01);
  context.globalAlpha *= 0.75;
  context.lineWidth = pitch * 0.32;
  for (const [rotation, step] of [
    [angle, pitch],
    [angle + turn, pitch * (1.03 + random() * 0.05)],
  ] as const) {
    const [cosine, sine] = [Math.cos(rotation), Math.sin(rotation)];
    context.beginPath();
    for (let offset = -radius; offset <= radius; offset += step) {
      const half = Math.sqrt(Math.max(0, radius * radius - offset * offset));
      const [middleX, middleY] = [x - offset * sine, y + offset * cosine];
      context.moveTo(middleX - half * cosine, middleY - half * sine);
      context.lineTo(middleX + half * cosine, middleY + half * sine);
    }
    context.stroke();
  }
}

/** A halftone screen whose dots swell and shrink with crossing waves. */
function halftone(context: SKRSContext2D, { x, y, radius }: MotifPlacement, random: Random): void {
  const pitch = radius * (0.056 + random() * 0.014);
  const tilt = random() * Math.PI;
  const waves = [0, 1].map(() => ({
    angle: random() * Math.PI * 2,
    length: radius * (0.5 + random() * 0.5),
    phase: random() * Math.PI * 2,
  }));
  const [cosine, sine] = [Math.cos(tilt), Math.sin(tilt)];
  const reach = Math.ceil(radius / pitch);
  for (let row = -reach; row <= reach; row++) {
    for (let column = -reach; column <= reach; column++) {
      const [u, v] = [column * pitch, row * pitch];
      const distance = Math.hypot(u, v) / radius;
      if (distance > 1) continue;
      const swell = waves.reduce((sum, wave) => {
        const along = u * Math.cos(wave.angle) + v * Math.sin(wave.angle);
        return sum + Math.sin((along / wave.length) * Math.PI * 2 + wave.phase);
      }, 0);
      const size = pitch * 0.5 * (0.12 + 0.42 * (swell / 2 + 1)) * (1 - 0.55 * distance ** 3);
      const [px, py] = [x + u * cosine - v * sine, y + u * sine + v * cosine];
      // A path for each: one path of a thousand arcs takes 15 times as long, the whole is copied for every arc.
      context.beginPath();
      context.arc(px, py, size, 0, Math.PI * 2);
      context.fill();
    }
  }
}
