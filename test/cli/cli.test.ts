import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { knownTenant } from '../support/known-tenant.ts';
import { serve } from '../support/loopback.ts';
import { describeWith, itOnPosix } from '../support/programs.ts';
import { startPulls } from '../support/pulls.ts';
import { BASE, ended, eventually, freePort, runCli, startProcess, temporaryFolder } from '../support/run.ts';
import { type FileOf, respondWithError, startTenant } from '../support/tenant.ts';

describe('any command', () => {
  it.each(['demo', 'serve', 'collect', 'metrics', 'reports', 'backfill', 'check'])(
    '%s explains itself with --help',
    async (command) => {
      const { status, stdout } = await runCli([command, '--help']);

      expect({ status, usage: stdout.split('\n')[0] }).toEqual({
        status: 0,
        usage: expect.stringMatching(new RegExp(`^Usage: m365-usage-exporter ${command}`)),
      });
    },
  );

  it.each([[['colect']], [['collect', '--fast']], [['collect', 'now']], [[]]])(
    '%j is a mistake in usage',
    async (args) => {
      const { status, stdout, stderr } = await runCli(args);

      expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
      expect(stderr).not.toBe('');
    },
  );

  it('names every wrong setting at once, before anything runs', async () => {
    const { status, stdout, stderr } = await runCli(['collect'], {
      REPORT_PERIOD: 'D10',
      PORT: 'http',
      REPORTS: 'skipe',
    });

    expect({ status, stdout, stderr }).toEqual({
      status: 1,
      stdout: '',
      stderr: `The settings need a correction:
- REPORTS names "skipe", an unknown report or product; did you mean skype?
- REPORT_PERIOD is "D10"; use one of D7, D30, D90, D180
- PORT is "http"; use a whole number from 0 to 65535
`,
    });
  });
});

