import { register } from './cli/register.ts';
import { render } from './cli/render.ts';
import { start } from './cli/start.ts';
import { UsageError, type Verb } from './cli/verb.ts';
import { ConfigError } from './config.ts';
import { FontError } from './posters/typesetting/fonts.ts';
import { version } from './project.ts';

const verbs = { start, register, render } as const satisfies Record<string, Verb>;

const width = Math.max(...Object.keys(verbs).map((name) => name.length));
const help = `Usage: rite-bot <verb> [options]

${Object.entries(verbs)
  .map(([name, verb]) => `  ${name.padEnd(width)}  ${verb.summary}`)
  .join('\n')}

rite-bot <verb> --help says more. Settings: see .env.example.
`;

const controller = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => controller.abort(signal));
}
process.exitCode = await run(process.argv.slice(2));

async function run(args: readonly string[]): Promise<number> {
  const [name, ...rest] = args;
  if (name === '--version') {
    process.stdout.write(`${version()}\n`);
    return 0;
  }
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    process.stdout.write(help);
    return name === undefined ? 2 : 0;
  }
  const verb = Object.hasOwn(verbs, name) ? verbs[name as keyof typeof verbs] : undefined;
  if (!verb) {
    process.stderr.write(
      `rite-bot: there is no verb ${JSON.stringify(name)}; see rite-bot --help\n`,
    );
    return 2;
  }
  if (rest.includes('--help') || rest.includes('-h')) {
    process.stdout.write(verb.help);
    return 0;
  }
  try {
    return await verb.run(rest, {
      stdout: process.stdout,
      stderr: process.stderr,
      signal: controller.signal,
    });
  } catch (error) {
    process.stderr.write(`rite-bot: ${reason(error)}\n`);
    return error instanceof UsageError || error instanceof ConfigError ? 2 : 1;
  }
}

/** Expected failures speak for themselves; anything else is a fault of ours and keeps its stack. */
function reason(error: unknown): string {
  if (error instanceof UsageError || error instanceof ConfigError || error instanceof FontError) {
    return error.message.replace(/\s*\n\s*/g, ' ');
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
