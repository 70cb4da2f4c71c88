import { ConfigError } from '../config.ts';
import { GatewayLostError } from '../discord/gateway-lost.ts';
import { FontError } from '../posters/typesetting/fonts.ts';
import { ImageStoreError } from '../posts/image-store.ts';
import { version } from '../project.ts';
import { DatabaseError } from '../storage/database-error.ts';
import { ListenError } from '../web/listen-error.ts';
import { type CliStreams, UsageError, type Verb } from './verb.ts';

// Loaded when asked for: drawing one poster needs no Discord, and connecting to Discord needs no sandbox.
const verbs = {
  start: async () => (await import('./start.ts')).start,
  register: async () => (await import('./register.ts')).register,
  worker: async () => (await import('./worker.ts')).worker,
  render: async () => (await import('./render.ts')).render,
  connect: async () => (await import('./connect.ts')).connect,
  schedule: async () => (await import('./schedule.ts')).schedule,
  'publish-due': async () => (await import('./publish-due.ts')).publishDue,
  posts: async () => (await import('./posts.ts')).posts,
  premium: async () => (await import('./premium.ts')).premium,
  keys: async () => (await import('./keys.ts')).keys,
  person: async () => (await import('./person.ts')).person,
  job: async () => (await import('./job.ts')).job,
  doctor: async () => (await import('./doctor.ts')).doctor,
} as const satisfies Record<string, () => Promise<Verb>>;

/**
 * The command line without its process: what the arguments say, done on these streams.
 *
 * @returns the exit code: 0, 2 when something was asked for or set wrongly, 1 for any other failure.
 */
export async function runCli(args: readonly string[], io: CliStreams): Promise<number> {
  const [name, ...rest] = args;
  if (name === '--version') {
    io.stdout.write(`${version()}\n`);
    return 0;
  }
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    const asked = name !== undefined;
    (asked ? io.stdout : io.stderr).write(await help());
    return asked ? 0 : 2;
  }
  if (!isVerb(name)) {
    io.stderr.write(`rite-bot: there is no verb ${JSON.stringify(name)}; see rite-bot --help\n`);
    return 2;
  }
  try {
    const verb = await verbs[name]();
    if (rest.includes('--help') || rest.includes('-h')) {
      io.stdout.write(verb.help);
      return 0;
    }
    return await verb.run(rest, io);
  } catch (error) {
    io.stderr.write(`rite-bot: ${reason(error)}\n`);
    return isAskedWrongly(error) ? 2 : 1;
  }
}

function isVerb(name: string): name is keyof typeof verbs {
  return Object.hasOwn(verbs, name);
}

async function help(): Promise<string> {
  const width = Math.max(...Object.keys(verbs).map((name) => name.length));
  const lines = Object.entries(verbs).map(
    async ([name, load]) => `  ${name.padEnd(width)}  ${(await load()).summary}`,
  );
  return `Usage: rite-bot <verb> [options]

${(await Promise.all(lines)).join('\n')}

rite-bot <verb> --help says more. Settings: see .env.example.
`;
}

const EXPECTED = [
  UsageError,
  ConfigError,
  DatabaseError,
  FontError,
  GatewayLostError,
  ImageStoreError,
  ListenError,
];

function isAskedWrongly(error: unknown): boolean {
  if (error instanceof DatabaseError) return error.reason === 'bad_address';
  return error instanceof UsageError || error instanceof ConfigError;
}

/** Expected failures speak for themselves; anything else is a fault of ours and keeps its stack. */
function reason(error: unknown): string {
  if (EXPECTED.some((type) => error instanceof type)) {
    const sentence = (error as Error).message.replace(/\s*\n\s*/g, ' ').replace(/\.$/, '');
    return error instanceof GatewayLostError && error.loss === 'unreachable'
      ? `${sentence}; check the connection, and DISCORD_API_URL if it is set`
      : sentence;
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
