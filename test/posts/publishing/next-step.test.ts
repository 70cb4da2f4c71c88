import { describe, expect, it } from 'vitest';
import { nextStep, type Situation } from '../../../src/posts/publishing/next-step.ts';
import type { Publication } from '../../../src/posts/publishing/publication.ts';
import { DEFAULT_TIMING } from '../../../src/posts/publishing/timing.ts';
import { HOUR_MS, MINUTE_MS, makePublication, NOW } from './publishing-stage.ts';

const container = { id: '1', createdAt: NOW - MINUTE_MS, revision: 1 };
const ready: Partial<Publication> = { phase: 'ready', container, checkedAt: NOW };
const asked: Partial<Publication> = { needsApproval: true };

describe('the next step of a post', () => {
  it.each<readonly [string, Partial<Publication>, Partial<Situation>, string]>([
    ['that is a draft', {}, { state: 'draft' }, 'leave'],
    ['that waits for approval', {}, { state: 'awaiting_approval' }, 'leave'],
    ['that was rejected', {}, { state: 'rejected' }, 'leave'],
    ['that was cancelled', {}, { state: 'cancelled' }, 'leave'],
    ['that has failed', {}, { state: 'failed' }, 'leave'],
    ['long before its time', { dueAt: NOW + HOUR_MS }, {}, 'wait'],
    ['ten minutes before it', { dueAt: NOW + 10 * MINUTE_MS }, {}, 'check'],
    ['that was checked', { checkedAt: NOW - MINUTE_MS }, {}, 'create'],
    ['that was checked long ago', { checkedAt: NOW - MINUTE_MS - 1 }, {}, 'check'],
    ['that was checked in the future', { checkedAt: NOW + 1 }, {}, 'check'],
    ['whose container is made', { phase: 'container', container }, {}, 'poll'],
    [
      'with a page to go',
      { phase: 'container', container: { ...container, id: '', children: ['1'] } },
      { pages: 2 },
      'create',
    ],
    [
      'with all its pages',
      { phase: 'container', container: { ...container, id: '', children: ['1', '2'] } },
      { pages: 2 },
      'poll',
    ],
    ['whose container is of another revision', ready, { revision: 2 }, 'renew'],
    [
      'whose container is old',
      { ...ready, container: { ...container, createdAt: NOW - 23 * HOUR_MS - 1 } },
      {},
      'renew',
    ],
    ['that is ready early', { ...ready, dueAt: NOW + MINUTE_MS }, {}, 'wait'],
    ['that is ready 15 s early', { ...ready, checkedAt: 0, dueAt: NOW + 15_000 }, {}, 'check'],
    ['that is ready a moment early', { ...ready, dueAt: NOW + 1 }, {}, 'wait'],
    ['whose time has come', ready, {}, 'send'],
    ['late by two hours', { ...ready, dueAt: NOW - 2 * HOUR_MS }, {}, 'send'],
    ['later than that', { ...ready, dueAt: NOW - 2 * HOUR_MS - 1 }, {}, 'hold'],
    [
      'later, and a person wants it',
      { ...ready, dueAt: NOW - 3 * HOUR_MS, vouchedBy: '1' },
      {},
      'send',
    ],
    ['that nobody approved, in time', { ...asked, dueAt: NOW + 1 }, {}, 'ask_approval'],
    ['that nobody approved, at its time', asked, {}, 'hold'],
    [
      'approved in an earlier revision',
      { ...asked, approval: { revision: 1, by: '1', at: NOW } },
      { revision: 2 },
      'hold',
    ],
    ['approved', { ...asked, approval: { revision: 1, by: '1', at: NOW } }, {}, 'check'],
    ['that was held', {}, { state: 'held' }, 'resume'],
    ['that was held for too long', { dueAt: NOW - 3 * HOUR_MS }, { state: 'held' }, 'hold'],
    ['that may have been sent', { phase: 'sent', container }, { state: 'publishing' }, 'look'],
    [
      'that may have been sent long ago',
      { phase: 'sent', container, dueAt: 0 },
      { state: 'publishing' },
      'look',
    ],
    ['that nobody can tell of', { phase: 'sent', container }, { state: 'unconfirmed' }, 'look'],
    ['that is live', { phase: 'live' }, { state: 'published' }, 'link'],
    ['that is done', { phase: 'done' }, { state: 'published' }, 'leave'],
  ])('%s', (_, publication, situation, step) => {
    const given: Situation = {
      publication: makePublication(publication),
      state: 'scheduled',
      revision: 1,
      pages: 1,
      now: NOW,
      timing: DEFAULT_TIMING,
      ...situation,
    };
    expect(nextStep(given).step).toBe(step);
  });
});
