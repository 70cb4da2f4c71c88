import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chownSync, globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { freePort } from '../../src/cli/free-port.ts';

/** Where PostgreSQL's programs are; undefined on machines without it, which then try one dialect less. */
export function postgresPrograms(): string | undefined {
  const [found] = globSync('/usr/lib/postgresql/*/bin/initdb').sort().reverse();
  const folder = found?.slice(0, -'/initdb'.length);
  // It refuses to run as root; Debian's package brings a user for it.
  return folder && (process.getuid?.() !== 0 || account()) ? folder : undefined;
}

/** A PostgreSQL server of its own, on loopback, thrown away afterwards. */
export class PostgresServer implements AsyncDisposable {
  readonly #process: ChildProcess;
  readonly #directory: string;
  readonly #port: number;
  #databases = 0;

  static async start(programs: string): Promise<PostgresServer> {
    const directory = mkdtempSync(join(tmpdir(), 'rite-bot-postgres-'));
    const user = process.getuid?.() === 0 ? account() : undefined;
    if (user) chownSync(directory, user.uid, user.gid);
    const data = join(directory, 'data');
    execFileSync(
      join(programs, 'initdb'),
      ['--pgdata', data, '--username=rite', '--auth=trust', '--no-sync', '--encoding=UTF8'],
      { ...user, cwd: directory, stdio: 'ignore' },
    );
    const port = await freePort();
    const settings = {
      listen_addresses: '127.0.0.1',
      port,
      unix_socket_directories: directory,
      // A power failure would cost a test, no more.
      fsync: 'off',
    };
    const server = spawn(
      join(programs, 'postgres'),
      [
        '-D',
        data,
        ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
      ],
      { ...user, cwd: directory, stdio: 'ignore' },
    );
    const stop = () => server.kill('SIGKILL');
    process.once('exit', stop);
    server.once('exit', () => process.off('exit', stop));
    const started = new PostgresServer(server, directory, port);
    await started.#ready();
    return started;
  }

  private constructor(server: ChildProcess, directory: string, port: number) {
    this.#process = server;
    this.#directory = directory;
    this.#port = port;
  }

  /** The address of a new, empty database. */
  async createDatabase(): Promise<string> {
    this.#databases += 1;
    const name = `test_${this.#databases}`;
    await administer(this.url('postgres'), `create database ${name}`);
    return this.url(name);
  }

  url(database: string): string {
    return `postgres://rite@127.0.0.1:${this.#port}/${database}`;
  }

  async #ready(): Promise<void> {
    for (;;) {
      try {
        return await administer(this.url('postgres'), 'select 1');
      } catch (error) {
        if (this.#process.exitCode !== null) throw error;
        await delay(20);
      }
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const ended = new Promise((resolve) => this.#process.once('exit', resolve));
    // Fast shutdown: connections are ended, not waited for.
    this.#process.kill('SIGINT');
    await ended;
    rmSync(this.#directory, { recursive: true, force: true });
  }
}

/** One statement outside the database that is tested. */
export async function administer(url: string, statement: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

function account(): { uid: number; gid: number } | undefined {
  try {
    const id = (flag: string) =>
      Number(execFileSync('id', [flag, 'postgres'], { stdio: ['ignore', 'pipe', 'ignore'] }));
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    return undefined;
  }
}
