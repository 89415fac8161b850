import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { reports } from '../../src/catalogue/index.ts';
import { createFolderStore } from '../../src/store/folder.ts';
import { itOnPosix } from '../support/programs.ts';
import { ended, eventually, runCli, startProcess, temporaryFolder } from '../support/run.ts';
import { loadStored, type Stored } from '../support/stored-values.ts';
import { type FileOf, respondWithError, startTenant } from '../support/tenant.ts';

/** Its days are pulled for half a year, and what is active within a period for thirty days: two files. */
const ACCOUNTS = 'getOneDriveUsageAccountCounts';

const accounts: FileOf = (_, period) => {
  const days = period === 'D180' ? ['2023-03-08', '2022-12-30'] : ['2023-03-08'];
  const rows = days.map((day) => `2023-03-08,OneDrive,9,4,${day},${period?.slice(1)}`);
  return ['Report Refresh Date,Site Type,Total,Active,Report Date,Report Period', ...rows].join('\n');
};

it('leaves out only what corrupt history cannot take', async () => {
  const folder = await temporaryFolder();
  await store(folder, `${ACCOUNTS}/2022.json`, '{"version":1,"readi');

  const { status, stderr } = await runCli(['collect'], await environmentOf(ACCOUNTS, folder, accounts));

  expect(status).toBe(2);
  expect(stderr).toContain(`${ACCOUNTS}: store: default/history/${ACCOUNTS}/2022.json in the store is corrupt`);
  await store(folder, `${ACCOUNTS}/2022.json`, '{"version":1,"readings":[],"series":[],"answers":{}}');
  expect([...(await storedIn(ACCOUNTS, folder)).files]).toEqual([
    [`${ACCOUNTS} 30 2023`, new Map([['Active OneDrive 2023-03-08', 4]])],
  ]);
});

it('reports what Graph rejected before what the store rejected', async () => {
  const folder = await temporaryFolder();
  await store(folder, `${ACCOUNTS}/2023.json`, '{"version":1,"readi');
  const forbidden: FileOf = (report, period) =>
    period === 'D180' ? (_, response) => respondWithError(response, 403, 'Forbidden', '') : accounts(report, period);

  const { stderr } = await runCli(['collect'], await environmentOf(ACCOUNTS, folder, forbidden));

  expect(stderr).toContain(`${ACCOUNTS}: unauthorized: `);
});

itOnPosix('a signal to a child')('keeps the files that were read of a report that somebody interrupted', async () => {
  const report = 'getOffice365ServicesUserCounts';
  const folder = await temporaryFolder();
  const requested: (string | undefined)[] = [];
  const hanging: FileOf = (_, period) => {
    requested.push(period);
    return period === 'D7' ? 'Report Refresh Date,Exchange Active,Report Period\n2023-03-08,5,7' : () => {};
  };
  const environment = await environmentOf(report, folder, hanging);
  const child = startProcess(process.execPath, ['dist/cli.js', 'collect'], environment);
  const end = ended(child);
  await eventually(async () => expect(requested).toEqual(['D7', 'D30']));

  child.kill('SIGINT');

  expect((await end).stderr).toContain(`${report}: interrupted before it was read`);
  const { files, statuses } = await storedIn(report, folder);
  expect([...files]).toEqual([[`${report} 7 2023`, new Map([['Exchange Active  2023-03-08', 5]])]]);
  expect(statuses.get(report)).toMatchObject({ newest: { D7: { date: '2023-03-08' } } });
  expect(statuses.get(report)).not.toHaveProperty('lastPull');
});

it.each([
  {
    links: 'lead in circles',
    rowOf: (_page: number) => 0,
    status: 0,
    said: `warn  ${ACCOUNTS}: Graph's links to the next page lead in circles; what the 2 pages say once is kept\n`,
  },
  {
    links: 'have no end',
    rowOf: (page: number) => page,
    status: 2,
    said: `error ${ACCOUNTS}: download: Graph's links to the next page did not end after 8 pages, which no usage report has; the 8 rows until there are kept; set REPORT_FORMAT=csv to read the report without pages`,
  },
])('keeps what was read of pages whose links $links, and says so', async ({ rowOf, status, said }) => {
  const folder = await temporaryFolder();
  let page = 0;
  const fileOf: FileOf = () => (_, response) => {
    page += 1;
    const row = { reportRefreshDate: '2023-03-08', siteType: 'OneDrive', reportPeriod: '180' };
    const value = [{ ...row, reportDate: `2023-03-0${8 - (rowOf(page) % 8)}`, total: 9, active: 4 }];
    response.end(JSON.stringify({ value, '@odata.nextLink': `/beta/reports/${ACCOUNTS}(period='D180')?page=${page}` }));
  };

  const ran = await runCli(['collect'], { ...(await environmentOf(ACCOUNTS, folder, fileOf)), REPORT_FORMAT: 'json' });

  expect(ran.status, ran.stderr).toBe(status);
  expect(ran.stderr).toContain(said);
  const { files } = await storedIn(ACCOUNTS, folder);
  expect([...files.values()].flatMap((values) => [...values])).toContainEqual(['Total OneDrive 2023-03-08', 9]);
});

/** Put a document into the history of a store. */
async function store(folder: string, document: string, text: string): Promise<void> {
  const file = join(folder, 'default/history', `${document}.v1`);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}

async function environmentOf(report: string, folder: string, fileOf: FileOf): Promise<Record<string, string>> {
  const { environment } = await startTenant(fileOf);
  return { ...environment, REPORTS: report, HISTORY_STORE: `file:${folder}` };
}

async function storedIn(name: string, folder: string): Promise<Stored> {
  return loadStored(
    createFolderStore(folder),
    'default',
    reports.filter((report) => report.name === name),
  );
}
