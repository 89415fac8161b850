import { resolve } from 'node:path';
import { health } from '../catalogue/health.ts';
import { pullsOf } from '../catalogue/periods.ts';
import { type Config, readConfig } from '../config.ts';
import { ConfigError, ReportError, StoreError } from '../errors.ts';
import { fetchReading } from '../fetch-reading.ts';
import { type Graph, reportFetcher } from '../graph/fetch-report.ts';
import { readClaims, whatIsMissing } from '../graph/token-claims.ts';
import { stored } from '../history/stored.ts';
import { openExporters } from '../open-exporters.ts';
import { connectGraph, openStore } from '../production.ts';
import { sentenceOf } from '../sentence-of.ts';
import { overwriteJson, readJson } from '../store/store.ts';
import { VERSION } from '../version.ts';
import { EXIT, type Exit } from './exit.ts';
import { type Findings, openJson, openLines } from './findings.ts';
import { untilInterrupted } from './terminal.ts';

const CHECK_TIME_MS = 30_000;

type Tell = Findings['tell'];

/** The doctor: a finding for each thing that has to work, with what to do where it does not. */
export async function check({ json = false } = {}): Promise<Exit> {
  const { tell, close } = json ? openJson() : openLines();
  try {
    return await checkAll(tell);
  } finally {
    close();
  }
}

async function checkAll(tell: Tell): Promise<Exit> {
  const config = checkSettings(tell);
  if (config === undefined) return EXIT.usage;

  const graph = await connectGraph(config, untilInterrupted());
  const examine = examiner(tell);
  const exits = [
    await examine('token', EXIT.failed, () => checkToken(graph)),
    await examine('report', EXIT.failed, () => checkReport(config, graph)),
    await examine('store', EXIT.store, () => checkStore(config)),
    ...(await checkExporters(config, tell)),
  ];
  await graph.close();
  return exits.find((exit) => exit === EXIT.store) ?? exits.find((exit) => exit !== EXIT.done) ?? EXIT.done;
}

function checkSettings(tell: Tell): Config | undefined {
  const name = 'settings';
  try {
    const config = readConfig(process.env, 'standalone');
    const format = config.reportFormat === 'json' ? ', as JSON from Graph beta' : '';
    const message = `${config.reports.length} reports of ${config.graphEndpoint.origin}${format}`;
    tell({ check: name, ok: true, message });
    for (const warning of config.warnings) tell({ check: name, ok: true, warning: true, message: warning });
    return config;
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

async function checkToken(graph: Graph): Promise<string> {
  const claims = readClaims(await graph.getToken());
  if (claims === undefined) return 'there is one, of a kind that cannot be looked into';
  const missing = whatIsMissing(claims);
  if (missing !== undefined) throw new ReportError('unauthorized', missing);
  return `${claims.scopes === undefined ? "an application's" : "a signed-in user's"}, with Reports.Read.All`;
}

async function checkReport(config: Config, graph: Graph): Promise<string> {
  const [report] = config.reports;
  const pull = report && pullsOf(report, config)[0];
  if (report === undefined || pull === undefined) return 'none is selected';
  try {
    const fetchFile = reportFetcher(graph);
    const { reading } = await fetchReading(report, pull, {
      settings: config,
      fetchFile,
      now: new Date(),
      etagOf: () => undefined,
    });
    if (reading?.unusable !== undefined) throw new ReportError('not_a_report', reading.unusable);
    const refreshed = reading?.refreshedOn ? `, refreshed ${reading.refreshedOn}` : ': the tenant has no such usage';
    return `${report.name} has ${reading?.rows} rows${refreshed}`;
  } catch (error) {
    if (error instanceof ReportError) throw new ReportError(error.reason, `${report.name}: ${error.message}`);
    throw error;
  }
}

/** Writes, and reads again. */
async function checkStore(config: Config): Promise<string> {
  const { historyStore, tenant } = config;
  const store = await openStore(config);
  const path = `${tenant}/check.json`;
  await overwriteJson(store, path, { version: 1, checkedAt: new Date().toISOString() });
  const read = await readJson(store, path, stored({}));
  if (read === undefined)
    throw new StoreError('HISTORY_STORE does not keep what is written to it; check where it points');
  return historyStore.kind === 'file'
    ? `the folder ${resolve(historyStore.folder)}`
    : `the blob container ${historyStore.container}`;
}

/** Each exporter that is pushed to gets one point. */
async function checkExporters(config: Config, tell: Tell): Promise<readonly Exit[]> {
  const { exporters, host, port } = config;
  const say = (message: string) => tell({ check: 'exporters', ok: true, message });
  if (exporters.length === 0) say('none: history is kept, nothing is exported');
  if (exporters.includes('prometheus')) {
    say(`prometheus: scraped at /metrics, with \`serve\` at http://${host}:${port}/metrics`);
  }
  const exits: Exit[] = [];
  const point = { labels: { version: VERSION, node: process.version }, value: 1 };
  for (const exporter of await openExporters(config)) {
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
