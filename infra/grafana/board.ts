import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';

/** Longer than the default window, since reports are late. */
const SPAN = 'now-40d';

/** A dashboard without panels, linked with the others. */
export function emptyBoard(name: string, title: string, description: string, dataSource: string) {
  return new dashboard.DashboardBuilder(`Microsoft 365 usage: ${title}`)
    .uid(`m365-usage-${name}`)
    .description(description)
    .tags(['m365-usage'])
    .readonly()
    .timezone('utc')
    .time({ from: SPAN, to: 'now' })
    .refresh('5m')
    .withVariable(new dashboard.DatasourceVariableBuilder('datasource').label('Data source').type(dataSource))
    .link(
      new dashboard.DashboardLinkBuilder('Microsoft 365 usage')
        .type(dashboard.DashboardLinkType.Dashboards)
        .tags(['m365-usage'])
        .asDropdown(true)
        .keepTime(true)
        .includeVars(true),
    );
}

/** The builder gives panels no number; Grafana's links and annotations go by it. */
export function numbered(board: dashboard.Dashboard): dashboard.Dashboard {
  return { ...board, panels: (board.panels ?? []).map((panel, index) => ({ ...panel, id: index + 1 })) };
}
