// The inside of a drawing thread that does what the name of the event says. Its posters carry the thread's id.
import { parentPort, threadId } from 'node:worker_threads';
import { answerRenders } from '../../src/posters/threaded-renderer.ts';
import { makePoster } from './make-poster.ts';

if (!parentPort) throw new Error('This is the inside of a worker thread');
answerRenders(parentPort, {
  async render({ event, template, theme }) {
    switch (event.name) {
      case 'throw':
        throw new RangeError('cannot compose');
      case 'throw what cannot be posted':
        throw new Error('cannot paint', { cause: () => {} });
      case 'crash':
        setImmediate(() => {
          throw new Error('nobody catches this');
        });
        return await never;
      case 'exit':
        process.exit(7);
        return await never;
      case 'wait':
        return await never;
      default:
        return makePoster({ template, theme, width: threadId });
    }
  },
});

const never = new Promise<never>(() => {});
