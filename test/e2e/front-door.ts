import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** An address that stays while the program behind it comes and goes, like that of a reverse proxy. */
export class FrontDoor implements AsyncDisposable {
  static async open(): Promise<FrontDoor> {
    const door = new FrontDoor();
    door.#server.listen(0, '127.0.0.1');
    await once(door.#server, 'listening');
    return door;
  }

  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #port: number | undefined;

  private constructor() {
    this.#server = createServer((visitor) => this.#lead(visitor));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Where visitors get to from now on; undefined: nowhere. */
  leadTo(port: number | undefined): void {
    this.#port = port;
    // Else a visitor that keeps its connection would still reach the one before.
    for (const socket of this.#sockets) socket.destroy();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.leadTo(undefined);
    await closed;
  }

  #lead(visitor: Socket): void {
    visitor.on('error', () => {});
    if (this.#port === undefined) {
      visitor.destroy();
      return;
    }
    const inside = connect(this.#port, '127.0.0.1');
    inside.on('error', () => {});
    for (const [socket, other] of [
      [visitor, inside],
      [inside, visitor],
    ] as const) {
      this.#sockets.add(socket);
      socket.on('close', () => {
        this.#sockets.delete(socket);
        other.destroy();
      });
      // Ends of either side come through; what is still on its way does too.
      socket.pipe(other);
    }
  }
}
