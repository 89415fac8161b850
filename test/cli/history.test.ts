import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startAzurite } from '../support/azurite.ts';
import { graphSeriesOf } from '../support/exposition.ts';
import { knownTenant, REPORT_NAMES } from '../support/known-tenant.ts';
import { decodeWriteRequest } from '../support/protobuf.ts';
import { startPulls } from '../support/pulls.ts';
import { startReceiver } from '../support/receiver.ts';
import { ended, startCli, temporaryFolder } from '../support/run.ts';
import type { FileOf } from '../support/tenant.ts';

const GROUPS = 'getOffice365GroupsActivityGroupCounts';
const ALL_DAYS = { WINDOW_DAYS: '180' };

const STORES: readonly (readonly [string, () => Promise<Readonly<Record<string, string>>>])[] = [
  ['a folder', async () => ({})],
  [
    'a blob container',
    async () => ({ HISTORY_STORE: 'blob:usage-reports', AzureWebJobsStorage: await startAzurite() }),
  ],
];

describe.each(STORES)('the history of a report in %s', (_, createStore) => {
  it('is listed, written out and deleted, and the next pull brings back what Graph has', async () => {
    const known = knownTenant();
    const { run } = await startPulls(withEtags(known.fileOf), { ...ALL_DAYS, ...(await createStore()) });
    await run();
    const expected = known.expected(180);
    const ofGroups = groupsOf(expected);

    const listed = JSON.parse((await run(['history', 'list', '--json'])).stdout);
    const dates = [...new Set(ofGroups.map(({ date }) => date))].toSorted();
    expect(listed.map(({ report }: { report: string }) => report).toSorted()).toEqual(REPORT_NAMES.toSorted());
    expect(listed).toContainEqual({
      report: GROUPS,
      first_date: dates[0],
      newest_date: known.newest,
      dates: dates.length,
      values: ofGroups.length,
      bytes: expect.any(Number),
      refreshed_on: known.newest,
    });
    expect((await run(['history', 'list'])).stdout).toMatch(
      new RegExp(`^REPORT +FIRST DATE +NEWEST +DATES +VALUES +SIZE +REFRESHED\\n[^]*${GROUPS} +${dates[0]} .* KiB`),
    );
    expect((await run(['history', 'export', GROUPS])).stdout).toBe(toCsv(ofGroups));

    const from = dates.at(-3) ?? '';
    const wish = ['history', 'delete', GROUPS, '--from', from];
    const gone = ofGroups.filter(({ date }) => date >= from);
    const left = ofGroups.filter(({ date }) => date < from);
    const asked = await run(wish);
    expect(asked).toEqual({
      status: 1,
      stdout: expect.stringMatching(
        new RegExp(`^COLUMN  FIRST DATE  NEWEST +VALUES\n[^]*\nTotal +${from}  ${known.newest}  3\n`),
      ),
      stderr: `This cannot be done:\n- ${gone.length} values of ${GROUPS} would be deleted; say --yes if you mean it. history export writes them to a file with the same options\n`,
    });
    expect(graphSeriesOf((await run('metrics')).stdout)).toEqual(expected);

    const deleted = await run([...wish, '--yes']);

    expect(deleted).toMatchObject({ status: 0, stderr: '' });
    expect(deleted.stdout.slice(asked.stdout.length)).toMatch(
      new RegExp(
        `^${gone.length} values of ${GROUPS} deleted; /metrics shows them no longer.\nThe next pull reads the report in full, and brings back what Microsoft Graph still has; collect pulls now, and REPORTS with -${GROUPS} pulls it no more.\nPrometheus, and every receiver that they were pushed to, keeps what it has.`,
      ),
    );
    expect((await run(['history', 'export', GROUPS])).stdout).toBe(toCsv(left));
    const shown = graphSeriesOf((await run('metrics')).stdout);
    expect(shown).toEqual(withGroups(expected, left));
    expect(graphSeriesOf((await run('metrics', { OTEL_SERVICE_NAME: 'rendered-anew' })).stdout)).toEqual(shown);

    await run();
    expect(graphSeriesOf((await run('metrics')).stdout)).toEqual(expected);
  });
});

