import { reports } from '../catalogue/index.ts';
import type { Report } from '../catalogue/types.ts';
import { chosenValues, type IsChosen, toIsChosen } from '../history/stored-values.ts';
import type { DatedValue } from '../report/reading.ts';
import { selectReports } from '../settings/select-reports.ts';
import type { Documents } from '../store/documents.ts';
import { type TenantOption, usage } from './one-tenant.ts';
import { toDay } from './options.ts';

/** What `history export` and `history delete` take. */
export interface ChoiceOptions extends TenantOption {
  readonly from?: string;
  readonly to?: string;
  readonly column?: string;
}

export interface ChosenHistory {
  readonly isChosen: IsChosen;
  /** At least one. */
  readonly values: readonly DatedValue[];
}

/** @throws ConfigError where no report has that name */
export function toReport(name: string): Report {
  const report = reports.find((entry) => entry.name === name);
  if (report !== undefined) return report;
  const ofProduct = reports.filter(({ product }) => product === name).map((entry) => entry.name);
  if (ofProduct.length > 0) throw usage(`"${name}" is a product; name one of its reports: ${ofProduct.join(', ')}`);
  const near = selectReports([name], reports).unknown.flatMap((word) => word.near);
  const hint = near.length > 0 ? `did you mean ${near.join(' or ')}?` : 'history list shows those that have history';
  throw usage(`"${name}" is an unknown report; ${hint}`);
}

/**
 * The stored values of a report that the options choose.
 *
 * @throws ConfigError where there are none
 */
export async function loadChosen(
  report: Report,
  options: ChoiceOptions,
  { history }: Documents,
): Promise<ChosenHistory> {
  const choice = { from: toDay('--from', options.from), to: toDay('--to', options.to), column: options.column };
  if (choice.from !== undefined && choice.to !== undefined && choice.from > choice.to)
    throw usage(`--from is ${choice.from}, a day after --to, which is ${choice.to}`);
  const isChosen = toIsChosen(report, choice);
  const all = chosenValues(report, await history.loadAllParts(report), () => true);
  const values = all.filter(({ column, date }) => isChosen(column, date));
  if (values.length === 0) throw usage(whyNone(report, all, choice.column));
  return { isChosen, values };
}

function whyNone({ name }: Report, all: readonly DatedValue[], column: string | undefined): string {
  const [first, last] = [all[0], all.at(-1)];
  if (first === undefined || last === undefined)
    return `nothing is stored of ${name}; history list shows the reports that have history`;
  const columns = [...new Set(all.map((value) => value.column))].toSorted();
  if (column !== undefined && !columns.includes(column))
    return `--column is "${column}", of which ${name} has no values; it has those of ${columns.join(', ')}`;
  const which = column === undefined ? name : `${column} of ${name}`;
  return `nothing is stored of ${which} on these dates; the history of the report is from ${first.date} to ${last.date}`;
}
