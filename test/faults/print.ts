import { argv } from 'node:process';
import { cellFaults } from './cell.ts';
import { contentFaults } from './content.ts';
import { downloadFaults } from './download.ts';
import type { Fault } from './fault.ts';
import { graphFaults } from './graph.ts';
import { identityFaults } from './identity.ts';
import { judge, type Verdict } from './judge.ts';
import { redirectFaults } from './redirect.ts';
import { storeFaults } from './store.ts';
import { timeFaults } from './time.ts';
import { startWorld } from './world.ts';

/** `npm run faults`: every fault as a row of one table; exit status 1 where one was not survived. */

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
const world = await startWorld();
const verdicts: Verdict[] = [];
for (const fault of chosen) {
  process.stderr.write(`${fault.name}\n`);
  verdicts.push(await judge(fault, world));
}
world.close();

const cell = (text: string) => text.replaceAll('|', '\\|').slice(0, 160);
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
  `${lines.join('\n')}\n\n${verdicts.length} faults, ${failed === 0 ? 'all survived' : `${failed} not survived`}\n`,
);
process.exit(failed === 0 ? 0 : 1);
