import { createRequire } from 'node:module';
import { type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startSampleTenant } from '../../src/demo/sample-tenant.ts';
import { format } from '../../src/http/html.ts';
import { lineChart } from '../../src/http/line-chart.ts';
import { statusResponse } from '../../src/http/status-response.ts';
import { readSettings } from '../../src/settings/settings.ts';
import { createFolderStore } from '../../src/store/folder.ts';
import { createHistoryStore } from '../../src/store/history-store.ts';
import { knownTenant } from '../support/known-tenant.ts';
import { describeWith } from '../support/programs.ts';
import { eventually, freePort, runCli, startProcess, temporaryFolder } from '../support/run.ts';
import { type FileOf, respondWithError, startTenant } from '../support/tenant.ts';

const SIZE = { width: 160, height: 32 };

describe('a line chart', () => {
  it('describes itself in words, leaves gaps, and begins at zero', () => {
    const svg = lineChart([10, undefined, 5, 0], SIZE);

    expect(svg).toContain('aria-label="4 days: first 10, last 0, highest 10"');
    expect(svg.match(/[ML]/g)?.join('')).toBe('MML');
    expect(svg).toContain('158.0 30.0"');
  });

  it('is nothing with a single value', () => {
    expect(lineChart([undefined, 5, undefined], SIZE)).toBe('');
  });
});

it.each([
  [1_234_567, '', '1,234,567'],
  [26.84, '', '26.8'],
  [4_360_000_000_000, 'By', '4.36 TB'],
  [0, 'By', '0 B'],
  [7_200_000, 's', '2,000 h'],
])('%d %s is written %s', (value, unit, text) => {
  expect(format(value, unit)).toBe(text);
});

