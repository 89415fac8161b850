import pMap from 'p-map';
import { pullsOf } from './catalogue/periods.ts';
import type { Report } from './catalogue/types.ts';
import type { Config } from './config.ts';
import { isDamage } from './errors.ts';
import { isDue } from './history/due.ts';
import { EMPTY_STATUS } from './history/status.ts';
import type { ReportStatus } from './history/status-schema.ts';
import { type PullDeps, pullReport } from './pull-report.ts';
import { isNotOffered, judgedOf, type ReportOutcome, type Run } from './run.ts';
import type { HistoryStore } from './store/history-store.ts';
import type { LastRun } from './store/last-run-schema.ts';
import type { ExportOutcome } from './store/push-schemas.ts';

/** Each report is a request to Graph and a download; eight at a time keep a run short and Graph unimpressed. */
const REPORTS_AT_A_TIME = 8;

export interface RunDeps extends PullDeps {
  /** What Graph has answered in this run, by HTTP status. */
  readonly graphRequests: Readonly<Record<string, number>>;
  /** Push what history holds now to the exporters that are pushed to. */
  readonly push: () => Promise<readonly ExportOutcome[]>;
  /** Push again where the last push failed, and render that. */
  readonly pushAgain: () => Promise<readonly ExportOutcome[]>;
  /** Render what history holds now, and keep it where scrapes find it. */
  readonly publish: () => Promise<unknown>;
  readonly onReport?: ((outcome: ReportOutcome, total: number) => void) | undefined;
}

/**
 * One run: fetch → parse → read → history → push → render. Read this file first, then pull-report.ts.
 *
 * Pulls the reports that are due, or all, and tells how each one ended; a report that fails costs only itself.
 *
 * @throws StoreError when the store as such does not work
 */
export async function pullReports(which: 'due' | 'all', deps: RunDeps): Promise<Run> {
  const { config, history, now } = deps;
  const known = await pMap(config.reports, (report) => loadKnown(report, history), { concurrency: REPORTS_AT_A_TIME });
  const chosen = known.filter(({ status }) => which === 'all' || isDue(status, config.pullIntervalHours, now()));
  if (chosen.length === 0 && !(await isCutShort(known, history))) {
    return { reports: [], exports: await deps.pushAgain() };
  }
  if (config.reportFormat === 'json')
    deps.log.info('REPORT_FORMAT is json: reports come from the beta of Microsoft Graph');

  const unforeseen: unknown[] = [];
  const pull = async ({ report, status }: Known): Promise<readonly ReportOutcome[]> => {
    try {
      const outcome = await pullReport(report, status, deps);
      deps.onReport?.(outcome, chosen.length);
      return [outcome];
    } catch (error) {
      unforeseen.push(error);
      return [];
    }
  };
  const outcomes = (await pMap(longestFirst(chosen, config), pull, { concurrency: REPORTS_AT_A_TIME })).flat();

  const exports = await finish(toLastRun(known, outcomes, deps), deps);
  if (unforeseen.length > 0) throw unforeseen[0];
  return { reports: outcomes, exports };
}

/** The files of a report are asked for in turn: a report of many that began last would be waited for alone. */
function longestFirst(known: readonly Known[], config: Config): readonly Known[] {
  return known.toSorted((a, b) => pullsOf(b.report, config).length - pullsOf(a.report, config).length);
}

/**
 * Whether a run ended, with its process, between its pulls and its end: then nothing may be due, but what it brought is
 * neither pushed nor rendered.
 */
async function isCutShort(known: readonly Known[], history: HistoryStore): Promise<boolean> {
  const last = await history.loadLastRun();
  if (last?.isComplete !== true) return true;
  return known.some(({ status }) => status.lastPull !== undefined && status.lastPull.at > last.finishedAt);
}

/** What is rendered tells of the run, which is complete only when it has been rendered. */
async function finish(run: LastRun, deps: RunDeps): Promise<readonly ExportOutcome[]> {
  const save = async (last: LastRun) => deps.isInterrupted() || (await deps.history.saveLastRun(last));
  await save(run);
  const exports = await deps.push().finally(deps.publish);
  await save({ ...run, isComplete: true });
  return exports;
}

function toLastRun(
  known: readonly Known[],
  outcomes: readonly ReportOutcome[],
  { now, graphRequests }: RunDeps,
): LastRun {
  return { version: 1, finishedAt: now().toISOString(), graphRequests, reports: countReports(known, outcomes) };
}

interface Known {
  readonly report: Report;
  readonly status: ReportStatus;
}

/** A damaged status is met again, and told, when the report's own pull writes to it. */
async function loadKnown(report: Report, history: HistoryStore): Promise<Known> {
  const status = await history.loadStatus(report).catch((error: unknown) => {
    if (isDamage(error)) return EMPTY_STATUS;
    throw error;
  });
  return { report, status };
}

function countReports(known: readonly Known[], outcomes: readonly ReportOutcome[]): LastRun['reports'] {
  const pulled = new Map(outcomes.map((outcome) => [outcome.report, outcome]));
  const last = known.flatMap(({ report, status }) => {
    const outcome = pulled.get(report);
    return outcome === undefined && status.lastPull === undefined ? [] : [outcome ?? judgedOf(status)];
  });
  const well = last.filter(({ failure }) => failure === undefined).length;
  return { selected: known.length, well, notOffered: last.filter(isNotOffered).length };
}
