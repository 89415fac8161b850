import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { graphSeriesOf, seriesName } from './support/exposition.ts';
import { runCli, temporaryFolder } from './support/run.ts';
import { type GraphHandler, respondWithError, startTenant } from './support/tenant.ts';

/** What `reports --json` says of a column. */
interface Entry {
  readonly report: string;
  readonly column: string;
  readonly metric: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly unit: string;
  readonly item: string | null;
  readonly kind: 'daily' | 'whole_period';
  readonly periods: readonly string[];
  readonly period_label: boolean;
  readonly versions: readonly string[];
}

type Pages = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
const documented: Pages = JSON.parse(await readFile('test/fixtures/documented-headers.json', 'utf8'));

/** Reports whose JSON has its rows in an array of the parent; `true` where the parent states the period. */
const NESTED: Readonly<Record<string, readonly [array: string, periodOnParent: boolean]>> = {
  getM365AppUserCounts: ['userCounts', true],
  getM365AppPlatformUserCounts: ['userCounts', true],
  getTeamsUserActivityTotalDistributionCounts: ['userCounts', false],
  getTeamsTeamActivityCounts: ['userCounts', true],
  getTeamsTeamActivityDistributionCounts: ['userCounts', false],
  getTeamsTeamCounts: ['teamsTeamUsageByDate', true],
  getBrowserUserCounts: ['userCounts', true],
  getBrowserDistributionUserCounts: ['userCounts', false],
  getFormsUserActivityCounts: ['formsUsageActivityCountsByDate', false],
  getFormsUserActivityUserCounts: ['formsUsageUserCountsByDate', false],
  getMicrosoft365CopilotUserCountSummary: ['adoptionByProduct', false],
  getMicrosoft365CopilotUserCountTrend: ['adoptionByDate', true],
};

const ITEM_HEADERS: Readonly<Record<string, string>> = { site_type: 'Site Type', product_type: 'Product Type' };
const NEWEST = new Date(Date.now() - 2 * 86_400_000).toISOString().slice(0, 10);

it('every documented cell of all 69 reports is one series, from 180 days of CSV', async () => {
  const env = { REPORTS: 'all+beta', WINDOW_DAYS: '180' };
  const entries = await entriesUnder(env);
  // A tenant that still has the first version of the Copilot reports.
  const tenant = await startTenant((report, period) => {
    if (report.includes('Copilot') && period === 'D28') return unsupported('D28', 'D30');
    return toCsv(entries, report, period);
  });

  const usage = await pull({ ...tenant.environment, ...env });

  const expected = expectedSeries(entries, { csv: true, days: 180, window: 180, copilot: { D30: 'D30' } });
  expect(usage).toEqual(expected);
  expect(usage.size).toBeGreaterThan(40_000);
  expect([...usage.keys()].filter((name) => name.includes('overflow'))).toEqual([]);
  process.stdout.write(`\n180 days of CSV: ${usage.size} series compared\n`);
});

it('every documented cell of all 69 reports is one series, from 7 days of JSON', async () => {
  const env = { REPORTS: 'all+beta', REPORT_FORMAT: 'json', REPORT_PERIOD: 'D7', WINDOW_DAYS: '7' };
  const entries = await entriesUnder(env);
  const tenant = await startTenant((report, period) => {
    if (report.includes('Copilot') && period === 'D30') return unsupported('D30', 'D28');
    return (request, response) => {
      const isJson = request.url?.startsWith('/beta/reports/') && request.url.endsWith('?$format=application/json');
      if (!isJson) return respondWithError(response, 400, 'BadRequest', 'JSON format is not supported.');
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify(toJson(entries, report, period)));
    };
  });

  const usage = await pull({ ...tenant.environment, ...env });

  expect(usage).toEqual(expectedSeries(entries, { csv: false, days: 7, window: 7, copilot: { D30: 'D28' } }));
  expect(tenant.downloadRequests).toHaveLength(0);
  process.stdout.write(`\n7 days of JSON: ${usage.size} series compared\n`);
});

