import type { RenderRequest } from '../../src/posters/renderer.ts';
import { makeEvent } from '../fixtures/event.ts';

/** A line-up a week ahead. */
export function makeRenderRequest(): RenderRequest {
  return {
    event: makeEvent(),
    template: 'lineup',
    theme: 'night',
    language: 'ko',
    today: Temporal.PlainDate.from('2026-12-17'),
  };
}
