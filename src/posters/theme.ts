import type { Palette } from './composition.ts';
import type { ThemeName } from './poster.ts';

/** The colours of one look. `#RRGGBB` throughout. */
export interface Theme {
  readonly name: ThemeName;
  readonly ground: string;
  /** Heroes and everything that must be read first. */
  readonly ink: string;
  /** Supporting text: at least 4.5:1 against the ground it stands on. */
  readonly muted: string;
  /** One word or number of the hero: at least 3:1. */
  readonly accent: string;
  /** Soft lights, painted over the ground in this order. */
  readonly glows: readonly Glow[];
  /** `accented`: the artwork takes a server's accent. */
  readonly motif: { readonly stroke: string; readonly alpha: number; readonly accented?: true };
  /** A QR code's modules and its plate. */
  readonly code: { readonly dark: string; readonly light: string };
  /** Opacity of the film grain; 0 is none. */
  readonly grain: number;
}

export interface Glow {
  readonly color: string;
  readonly alpha: number;
  /** Parts of the sheet's width and height. */
  readonly x: number;
  readonly y: number;
  /** Part of the width. */
  readonly radius: number;
}

const night: Theme = {
  name: 'night',
  ground: '#0B0B10',
  ink: '#F5F5F7',
  muted: '#BABDCB',
  accent: '#8FAAFF',
  glows: [
    { color: '#5F7FF0', alpha: 0.32, x: 0.78, y: 0.4, radius: 0.5 },
    { color: '#FF1A81', alpha: 0.38, x: 0.92, y: 0.76, radius: 0.44 },
  ],
  motif: { stroke: '#C9D3FF', alpha: 0.4 },
  code: { dark: '#0B0B10', light: '#F5F5F7' },
  grain: 0.02,
};

// Its yellow needs a ground that is not too light and its ink one that is not too dark: the violet is a veil.
const neon: Theme = {
  name: 'neon',
  ground: '#E946FF',
  ink: '#12061A',
  muted: '#100418',
  accent: '#FFFCBA',
  glows: [
    { color: '#7A2BFF', alpha: 0.37, x: 0.3, y: 0.45, radius: 1.1 },
    { color: '#FF5C8A', alpha: 0.85, x: 0.06, y: 1.04, radius: 0.5 },
    { color: '#7A2BFF', alpha: 0.12, x: 0.76, y: 0.45, radius: 0.44 },
  ],
  motif: { stroke: '#5A14C8', alpha: 0.55 },
  code: { dark: '#12061A', light: '#FFFFFF' },
  grain: 0.02,
};

const paper: Theme = {
  name: 'paper',
  ground: '#F2EFE8',
  ink: '#141414',
  muted: '#55524C',
  accent: '#EB3212',
  glows: [],
  motif: { stroke: '#FF3D1F', alpha: 0.6, accented: true },
  code: { dark: '#141414', light: '#FFFFFF' },
  grain: 0,
};

export const THEMES: Readonly<Record<ThemeName, Theme>> = { night, neon, paper };

export function paletteOf(name: ThemeName, accent?: string): Palette {
  const theme = THEMES[name];
  return { ink: theme.ink, muted: theme.muted, accent: accent ?? theme.accent };
}
