import type { App } from '../app.ts';
import type { Report } from '../catalogue/types.ts';
import { counted } from '../errors/counted.ts';
import { renderExposition } from '../export/render.ts';
import type { IsChosen } from '../history/stored-values.ts';
import type { DatedValue } from '../report/reading.ts';
import { SYSTEM_RUNTIME } from '../system/runtime.ts';
import { EXIT, type Exit } from './exit-codes.ts';
import { type ChoiceOptions, loadChosen, toReport } from './history-choice.ts';
import { appOf, usage } from './one-tenant.ts';
import { toTable } from './terminal.ts';

/** Delete stored values of one report, after saying which. */
export async function deleteHistory(name: string, options: ChoiceOptions & { readonly yes?: boolean }): Promise<Exit> {
  const report = toReport(name);
  const app = await appOf(options);
  const { values, isChosen } = await loadChosen(report, options, app.tenant.documents);
  process.stdout.write(toTable([HEADER, ...toRows(values)]));
  const all = `${counted(values.length, 'value')} of ${report.name}`;
  if (options.yes !== true)
    throw usage(
      `${all} would be deleted; say --yes if you mean it. history export writes them to a file with the same options`,
    );
  await remove(report, isChosen, app);
  process.stdout.write(`${[`${all} deleted; /metrics shows them no longer.`, ...remarks(report, app)].join('\n')}\n`);
  return EXIT.done;
}

/** What was delivered is forgotten first: what goes out meanwhile goes out twice at worst. */
async function remove(report: Report, isChosen: IsChosen, { settings, tenant }: App): Promise<void> {
  const { documents } = tenant;
  const headers = new Map<string, readonly string[]>(
    report.metrics.map((metric) => [metric.name, metric.columns.map(({ header }) => header)]),
  );
  await documents.deliveries.forget(
    (metric, date) => headers.get(metric)?.some((header) => isChosen(header, date)) ?? false,
  );
  await documents.history.removeValues(report, isChosen);
  if ((await documents.exposition.load()) === undefined) return;
  await renderExposition({ settings, documents: tenant.openRunDocuments(), now: SYSTEM_RUNTIME.now });
}

function remarks({ name }: Report, { settings }: App): readonly string[] {
  const keeps = 'Prometheus, and every receiver that they were pushed to, keeps what it has.';
  return [
    `The next pull reads the report in full, and brings back what Microsoft Graph still has; collect pulls now, and REPORTS with -${name} pulls it no more.`,
    settings.historyStore.kind === 'file'
      ? keeps
      : `${keeps} What the storage account itself keeps of overwritten blobs goes by its own rules.`,
  ];
}

const HEADER = ['COLUMN', 'FIRST DATE', 'NEWEST', 'VALUES'];

/** A line for each column. The values are sorted by date. */
function toRows(values: readonly DatedValue[]): readonly (readonly string[])[] {
  const byColumn = Map.groupBy(values, ({ column }) => column);
  return [...byColumn].map(([column, own]) => [column, own[0]?.date ?? '', own.at(-1)?.date ?? '', String(own.length)]);
}
