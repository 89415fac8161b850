import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
// Scripts for browsers: they leave `Kusto` on the global object.
require('@kusto/language-service-next/bridge.min.js');
require('@kusto/language-service-next/Kusto.Language.Bridge.min.js');
const { KustoCode, GlobalState, Symbols } = Reflect.get(globalThis, 'Kusto').Language;

/** The columns that queries may use: https://learn.microsoft.com/azure/azure-monitor/reference/tables/appmetrics */
const APP_METRICS =
  '(TimeGenerated: datetime, AppRoleName: string, Name: string, Sum: real, ItemCount: int, Properties: dynamic)';

const table = Symbols.TableSymbol.From(APP_METRICS).WithName('AppMetrics');
const workspace = GlobalState.Default.WithDatabase(
  new Symbols.DatabaseSymbol.ctor('workspace', null, false).AddMembers([table]),
);

interface List<T> {
  readonly Count: number;
  readonly getItem: (index: number) => T;
}

/** What Microsoft's own language service finds wrong with a query, and the columns of its result. */
export function analyse(query: string) {
  const code = KustoCode.ParseAndAnalyze(query, workspace);
  const found: List<{ readonly Message: string }> = code.GetDiagnostics();
  const result: List<{ readonly Name: string; readonly Type: { readonly Name: string } }> | undefined =
    code.ResultType?.Columns;
  const columns = result === undefined ? [] : toArray(result);
  return {
    problems: toArray(found).map(({ Message }) => Message),
    columns: columns.map(({ Name }) => Name),
    types: columns.map(({ Type }) => Type.Name),
  };
}

function toArray<T>(list: List<T>): readonly T[] {
  return Array.from({ length: list.Count }, (_, index) => list.getItem(index));
}