async function entriesUnder(environment: Readonly<Record<string, string>>): Promise<readonly Entry[]> {
  return JSON.parse((await runCli(['reports', '--json'], environment)).stdout);
}

async function pull(environment: Readonly<Record<string, string>>): Promise<Map<string, number>> {
  const env = { ...environment, HISTORY_STORE: `file:${await temporaryFolder()}` };
  const { status, stdout, stderr } = await runCli(['collect'], env);
  expect({ status, stdout, stderr: status === 0 ? '' : stderr }).toEqual({
    status: 0,
    stdout: '69 of 69 reports read.\n',
    stderr: '',
  });
  return graphSeriesOf((await runCli(['metrics'], env)).stdout);
}

function unsupported(requested: string, instead: string): GraphHandler {
  const message = `The requested period value '${requested}' is not supported for this version. Use '${instead}' instead.`;
  return (_request, response) => respondWithError(response, 400, 'BadRequest', message);
}

/** A number of its own for every cell; some are empty. Of daily cells only the dependent ones differ by period. */
function numberOf(
  entries: readonly Entry[],
  entry: Entry,
  item: number,
  age: number,
  days: number,
): number | undefined {
  const number =
    (entries.indexOf(entry) * 5 + item) * 1000 +
    age +
    (entry.period_label || entry.kind === 'whole_period' ? 400 + days : 0);
  return number % 11 === 5 ? undefined : number;
}

function itemsOf({ item }: Entry): readonly string[] {
  return item === null ? [''] : ['Team "A", B', 'Other', 'All'];
}

function isUndated(report: string): boolean {
  return report.startsWith('getForms');
}

function toText({ column, unit }: Entry, number: number | undefined): string {
  if (number === undefined) return '';
  if (column === 'Average prompts submitted') return `${number}.5`;
  return unit === 's' && column.endsWith('Duration') ? `PT${Math.floor(number / 60)}M${number % 60}S` : String(number);
}

function toExported({ column, unit }: Entry, number: number): number {
  if (column === 'Average prompts submitted') return number + 0.5;
  return unit === 's' && !column.endsWith('Duration') ? number * 60 : number;
}

function dayBefore(age: number): string {
  return new Date(Date.parse(NEWEST) - age * 86_400_000).toISOString().slice(0, 10);
}

/** The rows of a file by documented header. */
function rowsOf(
  entries: readonly Entry[],
  report: string,
  period: string | undefined,
): readonly Readonly<Record<string, string>>[] {
  const columns = entries.filter((entry) => entry.report === report);
  const [first] = columns;
  if (first === undefined) return [];
  const days = Number(period?.slice(1) ?? 0);
  const ages = first.kind === 'daily' ? Array.from({ length: days }, (_, age) => age) : [0];
  return ages.flatMap((age) =>
    itemsOf(first).map((item, index) => ({
      'Report Refresh Date': NEWEST,
      'Report Date': dayBefore(age),
      'Report Period': String(days),
      ...(first.item === null ? {} : { [ITEM_HEADERS[first.item] ?? '']: item }),
      ...Object.fromEntries(
        columns.map((entry) => [entry.column, toText(entry, numberOf(entries, entry, index, age, days))]),
      ),
    })),
  );
}

function toCsv(entries: readonly Entry[], report: string, period: string | undefined): string {
  const pages = documented[report] ?? {};
  const header = [...(pages['v1.0'] ?? pages.beta ?? []), ...(pages.v2 ?? [])];
  const rows = isUndated(report) ? rowsOf(entries, report, period).slice(0, 1) : rowsOf(entries, report, period);
  const lines = [header, ...rows.map((row) => header.map((name) => row[name] ?? ''))];
  return `\uFEFF${lines.map((cells) => `${cells.map(quote).join(',')}\r\n`).join('')}`;
}

