import { describe, expect, it } from 'vitest';
import { reports } from '../../src/catalogue/index.ts';
import type { Report } from '../../src/catalogue/types.ts';
import { judgeTenant } from '../../src/history/drops/judge-tenant.ts';
import { EMPTY_PART } from '../../src/history/part.ts';
import type { PartSeries } from '../../src/history/part-schema.ts';
import { EMPTY_STATUS } from '../../src/history/status.ts';
import { judgedColumns, toDropFamilies } from '../../src/metrics/drops.ts';
import { toReportHistory } from '../../src/metrics/report-history.ts';
import { addDays } from '../../src/report/dates.ts';
import { filesOf } from '../../src/report/files.ts';

const NEWEST = '2026-11-18';
const GROUPS = 'getOffice365GroupsActivityGroupCounts';

/** 200 a day, and 50 on the two newest dates: of the newest, 62.5 is expected. */
const dropped = (age: number) => (age < 2 ? 50 : 200);

describe('a column that counts an activity', () => {
  it('is reported by report and column, with what was, what is usual, and when', () => {
    const labels = { report: GROUPS, column: 'Active' };
    const points = pointsOf([historyOf(GROUPS, [series('Active', dropped), series('Total', dropped)])]);

    expect(points).toEqual([
      [
        'm365_usage_drop_score',
        { ...labels, title: 'Active Microsoft 365 groups' },
        expect.closeTo(Math.log(401 / 113.5) / Math.log(1 / 0.6) / 0.9, 10),
      ],
      ['m365_usage_observed', labels, 112.5],
      ['m365_usage_expected', labels, 400],
      ['m365_usage_expected_low', labels, expect.closeTo(252, 0)],
      ['m365_usage_change_ratio', labels, 0.28125],
      ['m365_usage_judged_dates', labels, 2],
      ['m365_usage_judged_date_timestamp_seconds', labels, Date.UTC(2026, 10, 18) / 1000],
      ['m365_usage_drop_since_timestamp_seconds', labels, Date.UTC(2026, 10, 17) / 1000],
      ['m365_usage_trend_ratio', labels, 5300 / 5600],
      ['m365_usage_days_without_data', labels, 0],
    ]);
  });

  it('has a score of 0 for three dates after it can no longer be judged, and then none', () => {
    const scoreAfter = (days: number) => {
      const ended = series('Active', (age) => (age < days + 40 ? 1 : 200));
      return pointsOf([historyOf(GROUPS, [ended])])
        .filter(([name]) => name === 'm365_usage_drop_score')
        .map(([, , value]) => value);
    };
    const last = Array.from({ length: 40 }, (_, days) => days).find((days) => !(Number(scoreAfter(days)[0]) > 0)) ?? 0;

    expect([0, 1, 2, 3].map((days) => scoreAfter(last + days))).toEqual([[0], [0], [0], []]);
  });

  it('has a score of 0 while it is ignored, by its report or by its name', () => {
    const histories = [historyOf(GROUPS, [series('Active', dropped)])];

    for (const ignored of [GROUPS, `${GROUPS}/Active`]) {
      const points = pointsOf(histories, { sensitivity: 1, ignored: [ignored] });
      expect(points.map(([name, , value]) => [name, value])).toEqual([
        ['m365_usage_drop_score', 0],
        ['m365_usage_days_without_data', 0],
      ]);
    }
    expect(pointsOf(histories, { sensitivity: 1, ignored: [`${GROUPS}/Total`] })).toHaveLength(10);
  });

  it('is more often a drop with a higher sensitivity, and has a higher least usual value', () => {
    const histories = [historyOf(GROUPS, [series('Active', dropped)])];
    const [once, twice] = [1, 2].map((sensitivity) => pointsOf(histories, { sensitivity, ignored: [] }));

    expect(twice?.[0]?.[2]).toBeCloseTo(2 * (once?.[0]?.[2] ?? 0), 10);
    expect(twice?.[3]?.[2]).toBeGreaterThan(once?.[3]?.[2] ?? 0);
  });
});

it('the whole tenant is reported once, without labels', () => {
  const columns = ['Posted', 'Read', 'Liked'].map((column) => series(column, (age) => (age === 0 ? 50 : 100)));
  const histories = ['getYammerActivityCounts', 'getYammerActivityUserCounts'].map((name) => historyOf(name, columns));

  expect(pointsOf(histories).filter(([name]) => name === 'm365_tenant_activity_ratio')).toEqual([
    ['m365_tenant_activity_ratio', {}, 0.5],
  ]);
});

it('a total whose parts began later is not judged, although it has days of its own', () => {
  const total = series('Page View Count', dropped, { item: 'All' });
  const part = series('Page View Count', dropped, { item: 'Team' });
  const days = Object.fromEntries(Object.entries(part.days).filter(([day]) => day > addDays(NEWEST, -60)));
  const history = historyOf('getSharePointSiteUsagePages', [total, { ...part, days }]);

  expect(history.series.map(({ days }) => days.size)).toEqual([60, 60]);
  expect(judgedColumns(history).map(({ title }) => title)).toEqual(['SharePoint page views: Team']);
});

describe('is not judged', () => {
  it.each([
    ['a total beside its parts', 'getSharePointSiteUsagePages', series('Page View Count', dropped, { item: 'All' })],
    ['what is of a whole period', 'getFormsUserActivityCounts', series('Forms', dropped, { period: 180 })],
    ['a retired product', 'getSkypeForBusinessActivityCounts', series('Organized', dropped)],
  ])('%s', (_, name, stored) => {
    const part = series('Page View Count', dropped, { item: 'Team' });

    const titles = judgedColumns(historyOf(name, [stored, part])).map(({ title }) => title);

    expect(titles).toEqual(name === 'getSharePointSiteUsagePages' ? ['SharePoint page views: Team'] : []);
  });
});

function historyOf(name: string, stored: readonly PartSeries[]) {
  const report = reports.find((candidate) => candidate.name === name) as Report;
  const files = filesOf(report, { reportPeriod: 'D180', wholePeriods: ['D180'] });
  return toReportHistory(report, files, EMPTY_STATUS, [{ ...EMPTY_PART, series: stored }]);
}

/** A series as it is stored. */
function series(column: string, valueAt: (age: number) => number, key: Partial<PartSeries> = {}): PartSeries {
  const days = Array.from({ length: 120 }, (_, age) => [addDays(NEWEST, -age), [valueAt(age), 0] as const] as const);
  return { column, item: '', days: Object.fromEntries(days), ...key };
}

function pointsOf(
  histories: readonly ReturnType<typeof historyOf>[],
  options = { sensitivity: 1, ignored: [] as string[] },
) {
  const verdict = judgeTenant(histories.flatMap(judgedColumns), options);
  return toDropFamilies(verdict).flatMap(({ metric, points }) =>
    points.map(({ labels, value }) => [metric.name, labels, value] as const),
  );
}
