import { fleet } from '../../src/catalogue/fleet.ts';
import { health } from '../../src/catalogue/health.ts';
import type { MetricDefinition } from '../../src/catalogue/types.ts';
import { usage } from '../../src/catalogue/usage.ts';
import { DROP_FROM } from '../../src/history/drops/constants.ts';
import { TENANT_STATES } from '../../src/tenants/tenant-state.ts';
import { asColumns, nameLabel, sortedBy } from './column-tables.ts';
import { type FleetTargets, NO_TENANTS } from './fleet-board.ts';
import { newest } from './queries.ts';
import { asNow } from './usage-panels.ts';

/** The states in which nobody has anything to do, or only the tenant's administrator has. */
const CALM = 'healthy|new|disabled|waiting_for_consent';

const COLUMN = 'tenant, report, column, item';

const PULLED = now(fleet.lastSuccess);
const DUE = now(fleet.pullDue);
const WAITING = now(fleet.waitingSince);
const STATE = latest(fleet.state, 'state');
const ATTENTION = `(${STATE} and on (tenant, state) ${now(fleet.state, 'tenant, state', `state!~"${CALM}",`)})`;
const NAME = `${nameLabel('Name', 'tenant_name', latest(fleet.info, 'tenant_name'))} * 0 + 1`;
const SELECTED = `(${DUE} > 0)`;

export const FLEET_TARGETS: FleetTargets = {
  tenants: asNow(`count(${now(fleet.info)})`),
  attention: asNow(`count(${ATTENTION}) or count(${STATE}) * 0`),
  late: asNow(`sum((${DUE} > bool 0) * (time() > bool ${DUE}))`),
  waiting: asNow(`sum(${WAITING} > bool 0)`),
  oldest: asNow(`max(time() - (${PULLED} and ${SELECTED}))`),
  sinceLastPlan: asNow(`time() - max(last_over_time(${fleet.lastPlan.name}${selector()}[2d]))`),
  certificate: asNow(`min(${newest('setting', health.certificateEnd, { matchers: '', selector })}) - time()`),
  states: asNow(inWords(`${now(fleet.tenants, 'state')} > 0`), '{{series}}'),
  troubled: sortedBy(tenantTable(`on (tenant) ${ATTENTION}`), 'Last pull'),
  all: sortedBy(tenantTable(undefined), 'Name'),
  waitingSince: sortedBy(table({ Since: named(`(${WAITING} > 0) * 1000`) }, ['Since']), 'Since'),
  ages: sortedBy(table({ Age: named(`topk(20, time() - (${PULLED} and ${SELECTED}))`) }, ['Age']), 'Age', true),
  dropped: dropped(),
};

/** Of every tenant, whichever is chosen elsewhere. */
function selector(more = ''): string {
  return `{${more}instance=~"$instance"}`;
}

/** The fleet's own health comes every few minutes, scraped or pushed: what it said before is over. */
function now(metric: MetricDefinition, by = 'tenant', more = ''): string {
  return `max by (${by}) (last_over_time(${metric.name}${selector(more)}[10m]))`;
}

/** Of what a label tells of a tenant, what it told last: a state that is over has a sample for some minutes yet. */
function latest(metric: MetricDefinition, label: string): string {
  const at = `max_over_time(timestamp(${metric.name}${selector()})[10m:30s])`;
  return `topk by (tenant) (1, max by (tenant, ${label}) (${at}))`;
}

function named(query: string): string {
  return `${query} * on (tenant) group_left (Name) (${NAME})`;
}

/** A state as people call it, as label `series`. */
function inWords(query: string): string {
  const spelt = TENANT_STATES.filter((state) => state.includes('_'));
  return spelt.reduce(
    (inner, state) => `label_replace(${inner}, "series", "${state.replaceAll('_', ' ')}", "state", "${state}")`,
    nameLabel('series', 'state', query),
  );
}

/** A table that begins with the tenant: its key is a column of that name, which links read. */
function table(
  queries: Readonly<Record<string, string>>,
  order: readonly string[],
  leftOut: readonly string[] = [],
  unknown = nothingOf(fleet.info, '10m', NO_TENANTS),
) {
  const all = Object.entries({ ...queries, Unknown: unknown });
  const named = all.map(([name, query]) => [name, nameLabel('Tenant', 'tenant', query)]);
  return asColumns(Object.fromEntries(named), ['Tenant', 'Name', ...order], ['tenant', 'Unknown', ...leftOut]);
}

/** With nothing to look at, a row says so: an empty table is good news. */
function nothingOf(metric: MetricDefinition, within: string, text: string): string {
  return `label_replace(absent_over_time(${metric.name}${selector()}[${within}]), "tenant", "${text}", "", "")`;
}

/** A row for each tenant, with its state, and the reason that most of its failed reports have. */
function tenantTable(only: string | undefined) {
  const of = (query: string) => named(only === undefined ? query : `(${query} and ${only})`);
  const state = nameLabel('State', 'series', inWords(STATE));
  const failures = newest('tenant, report, reason', health.failure, { selector });
  const reason = nameLabel('Reason', 'reason', `topk by (tenant) (1, count by (tenant, reason) (${failures}))`);
  const columns = {
    States: of(state),
    Failures: of(reason),
    Healthy: of(now(fleet.healthy)),
    Reports: of(now(fleet.selected)),
    'Last pull': of(`${PULLED} * 1000`),
    'Last run': of(`${now(fleet.lastRun)} * 1000`),
  };
  const order = ['State', 'Reason', 'Healthy', 'Reports', 'Last pull', 'Last run'];
  return table(columns, order, ['state', 'series', 'reason', 'States', 'Failures']);
}

/** The columns of all tenants that fell furthest below what is alarming for them. */
function dropped() {
  const score = newest(`${COLUMN}, title`, usage.dropScore, { selector });
  const titled = nameLabel('What', 'title', `topk(25, ${score} >= ${DROP_FROM})`);
  const products = newest('tenant, report, product', health.info, { selector });
  const what = `(${titled}) * 0 + on (tenant, report) group_left (product) ${products}`;
  const of = (query: string) => `${query} * on (${COLUMN}) group_left (What, product) (${what})`;
  const read = (metric: MetricDefinition) => newest(COLUMN, metric, { selector });
  const columns = {
    Sum: of(read(usage.observed)),
    'Usual sum': of(read(usage.expected)),
    'Of usual': of(read(usage.changeRatio)),
    Score: of(read(usage.dropScore)),
    Since: of(`${read(usage.dropSince)} * 1000`),
    'Judged to': of(`${read(usage.judgedDate)} * 1000`),
  };
  const order = ['What', ...Object.keys(columns), 'product'];
  const unknown = nothingOf(usage.dropScore, '2d', 'No data');
  return sortedBy(table(columns, order, ['report', 'column', 'item', 'title'], unknown), 'Score', true);
}
