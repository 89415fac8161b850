import { spawnSync } from 'node:child_process';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';

/** Where a snapshot is predicted for; of these only the location matters. */
const SCOPE = [
  ...['--tenant-id', '11111111-1111-1111-1111-111111111111'],
  ...['--subscription-id', '22222222-2222-2222-2222-222222222222'],
  ...['--resource-group', 'rg', '--location', 'westeurope', '--deployment-name', 'd'],
];

/** Every file of parameters that a snapshot is kept of. */
export const SNAPSHOTS = globSync('test/infra/snapshots/*.bicepparam').toSorted();

export function snapshotCommand(file: string): readonly string[] {
  return ['snapshot', file, ...SCOPE, '--mode', 'overwrite'];
}

/**
 * Formats the Bicep files, compiles main.bicep to main.json and predicts what each file of parameters would deploy.
 * Without the compiler it says so, and writes nothing.
 */
export function writeTemplates(): void {
  if (spawnSync('bicep', ['--version']).error !== undefined) {
    process.stderr.write('NOT GENERATED, bicep is not installed: infra/main.json and test/infra/snapshots\n');
    return;
  }
  run(['format', '--pattern', 'infra/**/*.bicep']);
  run(['build', 'infra/main.bicep', '--outfile', 'infra/main.json']);
  for (const file of SNAPSHOTS) predict(file);
}

/** The compiler writes outputs in an order of its own each time: a snapshot that says the same stays as it is. */
function predict(file: string): void {
  const snapshot = file.replace(/bicepparam$/, 'snapshot.json');
  const before = existsSync(snapshot) ? readFileSync(snapshot, 'utf8') : 'null';
  run(snapshotCommand(file));
  if (isDeepStrictEqual(JSON.parse(before), JSON.parse(readFileSync(snapshot, 'utf8'))))
    writeFileSync(snapshot, before);
}

function run(args: readonly string[]): void {
  const { status } = spawnSync('bicep', args, { stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new Error(`bicep ${args.join(' ')} ended with ${status}`);
}
