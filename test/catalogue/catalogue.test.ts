import { describe, expect, it } from 'vitest';
import { health } from '../../src/catalogue/health.ts';
import { columnsOf, reports } from '../../src/catalogue/index.ts';

const metrics = reports.flatMap((report) => report.metrics.map((metric) => ({ ...metric, report })));

it('has no report and no metric twice', () => {
  const names = [...metrics.map(({ name }) => name), ...Object.values(health).map(({ name }) => name)];

  expect(new Set(reports.map(({ name }) => name)).size).toBe(reports.length);
  expect(new Set(names).size).toBe(names.length);
});

describe.each(reports)('$name', (report) => {
  it('has no header and no series twice', () => {
    const columns = columnsOf(report);
    const headers = columns.flatMap(({ column }) =>
      [column.header, ...(column.spellings ?? [])].map((name) => name.toLowerCase()),
    );
    const series = columns.map(({ metric, column }) => JSON.stringify([metric.name, column.labels]));

    expect(new Set(headers).size).toBe(headers.length);
    expect(new Set(series).size).toBe(series.length);
  });

  it('links its own page', () => {
    expect(report.docs).toBe(`https://learn.microsoft.com/graph/api/reportroot-${report.name.toLowerCase()}`);
  });

  it('tells its metrics apart by the same labels in every column, none of them a reserved one', () => {
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

  it('judges no drop of a retired product', () => {
    if (report.lifecycle === 'retired') expect(report.metrics.map(({ trend }) => trend)).not.toContain('activity');
  });
});

describe.each([...metrics, ...Object.values(health)])('$name', ({ name, unit, help }) => {
  it('is spelled alike in every backend', () => {
    expect(name).toMatch(/^m365(_[a-z0-9]+)+$/);
    expect(name).not.toMatch(/_(total|count|sum|bucket|latest)$/);
    expect(unit).toMatch(/^(By|s|\{[a-z_]+\})$/);
    if (unit === 'By') expect(name).toMatch(/_bytes$/);
    if (unit === 's') expect(name).toMatch(/_seconds$/);
  });

  it('explains itself in one sentence', () => {
    expect(help).toMatch(/^[A-Z]((?!\. ).)*[^.]\.$/);
  });
});
