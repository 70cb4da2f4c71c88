import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const PROGRAM = fileURLToPath(new URL('./gateway-program.ts', import.meta.url));
const EXIT_LIMIT_MS = 10_000;

it.each([
  { silent: 'API', gatewayAnswers: false },
  { silent: 'gateway', gatewayAnswers: true },
])(
  'lets the program end while the $silent takes the connection and never answers',
  { timeout: 30_000 },
  async ({ gatewayAnswers }) => {
    const server = createServer((_request, response) => {
      if (!gatewayAnswers) return;
      const { port } = server.address() as AddressInfo;
      response.setHeader('content-type', 'application/json').end(
        JSON.stringify({
          url: `ws://127.0.0.1:${port}`,
          shards: 1,
          session_start_limit: {
            total: 1000,
            remaining: 999,
            reset_after: 14_400_000,
            max_concurrency: 1,
          },
        }),
      );
    });
    const upgraded = once(server, 'upgrade');
    // With nobody listening Node would hang up.
    server.on('upgrade', () => {});
    const asked = gatewayAnswers ? upgraded : once(server, 'request');
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    const program = spawn(process.execPath, [PROGRAM, `http://127.0.0.1:${port}/api`], {
      stdio: ['pipe', 'ignore', 'inherit'],
    });
    try {
      await asked;
      program.stdin.end();
      const exit = await once(program, 'exit', { signal: AbortSignal.timeout(EXIT_LIMIT_MS) });
      expect(exit).toEqual([0, null]);
    } finally {
      program.kill('SIGKILL');
      server.close();
      server.closeAllConnections();
    }
  },
);
