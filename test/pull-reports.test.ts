import { describe, expect, it } from 'vitest';
import { startAzurite } from './support/azurite.ts';
import { graphSeriesOf, parseExposition } from './support/exposition.ts';
import { type KnownTenant, knownTenant, REPORT_NAMES } from './support/known-tenant.ts';
import { startPulls } from './support/pulls.ts';
import { runCli, temporaryFolder } from './support/run.ts';
import { type FileOf, respondWithError, startTenant, TOKEN } from './support/tenant.ts';

type Environment = Readonly<Record<string, string>>;

const STORES: readonly (readonly [string, () => Promise<Environment>])[] = [
  ['a folder', async () => ({ HISTORY_STORE: `file:${await temporaryFolder()}` })],
  [
    'a blob container',
    async () => ({ HISTORY_STORE: 'blob:usage-reports', AzureWebJobsStorage: await startAzurite() }),
  ],
];

describe.each(STORES)('pulled into %s', (_, createStore) => {
  it('every cell of every report becomes one series, exactly, and nothing else does', async () => {
    const known = knownTenant();
    const environment = { ...(await start(known)), ...(await createStore()), WINDOW_DAYS: '180' };

    expect(await runCli(['collect'], environment)).toEqual({
      status: 0,
      stdout: '5 of 5 reports read.\n',
      stderr: expect.not.stringMatching(/^(warn|error)/m),
    });

    const usage = graphSeriesOf((await runCli(['metrics'], environment)).stdout);
    expect(usage).toEqual(known.expected(180));
    expect(usage.size).toBeGreaterThan(2_400);
  });

  it('two runs at once lose nothing of either, in history and in the exposition', async () => {
    const even = knownTenant({ hasRow: (age) => age % 2 === 0 });
    const odd = knownTenant({ hasRow: (age) => age % 2 === 1 || age === 0 });
    const store = await createStore();
    await runCli(['collect'], { ...(await start(knownTenant({ hasRow: (age) => age === 0 }))), ...store });
    const together = meeting(2);
    const tenants = [await startTenant(together(even.fileOf)), await startTenant(together(odd.fileOf))];
    const environments = tenants.map(({ environment }) => ({ ...environment, ...store, WINDOW_DAYS: '180' }));

    const runs = await Promise.all(environments.map((environment) => runCli(['collect'], environment)));

    expect(runs.map(({ status }) => status)).toEqual([0, 0]);
    const expected = knownTenant().expected(180);
    const stored = await runCli(['metrics'], { ...store, WINDOW_DAYS: '180' });
    const rendered = await runCli(['metrics'], { ...store, WINDOW_DAYS: '180', OTEL_SERVICE_NAME: 'rendered-anew' });
    expect(graphSeriesOf(stored.stdout)).toEqual(expected);
    expect(graphSeriesOf(rendered.stdout)).toEqual(expected);
  });
});

