import { createApp, type PullOptions } from '../app.ts';
import { counted } from '../errors/counted.ts';
import { ReportError } from '../errors/errors.ts';
import { isFailed, type Run } from '../pull/outcome.ts';
import { environment } from '../system/environment.ts';
import { type Exit, exitOfRun } from './exit-codes.ts';
import { type Chosen, chosenTenant, type TenantOption, usage } from './one-tenant.ts';
import { openTerminal, untilInterrupted } from './terminal.ts';

/** One pull of everything selected. */
export async function collect(options: TenantOption = {}): Promise<Exit> {
  const chosen = await chosenTenant(options, '; serve pulls all of them');
  const app = chosen?.open.app ?? (await createApp(environment(), 'standalone'));
  const pull = chosen === undefined ? (pulling: PullOptions) => app.pull('all', pulling) : pullOneOf(chosen);
  const { log, progress, close } = openTerminal(app.settings.logLevel);
  progress(0, app.settings.tenant.reports.length);
  let done = 0;
  const onReport = (_outcome: unknown, total: number) => {
    done += 1;
    progress(done, total);
  };
  const run = await pull({ log, signal: untilInterrupted(), onReport }).finally(close);
  const outcomes = run.reports;
  const read = outcomes.filter(({ failure }) => failure === undefined).length;
  const failed = outcomes.filter(isFailed).length;
  const unavailable = outcomes.length - read - failed;
  process.stdout.write(
    `${read} of ${counted(outcomes.length, 'report')} read${failed ? `, ${failed} failed` : ''}${unavailable ? `, ${unavailable} not available` : ''}.\n`,
  );
  return exitOfRun(run);
}

/** One of many tenants, with a claim, so that the planner lets it alone meanwhile. */
function pullOneOf({ fleet, open }: Chosen): (options: PullOptions) => Promise<Run> {
  return async (options) => {
    if (!open.declared.enabled) throw usage(`the tenant ${open.key} is disabled; tenants enable ${open.key} ends that`);
    const done = await fleet.pull(open.key, { ...options, isForced: true });
    if (done === undefined)
      throw usage(`the tenant ${open.key} is being pulled by another run; try again in ten minutes`);
    if (done.run !== undefined) return done.run;
    // The log has said why.
    throw new ReportError('unauthorized', `Nothing was pulled of ${open.key}`);
  };
}