describe('deleted values', () => {
  it('are those of one column, or of everything a report has', async () => {
    const known = knownTenant();
    const { run } = await startPulls(known.fileOf, ALL_DAYS);
    await run();
    const totals = groupsOf(known.expected(180)).filter(({ column }) => column === 'Total');

    await run(['history', 'delete', GROUPS, '--column', 'Active', '--yes']);
    expect((await run(['history', 'export', GROUPS])).stdout).toBe(toCsv(totals));

    await run(['history', 'delete', 'getOffice365ServicesUserCounts', '--yes']);
    const shown = [...graphSeriesOf((await run('metrics')).stdout).keys()];
    expect(shown.filter((name) => /^m365_(services|office365)_users|^m365_groups_active/.test(name))).toEqual([]);
    expect(shown).toContain('m365_groups_latest{}');
    expect((await run(['history', 'list'])).stdout).not.toContain('getOffice365ServicesUserCounts');
  });

  it('stay deleted where a pull that began before has nothing new, and nothing else that it reads is lost', async () => {
    const known = knownTenant();
    const held: (() => void)[] = [];
    let isHolding = false;
    const { run, environment } = await startPulls((report, period) => {
      const respond = withEtags(known.fileOf, report !== GROUPS && isHolding ? '"new"' : '"old"')(report, period);
      if (!isHolding || typeof respond !== 'function') return respond;
      return (...args) => void held.push(() => respond(...args));
    }, ALL_DAYS);
    await run();
    const all = known.expected(180);
    await run(['history', 'delete', 'getSkypeForBusinessActivityCounts', '--yes']);

    isHolding = true;
    const pull = startCli(['collect'], environment);
    const pulled = ended(pull);
    while (held.length < REPORT_NAMES.length)
      await once(pull.stderr, 'data', { signal: AbortSignal.timeout(200) }).catch(() => {});
    expect((await run(['history', 'delete', GROUPS, '--yes'])).status).toBe(0);
    isHolding = false;
    for (const release of held) release();

    expect((await pulled).status).toBe(0);
    const shown = graphSeriesOf((await run('metrics')).stdout);
    expect(shown).toEqual(withGroups(all, []));
    await run();
    expect(graphSeriesOf((await run('metrics')).stdout)).toEqual(all);
  });

  it('are forgotten by what was delivered, and go out again when they come back', async () => {
    const known = knownTenant();
    const { inbox, origin } = await startReceiver();
    const { run, folder } = await startPulls(known.fileOf, {
      ...ALL_DAYS,
      TENANT_ID: 'contoso',
      OTEL_METRICS_EXPORTER: 'prometheus,prometheus_remote_write',
      PROMETHEUS_REMOTE_WRITE_URL: origin,
    });
    const sent = () =>
      inbox.received
        .flatMap(({ body }) => decodeWriteRequest(body))
        .map(({ labels }) => Object.fromEntries(labels))
        .filter(({ __name__: name }) => name === 'm365_groups' || name === 'm365_skype_activity_peer_to_peer_sessions');
    await run();
    const before = sent().filter(({ __name__: name }) => name === 'm365_groups');
    expect(before.length).toBeGreaterThan(0);

    inbox.received.length = 0;
    await run(['history', 'delete', GROUPS, '--yes']);
    const delivered = await newestGeneration(join(folder, 'contoso', 'pushed', 'prometheus_remote_write.json'));
    expect(Object.keys(delivered.accepted.m365_groups)).toEqual([]);
    expect(Object.keys(delivered.accepted.m365_skype_activity_peer_to_peer_sessions)).not.toEqual([]);
    await run();
    expect(
      sent()
        .map((labels) => labels.report_date)
        .toSorted(),
    ).toEqual(before.map((labels) => labels.report_date).toSorted());
  });
});

describe('history', () => {
  it('refuses what means nothing', async () => {
    const { run } = await startPulls(knownTenant().fileOf);
    await run();
    for (const [args, message] of WRONG) {
      const { status, stdout, stderr } = await run(['history', ...args]);
      expect({ args, status, stdout }).toEqual({ args, status: 1, stdout: '' });
      expect(stderr).toContain(`- ${message}`);
    }
  });

  it('writes some values into a file, as a spreadsheet reads them', async () => {
    const known = knownTenant();
    const { run, folder } = await startPulls(known.fileOf, ALL_DAYS);
    await run();
    const file = join(folder, 'teams.csv');

    const { stdout } = await run([
      'history',
      'export',
      'getOffice365ServicesUserCounts',
      '--column',
      'Teams Active',
      '--output',
      file,
    ]);

    const expected = [7, 30, 90, 180].flatMap((days) => {
      const labels = `product="teams",report_date="${known.newest}",report_period="${days}",state="active"`;
      const value = known.expected(180).get(`m365_services_users{${labels}}`);
      return value === undefined
        ? []
        : [`getOffice365ServicesUserCounts,Teams Active,,D${days},${known.newest},${value}\r\n`];
    });
    expect(expected.length).toBeGreaterThan(1);
    expect(stdout).toBe(`${expected.length} values written to ${file}.\n`);
    expect(await readFile(file, 'utf8')).toBe(`report,column,item,period,date,value\r\n${expected.join('')}`);
  });

  it('says that there is none yet', async () => {
    const empty = { HISTORY_STORE: `file:${await temporaryFolder()}` };
    const { run } = await startPulls(knownTenant().fileOf, empty);

    expect(await run(['history', 'list'])).toEqual({
      status: 2,
      stdout: '',
      stderr: 'There is no history yet; collect pulls all selected reports.\n',
    });
  });

  it('lists the others where one document is corrupt, and names it', async () => {
    const { run, folder } = await startPulls(knownTenant().fileOf, { TENANT_ID: 'contoso' });
    await run();
    const year = knownTenant().newest.slice(0, 4);
    await writeFile(join(folder, 'contoso', 'history', GROUPS, `${year}.json.v9`), '{');

    const { status, stdout, stderr } = await run(['history', 'list']);

    expect(status).toBe(3);
    expect(stdout).toContain('getSkypeForBusinessActivityCounts');
    expect(stderr).toBe(
      `contoso/history/${GROUPS}/${year}.json in the store is corrupt; restore it from a backup, or move it away to start over\n`,
    );
  });
});

