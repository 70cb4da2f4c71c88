// A process that has nothing else to do than draw, and must end by itself.
import { ThreadedRenderer } from '../../src/posters/threaded-renderer.ts';
import { makeEvent } from '../fixtures/event.ts';

const renderer = new ThreadedRenderer({
  thread: new URL('../../src/render-thread.ts', import.meta.url),
  concurrency: 2,
});
const request = {
  event: makeEvent(),
  template: 'lineup',
  theme: 'night',
  language: 'ko',
  today: Temporal.PlainDate.from('2026-12-17'),
} as const;

switch (process.argv[2]) {
  case 'never draws':
    break;
  case 'draws and forgets the renderer':
    await renderer.render(request);
    break;
  case 'draws and closes the renderer':
    await renderer.render(request);
    await renderer[Symbol.asyncDispose]();
    break;
  case 'closes the renderer while it draws': {
    await renderer.render(request);
    const drawing = Array.from({ length: 20 }, () => renderer.render(request));
    const results = Promise.allSettled(drawing);
    await drawing[0];
    await renderer[Symbol.asyncDispose]();
    const lost = (await results).filter(({ status }) => status === 'rejected');
    if (lost.length === 0) throw new Error('nothing was being drawn any more');
    break;
  }
  default:
    throw new Error('unknown scene');
}
process.stdout.write('done');
