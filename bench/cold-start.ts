import { cp, mkdir, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { bundle } from '../packaging/bundle.ts';
import { type Row, toRow } from './row.ts';
import { type Length, medians, millisecondsOf, runNode } from './side-by-side.ts';

const FOLDER = 'dist/bench/cold-start';
const DRIVER = resolve('test/support/functions-driver.cjs');
const APPS = { ours: 'dist/package', empty: `${FOLDER}/empty`, unbundled: `${FOLDER}/unbundled` } as const;

/** The smallest Function app there can be. */
const EMPTY_APP = `
import { app } from '@azure/functions';
app.http('empty', { methods: ['GET'], authLevel: 'anonymous', handler: async () => ({ status: 204 }) });
`;

/** What the published package leaves for later, at once and unbundled. */
const EVERYTHING = [
  'hosts/functions/index',
  'hosts/functions/handlers',
  'app',
  'http/status-response',
  'export/render',
  'pull-reports',
  'export/publish',
  'graph/session',
  'export/create-exporters',
  'export/otlp',
  'export/console',
  'export/remote-write',
  'export/azure-monitor',
  'store/blob-service',
  'store/blobs',
];

/** How long it takes until the Functions worker knows the functions of an app. */
export async function coldStart(length: Length): Promise<readonly Row[]> {
  await makeEmptyApp();
  await makeUnbundledApp();
  return [...(await ofProcess(length)), ...(await ofPlaceholder(length))];
}

/** From the start of a new process. */
async function ofProcess({ times }: Length): Promise<readonly Row[]> {
  const started = {
    ...ofEachApp((folder) => millisecondsOf(() => runNode([DRIVER, 'bindings'], { folder }))),
    node: () => millisecondsOf(() => runNode(['--eval', ''])),
  };
  await medians(1, started);
  const median = await medians(times(31, 7), started);
  const overNode = (name: 'ours' | 'empty') => median(name) - median('node');
  return [
    ...besideOthers('cold start of the package, whole process', median, true),
    toRow({
      figure: 'the same over an empty Node.js',
      ours: overNode('ours'),
      peer: overNode('empty'),
      than: 'an empty app',
      unit: 'ms',
    }),
  ];
}

/** From the moment that a process, which was started for no app, is given one. */
async function ofPlaceholder({ times }: Length): Promise<readonly Row[]> {
  const given = ofEachApp(async (folder) => Number(await runNode(['bench/specialised.cjs', folder])));
  await medians(1, given);
  return besideOthers('cold start in a placeholder that waits', await medians(times(31, 7), given));
}

function ofEachApp(measure: (folder: string) => Promise<number>) {
  return {
    ours: () => measure(APPS.ours),
    empty: () => measure(APPS.empty),
    unbundled: () => measure(APPS.unbundled),
  };
}

function besideOthers(figure: string, median: (name: keyof typeof APPS) => number, isMain = false): readonly Row[] {
  const ours = median('ours');
  return [
    toRow({ figure, ours, peer: median('empty'), than: 'an empty app', unit: 'ms', target: { atMost: 1.5 }, isMain }),
    toRow({ figure, ours, peer: median('unbundled'), than: 'unbundled', unit: 'ms', target: { atMost: 0.2 } }),
  ];
}

async function makeEmptyApp(): Promise<void> {
  await mkdir(APPS.empty, { recursive: true });
  await writeFile(`${APPS.empty}/functions.js`, EMPTY_APP);
  await writeFile(`${APPS.empty}/package.json`, '{ "type": "module" }');
  await bundle({ functions: `${APPS.empty}/functions.js` }, `${APPS.empty}/dist`);
}

/** As TypeScript compiles it, file by file: Node.js would otherwise be timed at taking the types away. */
async function makeUnbundledApp(): Promise<void> {
  const folder = `${APPS.unbundled}/dist`;
  await runNode([
    'node_modules/typescript/bin/tsc',
    ...['--project', '.', '--noEmit', 'false', '--rewriteRelativeImportExtensions', '--outDir', folder],
  ]);
  await cp('package.json', `${APPS.unbundled}/package.json`);
  const imports = EVERYTHING.map((file) => `import './src/${file}.js';\n`);
  await writeFile(`${folder}/functions.js`, imports.join(''));
}
