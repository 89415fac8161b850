import pMap from 'p-map';
import type { Report } from '../catalogue/types.ts';
import type { GraphSession } from '../graph/session.ts';
import type { Log } from '../log.ts';
import { filesOf, type PeriodSettings } from '../report/files.ts';
import type { HistoryStore } from '../store/history-store.ts';
import type { Tenant } from '../tenant.ts';
import type { KnownReport, ReportOutcome } from './outcome.ts';
import { pullReport } from './pull-report.ts';

/** Each report is a request to Graph and a download; eight at a time keep a run short and stay well below Graph's limits. */
const REPORTS_AT_A_TIME = 8;

export interface PullAllDeps {
  readonly history: HistoryStore;
  readonly log: Log;
  readonly now: () => Date;
  /** Ends the run early. */
  readonly signal?: AbortSignal | undefined;
  readonly onReport?: ((outcome: ReportOutcome, total: number) => void) | undefined;
}

export interface Pulled {
  readonly outcomes: readonly ReportOutcome[];
  /** HTTP responses from Graph by status, `none` for no response; undefined where nothing was requested. */
  readonly graphResponses: GraphSession['responses'] | undefined;
  /** Errors that are no failure of a report. */
  readonly unexpected: readonly unknown[];
}

/** Pull reports into history, some at a time. One that fails costs only itself. */
export async function pullAll(
  selected: readonly KnownReport[],
  tenant: Tenant,
  { history, log, now, signal, onReport }: PullAllDeps,
): Promise<Pulled> {
  if (selected.length === 0) return { outcomes: [], graphResponses: undefined, unexpected: [] };
  if (tenant.settings.reportFormat === 'json')
    log.info('REPORT_FORMAT is json: reports come from the beta of Microsoft Graph');
  const graph = await tenant.createGraph(signal);
  const isInterrupted = () => signal?.aborted === true;
  const deps = { settings: tenant.settings, graph, history, log, now, isInterrupted };
  const unexpected: unknown[] = [];
  const pull = async ({ report, status }: KnownReport): Promise<readonly ReportOutcome[]> => {
    try {
      const outcome = await pullReport(report, status, deps);
      onReport?.(outcome, selected.length);
      return [outcome];
    } catch (error) {
      unexpected.push(error);
      return [];
    }
  };
  try {
    const pulled = await pMap(longestFirst(selected, tenant.settings), pull, { concurrency: REPORTS_AT_A_TIME });
    return { outcomes: pulled.flat(), graphResponses: graph.responses, unexpected };
  } finally {
    await graph.close();
  }
}

/** The files of a report are requested in turn: a report of many that began last would be waited for alone. */
function longestFirst(known: readonly KnownReport[], settings: PeriodSettings): readonly KnownReport[] {
  const files = (report: Report) => filesOf(report, settings).length;
  return known.toSorted((a, b) => files(b.report) - files(a.report));
}
