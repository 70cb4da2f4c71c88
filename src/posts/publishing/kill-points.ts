import type { Publication } from './publication.ts';

/**
 * Where a publisher may die and the next one finds something else: after a claim, after a container is written down,
 * before `media_publish` is sent, after its answer, and after that is written down.
 */
export const KILL_POINTS = [
  'claimed',
  'container_saved',
  'sent_marked',
  'answered',
  'settled',
] as const;
export type KillPoint = (typeof KILL_POINTS)[number];

/** Hears of every point and is waited for; for the proof that dying at any of them does no harm. */
export type OnPoint = (point: KillPoint, publication: Publication) => void | Promise<void>;
