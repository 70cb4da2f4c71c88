#!/usr/bin/env node
import { launch, MEMORY } from './launch.mjs';

launch('src/cli.ts', process.argv.slice(2), MEMORY);
