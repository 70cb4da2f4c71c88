// Writes coverage.json: for every family the code points its fonts have, as [first, last] ranges.
// Run it after changing a font: node bin/run.mjs fonts/make-coverage.ts (a test notices when it was forgotten).
import { writeFileSync } from 'node:fs';
import { readCoverage } from './read-coverage.ts';

writeFileSync(new URL('./coverage.json', import.meta.url), `${JSON.stringify(readCoverage())}\n`);
