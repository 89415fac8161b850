import type * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import { products } from '../../src/catalogue/index.ts';
import { finished, fleetBoard, metricsBoard } from './board.ts';
import { addFleet } from './fleet-board.ts';
import { FLEET_TARGETS } from './fleet-targets.ts';
import { addHealth } from './health-board.ts';
import { HEALTH_TARGETS } from './health-targets.ts';
import { logsBoard } from './log-board.ts';
import { LOG_HEALTH } from './log-health.ts';
import { LOG_TARGETS } from './log-targets.ts';
import { addOverview } from './overview.ts';
import { TARGETS } from './overview-targets.ts';
import { productBoard } from './product-board.ts';

const OVERVIEW = 'Is anything wrong, what dropped, how much is used, and where is it going?';
const FLEET = 'Of many tenants: who needs attention and why, how old is their data, who waits, and what fell furthest?';
const HEALTH = 'Does the exporter work, what does each report lack?';

/** Every dashboard by the name of its file. */
export function toDashboards(): ReadonlyMap<string, dashboard.Dashboard> {
  const all = [
    ['overview', addOverview(metricsBoard('overview', 'overview', OVERVIEW), TARGETS)],
    ['azure-monitor', addOverview(logsBoard('azure-monitor', 'Azure Monitor', OVERVIEW), LOG_TARGETS)],
    ['fleet', addFleet(fleetBoard('fleet', 'fleet', FLEET), FLEET_TARGETS)],
    ['exporter-health', addHealth(metricsBoard('exporter-health', 'exporter health', HEALTH), HEALTH_TARGETS)],
    [
      'azure-monitor-health',
      addHealth(logsBoard('azure-monitor-health', 'Azure Monitor, exporter health', HEALTH), LOG_HEALTH),
    ],
    ...products.map((product) => [product.name, productBoard(product)] as const),
  ] as const;
  return new Map(all.map(([name, board]) => [name, finished(board.build())]));
}
