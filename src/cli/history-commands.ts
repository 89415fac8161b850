import type { Command } from 'commander';

/** The commands about what is stored of reports. */
export function addHistoryCommands(program: Command, tenantOption: readonly [string, string]): void {
  const history = program.command('history').description('what is stored of each report: list, write out, delete');
  const add = (line: string, description: string) =>
    history
      .command(line)
      .description(description)
      .option(...tenantOption);
  const addChoice = (line: string, description: string) =>
    add(line, description)
      .option('--from <day>', 'first report date, such as 2026-01-31')
      .option('--to <day>', 'last report date')
      .option('--column <name>', 'one column, as reports lists it');

  add('list', 'every report that has history: its dates, values and size')
    .option('--json', 'as JSON')
    .action(async (options) => {
      process.exitCode = await (await import('./history-list.ts')).listHistory(options);
    });
  addChoice('export <report>', 'its values as CSV: report, column, item, period, date, value')
    .option('--output <file>', 'into a file instead of standard output')
    .action(async (report, options) => {
      process.exitCode = await (await import('./history-export.ts')).exportHistory(report, options);
    });
  addChoice('delete <report>', 'values of it; the next pull brings back those that Microsoft Graph still has')
    .option('--yes', 'really')
    .action(async (report, options) => {
      process.exitCode = await (await import('./history-delete.ts')).deleteHistory(report, options);
    });
}
