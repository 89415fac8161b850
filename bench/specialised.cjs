// A Functions worker that was started as a placeholder, for no app, is given one: its environment is replaced, its
// folder changed, the app loaded and its functions listed. Prints the milliseconds that takes.
const core = require('../test/support/functions-core.cjs');
const { resolve } = require('node:path');
const { pathToFileURL } = require('node:url');

(async () => {
  const start = performance.now();
  process.env = { ...process.env };
  process.chdir(process.argv[2]);
  await import(pathToFileURL(resolve('dist/functions.js')).href);
  const functions = Object.keys(core.bindings());
  const milliseconds = performance.now() - start;
  if (functions.length === 0) throw new Error('the app has no functions');
  process.stdout.write(String(milliseconds));
})();