const WRONG: readonly (readonly [readonly string[], string])[] = [
  [
    ['export', 'getOffice365GroupsActivityGroupCount'],
    `"getOffice365GroupsActivityGroupCount" is an unknown report; did you mean ${GROUPS} or getOffice365GroupsActivityCounts or `,
  ],
  [['delete', 'reports', '--yes'], '"reports" is an unknown report; history list shows those that have history'],
  [['export', 'groups'], '"groups" is a product; name one of its reports: '],
  [['delete', GROUPS, '--from', 'May'], '--from is "May"; use a day such as 2026-01-31'],
  [
    ['delete', GROUPS, '--from', '2026-03-02', '--to', '2026-03-01', '--yes'],
    '--from is 2026-03-02, a day after --to, which is 2026-03-01',
  ],
  [
    ['delete', GROUPS, '--to', '2001-01-01', '--yes'],
    `nothing is stored of ${GROUPS} on these dates; the history of the report is from `,
  ],
  [
    ['export', GROUPS, '--column', 'Totals'],
    `--column is "Totals", of which ${GROUPS} has no values; it has those of Active, Total`,
  ],
  [
    ['delete', 'getTeamsUserActivityCounts', '--yes'],
    'nothing is stored of getTeamsUserActivityCounts; history list shows the reports that have history',
  ],
  [
    ['export', GROUPS, '--output', '/nowhere/groups.csv'],
    '--output /nowhere/groups.csv cannot be written: its folder is not there (ENOENT); name a file in a folder that exists',
  ],
];

/** A Graph that has nothing new for whoever knows its ETag. */
function withEtags(fileOf: FileOf, etag = '"1"'): FileOf {
  return (report, period) => {
    const file = fileOf(report, period);
    if (file === undefined || typeof file === 'function') return file;
    return (request, response, redirect) => {
      response.setHeader('etag', etag);
      if (request.headers['if-none-match'] === etag) return void response.writeHead(304).end();
      redirect(file);
    };
  };
}

interface GroupValue {
  readonly column: string;
  readonly date: string;
  readonly value: number;
}

/** The values of the report on groups, as they are exported: by date, then by column. */
function groupsOf(series: ReadonlyMap<string, number>): readonly GroupValue[] {
  const values = [...series].flatMap(([name, value]) => {
    const [, suffix, date] = /^m365_groups(_active)?\{report_date="(.+)"\}$/.exec(name) ?? [];
    return date === undefined ? [] : [{ column: suffix === undefined ? 'Total' : 'Active', date, value }];
  });
  return values.sort((a, b) => (`${a.date} ${a.column}` < `${b.date} ${b.column}` ? -1 : 1));
}

function toCsv(values: readonly GroupValue[]): string {
  const lines = values.map(({ column, date, value }) => `${GROUPS},${column},,,${date},${value}\r\n`);
  return `report,column,item,period,date,value\r\n${lines.join('')}`;
}

/** All series but those of groups, which have these values instead. */
function withGroups(all: ReadonlyMap<string, number>, values: readonly GroupValue[]): Map<string, number> {
  const series = new Map([...all].filter(([name]) => !/^m365_groups(_active)?(_latest)?\{/.test(name)));
  const newest = values.at(-1)?.date;
  for (const { column, date, value } of values) {
    const name = column === 'Total' ? 'm365_groups' : 'm365_groups_active';
    series.set(`${name}{report_date="${date}"}`, value);
    if (date === newest) series.set(`${name}_latest{}`, value);
  }
  return series;
}

async function newestGeneration(path: string) {
  const names = (await readdir(dirname(path))).filter((name) => name.startsWith(`${basename(path)}.v`));
  return JSON.parse(await readFile(join(dirname(path), names[0] ?? ''), 'utf8'));
}
