import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import { health } from '../../src/catalogue/health.ts';
import { laidOut } from './layout.ts';

/** An Azure Monitor workspace refuses to look back for more than 32 days in one query. */
const SPAN = 'now-30d';

const SPANS = [7, 30, 90, 180];

export const PROMETHEUS = { type: 'prometheus', uid: '$datasource' };

/** A dashboard without panels, linked with the others. */
export function emptyBoard(name: string, title: string, description: string): dashboard.DashboardBuilder {
  return new dashboard.DashboardBuilder(`Microsoft 365 usage: ${title}`)
    .uid(`m365-usage-${name}`)
    .description(description)
    .tags(['m365-usage'])
    .readonly()
    .timezone('utc')
    .time({ from: SPAN, to: 'now' })
    .timepicker(new dashboard.TimePickerBuilder().quickRanges(SPANS.map(quickRange)))
    .tooltip(dashboard.DashboardCursorSync.Tooltip)
    .refresh('5m')
    .link(
      new dashboard.DashboardLinkBuilder('Microsoft 365 usage')
        .type(dashboard.DashboardLinkType.Dashboards)
        .tags(['m365-usage'])
        .asDropdown(true)
        .keepTime(true)
        .includeVars(true),
    );
}

export const WHICH_TENANT = 'Which tenant. All: usage is the sum of them.';

/** A dashboard in PromQL: its data source, and whose series it shows. */
export function metricsBoard(name: string, title: string, description: string): dashboard.DashboardBuilder {
  return sourced(name, title, description)
    .withVariable(labelVariable('tenant', 'Tenant', WHICH_TENANT))
    .withVariable(instanceVariable());
}

/** The same of all tenants, none of which is chosen. */
export function fleetBoard(name: string, title: string, description: string): dashboard.DashboardBuilder {
  return sourced(name, title, description).withVariable(instanceVariable());
}

function sourced(name: string, title: string, description: string): dashboard.DashboardBuilder {
  return emptyBoard(name, title, description).withVariable(
    new dashboard.DatasourceVariableBuilder('datasource').label('Data source').type('prometheus'),
  );
}

function instanceVariable() {
  return labelVariable('instance', 'Instance', 'Which exporter. All: where several have a value, the highest.');
}

/** All of them also where no series has the label: pushed series have no `instance`, and one tenant needs no name. */
function labelVariable(name: string, label: string, description: string) {
  return ofAll(new dashboard.QueryVariableBuilder(name))
    .label(label)
    .description(description)
    .datasource(PROMETHEUS)
    .query({ query: `label_values(${health.buildInfo.name}, ${name})`, refId: name })
    .definition(`label_values(${health.buildInfo.name}, ${name})`);
}

/** A variable that begins with all its values, as a pattern. */
export function ofAll(variable: dashboard.QueryVariableBuilder): dashboard.QueryVariableBuilder {
  return variable
    .refresh(dashboard.VariableRefresh.OnTimeRangeChanged)
    .sort(dashboard.VariableSort.AlphabeticalAsc)
    .includeAll(true)
    .allValue('.*')
    .current({ selected: true, text: 'All', value: '$__all' });
}

function quickRange(days: number) {
  return new dashboard.TimeOptionBuilder().display(`Last ${days} days`).from(`now-${days}d`).to('now');
}

/** Where the builder puts links, those between dashboards are hidden from Grafana 12.3 on. */
export function finished(board: dashboard.Dashboard): dashboard.Dashboard {
  const links = (board.links ?? []).map(({ placement: _, ...link }) => link);
  return { ...board, panels: laidOut(board.panels ?? []), links };
}
