import { describe, expect, it } from 'vitest';
import { HEADLINES } from '../../src/catalogue/headlines.ts';
import { health } from '../../src/catalogue/health.ts';
import { products, reports } from '../../src/catalogue/index.ts';
import { LABEL_TITLES } from '../../src/catalogue/label-titles.ts';
import { tenantActivity, unmappedColumn, usage } from '../../src/catalogue/usage.ts';
import { columnsOf, comparable, namesOf, trendOf } from '../../src/report/columns.ts';

const BOOKKEEPING = ['Report Refresh Date', 'Report Date', 'Report Period'];
const own = [...Object.values(health), ...Object.values(usage), tenantActivity, unmappedColumn];
const metrics = reports.flatMap((report) => report.metrics);

it('has all 69 aggregate reports, 58 of them in v1.0', () => {
  expect(reports).toHaveLength(69);
  expect(reports.filter(({ versions }) => versions.includes('v1.0'))).toHaveLength(58);
});

it('has headlines of each product that has daily reports: people where Graph counts those of it, then a column of its own', () => {
  const daily = reports.filter(({ kind }) => kind === 'daily');
  const counted = daily.find(({ name }) => name === 'getOffice365ActiveUserCounts');
  const people = Object.values(HEADLINES).flatMap(([first]) => (first?.report === counted?.name ? first?.column : []));

  expect(Object.keys(HEADLINES).toSorted()).toEqual([...new Set(daily.map(({ product }) => product))].toSorted());
  expect(people.toSorted()).toEqual(
    counted &&
      columnsOf(counted)
        .map(({ column }) => column.header)
        .toSorted(),
  );
  for (const [product, headlines] of Object.entries(HEADLINES)) {
    const found = headlines.map(({ report, column }) => {
      const own = daily.find(({ name }) => name === report);
      return own && columnsOf(own).some((entry) => entry.column.header === column) ? own.product : 'no such column';
    });
    expect(found).toEqual([...(found.length > 1 ? ['tenant-wide'] : []), product]);
  }
});

it('has no report and no metric twice', () => {
  const names = [...metrics, ...own].map(({ name }) => name);

  expect(new Set(reports.map(({ name }) => name)).size).toBe(reports.length);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

describe.each(reports)('$name', (report) => {
  it('has no name and no series twice', () => {
    const columns = columnsOf(report);
    const names = [
      ...columns.flatMap(({ column }) => [...new Set(namesOf(column))]),
      ...[...BOOKKEEPING, ...(report.item ? [report.item.header] : [])].map(comparable),
    ];
    const series = columns.map(({ metric, column }) => JSON.stringify([metric.name, column.labels]));

    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    expect(new Set(series).size).toBe(series.length);
  });

  it('links its own page', () => {
    expect(report.docs.toLowerCase()).toContain(report.name.toLowerCase());
  });

  it('tells the columns of a metric apart by the same labels, none of them a reserved one', () => {
    for (const { columns } of report.metrics) {
      const names = columns.map(({ labels }) => Object.keys(labels).join());
      expect(new Set(names).size).toBe(1);
      expect(names[0]).not.toMatch(
        /\b(type|kind|service|region|owner|environment|tenant|job|instance|le|quantile|report_date|report_period)\b/,
      );
      for (const value of columns.flatMap(({ labels }) => Object.values(labels)))
        expect(value).toMatch(/^[a-z0-9]+(_[a-z0-9]+)*$/);
    }
  });

  it('judges only daily columns of products that are still offered', () => {
    if (report.kind === 'daily' && report.lifecycle === 'active') return;
    expect(columnsOf(report).map(trendOf)).not.toContain('activity');
  });

  it('has columns that depend on the period only where it is daily, and judges none of them', () => {
    for (const metric of report.metrics.filter(({ withinPeriod }) => withinPeriod)) {
      expect([report.kind, metric.trend]).toEqual(['daily', 'level']);
    }
  });
});

it('has a title of its own for every product, report and metric', () => {
  for (const titled of [products, reports, metrics]) {
    const titles = titled.map(({ title }) => title);
    for (const title of titles) expect(title).toMatch(/^[A-Z][^.]{3,79}$/);
    expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([]);
  }
});

it('has a title for every value of a label, and for no other', () => {
  const labels = reports.flatMap(columnsOf).flatMap(({ column }) => Object.entries(column.labels));
  const used = Map.groupBy(labels, ([label]) => label);
  const valuesOf = (label: string) => [...new Set(used.get(label)?.map(([, value]) => value))].toSorted();

  expect([...used.keys()].toSorted()).toEqual(Object.keys(LABEL_TITLES).toSorted());
  for (const [label, titles] of Object.entries(LABEL_TITLES)) expect(Object.keys(titles)).toEqual(valuesOf(label));
});

describe.each([...metrics, ...own])('$name', ({ name, unit, help }) => {
  it('is spelled alike in every backend', () => {
    expect(name).toMatch(/^m365(_[a-z0-9]+)+$/);
    expect(name).not.toMatch(/_(total|count|sum|bucket|latest)$/);
    expect(unit).toMatch(/^(By|s|\{[a-z_]+\})$/);
    expect(/_bytes$/.test(name)).toBe(unit === 'By');
    expect(/_seconds$/.test(name)).toBe(unit === 's');
  });

  it('explains itself in one sentence', () => {
    expect(help).toMatch(/^[A-Z]((?!\. ).)*[^.]\.$/);
  });
});
