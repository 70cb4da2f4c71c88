// node bin/run.mjs test/chaos/publish.ts [--kills 200] [--posts 300] [--seed 7]: kills processes that publish on a faulty
// Instagram, and says whether anything was published twice, lost, or published though it should not be.
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { PostgresServer, postgresPrograms } from '../storage/postgres-server.ts';
import { ANSWER_LOST, faultsOfAllKinds } from './publish-faults.ts';
import { controlReport, publishReport } from './publish-report.ts';
import { PublishWorld, type PublishWorldOptions } from './publish-world.ts';

const FAULTS = faultsOfAllKinds(0.12);
const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '200' },
    posts: { type: 'string', default: '300' },
    seed: { type: 'string', default: String(randomInt(2 ** 32)) },
  },
});
const seed = Number(values.seed);
const kills = Number(values.kills);
const posts = Number(values.posts);
process.stdout.write(`publishing, seed ${seed}\n`);

let good = await isSound('SQLite', { seed, kills, posts, faults: FAULTS });
const programs = postgresPrograms();
if (programs) {
  await using server = await PostgresServer.start(programs);
  const few = { kills: Math.ceil(kills / 5), posts: Math.ceil(posts / 5) };
  const databaseUrl = await server.createDatabase();
  const options = { seed, ...few, faults: FAULTS, databaseUrl };
  good = (await isSound('PostgreSQL', options)) && good;
}
good = (await findsDuplicates()) && good;
process.exitCode = good ? 0 : 1;

async function isSound(name: string, options: PublishWorldOptions): Promise<boolean> {
  const began = performance.now();
  await using world = await PublishWorld.open(options);
  const faults = await world.run();
  const seconds = Math.round((performance.now() - began) / 1_000);
  process.stdout.write(await publishReport(world, faults, `${name}, ${seconds} s`));
  return Object.values(faults).every((some) => some.length === 0) && world.complaints.length === 0;
}

/** Whether this would find out a publisher that publishes twice. */
async function findsDuplicates(): Promise<boolean> {
  const few = { kills: Math.ceil(kills / 10), posts: Math.ceil(posts / 5) };
  await using world = await PublishWorld.open({
    seed,
    ...few,
    faults: [ANSWER_LOST, ...FAULTS],
    naive: true,
  });
  const faults = await world.run();
  process.stdout.write(controlReport(world, faults));
  return faults.duplicates.length > 0;
}
