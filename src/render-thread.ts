import { parentPort, workerData } from 'node:worker_threads';
import { templates } from '../templates/index.ts';
import { Renderer } from './posters/renderer.ts';
import { answerRenders } from './posters/threaded-renderer.ts';
import { Fonts } from './posters/typesetting/fonts.ts';
import { fontsDirectory } from './project.ts';

// The thread that draws: a composition root of its own, for `ThreadedRenderer`.
if (!parentPort) throw new Error('render-thread.ts is the inside of a worker thread');
const { concurrency } = workerData as { readonly concurrency: number };
answerRenders(
  parentPort,
  new Renderer({ fonts: Fonts.load(fontsDirectory), templates, concurrency }),
);