function quote(cell: string): string {
  return /[",]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

function toJson(entries: readonly Entry[], report: string, period: string | undefined): object {
  const pages = documented[report] ?? {};
  const [array, periodOnParent] = NESTED[report] ?? [];
  const properties = [...(pages.json ?? []), ...(pages.v2 ?? []).map((name) => camelCase(name))];
  const isWhole = entries.find((entry) => entry.report === report)?.kind === 'whole_period';
  const flat = rowsOf(entries, report, period).map((row) =>
    Object.fromEntries(
      Object.entries(row).flatMap(([header, text]) => {
        const property = properties.find((name) => squash(name) === squash(header)) ?? SPECIAL[header];
        if (property === undefined || (header === 'Report Date' && isWhole)) return [];
        return [[property, toProperty(header, text, array !== undefined)]];
      }),
    ),
  );
  if (array === undefined) return { '@odata.context': 'x', value: flat };
  const own = ['reportRefreshDate', ...(periodOnParent ? ['reportPeriod'] : [])];
  const parent = Object.fromEntries(own.map((name) => [name, flat[0]?.[name]]));
  const children = flat.map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => !own.includes(name))));
  return { value: [{ ...parent, [array]: children }] };
}

/** Flat reports state the period as text, nested ones as a number; counts are numbers, what is empty is null. */
function toProperty(header: string, text: string, isNested: boolean): string | number | null {
  if (text === '') return null;
  if (header === 'Report Period') return isNested ? Number(text) : text;
  return /^[\d.]+$/.test(text) ? Number(text) : text;
}

const SPECIAL: Readonly<Record<string, string>> = {
  'Storage Used (Byte)': 'storageUsedInBytes',
  'Mailbox Storage Used (Byte)': 'mailboxStorageUsedInBytes',
  'Site Storage Used (Byte)': 'siteStorageUsedInBytes',
  'Internet Explorer': 'ie',
};

function squash(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

function camelCase(name: string): string {
  const words = name.replace(/[^A-Za-z0-9 ]/g, '').split(' ');
  return words
    .map((word, index) => (index === 0 ? word.toLowerCase() : `${word[0]?.toUpperCase()}${word.slice(1)}`))
    .join('');
}

interface Expected {
  readonly csv: boolean;
  /** Of REPORT_PERIOD. */
  readonly days: number;
  readonly window: number;
  /** What Graph calls a period of the Copilot reports. */
  readonly copilot: Readonly<Record<string, string>>;
}

/** What has to be there, made from the cells that were served. */
function expectedSeries(entries: readonly Entry[], { csv, days, window, copilot }: Expected): Map<string, number> {
  const series = new Map<string, number>();
  for (const entry of entries) {
    if (csv && !entry.versions.includes('v1.0') && documented[entry.report]?.['v1.0'] !== undefined) continue;
    for (const period of entry.periods.length > 0 ? entry.periods : [undefined]) {
      const name = entry.report.includes('Copilot') && period !== undefined ? (copilot[period] ?? period) : period;
      const length = Number(name?.slice(1) ?? 0);
      const undated = csv && isUndated(entry.report);
      const rows = entry.kind === 'daily' && !undated ? Math.min(length, window) : 1;
      for (const [index, item] of itemsOf(entry).entries()) {
        if (item === 'All') continue;
        for (let age = 0; age < rows; age += 1) {
          const number = numberOf(entries, entry, index, age, length);
          if (number === undefined) continue;
          const labels = {
            ...entry.labels,
            ...(entry.item !== null && { [entry.item]: item.replaceAll('"', '\\"') }),
            ...((entry.period_label || undated) && { report_period: undated ? days : length }),
          };
          add(seriesName(entry.metric, { ...labels, report_date: dayBefore(age) }), toExported(entry, number));
          if (age === 0) add(seriesName(`${entry.metric}_latest`, labels), toExported(entry, number));
        }
      }
    }
  }
  return series;

  function add(name: string, value: number): void {
    if (series.has(name)) throw new Error(`two cells for ${name}`);
    series.set(name, value);
  }
}
