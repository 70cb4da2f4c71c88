// node bin/run.mjs test/chaos/main.ts [--kills 200] [--seed 7]: kills processes that work with posts, and says whether anything was lost.
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { World } from './world.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '200' },
    seed: { type: 'string', default: String(randomInt(2 ** 32)) },
    // Of the half before, where both are run.
    posts: { type: 'string' },
  },
});
const began = performance.now();
await using world = new World({ seed: Number(values.seed) });
const faults = await world.run(Number(values.kills));
const loose = world.pictureFaults();
const note = await world.sweep();
faults.push(...world.faults(), ...world.pictureFaults());
const deeds = [...world.ledger.deeds].map(([did, count]) => `${count} ${did}`).join(', ');
const count = (beginning: string) => loose.filter((one) => one.startsWith(beginning)).length;
const seconds = Math.round((performance.now() - began) / 1000);
process.stdout.write(
  `${world.kills} kills in ${world.rounds} rounds, ${seconds} s (seed ${values.seed})
acknowledged: ${deeds}
the kills left ${count('file')} loose files and ${count('picture')} pictures without one; the sweep: ${note}
${faults.length === 0 ? 'nothing was lost' : faults.join('\n')}
`,
);
process.exitCode = faults.length === 0 ? 0 : 1;
