import { expect, it } from 'vitest';
import { reports } from '../../src/catalogue/index.ts';
import { sampleCsv } from '../../src/demo/sample-usage.ts';
import { parseCsv } from '../../src/report/parse-csv.ts';

/** A Thursday; the newest report date is a Tuesday. */
const TODAY = '2026-11-26';

it('has a number in every column of every report', () => {
  for (const report of reports)
    expect(newestOf(report.name).some((cells) => Object.values(cells).includes('NaN'))).toBe(false);
});

it('has products with at most as many active users as licences, and at least as many as their largest part', () => {
  const [services = {}] = newestOf('getOffice365ActiveUserCounts');
  const [month = {}] = newestOf('getOffice365ServicesUserCounts', 30);
  const [email = {}] = newestOf('getEmailActivityUserCounts');
  const [teams = {}] = newestOf('getTeamsUserActivityUserCounts');

  for (const product of ['Exchange', 'OneDrive', 'SharePoint', 'Teams']) {
    expect(Number(services[product])).toBeLessThanOrEqual(Number(services['Office 365']));
    expect(Number(services[product])).toBeLessThanOrEqual(Number(month[`${product} Active`]));
  }
  expect(largestOf(email)[1]).toBeLessThanOrEqual(Number(services.Exchange));
  expect(largestOf(teams)[1]).toBeLessThanOrEqual(Number(services.Teams));
});

it('has Windows before all other devices, and Outlook for Windows before all other mail apps', () => {
  expect(largestOf(newestOf('getTeamsDeviceUsageUserCounts')[0] ?? {})[0]).toBe('Windows');
  expect(largestOf(newestOf('getM365AppPlatformUserCounts')[0] ?? {})[0]).toBe('Windows');
  expect(largestOf(newestOf('getEmailAppUsageUserCounts')[0] ?? {})[0]).toBe('Outlook For Windows');
});

it('has storage that grows and copilots that are adopted', () => {
  const growthOf = (name: string, column: string) => {
    const rows = rowsOf(name, 180);
    return Number(rows.at(0)?.[column]) / Number(rows.at(-1)?.[column]);
  };

  expect(growthOf('getMailboxUsageStorage', 'Storage Used (Byte)')).toBeGreaterThan(1.05);
  expect(growthOf('getMicrosoft365CopilotUserCountTrend', 'Any App Active Users')).toBeGreaterThan(1.3);
});

it('has types of sites as Graph has them, and fewer of the licenses that few have', () => {
  const itemsOf = (name: string, column: string) => newestOf(name).map((row) => row[column]);
  const [apps, visio, project] = newestOf('getOffice365ActivationsUserCounts').map((row) => Number(row.Assigned));

  expect(itemsOf('getOneDriveUsageStorage', 'Site Type')).toEqual(['OneDrive']);
  expect(itemsOf('getSharePointSiteUsageStorage', 'Site Type')).toEqual(['Team', 'Communication', 'Other']);
  expect(apps).toBeGreaterThan(10 * (visio ?? Number.NaN));
  expect(visio).toBeGreaterThan(project ?? Number.NaN);
});

type Cells = Readonly<Record<string, string>>;

/** The rows of the newest date. */
function newestOf(name: string, days = 7): readonly Cells[] {
  const rows = rowsOf(name, days);
  return rows.filter((row) => row['Report Date'] === rows[0]?.['Report Date']);
}

function rowsOf(name: string, days: number): readonly Cells[] {
  const report = reports.find((candidate) => candidate.name === name);
  if (report === undefined) throw new Error(`no report ${name}`);
  const { header, rows } = parseCsv(sampleCsv(report, days, TODAY));
  return rows.map((cells) => Object.fromEntries(header.map((column, index) => [column, cells[index] ?? ''])));
}

function largestOf(cells: Cells): readonly [string, number] {
  const counts = Object.entries(cells).filter(([column, cell]) => !column.startsWith('Report ') && /^\d+$/.test(cell));
  const [column = '', cell = '0'] = counts.toSorted(([, a], [, b]) => Number(b) - Number(a))[0] ?? [];
  return [column, Number(cell)];
}
