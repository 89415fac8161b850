import type { PullOptions } from '../app.ts';
import { counted } from '../errors/counted.ts';
import { ReportError, WrongDirectoryError } from '../errors/errors.ts';
import { readClaims, whatIsMissing } from '../graph/token-claims.ts';
import { isFailed, type Run } from '../pull/outcome.ts';
import { RUN_TIME_MS } from '../system/runtime.ts';
import type { Ending } from '../tenants/planner.ts';
import { stateOf, stateOfFailure } from '../tenants/state-of-failure.ts';
import type { TenantState } from '../tenants/tenant-state.ts';
import type { OpenTenant } from './open-tenants.ts';

/** How a run ended, with what was pulled in it. */
export interface TenantRun {
  readonly ending: Ending;
  readonly run: Run | undefined;
}

/**
 * One run for one of many tenants: a token first, which has to be for its directory, then the run as for a single one.
 * What is foreseen is an ending; what it throws, nobody foresaw, or is the store's.
 */
export async function runTenant(
  open: OpenTenant,
  known: TenantState | undefined,
  which: 'due' | 'all',
  options: PullOptions,
  now: () => Date,
): Promise<TenantRun> {
  const { app } = open;
  const started = now().getTime();
  const graph = await app.tenant.createGraph(options.signal);
  try {
    const whole = await checkToken(open, graph.getToken);
    // Every report is told of the first such run; of those that follow only the tenant's state.
    const isNews = known?.reports !== undefined && known.failures === 0 && whole?.state !== 'wrong_directory';
    if (whole !== undefined && !isNews) return { ending: whole, run: undefined };
    const run = await app.pull(which, { ...options, graph });
    const isSlow = now().getTime() - started > RUN_TIME_MS / 2;
    const ending = whole ?? (await endingOf(run, open));
    return { ending: { ...ending, ...(isSlow && { isSlow }) }, run };
  } catch (error) {
    if (!(error instanceof WrongDirectoryError)) throw error;
    return { ending: { state: 'wrong_directory', reason: error.message }, run: undefined };
  } finally {
    await graph.close();
  }
}

/** What keeps the tenant as a whole from being pulled; undefined where nothing does. */
async function checkToken({ consentLink }: OpenTenant, getToken: () => Promise<string>): Promise<Ending | undefined> {
  try {
    const claims = readClaims(await getToken());
    const missing = claims && whatIsMissing(claims);
    if (missing === undefined) return undefined;
    const reason = `${missing}. Its administrator does so with this link: ${consentLink}`;
    return { state: 'waiting_for_consent', reason };
  } catch (error) {
    if (!(error instanceof ReportError || error instanceof WrongDirectoryError)) throw error;
    return { state: stateOf(error), reason: error.message };
  }
}

/** Where not one report is healthy, and all of them failed alike, it is the tenant that fails. */
async function endingOf({ reports: pulled, exports }: Run, { app }: OpenTenant): Promise<Ending> {
  const last = await app.tenant.documents.history.loadLastRun();
  const { selected = 0, healthy = 0, notOffered = 0 } = last?.reports ?? {};
  const counts = { selected, healthy, notOffered };
  const failures = pulled.flatMap((outcome) => (isFailed(outcome) ? (outcome.failure ?? []) : []));
  const [first] = failures;
  if (first !== undefined && healthy === 0 && failures.every(({ reason }) => reason === first.reason))
    return { state: stateOfFailure(first), reason: first.message };
  const failing = selected - healthy - notOffered;
  const unsent = exports.filter(({ failure }) => failure !== undefined).map(({ exporter }) => exporter);
  if (failing <= 0 && unsent.length === 0) return { state: 'healthy', reports: counts };
  const what = [
    ...(failing > 0 ? [`${failing} of ${counted(selected, 'report')} failed`] : []),
    ...(unsent.length > 0 ? [`${unsent.join(' and ')} did not accept everything`] : []),
  ];
  return { state: 'failing', reason: `${what.join(', ')}; the page of the tenant says why`, reports: counts };
}