describe('a pull', () => {
  it('asks for one token, for each file once, and repeats neither token nor download URL', async () => {
    const { tenant, run } = await startPulls(knownTenant().fileOf, { LOG_LEVEL: 'debug' });

    const { stdout, stderr } = await run();

    expect(tenant.tokenRequests).toHaveLength(1);
    expect(tenant.graphRequests.map(({ url }) => url).toSorted()).toEqual(
      [
        ...REPORT_NAMES.filter((name) => name !== 'getOffice365ServicesUserCounts').map(
          (name) => `${name}(period='D180')`,
        ),
        ...['D7', 'D30', 'D90', 'D180'].map((period) => `getOffice365ServicesUserCounts(period='${period}')`),
      ]
        .map((name) => `/v1.0/reports/${name}`)
        .toSorted(),
    );
    expect(stdout + stderr).not.toContain(TOKEN);
    expect(stdout + stderr).not.toContain('secret-signature');
  });

  it('shows a changed window in the next scrape, without a pull and without Graph', async () => {
    const known = knownTenant();
    const store = { HISTORY_STORE: `file:${await temporaryFolder()}` };
    await runCli(['collect'], { ...(await start(known)), ...store, WINDOW_DAYS: '30' });
    const withoutGraph = { ...store, GRAPH_ENDPOINT: 'http://127.0.0.1:1' };

    for (const days of [7, 90, 30]) {
      const { stdout } = await runCli(['metrics'], { ...withoutGraph, WINDOW_DAYS: String(days) });
      expect(graphSeriesOf(stdout)).toEqual(known.expected(days));
    }
  });

  it('lets one report fail alone: its last good values stay, the others go on', async () => {
    const store = { HISTORY_STORE: `file:${await temporaryFolder()}` };
    const yesterday = knownTenant({ lagDays: 3 });
    const today = knownTenant({ lagDays: 2 });
    await runCli(['collect'], { ...(await start(yesterday)), ...store });
    const broken = await startTenant((report, period) =>
      report === 'getOffice365GroupsActivityGroupCounts'
        ? (_request, response) => respondWithError(response, 403, 'S2SUnauthorized', 'Invalid permission.')
        : today.fileOf(report, period),
    );

    const { status, stdout, stderr } = await runCli(['collect'], { ...broken.environment, ...store });

    expect({ status, stdout }).toEqual({ status: 2, stdout: '4 of 5 reports read, 1 failed.\n' });
    expect(stderr).toContain(
      'error getOffice365GroupsActivityGroupCounts: unauthorized: Graph returned 403 (S2SUnauthorized)',
    );
    const exposition = parseExposition((await runCli(['metrics'], store)).stdout);
    const label = '{report="getOffice365GroupsActivityGroupCounts"}';
    expect(exposition.get(`m365_report_pull_success${label}`)).toBe(0);
    expect(
      exposition.get('m365_report_failure{reason="unauthorized",report="getOffice365GroupsActivityGroupCounts"}'),
    ).toBe(1);
    expect(exposition.get('m365_groups_latest{}')).toBe(yesterday.expected(30).get('m365_groups_latest{}'));
    const skype = 'm365_skype_activity_peer_to_peer_sessions_latest{}';
    expect(exposition.get(skype)).toBe(today.expected(30).get(skype));
    expect(exposition.get('m365_report_pull_success{report="getSkypeForBusinessActivityCounts"}')).toBe(1);
  });

  it.each([
    ['{"value":[]}', 'getEmailActivityCounts'],
    ['{"value":[{"reportRefreshDate":"2026-11-18","userCounts":[]}]}', 'getM365AppUserCounts'],
  ])('counts %s for a report without rows, not for a failure', async (body, report) => {
    const settings = { REPORTS: report, REPORT_FORMAT: 'json' };
    const { run } = await startPulls(() => (_request, response) => void response.end(body), settings);

    const { status, stderr } = await run();

    expect(status).toBe(0);
    expect(stderr).toContain(`${report}: 0 rows`);
  });

  it('sends the ETag of the last response, and counts an unchanged report as pulled', async () => {
    const known = knownTenant();
    const etags: (string | undefined)[] = [];
    const { tenant, run } = await startPulls((report, period) => (request, response, redirect) => {
      const etag = `"${report}-${period}"`;
      etags.push(request.headers['if-none-match']);
      if (request.headers['if-none-match'] === etag) return void response.writeHead(304, { etag }).end();
      response.setHeader('etag', etag);
      const file = known.fileOf(report, period);
      redirect(typeof file === 'string' ? file : '');
    });
    await run();
    const before = parseExposition((await run('metrics')).stdout);
    etags.length = 0;

    const { status, stderr } = await run();

    expect(status).toBe(0);
    expect(etags.toSorted()).toEqual(
      tenant.graphRequests
        .slice(0, 8)
        .map(({ url }) => etagFor(url))
        .toSorted(),
    );
    expect(stderr).toContain('getOffice365GroupsActivityGroupCounts: unchanged since the last pull');
    const after = parseExposition((await run('metrics')).stdout);
    expect(after.get('m365_last_run_graph_responses{status="304"}')).toBe(8);
    const same = (series: Map<string, number>) =>
      new Map([...series].filter(([name]) => !/seconds|graph_responses/.test(name)));
    expect(same(after)).toEqual(same(before));
  });
});

async function start({ fileOf }: KnownTenant): Promise<Environment> {
  return (await startTenant(fileOf)).environment;
}

/** Tenants that send a file only when all of them have got the request for it, so that what follows happens at once. */
function meeting(size: number): (fileOf: FileOf) => FileOf {
  const waiting = new Map<string, (() => void)[]>();
  return (fileOf) => (report, period) => (_request, _response, redirect) => {
    const file = fileOf(report, period);
    const key = `${report} ${period}`;
    const arrived = [...(waiting.get(key) ?? []), () => redirect(typeof file === 'string' ? file : '')];
    waiting.set(key, arrived);
    if (arrived.length === size) for (const respond of arrived) respond();
  };
}

function etagFor(url: string | undefined): string {
  const [, report, period] = /reports\/(\w+)\(period='(D\d+)'\)/.exec(url ?? '') ?? [];
  return `"${report}-${period}"`;
}
