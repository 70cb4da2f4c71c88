import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Where a sandbox listens. */
export interface Place {
  /** Default 0: any free port. */
  readonly port?: number;
  /** Default 127.0.0.1. */
  readonly host?: string;
}

/** @throws {Error} that names the port when it is taken. */
export async function openServer(
  server: Server,
  { port = 0, host = '127.0.0.1' }: Place,
): Promise<void> {
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const why = code === 'EADDRINUSE' ? 'is already in use' : `cannot be used (${code})`;
    throw new Error(`Port ${port} of ${host} ${why}`, { cause });
  }
}

export function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

/** Twice is once. */
export async function closeServer(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, 'close');
  server.close();
  // Hanging calls and idle keep-alive connections would hold it open.
  server.closeAllConnections();
  await closed;
}
