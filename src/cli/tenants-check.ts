import pMap from 'p-map';
import { prepareLibraries } from '../app.ts';
import { ReportError } from '../errors/errors.ts';
import { sentenceOf } from '../errors/sentence-of.ts';
import type { Fleet } from '../fleet/fleet.ts';
import type { OpenTenant } from '../fleet/open-tenants.ts';
import { environment } from '../system/environment.ts';
import { toSentence } from '../tenants/read-declared.ts';
import { checkReport, checkToken } from './check.ts';
import { EXIT, type Exit } from './exit-codes.ts';
import { type Findings, openJson, openLines } from './findings.ts';
import { openDeclared, openFleet } from './one-tenant.ts';
import { seriesBudget } from './series-budget.ts';
import { untilInterrupted } from './terminal.ts';

const AT_A_TIME = 8;

/** Token, directory, permission and one report of each tenant; of all where none is named. The worst decides. */
export async function checkTenants(keys: readonly string[], asJson: boolean): Promise<Exit> {
  const fleet = await openFleet();
  prepareLibraries(environment());
  const { tenants, misdeclared, problem } = await fleet.declared.load();
  const chosen = keys.length > 0 ? keys : tenants.filter(({ enabled }) => enabled).map(({ key }) => key);
  const opened = await Promise.all(chosen.map((key) => openDeclared(fleet, key, 'the key')));
  const { tell, close } = asJson ? openJson() : openLines();
  const wrong = keys.length > 0 ? [] : [...(problem === undefined ? [] : [problem]), ...misdeclared.map(toSentence)];
  for (const message of wrong) tell({ check: 'tenants', ok: false, message });
  const signal = untilInterrupted();
  const exits = await pMap(opened, (open) => checkTenant(open, fleet, tell, signal), { concurrency: AT_A_TIME });
  if (keys.length === 0) tell({ check: 'series', ok: true, message: await seriesBudget(fleet) });
  close();
  if (wrong.length > 0) return EXIT.usage;
  return exits.find((exit) => exit !== EXIT.done) ?? EXIT.done;
}

async function checkTenant(open: OpenTenant, fleet: Fleet, tell: Findings['tell'], signal: AbortSignal): Promise<Exit> {
  const graph = await open.app.tenant.createGraph(signal);
  try {
    const token = await checkToken(graph);
    const report = await checkReport(open.app.settings.tenant, graph);
    await open.app.tenant.documents.history.loadLastRun();
    tell({ check: open.key, ok: true, message: `token: ${token}; ${report}` });
    // Whoever waited is due now.
    await fleet.states.update([open.key], () => (state) => state && { ...state, nextAt: new Date().toISOString() });
    return EXIT.done;
  } catch (error) {
    const reason = error instanceof ReportError ? { reason: error.reason } : {};
    tell({ check: open.key, ok: false, message: sentenceOf(error), ...reason });
    return EXIT.failed;
  } finally {
    await graph.close();
  }
}
