// npm run bench:post - what a person waits for after /post, on the sandbox over real sockets. The bot runs in a process
// of its own; this one is Discord, Rite and the people. Prints one table; --json for the figures alone.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { commands } from '../commands/index.ts';
import { type Actor, SandboxDiscord } from '../sandbox/discord/index.ts';
import { SandboxRite } from '../sandbox/rite/index.ts';
import { registerCommands } from '../src/discord/registration.ts';
import { BotProcess } from './bot-process.ts';
import { percentile } from './figures.ts';

const { values } = parseArgs({
  options: {
    interactions: { type: 'string', default: '200' },
    concurrency: { type: 'string', default: '10' },
    posters: { type: 'string', default: '2000' },
    json: { type: 'boolean', default: false },
  },
});
const TEMPLATES = ['announcement', 'lineup', 'countdown'];
const THEMES = ['night', 'neon', 'paper'];

await using rite = await SandboxRite.start({ relativeTo: Date.now });
await using discord = await SandboxDiscord.start();
const guild = discord.createGuild({ name: 'bench', preferredLocale: 'ko' });
// A premium server, and more people than lanes: nobody may make more than 100 posts a day.
const SKU = '900000000000000001';
guild.entitle({ skuId: SKU });
const total = 30 + Number(values.interactions) + Number(values.posters);
const people = Array.from({ length: Math.ceil(total / 90) }, (_, index) =>
  guild.addMember({ username: `person${index}`, locale: 'ko' }),
);
const dataDir = await mkdtemp(join(tmpdir(), 'bench-'));
process.once('exit', () => rmSync(dataDir, { recursive: true, force: true }));
await registerCommands({ token: discord.botToken, api: discord.apiUrl, commands });
const env = {
  ...process.env,
  DISCORD_TOKEN: discord.botToken,
  DISCORD_API_URL: discord.apiUrl,
  RITE_URL: rite.url,
  RITE_ORGANIZERS: `${guild.id}:${rite.organizerId}`,
  PREMIUM_SKU_ID: SKU,
  DATA_DIR: dataDir,
};
const events = [...rite.events.values()]
  .filter((event) => !['haebangchonroof', 'mullaeironworks', 'untitleddraft'].includes(event._id))
  .map((event) => event._id);

let asked = 0;
const startMs = await measureStart();
const bot = await BotProcess.start(env);

// A first round outside the measurement: compilers and caches of a process that has just begun.
await postAll(30);
bot.measure();
const replyMs = await postAll(Number(values.interactions));
const report = await bot.report();
const memoryMb = [report.rssMb];
for (let done = 0; done < Number(values.posters); done += 500) {
  await postAll(500);
  memoryMb.push((await bot.report()).rssMb);
}
await bot.stop();

const figures = {
  interactions: replyMs.length,
  concurrency: Number(values.concurrency),
  startToReadyMs: round(startMs),
  acknowledgeP50Ms: round(percentile(report.acknowledgedMs, 50)),
  acknowledgeP99Ms: round(percentile(report.acknowledgedMs, 99)),
  replyP50Ms: round(percentile(replyMs, 50)),
  replyP99Ms: round(percentile(replyMs, 99)),
  eventLoopDelayP99Ms: round(report.eventLoopDelayP99),
  memoryMb: memoryMb.map(Math.round),
  violations: discord.violations.length,
};
process.stdout.write(
  values.json
    ? `${JSON.stringify(figures)}\n`
    : `${Object.entries(figures)
        .map(
          ([name, value]) =>
            `${name.padEnd(22)} ${Array.isArray(value) ? value.join(' -> ') : value}`,
        )
        .join('\n')}\n`,
);

/** From spawning the launcher to the gateway's session, as an operator starts the program. */
async function measureStart(): Promise<number> {
  const startedAt = performance.now();
  const before = discord.gateway.identifies;
  const child = spawn(process.execPath, ['bin/rite-bot.mjs', 'start'], { env, stdio: 'ignore' });
  while (discord.gateway.identifies === before) await new Promise((done) => setTimeout(done, 2));
  const elapsed = performance.now() - startedAt;
  child.kill('SIGTERM');
  await once(child, 'exit');
  return elapsed;
}

async function postAll(count: number): Promise<number[]> {
  const durations: number[] = [];
  let next = 0;
  const work = async () => {
    while (next < count) {
      const index = next++;
      const person = people[asked++ % people.length] as Actor;
      const startedAt = performance.now();
      const exchange = await person.command(`post ${TEMPLATES[index % 3]}`, {
        event: events[index % events.length] ?? '',
        theme: THEMES[Math.floor(index / 3) % 3] ?? '',
      });
      const reply = await exchange.reply();
      if (!reply.attachments.some(({ filename }) => filename.endsWith('.jpg'))) {
        throw new Error(`no picture: ${reply.content}`);
      }
      durations.push(performance.now() - startedAt);
    }
  };
  await Promise.all(Array.from({ length: Number(values.concurrency) }, work));
  discord.clearRequests();
  return durations;
}

function round(number: number): number {
  return Math.round(number * 10) / 10;
}