describe('the status page', () => {
  it('says before the first run that there is no data yet', async () => {
    const history = createHistoryStore(createFolderStore(await temporaryFolder()), 'tenant');

    const response = await statusResponse({ settings: readSettings({}, 'standalone'), history, now: () => new Date() });

    expect(response).toMatchObject({ status: 503, body: expect.stringMatching(/^There is no data yet/) });
  });

  it('tells numbers and what needs attention, and nothing that needs a key, runs or leads elsewhere', async () => {
    const known = knownTenant();
    const tenant = await startTenant((report, period) =>
      report === 'getSkypeForBusinessActivityCounts'
        ? (_request, response) => respondWithError(response, 403, 'S2SUnauthorized', 'Invalid <permission>.')
        : known.fileOf(report, period),
    );

    const { headers, html } = await servePage(tenant.environment);

    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none';/);
    expect(html).toContain('4 of 5 reports are healthy');
    expect(html).toContain('<li>getSkypeForBusinessActivityCounts: Graph returned 403 (S2SUnauthorized)');
    expect(html).toContain('<th scope="row">Microsoft 365 groups</th><td>400,000</td>');
    expect(html).toContain('<h3>Reports that cannot be pulled</h3>');
    expect(html).not.toMatch(/<script|<a |href=|src=|https?:/);
    expect(html).not.toContain('Sample data');
  });

  it('has a card for each product: its headline with day, change and usual band, and all numbers folded', async () => {
    const { html } = await servePage((await startTenant(knownTenant().fileOf)).environment);
    const card = /<section class="card"><h2>Microsoft 365 Groups<\/h2>.*?<\/section>/s.exec(html)?.[0] ?? '';

    expect(card).toMatch(
      /<p class="number">[\d,]+<\/p><p class="about"><span>Active Microsoft 365 groups<\/span> <span>\d{4}-\d\d-\d\d<\/span> <span>\d+ % of usual<\/span><\/p><svg role="img" aria-label="30 days: [^"]+" viewBox="0 0 320 90" [^>]+><polygon points="[^"]+"\/><path d="M[^"]+"\/><\/svg><details><summary>All numbers<\/summary>/,
    );
    expect(card.match(/<polygon/g)).toHaveLength(1);
    expect(html).toContain('<p>The chart of a card has the last 30 days; the shade is what is usual.</p>');
    // Under "Against usual", and beside its day.
    expect(card).toMatch(/<caption>Microsoft 365 groups, <span>[\d-]+<\/span><\/caption>.*<td>\d+ %<\/td>/);
  });

  it('says how many people used a product where that is counted, and else what they did', async () => {
    const tenant = await startSampleTenant(() => new Date('2026-11-26T12:00:00Z'));
    onTestFinished(() => tenant.close());
    const shown = async (reports: string) => {
      const { html } = await servePage({ ...tenant.environment, REPORTS: reports });
      const [, number, title] =
        /<h2>Microsoft Teams<\/h2><p class="number">([\d,]+)<\/p><p class="about"><span>([^<]+)/.exec(html) ?? [];
      const cell = new RegExp(`<th scope="row">(?:Teams|Teams meetings)</th><td>${number}</td>`).test(html);
      return { title, isInItsTable: cell };
    };

    expect(await shown('getOffice365ActiveUserCounts,getTeamsUserActivityCounts')).toEqual({
      title: 'Active users',
      isInItsTable: true,
    });
    expect(await shown('getTeamsUserActivityCounts')).toEqual({ title: 'Teams meetings', isInItsTable: true });
  });

  it('has a column for each period, in their order, of a report of whole periods', async () => {
    const { html } = await servePage((await startTenant(knownTenant().fileOf)).environment);
    const table = /<table><caption>Licensed users by service, whole period, <span>.*?<\/table>/s.exec(html)?.[0] ?? '';

    expect([...table.matchAll(/<th scope="col">([^<]+)/g)].map(([, name]) => name)).toEqual([
      'Column',
      '7 days',
      '30 days',
      '90 days',
      '180 days',
    ]);
    expect(table).toContain('<th scope="row">Licensed users: Active</th>');
    expect(table).toContain(
      '<th scope="row">OneDrive, Active</th><td>302,007</td><td>302,030</td><td>302,090</td><td>302,180</td>',
    );
  });

  it('counts what is not offered in words', async () => {
    const known = knownTenant();
    const tenant = await startTenant((report, period) =>
      report === 'getSkypeForBusinessActivityCounts'
        ? (_request, response) =>
            respondWithError(response, 404, 'ResourceNotFound', "Resource not found for the segment 'x'.")
        : known.fileOf(report, period),
    );

    const { html } = await servePage(tenant.environment);

    expect(html).toMatch(
      /; 4 of 5 reports are healthy, 1 not offered to this tenant\. The newest numbers are of \d{4}-\d\d-\d\d, \d days? ago; Microsoft counts one to three days late\.<\/p>/,
    );
    expect(html).toContain('<h2>Not offered to this tenant</h2><ul><li>getSkypeForBusinessActivityCounts: ');
  });

  it('tells what was left out of a file, and shows no cell that is no number', async () => {
    const tenant = await startTenant(groupsWith('Active', 'ann@contoso.com'));

    const { html } = await servePage(tenant.environment);

    expect(html).toContain(
      '<li>getOffice365GroupsActivityGroupCounts: 1 cell of Active is no number and left out (like aaa@aaaaaaa.aaa)</li>',
    );
    expect(html).toContain('<li>getOffice365GroupsActivityGroupCounts: 1 row is left out in whole or in part</li>');
    expect(html).not.toContain('contoso');
  });

  it('escapes what Microsoft names', async () => {
    const tenant = await startTenant(groupsWith('<b>New</b>', '1'));

    const { html } = await servePage(tenant.environment);

    expect(html).toContain('unmapped columns: &lt;b&gt;New&lt;/b&gt;');
  });
});

