import { describe, expect, it } from 'vitest';
import { reports } from '../../src/catalogue/index.ts';
import type { Report } from '../../src/catalogue/types.ts';
import { EMPTY_STATUS, type Newest, type ReportStatus } from '../../src/history/status.ts';
import type { Series } from '../../src/history/window.ts';
import type { Family } from '../../src/metrics/point.ts';
import { type Shape, toUsageFamilies } from '../../src/metrics/to-points.ts';

const shape: Shape = { windowDays: 3, wholePeriods: ['D7', 'D30'] };
const rank = { refreshedOn: '2026-11-18', pulledAt: '2026-11-20T10:00:00.000Z' };

describe('a daily report', () => {
  const groups = report('getOffice365GroupsActivityGroupCounts');
  const days = { '2026-11-14': 1, '2026-11-15': 2, '2026-11-16': 3, '2026-11-18': 5 };

  it('has a series per report date of the window, which ends with the newest date', () => {
    expect(dated(groups, EMPTY_STATUS, [series('Total', days)], shape)).toEqual([
      ['m365_groups', { report_date: '2026-11-16' }, 3],
      ['m365_groups', { report_date: '2026-11-18' }, 5],
    ]);
  });

  it('counts the window from a newest date whose cells are all empty', () => {
    const status = { ...EMPTY_STATUS, newest: { any: newest('2026-11-19', []) } };

    expect(dated(groups, status, [series('Total', days)], shape)).toEqual([
      ['m365_groups', { report_date: '2026-11-18' }, 5],
    ]);
  });

  it('has no dated series with a window of 0', () => {
    expect(dated(groups, EMPTY_STATUS, [series('Total', days)], { ...shape, windowDays: 0 })).toEqual([]);
  });

  it('has the newest value of each column whose newest cell is filled', () => {
    const status = {
      ...EMPTY_STATUS,
      newest: { any: newest('2026-11-18', [{ column: 'Total', item: '', value: 5 }]) },
    };
    const history = [series('Total', days), series('Active', { '2026-11-17': 9 })];

    expect(latest(groups, status, history, shape)).toEqual([['m365_groups_latest', {}, 5]]);
  });

  it('labels each point by the item of its series', () => {
    const withItem: Report = { ...groups, item: { header: 'Site Type', label: 'site_type' } };

    const points = dated(withItem, EMPTY_STATUS, [{ ...series('Total', { '2026-11-18': 5 }), item: 'Team' }], shape);

    expect(points).toEqual([['m365_groups', { site_type: 'Team', report_date: '2026-11-18' }, 5]]);
  });
});

describe('a report of a whole period', () => {
  const services = report('getOffice365ServicesUserCounts');
  const labels = { product: 'exchange', state: 'active' };

  it('has its newest value per period only, dated and labelled by it', () => {
    const history = [
      { ...series('Exchange Active', { '2026-11-17': 8, '2026-11-18': 9 }), period: 7 },
      { ...series('Exchange Active', { '2026-11-16': 20 }), period: 30 },
    ];

    expect(dated(services, EMPTY_STATUS, history, shape)).toEqual([
      ['m365_services_users', { ...labels, report_date: '2026-11-18', report_period: '7' }, 9],
      ['m365_services_users', { ...labels, report_date: '2026-11-16', report_period: '30' }, 20],
    ]);
  });

  it('leaves out the periods that are not pulled any more', () => {
    const history = [{ ...series('Exchange Active', { '2026-11-18': 9 }), period: 90 }];

    expect(dated(services, EMPTY_STATUS, history, shape)).toEqual([]);
  });

  it('labels the newest value by its period', () => {
    const value = { column: 'Exchange Active', item: '', period: 7, value: 9 };

    expect(latest(services, { ...EMPTY_STATUS, newest: { D7: newest('2026-11-18', [value]) } }, [], shape)).toEqual([
      ['m365_services_users_latest', { ...labels, report_period: '7' }, 9],
    ]);
  });
});

function report(name: string): Report {
  const found = reports.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`no report ${name}`);
  return found;
}

function series(column: string, days: Readonly<Record<string, number>>): Series {
  return { column, item: '', days: new Map(Object.entries(days)) };
}

function newest(date: string, values: Newest['values']): Newest {
  return { ...rank, date, values };
}

type Listed = readonly (readonly [string, Readonly<Record<string, string>>, number])[];

function dated(...[report, status, history, shape]: readonly [Report, ReportStatus, readonly Series[], Shape]): Listed {
  return list(toUsageFamilies({ report, status, series: history }, shape)).filter(
    ([name]) => !name.endsWith('_latest'),
  );
}

function latest(
  ...[report, status, history, shape]: readonly [Report, ReportStatus, readonly Series[], Shape]
): Listed {
  return list(toUsageFamilies({ report, status, series: history }, shape)).filter(([name]) => name.endsWith('_latest'));
}

function list(families: readonly Family[]): Listed {
  return families.flatMap(({ metric, points }) =>
    points.map(({ labels, value }) => [metric.name, labels, value] as const),
  );
}
