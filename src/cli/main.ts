#!/usr/bin/env node
import { nodeProblem } from '../settings/node-version.ts';

/** Everything else is loaded behind the question: an old Node.js would end over it before it could report it. */
const problem = nodeProblem(
  process.versions.node,
  'install a newer one; in a clone, npm brings its own: npm run --silent cli -- <command>',
);
if (problem === undefined) {
  await import('./program.ts');
} else {
  process.stderr.write(`${problem}\n`);
  process.exitCode = 1;
}
