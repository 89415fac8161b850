metadata name = 'Alerts on managed Prometheus'
metadata description = 'The rules of alerts/m365-usage.yaml as rule groups of an Azure Monitor workspace.'

@description('Required. Azure region: that of the workspace.')
param location string

@description('Required. Resource ID of the Azure Monitor workspace that takes the metrics.')
param monitorWorkspaceId string

@description('Required. Resource ID of the action group that is told.')
param actionGroupId string

@description('Required. Folder of the runbooks as people reach it, with a slash at its end; empty leaves `runbooks/<alert>.md`.')
param runbookFolder string

@description('Required. Tags of every resource.')
param tags object

// Without types: a group holds rules of two shapes.
var groups = any(loadYamlContent('../alerts/m365-usage.yaml')).groups
var severities = { critical: 0, warning: 2, info: 3 }

resource ruleGroups 'Microsoft.AlertsManagement/prometheusRuleGroups@2023-03-01' = [for group in groups: {
  name: group.name
  location: location
  tags: tags
  properties: {
    description: 'From infra/alerts/m365-usage.yaml.'
    scopes: [monitorWorkspaceId]
    interval: 'PT1M'
    rules: map(group.rules, rule => contains(rule, 'record') ? {
      record: rule.record
      expression: rule.expr
    } : {
      alert: rule.alert
      expression: rule.expr
      for: 'PT${toUpper(rule['for'])}'
      severity: severities[rule.labels.severity]
      labels: rule.labels
      annotations: {
        summary: rule.annotations.summary
        // Azure does not say that templates may query, so two descriptions give way to their summary.
        description: contains(rule.annotations.description, '| query')
          ? '{{ $labels.report }}: ${rule.annotations.summary}'
          : rule.annotations.description
        runbook_url: empty(runbookFolder) ? rule.annotations.runbook_url : '${runbookFolder}${rule.alert}.md'
      }
      actions: [{ actionGroupId: actionGroupId }]
      resolveConfiguration: { autoResolved: true, timeToResolve: 'PT10M' }
    })
  }
}]
