import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';

/** Longer than the default window, since reports are late. */
const SPAN = 'now-40d';

/** Where a fork of the repository has them; whoever imports a dashboard puts in their own. */
const RUNBOOKS = 'https://github.com/OWNER/m365-usage-exporter/blob/main/infra/alerts/runbooks/';

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
    .withVariable(
      new dashboard.TextBoxVariableBuilder('runbooks')
        .label('Runbooks at')
        .description('The folder of the runbooks as people reach it, with a slash at its end.')
        .defaultValue(RUNBOOKS),
    )
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
