import type {
  InstagramCall,
  InstagramFault,
  InstagramFaultKind,
} from '../../sandbox/instagram/fault.ts';
import { SHORT_TIMING } from './publish-task.ts';

/** Longer than the client waits. */
const TOO_SLOW_MS = SHORT_TIMING.httpTimeoutMs + 200;

/** Each in both ways: with and without what was asked for being done. */
const EITHER_WAY: readonly InstagramFaultKind[] = [
  { kind: 'http', status: 502 },
  { kind: 'html' },
  { kind: 'html', status: 200 },
  { kind: 'error', code: 2, transient: true },
  { kind: 'error_in_200', code: 1 },
  { kind: 'hang' },
  { kind: 'reset' },
  { kind: 'slow', ms: TOO_SLOW_MS },
];

const ANYWHERE: readonly InstagramFaultKind[] = [
  ...EITHER_WAY.flatMap((fault) => [fault, { ...fault, afterEffect: true }]),
  { kind: 'no_id' },
  { kind: 'truncated' },
];

/** Refusals that sound final and are followed by a live post all the same. */
const REFUSALS = [
  { code: -1, subcode: 2207001 },
  { code: 4, subcode: 2207051, status: 403 },
  { code: 24, subcode: 2207006 },
  { code: 9007, subcode: 2207027 },
] as const;

const OF_PUBLISH: readonly InstagramFaultKind[] = [
  ...ANYWHERE,
  ...REFUSALS.flatMap((refusal) =>
    [false, true].map((afterEffect) => ({ kind: 'error' as const, ...refusal, afterEffect })),
  ),
  // Shorter than the grace: later than that nobody could tell.
  ...[200, 900, 1_800].flatMap((afterMs) => [
    { kind: 'late' as const, afterMs },
    { kind: 'late' as const, afterMs, code: 4, subcode: 2207051 },
  ]),
  { kind: 'unreadable' },
];

const OF_CALLS: Partial<Readonly<Record<InstagramCall, readonly InstagramFaultKind[]>>> = {
  create: [...ANYWHERE, { kind: 'container_error', subcode: 2207003 }],
  status: [...ANYWHERE, { kind: 'unreadable' }, { kind: 'unreadable' }],
  media_publish: OF_PUBLISH,
  media: ANYWHERE,
  recent: ANYWHERE,
  limit: ANYWHERE,
};

/** After these a post waits for hours or for people, so there are few of them. */
const SELDOM: readonly InstagramFaultKind[] = [
  { kind: 'rate_limited' },
  { kind: 'token' },
  { kind: 'permission' },
];
const SELDOM_SHARE = 0.002;

/** A post goes live, and nobody hears of it: whoever then publishes again has published twice. */
export const ANSWER_LOST: InstagramFault = {
  kind: 'http',
  status: 502,
  afterEffect: true,
  call: 'media_publish',
  times: 1,
};

/** Every call goes wrong with this probability, in one of all the ways that are known. */
export function faultsOfAllKinds(share: number): InstagramFault[] {
  const calls = Object.keys(OF_CALLS) as InstagramCall[];
  return calls.flatMap((call) => {
    const seldom = SELDOM.map((kind) => ({ ...kind, call, probability: SELDOM_SHARE }));
    const kinds = OF_CALLS[call] ?? [];
    const left = (1 - share) / (1 - SELDOM_SHARE) ** SELDOM.length;
    // The first that hits is taken.
    const probability = 1 - left ** (1 / kinds.length);
    return [...seldom, ...kinds.map((kind) => ({ ...kind, call, probability }))];
  });
}
