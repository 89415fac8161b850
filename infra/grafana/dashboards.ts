import type * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import { products } from '../../src/catalogue/index.ts';
import { finished, metricsBoard } from './board.ts';
import { healthBoard } from './health-board.ts';
import { logsBoard } from './log-board.ts';
import { LOG_TARGETS } from './log-targets.ts';
import { addOverview } from './overview.ts';
import { TARGETS } from './overview-targets.ts';
import { productBoard } from './product-board.ts';

const OVERVIEW = 'Is anything wrong, what dropped, how much is used, and where is it going?';

/** Every dashboard by the name of its file. */
export function toDashboards(): ReadonlyMap<string, dashboard.Dashboard> {
  const all = [
    ['overview', addOverview(metricsBoard('overview', 'overview', OVERVIEW), TARGETS)],
    ['azure-monitor', addOverview(logsBoard('azure-monitor', 'Azure Monitor', OVERVIEW), LOG_TARGETS)],
    ['exporter-health', healthBoard()],
    ...products.map((product) => [product.name, productBoard(product)] as const),
  ] as const;
  return new Map(all.map(([name, board]) => [name, finished(board.build())]));
}
