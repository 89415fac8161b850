import { describe, expect, it } from 'vitest';
import { reports } from '../../src/catalogue/index.ts';
import type { Report } from '../../src/catalogue/types.ts';
import { EMPTY_PART } from '../../src/history/part.ts';
import type { PartSeries } from '../../src/history/part-schema.ts';
import { EMPTY_STATUS } from '../../src/history/status.ts';
import type { Newest, ReportStatus } from '../../src/history/status-schema.ts';
import type { Family } from '../../src/metrics/point.ts';
import { type ReportHistory, toReportHistory } from '../../src/metrics/report-history.ts';
import { toUnmappedFamily, toUsageFamilies } from '../../src/metrics/to-points.ts';
import { filesOf } from '../../src/report/files.ts';

const precedence = { refreshedOn: '2026-11-18', pulledAt: '2026-11-20T10:00:00.000Z' };

describe('a daily report', () => {
  const groups = report('getOffice365GroupsActivityGroupCounts');
  const days = { '2026-11-14': 1, '2026-11-15': 2, '2026-11-16': 3, '2026-11-18': 5 };

  it('has a series per report date of the window, which ends with the newest date', () => {
    expect(dated(groups, EMPTY_STATUS, [series('Total', days)])).toEqual([
      ['m365_groups', { report_date: '2026-11-16' }, 3],
      ['m365_groups', { report_date: '2026-11-18' }, 5],
    ]);
  });

  it('counts the window from a newest date whose cells are all empty', () => {
    const status = { ...EMPTY_STATUS, newest: { any: newest('2026-11-19', []) } };

    expect(dated(groups, status, [series('Total', days)])).toEqual([['m365_groups', { report_date: '2026-11-18' }, 5]]);
  });

  it('has no dated series with a window of 0', () => {
    expect(dated(groups, EMPTY_STATUS, [series('Total', days)], 0)).toEqual([]);
  });

  it('has the newest value of each column whose newest cell is filled', () => {
    const status = {
      ...EMPTY_STATUS,
      newest: { any: newest('2026-11-18', [{ column: 'Total', item: '', value: 5 }]) },
    };
    const history = [series('Total', days), series('Active', { '2026-11-17': 9 })];

    expect(latest(groups, status, history)).toEqual([['m365_groups_latest', {}, 5]]);
  });

  it('labels each point by the item of its series', () => {
    const withItem: Report = { ...groups, item: { header: 'Site Type', label: 'site_type' } };

    const points = dated(withItem, EMPTY_STATUS, [series('Total', { '2026-11-18': 5 }, { item: 'Team' })]);

    expect(points).toEqual([['m365_groups', { site_type: 'Team', report_date: '2026-11-18' }, 5]]);
  });
});

describe('a report of a whole period', () => {
  const services = report('getOffice365ServicesUserCounts');
  const labels = { product: 'exchange', state: 'active' };

  it('has its newest value per period only, dated and labelled by it', () => {
    const history = [
      series('Exchange Active', { '2026-11-17': 8, '2026-11-18': 9 }, { period: 7 }),
      series('Exchange Active', { '2026-11-16': 20 }, { period: 30 }),
    ];

    expect(dated(services, EMPTY_STATUS, history)).toEqual([
      ['m365_services_users', { ...labels, report_date: '2026-11-18', report_period: '7' }, 9],
      ['m365_services_users', { ...labels, report_date: '2026-11-16', report_period: '30' }, 20],
    ]);
  });

  it('leaves out the periods that are not pulled any more', () => {
    const history = [series('Exchange Active', { '2026-11-18': 9 }, { period: 90 })];

    expect(dated(services, EMPTY_STATUS, history)).toEqual([]);
  });

  it('labels the newest value by its period', () => {
    const value = { column: 'Exchange Active', item: '', period: 7, value: 9 };

    expect(latest(services, { ...EMPTY_STATUS, newest: { D7: newest('2026-11-18', [value]) } }, [])).toEqual([
      ['m365_services_users_latest', { ...labels, report_period: '7' }, 9],
    ]);
  });
});

describe('Copilot, whose 30 days became 28', () => {
  const copilot = report('getMicrosoft365CopilotUserCountSummary');

  it('has both as different series, and shows the one that is newer', () => {
    const history = [
      series('Word Active Users', { '2026-11-10': 9 }, { period: 30 }),
      series('Word Active Users', { '2026-11-18': 8 }, { period: 28 }),
    ];

    expect(
      dated(copilot, EMPTY_STATUS, history).map(([, labels, value]) => [
        labels.report_period,
        labels.report_date,
        value,
      ]),
    ).toEqual([['28', '2026-11-18', 8]]);
  });
});

