import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startSampleTenant } from '../../src/demo/sample-tenant.ts';
import { type BoardPanel, fromOf, inGrafana, metricsPanels, toFrames, type View } from '../support/boards.ts';
import { describeWithGrafana, isNoTime, openGrafana, type Shown } from '../support/grafana-data.ts';
import { writePast } from '../support/past-blocks.ts';
import { get, type Sample, startPrometheusWith } from '../support/prometheus.ts';
import { eventually, freePort, runCli, startProcess, temporaryFolder } from '../support/run.ts';

const DAY = 86_400_000;
/** Of the past, more than a chart of 90 days needs. */
const WINDOW_DAYS = '100';

/** What does not exist where all is well, nothing is pushed and no rule is judged. */
const MAY_BE_EMPTY = ['Exporters failing', 'Exporters', 'Alerts that fire', 'What dropped'];

/** That of many tenants has a test of its own. */
const panels = metricsPanels().filter(({ file }) => file !== 'fleet.json');

describeWithGrafana('prometheus', 'promtool')("what each panel gets from Grafana's own code", () => {
  it('is there, complete, in order and named: scraped, pushed, of two instances, of two tenants, a past week, 90 days', async () => {
    const { query, exposition, past, instance, now } = await startSampleInPrometheus();
    const show = await openGrafana();
    const all = { instance: '.*', to: now, days: 30 };
    const views: Readonly<Record<string, View>> = {
      scraped: { ...all, tenant: 'contoso', instance },
      'two hours after a push': { ...all, tenant: '', to: now + DAY / 12 },
      'two instances': { ...all, tenant: 'contoso' },
      'two tenants': { ...all, tenant: 'contoso|fabrikam' },
      'a past week': { ...all, tenant: 'past', to: now - 14 * DAY, days: 7 },
      '90 days': { ...all, tenant: 'past', days: 90 },
    };

    const wrong: string[] = [];
    for (const [name, view] of Object.entries(views)) {
      for (const { file, panel, expr } of panels) {
        const samples = await query(inGrafana(expr, view), view.to);
        const shown = await show(panel, toFrames(panel, samples, view.to));
        const dates = datesIn(view.tenant === 'past' ? past : exposition, expr, view);
        const problems = expr.includes('report_date') ? ofHistory(shown, view, dates) : ofNow(panel, shown);
        wrong.push(...problems.map((problem) => `${name}: ${file}: ${panel.title}: ${problem}`));
      }
    }

    expect(wrong).toEqual([]);
    expect(panels.length).toBeGreaterThan(150);
  });
});

/** What is wrong with the points of a chart. */
function ofHistory({ frames, names, texts }: Shown, view: View, dates: number): readonly string[] {
  const times = frames.map(({ fields }) => fields.filter((field) => !isNoTime(field)).map(({ values }) => values));
  const points = frames.reduce((sum, { length }) => sum + length, 0);
  const isAxis = times.every(([axis, ...more]) => axis?.every(isWithin(view)) && isSorted(axis) && more.length === 0);
  return [
    ...(points === dates ? [] : [`${points} points of ${dates}`]),
    ...(isAxis ? [] : ['no axis of times in their order']),
    ...(names.every(isInWords) && new Set(names).size === names.length ? [] : [`names ${names}`]),
    ...(texts.includes('No data') ? ['a number that is not known'] : []),
    ...ofThresholds(frames),
  ];
}

/** What is wrong with a number or a table of this moment. */
function ofNow({ title, type }: BoardPanel, { frames, names, texts }: Shown): readonly string[] {
  const isEmpty = frames.every(({ length }) => length === 0) || texts.includes('No data');
  if (isEmpty) return MAY_BE_EMPTY.includes(title) ? [] : ['nothing'];
  const isNamed = type !== 'table' || (names.every(isInWords) && new Set(names).size === names.length);
  return [...(isNamed ? [] : [`columns ${names}`]), ...ofThresholds(frames)];
}

