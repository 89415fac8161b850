import { toPrometheus } from '../src/export/prometheus.ts';
import { mergeIntoPart } from '../src/history/merge.ts';
import { EMPTY_PART } from '../src/history/part.ts';
import { EMPTY_STATUS, withReading } from '../src/history/status.ts';
import type { Family } from '../src/metrics/point.ts';
import { toReportHistory } from '../src/metrics/report-history.ts';
import { toUsageFamilies } from '../src/metrics/to-points.ts';
import { type Exposition, toExposition } from '../src/store/exposition-store.ts';
import { csvOf, DAYS, FILE, NOW, RANK, REPORT, readingOf } from './kinds-of-sites.ts';
import { type Row, toRow } from './row.ts';
import { type Length, medians, millisecondsOf } from './side-by-side.ts';

const FEW_KINDS = 10;
const MANY_KINDS = 100;
const SERVICE = { name: undefined, version: '0', resourceAttributes: '' };

/**
 * What ten and a hundred times as many rows and series cost, of a report with a kind of site in each row: parsed, read,
 * merged, rendered and packed. No file may have as many rows as the most here, so that ten of them make one text.
 */
export async function growth({ times }: Length): Promise<readonly Row[]> {
  const few = csvOf(FEW_KINDS);
  const many = csvOf(MANY_KINDS);
  const measured = {
    once: repeat(100, () => expositionOf([few])),
    tenfold: repeat(10, () => expositionOf([many])),
    hundredfold: repeat(1, () => expositionOf(Array.from({ length: 10 }, () => many))),
  };
  await medians(1, measured);
  const median = await medians(times(9, 1), measured);
  const rows = DAYS * MANY_KINDS * 10;
  const each = (name: keyof typeof measured) => (median(name) * 1000) / rows;
  const compare = (name: 'tenfold' | 'hundredfold', count: number) =>
    toRow({
      figure: `a row among ${count.toLocaleString('en-US')}, parsed to packed`,
      ours: each(name),
      peer: each('once'),
      than: `among ${(DAYS * FEW_KINDS).toLocaleString('en-US')}`,
      unit: 'µs',
      target: { atMost: 1.2 },
    });
  return [compare('tenfold', rows / 10), compare('hundredfold', rows)];
}

function repeat(times: number, work: () => Promise<unknown>): () => Promise<number> {
  return () =>
    millisecondsOf(async () => {
      for (let time = 0; time < times; time += 1) await work();
    });
}

/** Files of as many reports, packed as one text. */
function expositionOf(files: readonly string[]): Promise<Exposition> {
  return toExposition(toPrometheus(files.flatMap(familiesOf), SERVICE, NOW), '');
}

function familiesOf(text: string, index: number): readonly Family[] {
  const reading = readingOf(text);
  const part = mergeIntoPart(EMPTY_PART, RANK, reading.values);
  const status = withReading(EMPTY_STATUS, FILE.key, RANK, reading);
  const families = toUsageFamilies(toReportHistory(REPORT, [FILE], status, [part]), DAYS);
  return families.map(({ metric, points }) => ({
    metric: { ...metric, name: `${metric.name}_${index}` as const },
    points,
  }));
}
