import { resolve } from 'node:path';
import { type App, connectTenant, prepareLibraries } from '../app.ts';
import { health } from '../catalogue/health.ts';
import { counted } from '../errors/counted.ts';
import { ConfigError, ReportError, StoreError } from '../errors/errors.ts';
import { sentenceOf } from '../errors/sentence-of.ts';
import { createExporters } from '../export/create-exporters.ts';
import { reportFetcher } from '../graph/fetch-report.ts';
import type { Graph } from '../graph/graph.ts';
import { createGraph } from '../graph/session.ts';
import { readClaims, whatIsMissing } from '../graph/token-claims.ts';
import { fetchReading } from '../pull/fetch-reading.ts';
import { filesOf } from '../report/files.ts';
import { readSettings, type Settings, type TenantSettings } from '../settings/settings.ts';
import { VERSION } from '../settings/version.ts';
import { environment } from '../system/environment.ts';
import { SYSTEM_RUNTIME } from '../system/runtime.ts';
import { EXIT, type Exit } from './exit-codes.ts';
import { type Findings, openJson, openLines } from './findings.ts';
import { chosenTenant, type TenantOption } from './one-tenant.ts';
import { untilInterrupted } from './terminal.ts';

const CHECK_TIME_MS = 30_000;

type Tell = Findings['tell'];

interface CheckOptions extends TenantOption {
  readonly json?: boolean;
}

/** The doctor: a finding for each thing that has to work, with what to do where it does not. */
export async function check({ json = false, ...options }: CheckOptions = {}): Promise<Exit> {
  const chosen = await chosenTenant(options, ', or look at all of them with tenants check');
  const { tell, close } = json ? openJson() : openLines();
  try {
    return await checkAll(tell, chosen?.open.app);
  } finally {
    close();
  }
}

async function checkAll(tell: Tell, app: App | undefined): Promise<Exit> {
  const settings = checkSettings(tell, app);
  if (settings === undefined) return EXIT.usage;

  prepareLibraries(environment());
  const signal = untilInterrupted();
  const graph = app
    ? await app.tenant.createGraph(signal)
    : createGraph(settings.tenant, { ...SYSTEM_RUNTIME, signal });
  const examine = examiner(tell);
  const exits = [
    await examine('token', EXIT.failed, () => checkToken(graph)),
    await examine('report', EXIT.failed, () => checkReport(settings.tenant, graph)),
    await examine('store', EXIT.store, () => checkStore(settings, app)),
    ...(await checkExporters(settings, tell)),
  ];
  await graph.close();
  return exits.find((exit) => exit === EXIT.store) ?? exits.find((exit) => exit !== EXIT.done) ?? EXIT.done;
}

function checkSettings(tell: Tell, app: App | undefined): Settings | undefined {
  const name = 'settings';
  try {
    const settings = app?.settings ?? readSettings(environment(), 'standalone');
    const { reports, graphEndpoint, reportFormat } = settings.tenant;
    const format = reportFormat === 'json' ? ', as JSON from Graph beta' : '';
    const message = `${counted(reports.length, 'report')} of ${graphEndpoint.origin}${format}`;
    tell({ check: name, ok: true, message });
    for (const warning of settings.warnings) tell({ check: name, ok: true, warning: true, message: warning });
    return settings;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    for (const { sentence } of error.problems) tell({ check: name, ok: false, message: sentence });
    return undefined;
  }
}

function examiner(tell: Tell) {
  return async (check: string, exit: Exit, look: () => Promise<string>): Promise<Exit> => {
    try {
      tell({ check, ok: true, message: await look() });
      return EXIT.done;
    } catch (error) {
      const isOfSettings = error instanceof ConfigError;
      const messages = isOfSettings ? error.problems.map(({ sentence }) => sentence) : [sentenceOf(error)];
      const reason = error instanceof ReportError ? { reason: error.reason } : {};
      for (const message of messages) tell({ check, ok: false, message, ...reason });
      return isOfSettings ? EXIT.usage : exit;
    }
  };
}

export async function checkToken(graph: Graph): Promise<string> {
  const claims = readClaims(await graph.getToken());
  if (claims === undefined) return 'there is one, of a kind that cannot be looked into';
  const missing = whatIsMissing(claims);
  if (missing !== undefined) throw new ReportError('unauthorized', missing);
  return `${claims.scopes === undefined ? "an application's" : "a signed-in user's"}, with Reports.Read.All`;
}

export async function checkReport(settings: TenantSettings, graph: Graph): Promise<string> {
  const [report] = settings.reports;
  const pull = report && filesOf(report, settings)[0];
  if (report === undefined || pull === undefined) return 'none is selected';
  try {
    const fetchFile = reportFetcher(graph);
    const { reading } = await fetchReading(report, pull, {
      settings,
      fetchFile,
      now: SYSTEM_RUNTIME.now(),
      etagOf: () => undefined,
    });
    if (reading?.unusable !== undefined) throw new ReportError('not_a_report', reading.unusable);
    const refreshed = reading?.refreshedOn ? `, refreshed ${reading.refreshedOn}` : ': the tenant has no such usage';
    return `${report.name} has ${counted(reading?.rows ?? 0, 'row')}${refreshed}`;
  } catch (error) {
    if (error instanceof ReportError) throw new ReportError(error.reason, `${report.name}: ${error.message}`);
    throw error;
  }
}

async function checkStore(settings: Settings, app: App | undefined): Promise<string> {
  const { documents } = app?.tenant ?? (await connectTenant(settings, environment()));
  const location = settings.historyStore;
  if (!(await documents.isKept(SYSTEM_RUNTIME.now())))
    throw new StoreError('HISTORY_STORE does not keep what is written to it; check where it points');
  return location.kind === 'file'
    ? `the folder ${resolve(location.folder)}`
    : `the blob container ${location.container}`;
}

/** Each exporter that is pushed to gets one point. */
async function checkExporters(settings: Settings, tell: Tell): Promise<readonly Exit[]> {
  const { exporters, host, port, tenantLabel } = settings;
  const say = (message: string) => tell({ check: 'exporters', ok: true, message });
  if (exporters.length === 0) say('none: history is kept, nothing is exported');
  if (exporters.includes('prometheus')) {
    const path = tenantLabel === undefined ? '/metrics' : `/metrics/${tenantLabel}`;
    say(`prometheus: scraped at ${path}, with \`serve\` at http://${host}:${port}${path}`);
  }
  const exits: Exit[] = [];
  const point = { labels: { version: VERSION, node: process.version }, value: 1 };
  for (const exporter of await createExporters(settings, SYSTEM_RUNTIME)) {
    const push = async () => {
      const points = [{ metric: health.buildInfo, point }];
      const leftOut = await exporter.push(points, () => {}, AbortSignal.timeout(CHECK_TIME_MS));
      if (leftOut !== undefined) return `${exporter.name}: took a point, which was ${leftOut.why}`;
      return `${exporter.name}: accepted a point`;
    };
    exits.push(await examiner(tell)('exporters', EXIT.failed, push));
  }
  return exits;
}