describeWith('chromium')('the status page in a browser', () => {
  it.each([
    ['on a desktop', { width: 1100, height: 900 }, 'light'],
    ['on a phone', { width: 390, height: 844 }, 'light'],
    ['on the narrowest phone', { width: 320, height: 568 }, 'light'],
    ['in the dark', { width: 1100, height: 900 }, 'dark'],
  ] as const)('fits and has no obstacles %s', async (_, viewport, colorScheme) => {
    const { open } = await startDemo({ viewport, colorScheme });
    const { page, url, requests } = await open('/');

    expect(await page.evaluate(IS_WITHIN)).toBe(true);
    await page.evaluate('document.querySelectorAll("details").forEach((one) => { one.open = true })');
    expect(await page.evaluate(IS_WITHIN)).toBe(true);
    // Beside four numbers a name still has room for its words.
    expect(
      await page.evaluate('Math.min(...[...document.querySelectorAll("tbody th")].map((one) => one.offsetWidth))'),
    ).toBeGreaterThan(60);
    expect(new Set(requests)).toEqual(new Set([url]));
    expect(await page.getByText('Sample data').isVisible()).toBe(true);
    expect(await obstaclesOn(page)).toEqual([]);
  });

  it.each([
    ['light', 1100],
    ['dark', 390],
    ['light', 320],
  ] as const)('leads from all tenants to one and back, %s, %d pixels wide', async (colorScheme, width) => {
    const { open } = await startDemo({ viewport: { width, height: 844 }, colorScheme }, '--tenants', '2');
    const { page, url } = await open('/');

    expect(await page.evaluate(IS_WITHIN)).toBe(true);
    expect(await obstaclesOn(page)).toEqual([]);
    await page.getByRole('link', { name: 'Contoso' }).click();
    await page.getByRole('heading', { name: 'Microsoft 365 Groups' }).waitFor();
    expect(await page.evaluate(IS_WITHIN)).toBe(true);
    expect(await obstaclesOn(page)).toEqual([]);
    await page.getByRole('link', { name: 'All tenants' }).click();
    await page.waitForURL(url);
  });
});

const IS_WITHIN = 'document.documentElement.scrollWidth <= innerWidth';

/** A browser beside a demo that has pulled. */
async function startDemo(options: BrowserContextOptions, ...args: readonly string[]) {
  const port = String(await freePort());
  startProcess(process.execPath, ['dist/cli.js', 'demo', ...args], { PORT: port });
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-background-networking'],
  });
  onTestFinished(() => browser.close());
  // The page forbids scripts; the checker is one.
  const context = await browser.newContext({ ...options, bypassCSP: true });
  const open = async (path: string) => {
    const url = `http://127.0.0.1:${port}${path}`;
    const page = await context.newPage();
    const requests: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    await eventually(async () => {
      const response = await page.goto(url);
      const isThere = response?.status() === 200 && !(await page.content()).includes('>new<');
      if (!isThere) throw new Error('not yet');
    });
    return { page, url, requests };
  };
  return { open };
}

/** What axe finds, of which there should be nothing. */
async function obstaclesOn(page: Page): Promise<unknown> {
  await page.addScriptTag({ path: createRequire(import.meta.url).resolve('axe-core') });
  return page.evaluate('axe.run().then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes.length]))');
}

/** The page of a server whose store holds what one run has pulled. */
async function servePage(environment: Readonly<Record<string, string>>) {
  const port = String(await freePort());
  const store = { HISTORY_STORE: `file:${await temporaryFolder()}` };
  await runCli(['collect'], { ...environment, ...store });
  const more = { ...store, PORT: port, COLLECT_SCHEDULE: '0 0 0 1 1 *' };
  startProcess(process.execPath, ['dist/cli.js', 'serve'], { ...environment, ...more });
  return eventually(async () => {
    const response = await fetch(`http://127.0.0.1:${port}/`);
    if (response.status !== 200) throw new Error('not yet');
    return { headers: response.headers, html: await response.text() };
  });
}

/** A known tenant whose groups have a row of their own, with this column and cell. */
function groupsWith(column: string, cell: string): FileOf {
  const known = knownTenant();
  const text = `Report Refresh Date,Total,${column},Report Date,Report Period\n${known.newest},5,${cell},${known.newest},180\n`;
  return (report, period) => (report === 'getOffice365GroupsActivityGroupCounts' ? text : known.fileOf(report, period));
}
