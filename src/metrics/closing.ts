import { health } from '../catalogue/health.ts';
import type { Labels, MetricDefinition } from '../catalogue/types.ts';
import type { Trouble } from '../history/status-schema.ts';
import { reportedSince } from '../history/trouble.ts';
import type { Family, Point } from './point.ts';

/** What a push ends with. */
export interface Closing {
  /** ISO 8601; undefined before the first run has finished. */
  readonly finishedAt: string | undefined;
  /** Of the push exporters that are selected. */
  readonly exports: readonly ExportHealth[];
}

export interface ExportHealth {
  readonly last: { readonly exporter: string; readonly failure?: string };
  /** ISO 8601. */
  readonly lastSuccessAt?: string;
  /** Absent where the last push succeeded. */
  readonly trouble?: Trouble;
}

/**
 * What goes last in a push, after the responses to everything else: the exporters' states, and the time of the last run,
 * which marks a push as complete to those who read what was pushed.
 */
export function toClosingFamilies({ exports, finishedAt }: Closing): readonly Family[] {
  const perExporter = (metric: MetricDefinition, read: (exporter: ExportHealth) => number | undefined): Family => ({
    metric,
    points: exports.flatMap((entry) => toPoint({ exporter: entry.last.exporter }, read(entry))),
  });
  return [
    { metric: health.lastRun, points: toPoint({}, toSeconds(finishedAt)) },
    perExporter(health.exportSuccess, ({ last }) => Number(last.failure === undefined)),
    toExporterStates(exports),
    perExporter(health.exportLastSuccess, ({ lastSuccessAt }) => toSeconds(lastSuccessAt)),
  ];
}

const CLOSING = new Set(toClosingFamilies({ exports: [], finishedAt: undefined }).map(({ metric }) => metric.name));

export function isClosing({ name }: MetricDefinition): boolean {
  return CLOSING.has(name);
}

/** Since when pushes fail. */
export function toExporterStates(exports: readonly ExportHealth[]): Family {
  const points = exports.map(({ last, trouble }) => ({
    labels: { exporter: last.exporter },
    value: reportedSince(trouble),
  }));
  return { metric: health.exportFailingSince, points };
}

function toPoint(labels: Labels, value: number | undefined): readonly Point[] {
  return value === undefined ? [] : [{ labels, value }];
}

/** Unix time. */
export function toSeconds(iso: string | undefined): number | undefined {
  return iso === undefined ? undefined : Date.parse(iso) / 1000;
}
