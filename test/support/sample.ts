import { reports } from '../../src/catalogue/index.ts';
import type { Period, Report } from '../../src/catalogue/types.ts';
import { sampleCsv } from '../../src/demo/sample-usage.ts';
import { judgeTenant, type TenantVerdict } from '../../src/history/drops/judge-tenant.ts';
import { mergeIntoPart } from '../../src/history/merge.ts';
import { EMPTY_PART } from '../../src/history/part.ts';
import type { Part } from '../../src/history/part-schema.ts';
import { EMPTY_STATUS } from '../../src/history/status.ts';
import { type JudgedColumn, judgedColumns } from '../../src/metrics/drops.ts';
import { type ReportHistory, toReportHistory } from '../../src/metrics/report-history.ts';

import { addDays, type Day } from '../../src/report/dates.ts';
import { daysOf, filesOf } from '../../src/report/files.ts';
import { parseCsv } from '../../src/report/parse-csv.ts';
import { toReading } from '../../src/report/to-reading.ts';

/** What the demo pulls of a daily report, and judges, by default. */
const FIRST_PERIOD = 'D180';
const DROPS = { sensitivity: 1, ignored: [] };

/** Long enough for the day after: it takes back the oldest day of the drop. */
const NEXT_PERIOD = 'D30';

/** How the sample tenant's usage compares with what is usual, on one date after the other. */
export type Sample = (today: Day) => TenantVerdict<JudgedColumn>;

/**
 * The sample tenant, pulled in full on the first requested date and from there on day by day: one history
 * slides along, since one that is built anew takes some ten times as long.
 */
export function openSample(): Sample {
  const pulls = reports.filter(({ kind }) => kind === 'daily').map(openReport);
  return (today) =>
    judgeTenant(
      pulls.flatMap((pull) => judgedColumns(pull(today))),
      DROPS,
    );
}

function openReport(report: Report): (today: Day) => ReportHistory {
  let part: Part = EMPTY_PART;
  return (today) => {
    const reportPeriod: Period = part === EMPTY_PART ? FIRST_PERIOD : NEXT_PERIOD;
    const files = filesOf(report, { reportPeriod, wholePeriods: [] });
    const now = new Date(`${today}T12:00:00Z`);
    const newest = files.map((file) => {
      const [periodName = 'D1'] = file.periodNames;
      const table = parseCsv(sampleCsv(report, daysOf(periodName), today));
      const reading = toReading(report, table, { file, periodName, version: report.versions[0] ?? 'v1.0' }, now);
      const precedence = { refreshedOn: reading.refreshedOn ?? '', pulledAt: now.toISOString() };
      part = mergeIntoPart(part, precedence, reading.values);
      return [file.key, { ...precedence, date: reading.newestDate ?? '', values: [] }] as const;
    });
    part = since(part, addDays(today, -daysOf(FIRST_PERIOD)));
    return toReportHistory(report, files, { ...EMPTY_STATUS, newest: Object.fromEntries(newest) }, [part]);
  };
}

function since(part: Part, first: Day): Part {
  const recent = (days: Part['series'][number]['days']) =>
    Object.fromEntries(Object.entries(days).filter(([date]) => date >= first));
  return { ...part, series: part.series.map((series) => ({ ...series, days: recent(series.days) })) };
}
