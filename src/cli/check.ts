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
import { paint, untilInterrupted } from './terminal.ts';

const CHECK_TIME_MS = 30_000;

/** The doctor: a line for each thing that has to work, with what to do where it does not. */
export async function check(): Promise<Exit> {
  const config = checkSettings();
  if (config === undefined) return EXIT.usage;

  const graph = await connectGraph(config, process.env, untilInterrupted());
  const exits = [
    await examine('token', EXIT.failed, () => checkToken(graph)),
    await examine('report', EXIT.failed, () => checkReport(config, graph)),
    await examine('store', EXIT.store, () => checkStore(config)),
    ...(await checkExporters(config)),
  ];
  await graph.close();
  return exits.find((exit) => exit === EXIT.store) ?? exits.find((exit) => exit !== EXIT.done) ?? EXIT.done;
}

function checkSettings(): Config | undefined {
  try {
    const config = readConfig(process.env, 'standalone');
    tell(
      'settings',
      true,
      `${config.reports.length} reports of ${config.graphEndpoint.origin}${config.reportFormat === 'json' ? ', as JSON from Graph beta' : ''}`,
    );
    for (const warning of config.warnings) write(paint('yellow', 'warn', process.stdout), 'settings', warning);
    return config;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    for (const { sentence } of error.problems) tell('settings', false, sentence);
    return undefined;
  }
}

async function examine(name: string, exit: Exit, look: () => Promise<string>): Promise<Exit> {
  try {
    tell(name, true, await look());
    return EXIT.done;
  } catch (error) {
    if (error instanceof ConfigError) for (const { sentence } of error.problems) tell(name, false, sentence);
    else tell(name, false, sentenceOf(error));
    return error instanceof ConfigError ? EXIT.usage : exit;
  }
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
async function checkStore({ historyStore, tenant }: Config): Promise<string> {
  const store = await openStore(historyStore);
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
async function checkExporters(config: Config): Promise<readonly Exit[]> {
  const { exporters, host, port } = config;
  if (exporters.length === 0) tell('exporters', true, 'none: history is kept, nothing is exported');
  if (exporters.includes('prometheus')) {
    tell('exporters', true, `prometheus: scraped at /metrics, with \`serve\` at http://${host}:${port}/metrics`);
  }
  const exits: Exit[] = [];
  const point = { labels: { version: VERSION, node: process.version }, value: 1 };
  for (const exporter of await openExporters(config)) {
    const push = async () => {
      await exporter.push([{ metric: health.buildInfo, point }], () => {}, AbortSignal.timeout(CHECK_TIME_MS));
      return `${exporter.name}: accepted a point`;
    };
    exits.push(await examine('exporters', EXIT.failed, push));
  }
  return exits;
}

function tell(name: string, ok: boolean, what: string): void {
  write(ok ? paint('green', 'ok  ', process.stdout) : paint('red', 'FAIL', process.stdout), name, what);
}

function write(word: string, name: string, what: string): void {
  process.stdout.write(`${word}  ${name.padEnd(9)}  ${what}\n`);
}
