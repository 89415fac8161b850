import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { toDropFamilies } from '../../src/metrics/drops.ts';
import { addDays, type Day } from '../../src/report/dates.ts';
import { describeWith } from '../support/programs.ts';
import { temporaryFolder } from '../support/run.ts';
import { openSample } from '../support/sample.ts';

const FIRST: Day = '2026-09-01';
const DAYS = 30;
const USAGE_ALERTS = ['M365UsageDropped', 'M365UsageDroppedSharply', 'M365UsageVanished', 'M365TenantUsageLow'];

describeWith('promtool')('a month without a drop or a holiday', () => {
  it('is silent, though every column scatters and is quiet at weekends', async () => {
    const judged = month();
    expect(judged.size).toBeGreaterThan(200);

    expect(await testRules(judged)).toEqual({ status: 0, failures: [] });
    process.stdout.write(`\n${judged.size} series judged on each of ${DAYS} days\n`);
  });

  it('is not silent once one report halves: the test can fail', async () => {
    const judged = new Map([...month()].filter(([series]) => !series.includes('getEmailActivityCounts')));
    const score = 'm365_usage_drop_score{report="getEmailActivityCounts",column="Send",title="Sent"}';
    judged.set(
      score,
      Array.from({ length: DAYS }, (_, day) => (day < 20 ? 0 : 1.5)),
    );

    const { status, failures } = await testRules(judged);

    expect(status).toBe(1);
    expect(failures.every((line) => line.includes('M365UsageDropped,'))).toBe(true);
    expect(failures.length).toBe(10);
  });
});

/** What each series of the alert rules is on each day, as the sample tenant is pulled day by day. The groups that have the drop are left out. */
function month(): Map<string, (number | undefined)[]> {
  const all = new Map<string, (number | undefined)[]>();
  const sample = openSample();
  for (let day = 0; day < DAYS; day += 1) {
    for (const { metric, points } of toDropFamilies(sample(addDays(FIRST, day)))) {
      if (!/_(drop_score|days_without_data|activity_ratio)$/.test(metric.name)) continue;
      for (const { labels, value } of points) {
        if (labels.report === 'getOffice365GroupsActivityGroupCounts' && labels.column === 'Active') continue;
        const pairs = Object.entries(labels).map(([name, text]) => `${name}=${JSON.stringify(text)}`);
        const series = `${metric.name}{${pairs.join(',')}}`;
        const days = all.get(series) ?? Array.from<undefined>({ length: DAYS });
        all.set(series, days.with(day, value));
      }
    }
  }
  return all;
}

/** Asks promtool at noon of every day; each sample stands for an hour. */
async function testRules(series: ReadonlyMap<string, readonly (number | undefined)[]>) {
  const path = join(await temporaryFolder(), 'month.test.yaml');
  const hours = (value: number | undefined) => (value === undefined ? '_x24' : `${value}x23`);
  const test = {
    interval: '1h',
    input_series: [...series].map(([name, days]) => ({ series: name, values: days.map(hours).join(' ') })),
    alert_rule_test: USAGE_ALERTS.flatMap((alertname) =>
      Array.from({ length: DAYS }, (_, day) => ({ eval_time: `${day * 24 + 12}h`, alertname, exp_alerts: [] })),
    ),
  };
  const rules = resolve('infra/alerts/m365-usage.yaml');
  await writeFile(path, JSON.stringify({ rule_files: [rules], evaluation_interval: '12h', tests: [test] }));
  const { status, stdout, stderr } = spawnSync('promtool', ['test', 'rules', path], { encoding: 'utf8' });
  return { status, failures: (stdout + stderr).match(/alertname: .*/g) ?? [] };
}
