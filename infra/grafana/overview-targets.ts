import { health } from '../../src/catalogue/health.ts';
import { tenantActivity, usage } from '../../src/catalogue/usage.ts';
import { NOT_OFFERED } from '../../src/errors/errors.ts';
import { DROP_FROM } from '../../src/history/drops/constants.ts';
import { asColumns, nameLabel, sortedBy } from './column-tables.ts';
import type { OverviewTargets } from './overview.ts';
import { newest, selector } from './queries.ts';
import { asHistory, asNow } from './usage-panels.ts';

const REPORT = 'tenant, report';
const COLUMN = `${REPORT}, column, item`;

/** 1 where the last pull succeeded, 0 where it failed, 2 where Microsoft does not offer the report: that is no failure. */
export const STATE = `max by (${REPORT}) (${newest(REPORT, health.pullSuccess)} or ${notOffered()} * 2)`;

const SCORE = newest(COLUMN, usage.dropScore);
const TITLED = nameLabel('What', 'title', newest(`${COLUMN}, title`, usage.dropScore));
const DUE = newest(REPORT, health.refreshDue);
const PRODUCTS = newest(`${REPORT}, product`, health.info);

/** Labels that only tell rows apart. */
const UNSHOWN = ['report', 'column', 'item', 'title', 'Unknown'];

export const TARGETS: OverviewTargets = {
  drops: asNow(`sum(${SCORE} >= bool ${DROP_FROM})`),
  failing: asNow(`sum(${STATE} == bool 0)`),
  stale: asNow(`sum((${DUE} > bool 0) * (time() > bool ${DUE}))`),
  dataAsOf: asNow(`floor(quantile(0.5, ${newest(REPORT, health.newestDate)}) / 86400) * 86400 * 1000`),
  sinceLastRun: asNow(`time() - min(${newest('tenant', health.lastRun)})`),
  activity: asNow(`min(${newest('tenant', tenantActivity)})`),
  hasProductBoards: true,
  dropped: whatDropped(),
  changed: (direction) => {
    const [extreme, limit] = direction === 'Grew' ? ['topk', '> 1'] : ['bottomk', '< 1'];
    const query = `${extreme}(8, ${withTitle(`${newest(COLUMN, usage.trend)} ${limit}`)}) - 1`;
    return sortedBy(
      asColumns({ 'Beside the rest': query }, ['What'], UNSHOWN),
      'Beside the rest',
      direction === 'Grew',
    );
  },
  historyOf: asHistory,
};

/** With nothing to look at, a row says so: an empty table is good news. */
function whatDropped() {
  const unknown = `label_replace(absent_over_time(${usage.dropScore.name}${selector()}[2d]), "What", "No data", "", "")`;
  const dropped = `(${TITLED} >= ${DROP_FROM}) * 0 + on (${REPORT}) group_left (product) ${PRODUCTS}`;
  const of = (query: string) => `${query} * on (${COLUMN}) group_left (What, product) (${dropped})`;
  const columns = {
    Sum: of(newest(COLUMN, usage.observed)),
    'Usual sum': of(newest(COLUMN, usage.expected)),
    'Of usual': of(newest(COLUMN, usage.changeRatio)),
    Since: of(`${newest(COLUMN, usage.dropSince)} * 1000`),
    'Judged to': of(`${newest(COLUMN, usage.judgedDate)} * 1000`),
    Unknown: unknown,
  };
  return sortedBy(asColumns(columns, ['product', 'What', ...Object.keys(columns)], UNSHOWN), 'Of usual');
}

/** The title of a column is a label of its score alone. */
function withTitle(query: string): string {
  return `(${query}) * on (${COLUMN}) group_left (What) (${TITLED} * 0 + 1)`;
}

function notOffered(): string {
  return newest(REPORT, health.failure, { matchers: `reason=~"${NOT_OFFERED.join('|')}",` });
}
