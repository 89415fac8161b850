import pMap from 'p-map';
import { connectTenant } from '../app.ts';
import type { Labels, Report } from '../catalogue/types.ts';
import { counted } from '../errors/counted.ts';
import { otlpOptions, remoteWriteOptions } from '../export/create-exporters.ts';
import { ExportError } from '../export/exporter.ts';
import { createOtlpExporter } from '../export/otlp.ts';
import { type PastSeries, toOpenMetrics, toPastSeries } from '../export/past-series.ts';
import { createRemoteWriter, tokenScopeOf, toSeriesBatches } from '../export/remote-write.ts';
import { serviceOf } from '../export/to-resource-metrics.ts';
import type { TimeSeries } from '../export/write-request.ts';
import { toReportHistory } from '../metrics/report-history.ts';
import { dayToSeconds } from '../report/dates.ts';
import { filesOf } from '../report/files.ts';
import { readSettings, type Settings } from '../settings/settings.ts';
import { environment } from '../system/environment.ts';
import { SYSTEM_RUNTIME } from '../system/runtime.ts';
import type { Tenant } from '../tenant.ts';
import { tenantSettingsReader } from '../tenants/tenant-settings.ts';
import { EXIT, type Exit } from './exit-codes.ts';
import { chosenTenant, type TenantOption } from './one-tenant.ts';
import { optionError, toDay, writeOutput } from './options.ts';
import { untilInterrupted } from './terminal.ts';

export interface BackfillOptions extends TenantOption {
  readonly output?: string;
  readonly otlp?: boolean;
  readonly remoteWrite?: boolean;
  readonly from?: string;
  readonly to?: string;
  readonly reports?: string;
  readonly label: readonly string[];
}

const LOADS_AT_A_TIME = 8;

/** History as time series, to a file or to a receiver that takes old samples. */
export async function backfill(options: BackfillOptions): Promise<Exit> {
  const span = { from: toDay('--from', options.from), to: toDay('--to', options.to) };
  const send = toTarget(options);
  const added = options.label.map(toLabel);
  const { settings, tenant } = await openSource(options, send.settings);
  const labels = { ...(settings.tenantLabel && { tenant: settings.tenantLabel }), ...Object.fromEntries(added) };
  const histories = await pMap(settings.tenant.reports, (report) => load(report, tenant), {
    concurrency: LOADS_AT_A_TIME,
  });
  const series = toPastSeries(histories, span).map((entry) => ({ ...entry, labels: withLabels(entry.labels, labels) }));
  const samples = series.reduce((sum, { days }) => sum + days.length, 0);
  if (samples === 0) {
    process.stderr.write('There is no history in that span; pull first, or widen --from and --to.\n');
    return EXIT.failed;
  }
  try {
    await send.to(series, settings);
  } catch (error) {
    if (!(error instanceof ExportError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return EXIT.failed;
  }
  process.stdout.write(`${counted(samples, 'sample')} of ${series.length} series.\n`);
  return EXIT.done;
}

/** The tenant with its settings, and those of the target over them. */
async function openSource(options: BackfillOptions, ofTarget: Readonly<Record<string, string>>) {
  const env = { ...environment(), ...ofTarget };
  const reports = options.reports && { REPORTS: options.reports };
  const chosen = await chosenTenant(options);
  if (chosen === undefined) {
    const settings = readSettings({ ...env, ...reports }, 'standalone');
    return { settings, tenant: await connectTenant(settings, environment()) };
  }
  const { key, declared, app } = chosen.open;
  const settings = tenantSettingsReader(env, 'standalone')({ key, settings: { ...declared.settings, ...reports } });
  return { settings, tenant: app.tenant };
}

async function load(report: Report, { settings, documents: { history } }: Tenant) {
  const [status, parts] = await Promise.all([history.loadStatus(report), history.loadAllParts(report)]);
  return toReportHistory(report, filesOf(report, settings), status, parts);
}

interface Target {
  /** What the target needs besides the settings of the environment. */
  readonly settings: Readonly<Record<string, string>>;
  readonly to: (series: readonly PastSeries[], settings: Settings) => Promise<void>;
}

function toTarget({ output, otlp, remoteWrite }: BackfillOptions): Target {
  const named = [output !== undefined, otlp, remoteWrite].filter(Boolean).length;
  if (named !== 1) throw optionError('backfill', 'takes one of --output FILE, --otlp and --remote-write');
  if (otlp) return { settings: { OTEL_METRICS_EXPORTER: 'otlp' }, to: toOtlp };
  if (remoteWrite) return { settings: { OTEL_METRICS_EXPORTER: 'prometheus_remote_write' }, to: toRemoteWrite };
  return { settings: {}, to: (series) => writeOutput(output ?? '', toOpenMetrics(series)) };
}

async function toOtlp(series: readonly PastSeries[], settings: Settings): Promise<void> {
  const { otlp } = settings.exportSettings;
  if (otlp === undefined) return;
  const points = series.flatMap(({ metric, labels, days }) =>
    days.map(([date, value]) => ({ metric, point: { labels, value, date } })),
  );
  await createOtlpExporter(
    otlpOptions(otlp, { ...serviceOf(settings), tenant: settings.tenantLabel }, SYSTEM_RUNTIME),
  ).push(points, () => {}, untilInterrupted());
}

async function toRemoteWrite(series: readonly PastSeries[], { exportSettings, tenant }: Settings): Promise<void> {
  const { remoteWrite } = exportSettings;
  if (remoteWrite === undefined) return;
  // https://learn.microsoft.com/azure/azure-monitor/metrics/prometheus-remote-write-troubleshooting
  if (tokenScopeOf(remoteWrite.url) !== undefined) {
    throw optionError(
      '--remote-write',
      'cannot fill an Azure Monitor workspace, which refuses samples older than 20 minutes; its past begins today',
    );
  }
  const samplesOf = (days: PastSeries['days']) =>
    days.map(([day, value]) => [dayToSeconds(day) * 1000, value] as const);
  const written = series.map(({ metric, labels, days }) => ({ name: metric.name, labels, samples: samplesOf(days) }));
  const write = createRemoteWriter<readonly TimeSeries[]>(
    remoteWriteOptions(remoteWrite, tenant.authorityHost, SYSTEM_RUNTIME),
  );
  await write(
    toSeriesBatches(written),
    (batch) => batch,
    () => {},
    untilInterrupted(),
  );
}

function toLabel(pair: string): readonly [string, string] {
  const [, name, value] = /^([a-zA-Z_]\w*)=(.*)$/.exec(pair) ?? [];
  if (name === undefined || value === undefined || name.startsWith('__')) {
    throw optionError(
      '--label',
      `is "${pair}"; use <name>=<value>, with a name that does not begin with two underscores`,
    );
  }
  return [name, value];
}

function withLabels(own: Labels, added: Labels): Labels {
  const taken = Object.keys(added).find((name) => name in own);
  if (taken !== undefined)
    throw optionError('--label', `names ${taken}, which the series have already; use another name`);
  return { ...own, ...added };
}