describe('collect', () => {
  it('says in one sentence that there is no credential', async () => {
    const { status, stdout, stderr } = await runCli(['collect'], {
      HISTORY_STORE: `file:${await temporaryFolder()}`,
      AZURE_TOKEN_CREDENTIALS: 'EnvironmentCredential',
      REPORTS: 'getOffice365GroupsActivityGroupCounts',
    });

    expect({ status, stdout }).toEqual({ status: 2, stdout: '0 of 1 report read, 1 failed.\n' });
    expect(stderr.replace(/ \(\d+\.\d s\)\n$/, '\n')).toBe(
      'error getOffice365GroupsActivityGroupCounts: unauthorized: there is no credential for Microsoft Graph that ' +
        'AZURE_TOKEN_CREDENTIALS (EnvironmentCredential) allows; on Azure give the app a managed identity, elsewhere set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET of an application\n',
    );
  });

  it('says of a tenant that Microsoft has no reports for yet that nothing needs to be done', async () => {
    const { status, stderr } = await collect(
      () => (_request, response) =>
        respondWithError(response, 404, 'UnknownTenantId', 'We do not recognize this tenant ID [x].'),
    );

    expect(status).toBe(0);
    expect(stderr.split('\n').filter((line) => /^warn .*not_onboarded/.test(line))).toHaveLength(5);
    expect(stderr).toContain('Microsoft has no usage reports for this tenant yet (UnknownTenantId)');
  });

  it('does not fail over a report that is not offered', async () => {
    const known = knownTenant();

    const { status, stdout, stderr, metrics } = await collect((report, period) =>
      report === 'getSkypeForBusinessActivityCounts' ? undefined : known.fileOf(report, period),
    );

    expect({ status, stdout }).toEqual({ status: 0, stdout: '4 of 5 reports read, 1 not available.\n' });
    expect(stderr).toContain('warn  getSkypeForBusinessActivityCounts: not_available: Graph returned 400 (BadRequest)');
    expect(await metrics()).toContain(
      'm365_report_failure{report="getSkypeForBusinessActivityCounts",reason="not_available"} 1',
    );
  });

  it('ends with 3 when the store does not work', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'file'), '');

    const { status, stdout, stderr } = await runCli(['collect'], { HISTORY_STORE: `file:${join(folder, 'file')}` });

    expect({ status, stdout }).toEqual({ status: 3, stdout: '' });
    expect(stderr).toMatch(/^The folder .* \(HISTORY_STORE\) does not work: .*\n$/);
  });

  it('writes a corrupt record of the last run anew', async () => {
    const { run, folder } = await startPulls(knownTenant().fileOf);
    await run();
    await writeFile(join(folder, 'default/last-run.json.v1'), '{');

    expect((await run()).status).toBe(0);
    expect((await run('metrics')).stdout).toContain('m365_pull_last_run_timestamp_seconds ');
  });

  it('tells of cells that are no numbers what they look like, and not what they say', async () => {
    const known = knownTenant();
    const day = `${known.newest}`;
    const odd = `Report Refresh Date,Total,Active,Report Date,Report Period\n${day},"1,234",ann.lee@contoso.com,${day},180\n`;

    const { status, stderr, metrics } = await collect((report, period) =>
      report === 'getOffice365GroupsActivityGroupCounts' ? odd : known.fileOf(report, period),
    );

    expect(status).toBe(0);
    const warning = (text: string) => expect.stringContaining(`warn  getOffice365GroupsActivityGroupCounts: ${text}`);
    expect(stderr).toEqual(
      warning(
        '1 cell of the column "Total" is no number and is left out; it looks like 9,999, with a 9 for each digit and an a for each letter; update this program or, if it is the newest release, open an issue that quotes this line',
      ),
    );
    expect(stderr).toEqual(
      warning('1 cell of the column "Active" is no number and is left out; it looks like aaa.aaa@'),
    );
    expect(stderr).not.toContain('1 of 1 row');
    expect(stderr).not.toMatch(/1,234|contoso/);
    const exposition = await metrics();
    const series = (column: string) =>
      `m365_report_rejected_cells{report="getOffice365GroupsActivityGroupCounts",column="${column}"} 1\n`;
    expect(exposition).toContain(series('Total'));
    expect(exposition).toContain(series('Active'));
    expect(exposition).not.toContain('contoso');
  });

  it('tells the failure that somebody can fix before one that nobody can', async () => {
    const known = knownTenant();

    const { status, stderr } = await collect((report, period) => {
      if (report !== 'getOffice365ServicesUserCounts') return known.fileOf(report, period);
      if (period === 'D7') return undefined;
      return (_request, response) => respondWithError(response, 403, 'S2SUnauthorized', 'Invalid permission.');
    });

    expect(status).toBe(2);
    expect(stderr).toContain('getOffice365ServicesUserCounts: unauthorized:');
  });

  it('logs waits and retries at debug level', async () => {
    const known = knownTenant();
    let calls = 0;
    const failingOnce: FileOf = (report, period) => (_request, response, redirect) => {
      calls += 1;
      if (calls === 1) return respondWithError(response, 503, 'ServiceUnavailable', '');
      const file = known.fileOf(report, period);
      redirect(typeof file === 'string' ? file : '');
    };

    const { status, stderr } = await collect(failingOnce, { LOG_LEVEL: 'debug' });

    expect(status).toBe(0);
    expect(stderr).toMatch(
      /debug get\w+: Graph returned 503 \(ServiceUnavailable\); a later run tries again; trying again in 0\.3 s/,
    );
  });

  itOnPosix('a signal to a child')('remembers nothing of a report that somebody interrupted', async () => {
    const { run, environment } = await startPulls(knownTenant().fileOf);
    await run();
    const hanging = await startTenant(() => () => {});
    const child = startProcess(process.execPath, ['dist/cli.js', 'collect'], {
      ...environment,
      ...hanging.environment,
    });
    const end = ended(child);
    await eventually(async () => expect(hanging.graphRequests.length).toBeGreaterThan(0));

    child.kill('SIGINT');

    const { status, stderr } = await end;
    expect(status).toBe(2);
    expect(stderr).toContain('warn  getOffice365GroupsActivityGroupCounts: interrupted before it was read');
    expect((await run('metrics')).stdout).not.toContain('m365_report_failure{');
  });

  it('writes plain lines where nobody sits at a terminal', async () => {
    const { stderr } = await collect(knownTenant().fileOf);

    expect(stderr).not.toContain('\u001b');
    expect(stderr).not.toContain('\r');
    expect(stderr.trimEnd().split('\n')).toHaveLength(5);
  });
});

describeWith('script')('collect on a terminal', () => {
  it('draws a bar and colours, and no colours with NO_COLOR', async () => {
    const colored = await collectOnTerminal({});
    const plain = await collectOnTerminal({ NO_COLOR: '1' });

    expect(colored).toContain('] 3/5');
    expect(colored).toContain('\u001b[32minfo \u001b[39m');
    expect(plain).toContain('] 3/5');
    expect(plain).not.toContain('\u001b[3');
  });
});

describe('metrics', () => {
  it('says that there is no data before the first run', async () => {
    const { status, stdout, stderr } = await runCli(['metrics'], { HISTORY_STORE: `file:${await temporaryFolder()}` });

    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^There is no data yet/);
  });

  it('says that nothing is rendered where prometheus is no exporter', async () => {
    const store = { HISTORY_STORE: `file:${await temporaryFolder()}`, OTEL_METRICS_EXPORTER: 'none' };

    expect(await runCli(['metrics'], store)).toMatchObject({
      status: 1,
      stderr: 'OTEL_METRICS_EXPORTER does not name prometheus.\n',
    });
  });
});

