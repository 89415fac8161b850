import { counted, isOrAre } from '../errors/counted.ts';
import { DROP_FROM, LOW_TENANT, VANISHED_FROM } from '../history/drops/constants.ts';
import type { TenantVerdict } from '../history/drops/judge-tenant.ts';
import { rejectedCellsOf } from '../history/status.ts';
import type { LastRead } from '../history/status-schema.ts';
import { resultOf } from '../history/trouble.ts';
import type { JudgedColumn } from '../metrics/drops.ts';
import type { ReportHistory } from '../metrics/report-history.ts';
import { isFailed } from '../pull/outcome.ts';
import { toList, toPercent } from './html.ts';

/** Things of one kind, with what to do about them. */
interface Concern {
  readonly title: string;
  readonly items: readonly string[];
  readonly advice: string;
}

/** What needs attention, the most urgent first, each kind with what its runbook advises; nothing where all is well. */
export function attention(
  histories: readonly ReportHistory[],
  verdict: TenantVerdict<JudgedColumn>,
  now: Date,
): string {
  const concerns = [...usageConcerns(verdict), ...reportConcerns(histories, now)].filter(
    ({ items }) => items.length > 0,
  );
  if (concerns.length === 0) return '';
  const parts = concerns.map(
    ({ title, items, advice }) => `<h3>${title}</h3>${toList(items)}<p class="advice">${advice}</p>`,
  );
  return `<section class="attention"><h2>Needs attention</h2>${parts.join('')}</section>`;
}

function usageConcerns({ activity, columns }: TenantVerdict<JudgedColumn>): readonly Concern[] {
  const deepestFirst = [...columns].toSorted(([, a], [, b]) => (b.drop?.score ?? 0) - (a.drop?.score ?? 0));
  const vanished = deepestFirst.filter(([, { daysWithoutData }]) => daysWithoutData >= VANISHED_FROM);
  const isLow = activity !== undefined && activity.ratio < LOW_TENANT;
  return [
    {
      title: 'The whole tenant is low',
      items: isLow ? [`It is at ${toPercent(activity.ratio)} of usual on ${activity.date}`] : [],
      advice: 'A holiday, or an outage: look at the calendar, at service health and at sign-in.',
    },
    {
      title: 'Usage has dropped',
      items: deepestFirst.flatMap(([{ title, report }, { drop, daysWithoutData }]) => {
        if (drop === undefined || drop.score < DROP_FROM || daysWithoutData >= VANISHED_FROM) return [];
        const { observed, expected, since, date } = drop;
        const when = since === date ? `on ${date}` : `since ${since}, judged up to ${date}`;
        return [`${title}: dropped to ${toPercent(observed / expected)} of usual ${when} (${report})`];
      }),
      advice:
        'Look at Microsoft 365 service health, then at licences, migrations and policies of the day on which it began. The setting DROP_IGNORE leaves out a report or a column that is meant to fall.',
    },
    {
      title: 'Usage has vanished',
      items: vanished.map(
        ([{ title, report }, { daysWithoutData }]) =>
          `${title} has had no value on ${daysWithoutData} report dates on which there is always one (${report})`,
      ),
      advice:
        'Compare with the same report in the Microsoft 365 admin centre; late cells are filled by later refreshes.',
    },
  ];
}

function reportConcerns(histories: readonly ReportHistory[], now: Date): readonly Concern[] {
  const each = (read: (history: ReportHistory) => readonly string[]) =>
    histories.flatMap((history) => read(history).map((text) => `${history.report.name}${text}`));
  return [
    {
      title: 'Reports that cannot be pulled',
      items: each(({ status }) =>
        status.lastPull?.failure && isFailed(resultOf(status)) ? [`: ${status.lastPull.failure.message}`] : [],
      ),
      advice: 'The last good values stay, and the next run tries again.',
    },
    {
      title: 'Reports that Microsoft no longer refreshes',
      items: each((history) => {
        const refreshedOn = staleSince(history, now);
        return refreshedOn === undefined ? [] : [`: Microsoft refreshed it last on ${refreshedOn}`];
      }),
      advice: 'Look at Microsoft 365 service health, and compare with the report in the admin centre.',
    },
    {
      title: 'Columns that are gone',
      items: each((history) => listed(history, 'missingColumns').map((columns) => ` lacks ${columns}`)),
      advice: 'Their charts go flat. Where Microsoft renamed a column, a newer version of the exporter knows it.',
    },
    {
      title: 'Columns that are new',
      items: each((history) =>
        listed(history, 'unmappedColumns').map((columns) => ` has unmapped columns: ${columns}`),
      ),
      advice: 'Their values are kept as m365_unmapped_column until a newer version of the exporter knows them.',
    },
    {
      title: 'Cells and rows that are left out',
      items: each((history) => leftOut(history)),
      advice:
        'Download the report from the admin centre and look at these cells; the log of the last run tells the causes.',
    },
  ];
}

function staleSince({ report, status }: ReportHistory, now: Date): string | undefined {
  const [oldest] = Object.values(status.newest)
    .map(({ refreshedOn }) => refreshedOn)
    .sort();
  const isStale = oldest && now.getTime() - Date.parse(oldest) > report.staleAfterDays * 86_400_000;
  return report.lifecycle === 'active' && isStale ? oldest : undefined;
}

/** The columns of all periods together, as a list of one text; empty where there are none. */
function listed({ status }: ReportHistory, field: 'missingColumns' | 'unmappedColumns'): readonly string[] {
  const columns = new Set(Object.values(status.lastRead).flatMap((file: LastRead) => file[field]));
  return columns.size === 0 ? [] : [[...columns].join(', ')];
}

function leftOut({ status }: ReportHistory): readonly string[] {
  const rows = Object.values(status.lastRead).reduce((sum, file) => sum + file.rejectedRows, 0);
  return [
    ...rejectedCellsOf(status).map(
      ({ column, cells, shape }) =>
        `: ${counted(cells, 'cell')} of ${column} ${isOrAre(cells)} no number and left out (like ${shape})`,
    ),
    ...(rows > 0 ? [`: ${counted(rows, 'row')} ${isOrAre(rows)} left out in whole or in part`] : []),
  ];
}
