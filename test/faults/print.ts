import { argv } from 'node:process';
import { cellFaults } from './cell.ts';
import { contentFaults } from './content.ts';
import { downloadFaults } from './download.ts';
import { EDGE_FAULTS } from './edges/edge-faults.ts';
import { type Evaluation, evaluate } from './evaluate.ts';
import { startFakeMicrosoft } from './fake-microsoft.ts';
import type { Fault } from './fault.ts';
import { graphFaults } from './graph.ts';
import { identityFaults } from './identity.ts';
import { redirectFaults } from './redirect.ts';
import { storeFaults } from './store.ts';
import { timeFaults } from './time.ts';

/** `npm run faults`: every fault of a pull as a row of one table, and every failure of an edge as a row of another; exit status 1 where one was not survived. */

const FAULTS: readonly Fault[] = [
  ...identityFaults,
  ...graphFaults,
  ...redirectFaults,
  ...downloadFaults,
  ...contentFaults,
  ...cellFaults,
  ...storeFaults,
  ...timeFaults,
];

const chosen = FAULTS.filter(({ name }) => name.includes(argv[2] ?? ''));
const microsoft = await startFakeMicrosoft();
const verdicts: Evaluation[] = [];
for (const fault of chosen) {
  process.stderr.write(`${fault.name}\n`);
  verdicts.push(await evaluate(fault, microsoft));
}
microsoft.close();

const cell = (text: string) => text.replaceAll('|', '\\|');
const lines = [
  '| fault | what the user sees | values kept | other reports intact | |',
  '|---|---|---|---|---|',
  ...verdicts.map(
    ({ fault, sees, kept, others, problems }) =>
      `| ${[fault, sees, kept, others, problems.length === 0 ? 'ok' : `FAILED: ${problems.join('; ')}`].map(cell).join(' | ')} |`,
  ),
];
const failed = verdicts.filter(({ problems }) => problems.length > 0).length;
process.stdout.write(
  `${lines.join('\n')}\n\n${verdicts.length} faults, ${failed === 0 ? 'all survived' : `${failed} not survived`}\n\n`,
);

process.stdout.write('| edge | what fails | what the user sees |\n|---|---|---|\n');
for (const { edge, cause, message } of EDGE_FAULTS) {
  if (!`${edge} ${cause}`.includes(argv[2] ?? '')) continue;
  process.stdout.write(`| ${[edge, cause, await message()].map(cell).join(' | ')} |\n`);
}
process.exit(failed === 0 ? 0 : 1);