describe('an item that stands for all', () => {
  const sites = report('getSharePointSiteUsagePages');
  const stored = (item: string, days: Readonly<Record<string, number>>) => series('Page View Count', days, { item });

  it('is left out beside its parts, and stays where it stands alone', () => {
    const history = [stored('All', { '2026-11-17': 9, '2026-11-18': 10 }), stored('Team', { '2026-11-18': 6 })];

    expect(
      dated(sites, EMPTY_STATUS, history).map(([, labels, value]) => [labels.site_type, labels.report_date, value]),
    ).toEqual([
      ['All', '2026-11-17', 9],
      ['Team', '2026-11-18', 6],
    ]);
  });

  it('is left out of the newest values too', () => {
    const values = ['All', 'Team'].map((item, index) => ({ column: 'Page View Count', item, value: index }));

    expect(latest(sites, { ...EMPTY_STATUS, newest: { any: newest('2026-11-18', values) } })).toEqual([
      ['m365_sharepoint_page_views_latest', { site_type: 'Team' }, 1],
    ]);
  });
});

describe('a unmapped column', () => {
  const groups = report('getOffice365GroupsActivityGroupCounts');

  it('is a series of its own, by report, column and date', () => {
    const history = historyOf(groups, EMPTY_STATUS, [
      series('Total', { '2026-11-18': 1 }),
      series('Dormant', { '2026-11-18': 7 }),
    ]);

    expect(list([toUnmappedFamily(history, 30)])).toEqual([
      ['m365_unmapped_column', { report: groups.name, column: 'Dormant', report_date: '2026-11-18' }, 7],
    ]);
  });

  it('has its past once the catalogue knows it, by any of its spellings', () => {
    const [metric] = groups.metrics;
    if (metric === undefined) throw new Error('no metric');
    const columns = [...metric.columns, { header: 'Sleeping', spellings: ['Dormant'], labels: { state: 'sleeping' } }];
    const mapped: Report = { ...groups, metrics: [{ ...metric, columns }] };
    const history = [series('Dormant', { '2026-11-17': 7, '2026-11-18': 1 }), series('Sleeping', { '2026-11-18': 8 })];

    expect(dated(mapped, EMPTY_STATUS, history)).toEqual([
      ['m365_groups', { state: 'sleeping', report_date: '2026-11-17' }, 7],
      ['m365_groups', { state: 'sleeping', report_date: '2026-11-18' }, 8],
    ]);
    expect(toUnmappedFamily(historyOf(mapped, EMPTY_STATUS, history), 30).points).toEqual([]);
    const status = {
      ...EMPTY_STATUS,
      newest: { any: newest('2026-11-18', [{ column: 'Dormant', item: '', value: 7 }]) },
    };
    expect(latest(mapped, status)).toEqual([['m365_groups_latest', { state: 'sleeping' }, 7]]);
    const both = ['Sleeping', 'Dormant'].map((column, value) => ({ column, item: '', value }));
    expect(latest(mapped, { ...EMPTY_STATUS, newest: { any: newest('2026-11-18', both) } })).toEqual([
      ['m365_groups_latest', { state: 'sleeping' }, 0],
    ]);
  });
});

function report(name: string): Report {
  const found = reports.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`no report ${name}`);
  return found;
}

/** A series as it is stored. */
function series(column: string, days: Readonly<Record<string, number>>, key: Partial<PartSeries> = {}): PartSeries {
  return {
    column,
    item: '',
    days: Object.fromEntries(Object.entries(days).map(([date, value]) => [date, [value, 0] as const])),
    ...key,
  };
}

function newest(date: string, values: Newest['values']): Newest {
  return { ...precedence, date, values };
}

function historyOf(of: Report, status: ReportStatus, stored: readonly PartSeries[]): ReportHistory {
  const files = filesOf(of, { reportPeriod: 'D180', wholePeriods: ['D7', 'D30'] });
  return toReportHistory(of, files, status, [{ ...EMPTY_PART, readings: [precedence], series: stored }]);
}

type Listed = readonly (readonly [string, Readonly<Record<string, string>>, number])[];

function dated(of: Report, status: ReportStatus, stored: readonly PartSeries[], windowDays = 3): Listed {
  return list(toUsageFamilies(historyOf(of, status, stored), windowDays)).filter(([name]) => !name.endsWith('_latest'));
}

function latest(of: Report, status: ReportStatus, stored: readonly PartSeries[] = []): Listed {
  return list(toUsageFamilies(historyOf(of, status, stored), 3)).filter(([name]) => name.endsWith('_latest'));
}

function list(families: readonly Family[]): Listed {
  return families.flatMap(({ metric, points }) =>
    points.map(({ labels, value }) => [metric.name, labels, value] as const),
  );
}