describeWith('bash')('a pipe whose reader has seen enough', () => {
  it('is no failure', async () => {
    const { run, environment } = await startPulls(knownTenant().fileOf, { WINDOW_DAYS: '180' });
    await run();

    const command = `${process.execPath} dist/cli.js metrics | head -n 1`;
    const { stdout, stderr } = await ended(
      spawn('bash', ['--norc', '-o', 'pipefail', '-c', command], { env: { ...BASE, ...environment } }),
    );

    expect({ stdout, stderr }).toEqual({ stdout: '# HELP target_info Target metadata\n', stderr: '' });
  });
});

describe('reports', () => {
  it('pulls at 30 days what depends on the period, beside the long file', async () => {
    const { stdout } = await runCli(['reports', '--json'], { REPORTS: 'getOneDriveUsageFileCounts' });
    const entries: readonly Record<string, unknown>[] = JSON.parse(stdout);

    expect(entries.map(({ column, periods, period_label, item }) => [column, periods, period_label, item])).toEqual([
      ['Total', ['D180'], false, 'site_type'],
      ['Active', ['D30'], true, 'site_type'],
    ]);
  });

  it('lists an entry per report and column as JSON', async () => {
    const { status, stdout } = await runCli(['reports', '--json'], {
      REPORTS: 'getOffice365GroupsActivityGroupCounts,getOffice365ServicesUserCounts',
      WHOLE_PERIODS: 'D7,D30',
    });
    const entries: readonly Record<string, unknown>[] = JSON.parse(stdout);
    const entryOf = (column: string) => entries.find((entry) => entry.column === column);

    expect(status).toBe(0);
    expect(entries).toHaveLength(16);
    expect(entryOf('Exchange Active')).toEqual({
      stale_after_days: 6,
      docs: 'https://learn.microsoft.com/graph/api/reportroot-getoffice365servicesusercounts',
      report: 'getOffice365ServicesUserCounts',
      column: 'Exchange Active',
      metric: 'm365_services_users',
      labels: { product: 'exchange', state: 'active' },
      unit: '{user}',
      item: null,
      kind: 'whole_period',
      periods: ['D7', 'D30'],
      period_label: true,
      trend: 'level',
      lifecycle: 'active',
      versions: ['v1.0', 'beta'],
    });
    expect(entryOf('Active')).toMatchObject({
      report: 'getOffice365GroupsActivityGroupCounts',
      labels: {},
      periods: ['D180'],
      period_label: false,
      trend: 'activity',
    });
  });

  it('lists them as a table', async () => {
    const { stdout } = await runCli(['reports'], { REPORTS: 'getOffice365GroupsActivityGroupCounts' });

    expect(stdout).toBe(
      `REPORT                                 COLUMN  METRIC              UNIT     PERIODS  LIFECYCLE
getOffice365GroupsActivityGroupCounts  Total   m365_groups         {group}  D180     active
getOffice365GroupsActivityGroupCounts  Active  m365_groups_active  {group}  D180     active
`,
    );
  });
});

