metadata name = 'Alerts on managed Prometheus'
metadata description = 'The rules of alerts/m365-usage.yaml as rule groups of an Azure Monitor workspace.'

import { tagsType } from 'interfaces.bicep'

@description('Required. Azure region: that of the workspace.')
param location string

@description('Required. Resource ID of the Azure Monitor workspace that takes the metrics.')
param workspaceResourceId string

@description('Required. Resource IDs of the action groups that are told; none leaves alerts in the portal.')
param actionGroupResourceIds string[]

@description('Required. Tells deployments apart: the end of every name.')
param token string

@description('Required. Folder of the runbooks as people reach it, with a slash at its end; empty leaves `runbooks/<alert>.md`.')
param runbookFolder string

@description('Required. Tags of every resource.')
param tags tagsType

@description('Optional. Whether many tenants are served, which have alerts of their own.')
param withManyTenants bool = false

// Without types: a group holds rules of two shapes.
var groups = filter(
  any(loadYamlContent('../alerts/m365-usage.yaml')).groups,
  group => withManyTenants || group.name != 'm365-fleet'
)
var severities = { critical: 0, warning: 2, info: 3 }

resource ruleGroups 'Microsoft.AlertsManagement/prometheusRuleGroups@2023-03-01' = [
  for group in groups: {
    name: '${group.name}-${token}'
    location: location
    tags: tags
    properties: {
      description: 'From infra/alerts/m365-usage.yaml.'
      scopes: [workspaceResourceId]
      interval: 'PT1M'
      rules: map(
        group.rules,
        rule =>
          contains(rule, 'record')
            ? {
                record: rule.record
                expression: rule.expr
              }
            : {
                alert: rule.alert
                expression: rule.expr
                for: contains(rule, 'for') ? 'PT${toUpper(rule.for)}' : null
                severity: severities[rule.labels.severity]
                labels: rule.labels
                annotations: {
                  summary: rule.annotations.summary
                  // Azure does not say that templates may query, so descriptions that do give way to their summary.
                  description: contains(rule.annotations.description, '| query')
                    ? '${contains(rule.annotations.description, '$labels.report') ? '{{ $labels.report }}' : 'Usage'}{{ with $labels.tenant }} of tenant {{ . }}{{ end }}: ${rule.annotations.summary}'
                    : rule.annotations.description
                  runbook_url: empty(runbookFolder) ? rule.annotations.runbook_url : '${runbookFolder}${rule.alert}.md'
                }
                actions: map(actionGroupResourceIds, id => { actionGroupId: id })
                resolveConfiguration: { autoResolved: true, timeToResolve: 'PT10M' }
              }
      )
    }
  }
]
