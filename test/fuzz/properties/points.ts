import assert from 'node:assert/strict';
import fc from 'fast-check';
import { health } from '../../../src/catalogue/health.ts';
import type { Report } from '../../../src/catalogue/types.ts';
import { tenantActivity, unmappedColumn, usage } from '../../../src/catalogue/usage.ts';
import { judgeTenant } from '../../../src/history/drops/judge-tenant.ts';
import { latestOf } from '../../../src/metrics/to-points.ts';
import { addDays, dayToSeconds } from '../../../src/report/dates.ts';
import { MAX_LABEL_LENGTH } from '../../../src/report/layout.ts';
import { readCell } from '../../../src/report/read-cell.ts';
import { oddCell } from '../cells.ts';
import { files } from '../files.ts';
import { exported, isDay } from '../pipeline.ts';
import { property } from '../property.ts';

const DATED = ['report_date', 'report_period'];
const HEALTH_LABELS = [
  'report',
  'reason',
  'product',
  'kind',
  'lifecycle',
  'title',
  'version',
  'node',
  'status',
  'exporter',
];

export const pointProperties = [
  property('every number is finite, and no minus zero', files, async (file) => {
    const { exposed = [] } = (await exported(file)) ?? {};
    for (const { metric, points } of exposed) {
      for (const { value, date } of points) {
        assert.ok(isNumber(value), `${metric.name} ${value}`);
        assert.ok(date === undefined || isNumber(dayToSeconds(date)), date);
      }
    }
  }),
  property(
    'how cells compare with their past is finite, whatever numbers they are',
    fc.record({
      cells: fc.array(fc.oneof(oddCell, fc.constantFrom('0', '1', '9'.repeat(308))), { minLength: 2, maxLength: 12 }),
      format: fc.constantFrom('number', 'minutes', 'duration'),
      sensitivity: fc.constantFrom(0.1, 1, 10),
    }),
    ({ cells, format, sensitivity }) => {
      const days = new Map<string, number>();
      for (let age = 0; age < 70; age += 1) {
        const value = readCell(format, cells[age % cells.length] ?? '');
        if (value !== undefined) days.set(addDays('2026-11-18', -age), value);
      }
      const column = { report: 'getAny', column: 'any', days, newestDate: '2026-11-18' };
      const { activity, columns } = judgeTenant([column], { sensitivity, ignored: [] });
      const { drop, daysWithoutData = 0 } = columns.get(column) ?? {};
      const { date, since, ...sums } = drop ?? {};
      const numbers = [activity?.ratio ?? 0, daysWithoutData, ...Object.values(sums)];
      assert.ok(numbers.every(isNumber), numbers.join());
    },
  ),
  property(
    'no label is outside the catalogue, and every value of one is short and well-formed',
    files,
    async (file) => {
      const { exposed = [] } = (await exported(file)) ?? {};
      const allowed = labelsOf(file.report);
      for (const { metric, points } of exposed) {
        for (const { labels } of points) {
          for (const [label, value] of Object.entries(labels)) {
            assert.ok(allowed.get(metric.name)?.includes(label), `${metric.name}{${label}}`);
            assert.ok(value.length <= MAX_LABEL_LENGTH, metric.name);
            assert.ok(value.isWellFormed() && value === value.trim(), JSON.stringify(value));
          }
          assert.ok(labels.report_date === undefined || isDay(labels.report_date), labels.report_date);
          assert.match(labels.report_period ?? '0', /^\d+$/);
        }
      }
    },
  ),
  property('there is a point for no more than the filled cells, and no two are alike', files, async (file) => {
    const { exposed, reading } = (await exported(file)) ?? {};
    if (exposed === undefined || reading === undefined) return;
    const series = new Set<string>();
    let dated = 0;
    for (const { metric, points } of exposed) {
      for (const { labels, date } of points) {
        const id = `${metric.name} ${JSON.stringify(Object.entries(labels).sort())}`;
        assert.ok(!series.has(id), id);
        series.add(id);
        if (date !== undefined) dated += 1;
      }
    }
    assert.ok(dated <= reading.values.length);
    const newest = reading.values.filter(({ date }) => date === reading.newestDate);
    const latest = [...series].filter((id) => /^\w+_latest /.test(id));
    assert.ok(latest.length <= newest.length);
    assert.ok(reading.values.length <= file.bytes.length);
  }),
];

function isNumber(value: number): boolean {
  return Number.isFinite(value) && !Object.is(value, -0);
}

/** The labels that each metric may have. */
function labelsOf({ metrics, item }: Report): ReadonlyMap<string, readonly string[]> {
  const own = metrics.flatMap((metric) => {
    const labels = metric.columns.flatMap((column) => Object.keys(column.labels));
    const all = [...labels, ...(item ? [item.label] : [])];
    return [[metric.name, [...all, ...DATED]] as const, [latestOf(metric).name, [...all, 'report_period']] as const];
  });
  return new Map<string, readonly string[]>([
    ...Object.values(health).map(({ name }) => [name, HEALTH_LABELS] as const),
    [health.rejectedCells.name, ['report', 'column']],
    ...Object.values(usage).map(({ name }) => [name, ['report', 'column', 'item']] as const),
    [usage.dropScore.name, ['report', 'column', 'item', 'title']],
    [tenantActivity.name, []],
    [unmappedColumn.name, ['report', 'column', 'item', ...DATED]],
    ...own,
  ]);
}