describe('check', () => {
  it('says ok to everything that works', async () => {
    const { tenant, folder, run } = await startPulls(knownTenant().fileOf);

    const { status, stdout } = await run('check');

    expect(status).toBe(0);
    expect(stdout.split('\n')).toEqual([
      `ok    settings   5 reports of ${tenant.environment.GRAPH_ENDPOINT}`,
      'ok    token      there is one, of a kind that cannot be looked into',
      expect.stringMatching(/^ok {4}report {5}getOffice365ServicesUserCounts has 1 row, refreshed \d{4}-\d\d-\d\d$/),
      `ok    store      the folder ${folder}`,
      'ok    exporters  prometheus: scraped at /metrics, with `serve` at http://127.0.0.1:9464/metrics',
      '',
    ]);
  });

  it('tries each exporter that is pushed to', async () => {
    const good = await serve((_request, response) => void response.writeHead(204).end());
    const bad = await serve((_request, response) => void response.writeHead(404).end());
    const { run } = await startPulls(knownTenant().fileOf, {
      OTEL_METRICS_EXPORTER: 'prometheus_remote_write,otlp',
      PROMETHEUS_REMOTE_WRITE_URL: `${good}/api/v1/write`,
      OTEL_EXPORTER_OTLP_ENDPOINT: bad,
    });

    const { status, stdout } = await run('check');

    expect(status).toBe(2);
    expect(stdout).toContain('ok    exporters  prometheus_remote_write: accepted a point\n');
    expect(stdout).toContain('FAIL  exporters  the OTLP receiver returned 404; check OTEL_EXPORTER_OTLP_ENDPOINT');
  });

  it('says of each thing that fails what to do, and goes on', async () => {
    const { run, folder } = await startPulls(
      () => (_request, response) => respondWithError(response, 403, 'S2SUnauthorized', 'Invalid permission.'),
    );
    await writeFile(join(folder, 'file'), '');

    const { status, stdout } = await run('check', { HISTORY_STORE: `file:${join(folder, 'file')}` });

    expect(status).toBe(3);
    expect(stdout).toMatch(
      /^FAIL {2}report .*Graph returned 403 .*: grant the application permission Reports\.Read\.All/m,
    );
    expect(stdout).toMatch(/^FAIL {2}store .* does not work/m);
  });

  it('lists the same as JSON, with what an issue has to say first', async () => {
    const { status, stdout } = await runCli(['check', '--json'], { REPORT_PERIOD: 'D10' });

    expect({ status, findings: JSON.parse(stdout) }).toEqual({
      status: 1,
      findings: [
        { check: 'version', ok: true, message: expect.stringMatching(/^m365-usage-exporter \d.*, Node\.js v\d+/) },
        { check: 'settings', ok: false, message: 'REPORT_PERIOD is "D10"; use one of D7, D30, D90, D180' },
      ],
    });
  });
});

describe('serve', () => {
  itOnPosix('a signal to a child')('pulls what is due, serves it, and ends when it gets SIGTERM', async () => {
    const port = String(await freePort());
    const { tenant, environment } = await startPulls(knownTenant().fileOf, { PORT: port });
    const server = startProcess(process.execPath, ['dist/cli.js', 'serve'], environment);
    const end = ended(server);

    const text = await eventually(() => get(`http://127.0.0.1:${port}/metrics`));
    expect(text).toContain('m365_groups_latest');
    expect(JSON.parse(await get(`http://127.0.0.1:${port}/healthz`))).toEqual({
      status: 'ok',
      version: packageJson.version,
      last_run: expect.stringMatching(/^20/),
      reports: { selected: 5, healthy: 5 },
    });
    expect((await fetch(`http://127.0.0.1:${port}/nothing`)).status).toBe(404);
    expect((await fetch(`http://127.0.0.1:${port}/metrics`, { method: 'POST' })).status).toBe(405);

    server.kill('SIGTERM');
    expect((await end).status).toBe(0);
    expect(tenant.graphRequests).toHaveLength(8);
  });

  it('says that its port is taken', async () => {
    const origin = await serve((_request, response) => void response.end());

    const { status, stderr } = await runCli(['serve'], {
      PORT: new URL(origin).port,
      HISTORY_STORE: `file:${await temporaryFolder()}`,
    });

    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: `${origin} cannot be served (EADDRINUSE): something else listens there; stop it, or choose another PORT\n`,
    });
  });

  it('is healthy over a Graph that fails, and not over a store that does', async () => {
    const port = String(await freePort());
    const failing: FileOf = () => (_request, response) => respondWithError(response, 403, 'S2SUnauthorized', '');
    const { folder, environment } = await startPulls(failing, { PORT: port });
    startProcess(process.execPath, ['dist/cli.js', 'serve'], environment);
    const healthz = () => fetch(`http://127.0.0.1:${port}/healthz`);

    await eventually(async () =>
      expect(await (await healthz()).json()).toMatchObject({ reports: { selected: 5, healthy: 0 } }),
    );
    await mkdir(join(folder, 'default/last-run.json.v9'));

    const health = await healthz();
    expect(health.status).toBe(503);
    expect(await health.json()).toEqual({
      status: 'unavailable',
      version: packageJson.version,
      problem: 'the history store (HISTORY_STORE) does not work; the log says what to do',
    });
  });
});

/** What `collect` says of a tenant's files, and what `metrics` prints then. */
async function collect(fileOf: FileOf, settings = {}) {
  const { run } = await startPulls(fileOf, settings);
  return { ...(await run()), metrics: async () => (await run('metrics')).stdout };
}

/** Through `script`, which lends the command a terminal. */
async function collectOnTerminal(environment: Readonly<Record<string, string>>): Promise<string> {
  const pulls = await startPulls(knownTenant().fileOf, { TERM: 'xterm-256color', ...environment });
  const env = { ...BASE, ...pulls.environment };
  const command = `${process.execPath} dist/cli.js collect`;
  return (await ended(spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], { env }))).stdout;
}

async function get(url: string): Promise<string> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} returned ${response.status}`);
  return response.text();
}
