import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';

/** Where a snapshot is predicted for; of these only the location matters. */
const SCOPE = [
  ...['--tenant-id', '11111111-1111-1111-1111-111111111111'],
  ...['--subscription-id', '22222222-2222-2222-2222-222222222222'],
  ...['--resource-group', 'rg', '--location', 'westeurope', '--deployment-name', 'd'],
];

/** Every file of parameters that a snapshot is kept of. */
export const SNAPSHOTS = globSync('test/infra/snapshots/*.bicepparam').toSorted();

export function snapshotCommand(file: string, mode: 'overwrite' | 'validate'): readonly string[] {
  return ['snapshot', file, ...SCOPE, '--mode', mode];
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
  for (const file of SNAPSHOTS) run(snapshotCommand(file, 'overwrite'));
}

function run(args: readonly string[]): void {
  const { status } = spawnSync('bicep', args, { stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new Error(`bicep ${args.join(' ')} ended with ${status}`);
}
