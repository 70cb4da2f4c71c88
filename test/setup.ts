// Every test file runs with the network closed, except for this machine itself: a test that reaches for a
// public service fails here, not in somebody's continuous integration.
import dgram from 'node:dgram';
import net from 'node:net';
import fc from 'fast-check';

const isLoopback = (host: string) =>
  host === 'localhost' || host === '::1' || host.startsWith('127.');

const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (this: net.Socket, ...args: unknown[]) {
  // Node passes either (options), (port, host) or one array of these.
  const [first, second] = (Array.isArray(args[0]) ? args[0] : args) as [unknown, unknown];
  const options = typeof first === 'object' && first !== null ? (first as net.NetConnectOpts) : {};
  const host: string =
    'path' in options && options.path
      ? 'localhost'
      : 'host' in options && options.host
        ? String(options.host)
        : typeof second === 'string'
          ? second
          : 'localhost';
  if (!isLoopback(host)) throw new Error(`The network is closed in tests: ${host}`);
  return Reflect.apply(connect, this, args) as net.Socket;
} as typeof connect;

dgram.Socket.prototype.send = () => {
  throw new Error('The network is closed in tests: UDP');
};

// Where a change is judged the same cases are tried each time (PROPERTY_SEED); elsewhere others every time.
const seed = Number(process.env.PROPERTY_SEED);
if (seed > 0) fc.configureGlobal({ seed });
