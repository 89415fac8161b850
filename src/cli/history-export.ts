import { counted } from '../errors/counted.ts';
import type { DatedValue } from '../report/reading.ts';
import { EXIT, type Exit } from './exit-codes.ts';
import { type ChoiceOptions, loadChosen, toReport } from './history-choice.ts';
import { appOf } from './one-tenant.ts';
import { writeOutput } from './options.ts';

/** The stored values of one report as CSV, the oldest first. */
export async function exportHistory(
  name: string,
  options: ChoiceOptions & { readonly output?: string },
): Promise<Exit> {
  const report = toReport(name);
  const { tenant } = await appOf(options);
  const { values } = await loadChosen(report, options, tenant.documents);
  const csv = toCsv([HEADER, ...values.map((value) => toRow(report.name, value))]);
  if (options.output === undefined) process.stdout.write(csv);
  else {
    await writeOutput(options.output, csv);
    process.stdout.write(`${counted(values.length, 'value')} written to ${options.output}.\n`);
  }
  return EXIT.done;
}

const HEADER = ['report', 'column', 'item', 'period', 'date', 'value'];

/** The period as Graph names it, where the value depends on it. */
function toRow(report: string, { column, item, period, date, value }: DatedValue): readonly string[] {
  return [report, column, item, period === undefined ? '' : `D${period}`, date, String(value)];
}

/** https://www.rfc-editor.org/rfc/rfc4180 */
function toCsv(rows: readonly (readonly string[])[]): string {
  const quoted = (cell: string) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
  return rows.map((row) => `${row.map(quoted).join(',')}\r\n`).join('');
}
