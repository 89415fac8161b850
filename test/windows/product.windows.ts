import { expect, it } from 'vitest';
import { graphSeriesOf } from '../support/exposition.ts';
import { knownTenant, REPORT_NAMES } from '../support/known-tenant.ts';
import { eventually, freePort } from '../support/run.ts';
import { startTenant } from '../support/tenant.ts';
import { folderOnWindows, runOnWindows, startOnWindows, storedText } from './windows.ts';

const COLLECTS = 12;
const LONG_MS = 300_000;

it('runs on Node.js for Windows', async () => {
  expect(await runOnWindows(['-p', 'process.platform'])).toMatchObject({ status: 0, stdout: 'win32\n' });
});

it('scrapes the demo, which prints no backslash for a shell to eat', async () => {
  const port = await freePort();
  const demo = await startOnWindows(['dist/cli.js', 'demo'], { PORT: String(port) });
  await eventually(async () => expect(await demo.output()).toContain('Ctrl+C ends the demo'), LONG_MS);

  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();

  expect(text).toContain('\nm365_groups_active{report_date="');
  expect(await demo.output()).toContain(`prometheus --config.file=.data/demo/prometheus-${port}.yml --storage`);
});

it('has every cell of five reports exact', async () => {
  const { known, environment, here } = await startKnown();

  expect(await runOnWindows(['dist/cli.js', 'collect'], environment)).toMatchObject({ status: 0 });

  const { stdout } = await runOnWindows(['dist/cli.js', 'metrics'], environment);
  expect(graphSeriesOf(stdout)).toEqual(known.expected(180));
  expect(graphSeriesOf(await storedText(here))).toEqual(known.expected(180));
});

it('loses nothing when it is killed in mid-pull', async () => {
  let files = 0;
  let kill = () => {};
  const { known, environment, here } = await startKnown(() => {
    files += 1;
    if (files === 4) kill();
  });
  const killed = await startOnWindows(['dist/cli.js', 'collect'], environment);
  kill = killed.kill;
  expect((await killed.ended).status).toBeNull();

  expect(await runOnWindows(['dist/cli.js', 'collect'], environment)).toMatchObject({ status: 0 });
  expect(graphSeriesOf(await storedText(here))).toEqual(known.expected(180));
});

it('collects beside a program that opens every file of the store in a loop', async () => {
  const { known, environment, here, there } = await startKnown();
  await startOnWindows(['test/windows/read-loop.cjs', there]);

  for (let round = 0; round < COLLECTS; round += 1) {
    const { status, stderr } = await runOnWindows(['dist/cli.js', 'collect'], environment);

    expect({ round, status, stderr }).toMatchObject({ status: 0, stderr: expect.not.stringContaining('error') });
    expect(graphSeriesOf(await storedText(here))).toEqual(known.expected(180));
  }
});

it('says the same of a drive that is not there, whichever command meets it', async () => {
  const { environment } = await startKnown();
  const missing = { ...environment, HISTORY_STORE: 'file:Q:\\m365' };
  const sentence =
    'The folder Q:\\m365 (HISTORY_STORE) does not work: the drive, the share or a folder on the way to it is';

  for (const command of ['collect', 'metrics', 'check']) {
    const { status, stdout, stderr } = await runOnWindows(['dist/cli.js', command], missing);
    expect({ command, status, output: stdout + stderr }).toMatchObject({
      status: 3,
      output: expect.stringContaining(sentence),
    });
  }
});

it('finds settings in any case, and a folder that is a URL', async () => {
  const { known, environment, here, there } = await startKnown();
  const { HISTORY_STORE: _, REPORTS: reports, ...others } = environment;
  const typed = { ...others, history_Store: `file:///${there.replaceAll('\\', '/')}`, Reports: reports };

  expect(await runOnWindows(['dist/cli.js', 'collect'], typed)).toMatchObject({ stdout: '5 of 5 reports read.\n' });
  expect(graphSeriesOf(await storedText(here))).toEqual(known.expected(180));
});

async function startKnown(onFile: () => void = () => {}) {
  const known = knownTenant();
  const { environment } = await startTenant((report, period) => {
    onFile();
    return known.fileOf(report, period);
  });
  const folder = await folderOnWindows();
  const store = { HISTORY_STORE: `file:${folder.there}`, REPORTS: REPORT_NAMES.join(','), WINDOW_DAYS: '180' };
  return { known, ...folder, environment: { ...environment, ...store } };
}
