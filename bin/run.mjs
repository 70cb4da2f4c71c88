#!/usr/bin/env node
// node bin/run.mjs <script> [arguments]: runs a script of this project on a Node that can.
import { launch } from './launch.mjs';

const [script, ...args] = process.argv.slice(2);
if (script) {
  launch(script, args);
} else {
  process.stderr.write('usage: node bin/run.mjs <script> [arguments]\n');
  process.exitCode = 2;
}
