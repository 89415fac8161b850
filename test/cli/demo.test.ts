import { readdir, readFile, type rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { untilInterrupted } from '../../src/cli/terminal.ts';
import { removeData } from '../../src/demo/remove-data.ts';
import { describeWithout, itOnPosix } from '../support/programs.ts';
import { ended, eventually, freePort, startProcess, temporaryFolder } from '../support/run.ts';

itOnPosix('a signal to a child')(
  'prints what works in every shell: links to open, and a command without backslashes, pipes and quotes',
  async () => {
    const port = await freePort();
    const demo = startProcess(process.execPath, ['dist/cli.js', 'demo'], { PORT: String(port), LOG_LEVEL: 'error' });
    const end = ended(demo);
    let output = '';
    demo.stdout?.on('data', (text) => {
      output += text;
    });
    await eventually(async () => expect((await fetch(`http://127.0.0.1:${port}/metrics`)).status).toBe(200), 55_000);
    await eventually(async () => expect(output).toContain('Ctrl+C ends the demo'), 55_000);
    const provisioned = await provisionedIn(`.data/demo/grafana-${port}`);
    const rules = parse(await readFile(`.data/demo/prometheus-${port}.yml`, 'utf8')).rule_files;

    demo.kill('SIGTERM');

    const { status, stdout, stderr } = await end;
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const address = `http://127.0.0.1:${port}`;
    expect(stdout.split('\n').slice(3)).toEqual([
      expect.stringMatching(
        new RegExp(
          `^\\d+ reports pulled, \\d+ series. Look at ${address}/metrics, for m365_groups_active for example\\.$`,
        ),
      ),
      `Status page: ${address}`,
      `With Prometheus: prometheus --config.file=.data/demo/prometheus-${port}.yml --storage.tsdb.path=.data/demo/prometheus --web.listen-address=127.0.0.1:9091`,
      `With Grafana: start it with GF_PATHS_PROVISIONING in its environment, set to ${process.cwd()}/.data/demo/grafana-${port}`,
      `  That has the dashboards of ${process.cwd()}/infra/grafana/dashboards and this Prometheus as the data source, http://127.0.0.1:9091.`,
      'Ctrl+C ends the demo and removes its data.',
      '',
    ]);
    expect(provisioned).toEqual({
      dashboards: await readdir('infra/grafana/dashboards'),
      url: 'http://127.0.0.1:9091',
    });
    expect(rules).toEqual([resolve('infra/alerts/m365-usage.yaml')]);
    expect((await readdir('.data/demo')).filter((name) => name.includes(String(port)))).toEqual([]);
  },
  120_000,
);

describeWithout(process.getuid?.() === 0 ? [] : ['a user who is root'], ['unshare'])(
  'in a folder of a read-only disk',
  () => {
    it.each([[[]], [['--tenants', '2']]])('the demo says what refuses it: %j', async (options) => {
      const [folder, port] = [await temporaryFolder(), await freePort()];
      const program = [process.execPath, resolve('dist/cli.js'), 'demo', ...options];
      const inFolder = 'mount -t tmpfs -o ro tmpfs "$0" && cd "$0" && exec "$@"';
      const demo = startProcess('unshare', ['--mount', 'sh', '-c', inFolder, folder, ...program], {
        PORT: String(port),
      });

      const { status, stderr } = await ended(demo);

      expect(status).toBe(3);
      expect(stderr).toMatch(
        /The folder \.data\/demo \(below the current folder, for Prometheus and Grafana\) does not work: the file system is read-only \(EROFS\); choose another folder\n$/,
      );
    });
  },
);

/** What a Grafana would find there: the dashboards, and where their data is. */
async function provisionedIn(folder: string) {
  const [dashboards, sources] = await Promise.all(
    ['dashboards', 'datasources'].map(async (kind) =>
      parse(await readFile(`${folder}/${kind}/m365-usage.yaml`, 'utf8')),
    ),
  );
  return { dashboards: await readdir(dashboards.providers[0].options.path), url: sources.datasources[0].url };
}

it('waits for data that another program has open, and says where it stays', async () => {
  const folder = await temporaryFolder();
  const calls: unknown[] = [];
  const inUse: typeof rm = async (_path, options) => {
    calls.push(options);
    throw Object.assign(new Error('in use'), { code: 'EBUSY' });
  };

  expect(await removeData(folder, inUse)).toBe(
    `${folder} of the demo could not be removed (EBUSY); close what has it open, then remove it yourself`,
  );
  expect(calls).toEqual([{ recursive: true, force: true, maxRetries: 5, retryDelay: 100 }]);
  expect(await removeData(folder)).toBeUndefined();
});

it('ends at Ctrl+Break as at Ctrl+C', () => {
  const signal = untilInterrupted();

  process.emit('SIGBREAK', 'SIGBREAK');

  expect(signal.aborted).toBe(true);
});
