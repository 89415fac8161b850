import { Command, CommanderError } from 'commander';
import { ExpectedError } from '../errors/errors.ts';
import { sentenceOf } from '../errors/sentence-of.ts';
import { VERSION } from '../settings/version.ts';
import { environment } from '../system/environment.ts';
import { EXIT, type Exit, exitOf } from './exit-codes.ts';
import { addHistoryCommands } from './history-commands.ts';
import { addTenantsCommands } from './tenants-commands.ts';

/** Where there are many tenants. */
const TENANT = ['--tenant <key>', 'one of many tenants, as tenants list shows them'] as const;

const program = new Command('m365-usage-exporter')
  .description(
    'Microsoft 365 usage reports as metrics. Settings are environment variables; docs/configuration.md lists them.',
  )
  .version(VERSION)
  .exitOverride();

command('demo', 'start a sample tenant, pull it and serve its metrics', async (options) =>
  (await import('./demo.ts')).demo(options),
).option('--tenants <number>', 'many sample tenants instead, one of which waits for its consent');
command('serve', 'pull on schedule and serve /metrics and /healthz', async () => (await import('./serve.ts')).serve());
command('collect', 'pull every selected report once, due or not', async (options) =>
  (await import('./collect.ts')).collect(options),
).option(...TENANT);
command('metrics', 'print what a scrape would return now', async (options) =>
  (await import('./metrics.ts')).metrics(options),
).option(...TENANT);
command('reports', 'list the reports and columns that the settings select', async (options) =>
  (await import('./reports.ts')).reports(options.json === true, options),
)
  .option('--json', 'as JSON, one entry per report and column')
  .option(...TENANT);
program
  .command('backfill')
  .description('history as time series: what every _latest series would have read on each past report date')
  .option('--output <file>', 'OpenMetrics text, for promtool tsdb create-blocks-from openmetrics')
  .option('--otlp', 'send by OTLP (OTEL_EXPORTER_OTLP_*)')
  .option('--remote-write', 'send by remote write (PROMETHEUS_REMOTE_WRITE_URL)')
  .option('--from <day>', 'first report date, such as 2026-01-31')
  .option('--to <day>', 'last report date')
  .option('--reports <list>', 'as REPORTS')
  .option(...TENANT)
  .option('--label <name=value>', 'a label to add to every series, such as job=m365; repeatable', collectLabels, [])
  .action(async (options) => {
    process.exitCode = await (await import('./backfill.ts')).backfill(options);
  });
command('check', 'look for what is wrong: settings, token, permissions, Graph, store, exporters', async (options) =>
  (await import('./check.ts')).check(options),
)
  .option('--json', 'as JSON, for scripts and issues: a list of {check, ok, message}, without secrets')
  .option(...TENANT);
addHistoryCommands(program, TENANT);
addTenantsCommands(program);

function collectLabels(label: string, others: readonly string[]): readonly string[] {
  return [...others, label];
}

function command(
  name: string,
  description: string,
  run: (options: { readonly json?: boolean; readonly tenant?: string; readonly tenants?: string }) => Promise<Exit>,
): Command {
  return program
    .command(name)
    .description(description)
    .action(async (options) => {
      process.exitCode = await run(options);
    });
}

// A reader that has seen enough (`metrics | head`) is no failure; a pull whose log nobody can read goes on.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') return;
  process.stderr.write(`The output cannot be written (${error.code}); make room where it goes, or send it elsewhere\n`);
  process.once('exit', () => {
    process.exitCode = EXIT.failed;
  });
});
process.stderr.on('error', () => {});

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = exitOf(error);
  if (!(error instanceof CommanderError)) process.stderr.write(`${describe(error)}\n`);
}

function describe(error: unknown): string {
  const isTraced = environment().LOG_LEVEL === 'debug' && error instanceof Error && !(error instanceof ExpectedError);
  return (isTraced && error.stack) || sentenceOf(error);
}
