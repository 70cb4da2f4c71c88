import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below what systems hand out by themselves (32768 and up on Linux), so that nobody gets it meanwhile. */
const FIRST = 20_000;
const LAST = 29_999;
const TRIES = 20;

/** For an address that has to be known before anything listens there. @throws the last port's error. */
export async function freePort(): Promise<number> {
  for (let left = TRIES; ; left -= 1) {
    const port = randomInt(FIRST, LAST + 1);
    const server = createServer().listen(port, '127.0.0.1');
    try {
      await once(server, 'listening');
    } catch (error) {
      if (left <= 1) throw error;
      continue;
    }
    server.close();
    await once(server, 'close');
    return port;
  }
}