/** Grafana's own turn red at 80. */
function ofThresholds(frames: Shown['frames']): readonly string[] {
  const steps = frames.flatMap(({ fields }) =>
    fields.filter(isNoTime).flatMap(({ config }) => config.thresholds?.steps ?? [{ value: 80 }]),
  );
  return steps.some(({ value }) => value === 80) ? ['thresholds of nobody'] : [];
}

function isInWords(name: string): boolean {
  return /^[^_]+$/.test(name) && !['Time', 'Value', 'report'].includes(name);
}

function isWithin(view: View) {
  return (time: unknown) => typeof time === 'number' && time >= fromOf(view) && time <= view.to;
}

function isSorted(times: readonly unknown[]): boolean {
  return times.every((time, index) => index === 0 || Number(times[index - 1]) < Number(time));
}

/** How many values of a metric have a date in the range. */
function datesIn(exposition: string, expr: string, view: View): number {
  const [name = ''] = /m365_\w+/.exec(expr) ?? [];
  const dates = [...exposition.matchAll(new RegExp(`^${name}\\{.*report_date="([^"]+)"`, 'gm'))].map(([, date = '']) =>
    Date.parse(date),
  );
  return dates.filter(isWithin(view)).length;
}

/** A Prometheus that scrapes a tenant twice and another once, was pushed one, and has the past of one. */
async function startSampleInPrometheus() {
  const tenant = await startSampleTenant(() => new Date());
  try {
    const folder = await temporaryFolder();
    const port = await freePort();
    const environment = {
      ...tenant.environment,
      REPORTS: 'all+beta',
      PORT: String(port),
      HISTORY_STORE: `file:${join(folder, 'store')}`,
      OTEL_METRICS_EXPORTER: 'prometheus',
    };
    await done(runCli(['collect'], environment));
    const exposition = await done(runCli(['metrics'], environment));
    const past = await done(runCli(['metrics'], { ...environment, WINDOW_DAYS }));
    const began = Date.now();
    const data = await writePast(past, [began - 14 * DAY, began], 'past', folder);
    const { url } = await startPrometheusWith(
      await writeConfig(folder, port),
      ['--web.enable-remote-write-receiver', '--storage.tsdb.retention.time=1y'],
      { data },
    );
    const pushes = {
      OTEL_METRICS_EXPORTER: 'prometheus,prometheus_remote_write',
      PROMETHEUS_REMOTE_WRITE_URL: `${url}/api/v1/write`,
    };
    await eventually(() => done(runCli(['collect'], { ...environment, ...pushes })));
    startProcess(process.execPath, ['dist/cli.js', 'serve'], environment);
    const query = (expression: string, at: number) => queryAt(url, expression, at);
    await eventually(async () => {
      if ((await query('m365_pull_last_run_timestamp_seconds{instance!=""}', Date.now())).length < 3)
        throw new Error('not scraped yet');
    });
    return { query, exposition, past, instance: `127.0.0.1:${port}`, now: Date.now() };
  } finally {
    tenant.close();
  }
}

async function done(run: ReturnType<typeof runCli>): Promise<string> {
  const { status, stdout, stderr } = await run;
  expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
  return stdout;
}

async function writeConfig(folder: string, port: number): Promise<string> {
  const config = join(folder, 'prometheus.yml');
  const own = [`127.0.0.1:${port}`, `localhost:${port}`];
  const scrape_configs = [
    { job_name: 'm365', static_configs: [{ targets: own, labels: { tenant: 'contoso' } }] },
    { job_name: 'other', static_configs: [{ targets: own.slice(0, 1), labels: { tenant: 'fabrikam' } }] },
  ];
  await writeFile(config, JSON.stringify({ global: { scrape_interval: '5s' }, scrape_configs }));
  return config;
}

async function queryAt(url: string, expression: string, at: number): Promise<readonly Sample[]> {
  const answer = await get(`${url}/api/v1/query?time=${at / 1000}&query=${encodeURIComponent(expression)}`);
  const result: readonly { metric: Record<string, string>; value: readonly [number, string] }[] =
    JSON.parse(answer).data.result;
  return result.map(({ metric, value }) => ({ labels: metric, value: Number(value[1]) }));
}
