// Loads the built Function app in a process of its own, makes the calls named on the command line, and prints what came
// of each as a line of JSON: `timer:collect`, `http:metrics`, `http:tenantMetrics:contoso`, `bindings`.
const core = require('./functions-core.cjs');
const { pathToFileURL } = require('node:url');
const { resolve } = require('node:path');

async function call(what) {
  const [kind, name, tenant] = what.split(':');
  try {
    const params = tenant === undefined ? {} : { tenant };
    const { body, ...rest } = kind === 'bindings' ? { bindings: core.bindings() } : await core[kind](name, {}, params);
    return { ...rest, body: body?.toString() };
  } catch (error) {
    return { error: error.message };
  }
}

(async () => {
  await import(pathToFileURL(resolve('dist/functions.js')).href);
  for (const what of process.argv.slice(2)) process.stdout.write(`${JSON.stringify(await call(what))}\n`);
})();
