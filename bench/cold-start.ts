import { cp, mkdir, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { bundle } from '../packaging/bundle.ts';
import { type Row, toRow } from './row.ts';
import { type Length, medians, millisecondsOf, runNode } from './side-by-side.ts';

const FOLDER = 'dist/bench/cold-start';
const DRIVER = resolve('test/support/functions-driver.cjs');

/** The smallest Function app there can be. */
const EMPTY_APP = `
import { app } from '@azure/functions';
app.http('empty', { methods: ['GET'], authLevel: 'anonymous', handler: async () => ({ status: 204 }) });
`;

/** What the published package leaves for later, at once and unbundled. */
const EVERYTHING = [
  'functions/index',
  'functions/handlers',
  'production',
  'http/status',
  'publish-exposition',
  'pull-reports',
  'push-points',
  'graph/open-graph',
  'open-exporters',
  'export/otlp',
  'export/console',
  'export/remote-write',
  'export/azure-monitor',
  'store/blob-service',
  'store/blob-store',
];

/** How long a new process takes until the Functions worker knows the functions of an app. */
export async function coldStart({ times }: Length): Promise<readonly Row[]> {
  await makeEmptyApp();
  await makeUnbundledApp();
  const load = (folder: string) => () => millisecondsOf(() => runNode([DRIVER, 'bindings'], { folder }));
  const apps = {
    ours: load('dist/package'),
    empty: load(`${FOLDER}/empty`),
    unbundled: load(`${FOLDER}/unbundled`),
    node: () => millisecondsOf(() => runNode(['--eval', ''])),
  };
  await medians(1, apps);
  const median = await medians(times(31, 7), apps);
  const ours = median('ours');
  const overNode = (name: 'ours' | 'empty') => median(name) - median('node');
  const figure = 'cold start of the package, whole process';
  return [
    toRow({ figure, ours, peer: median('empty'), than: 'an empty app', unit: 'ms', target: { atMost: 1.5 } }),
    toRow({ figure, ours, peer: median('unbundled'), than: 'unbundled', unit: 'ms', target: { atMost: 0.2 } }),
    toRow({
      figure: 'the same over an empty Node.js',
      ours: overNode('ours'),
      peer: overNode('empty'),
      than: 'an empty app',
      unit: 'ms',
    }),
  ];
}

async function makeEmptyApp(): Promise<void> {
  await mkdir(`${FOLDER}/empty`, { recursive: true });
  await writeFile(`${FOLDER}/empty/functions.js`, EMPTY_APP);
  await writeFile(`${FOLDER}/empty/package.json`, '{ "type": "module" }');
  await bundle({ functions: `${FOLDER}/empty/functions.js` }, `${FOLDER}/empty/dist`);
}

/** As TypeScript compiles it, file by file: Node.js would otherwise be timed at taking the types away. */
async function makeUnbundledApp(): Promise<void> {
  const folder = `${FOLDER}/unbundled/dist`;
  await runNode([
    'node_modules/typescript/bin/tsc',
    ...['--project', '.', '--noEmit', 'false', '--rewriteRelativeImportExtensions', '--outDir', folder],
  ]);
  await cp('package.json', `${FOLDER}/unbundled/package.json`);
  const imports = EVERYTHING.map((file) => `import './src/${file}.js';\n`);
  await writeFile(`${folder}/functions.js`, imports.join(''));
}
