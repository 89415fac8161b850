metadata name = 'Alerts on logs'
metadata description = 'The alerts of alerts/m365-usage.yaml on what Application Insights holds, by the queries of alerts/log-queries.yaml.'

import { tagsType } from 'interfaces.bicep'

@description('Required. Azure region: that of the workspace.')
param location string

@description('Required. Resource ID of the Log Analytics workspace behind Application Insights.')
param workspaceResourceId string

@description('Required. Resource IDs of the action groups that are told; none leaves alerts in the portal.')
param actionGroupResourceIds string[]

@description('Required. Tells deployments apart: the end of every name.')
param token string

@description('Required. Folder of the runbooks as people reach it, with a slash at its end; empty leaves `runbooks/<alert>.md`.')
param runbookFolder string

@description('Required. Tags of every resource.')
param tags tagsType

@description('Optional. When it is deployed: until a role holds and the first push has come, no run is missed.')
param deployedAt string = utcNow('yyyy-MM-ddTHH:mm:ssZ')

@description('Optional. Whether many tenants are served, which have alerts of their own.')
param withManyTenants bool = false

// Without types: a group holds rules of two shapes.
var groups = any(loadYamlContent('../alerts/m365-usage.yaml')).groups
var queries = any(loadYamlContent('../alerts/log-queries.yaml'))
var rules = flatten(map(filter(groups, group => withManyTenants || group.name != 'm365-fleet'), group => group.rules))
var alerts = filter(rules, rule => contains(rule, 'alert') && contains(queries.alerts, rule.alert))
// Of two hours, a role takes half of the first one, and the first pull the rest.
var isComeUp = '\n| where datetime(${deployedAt}) < ago(2h)'
var severities = { critical: 0, warning: 2, info: 3 }

resource logAlerts 'Microsoft.Insights/scheduledQueryRules@2026-03-01' = [
  for rule in alerts: {
    name: '${rule.alert}-${token}'
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: rule.alert
      description: '${rule.annotations.summary} ${empty(runbookFolder) ? rule.annotations.runbook_url : '${runbookFolder}${rule.alert}.md'}'
      severity: severities[rule.labels.severity]
      scopes: [workspaceResourceId]
      evaluationFrequency: 'PT30M'
      // The longest there is: points arrive once a day.
      windowSize: 'P2D'
      criteria: {
        allOf: [
          {
            query: '${queries.prelude}${queries.alerts[rule.alert].query}${rule.alert == 'M365PullNotRunning' ? isComeUp : ''}'
            timeAggregation: 'Count'
            operator: 'GreaterThan'
            threshold: 0
            dimensions: map(queries.alerts[rule.alert].dimensions, dimension => {
              name: dimension
              operator: 'Include'
              values: ['*']
            })
            failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
          }
        ]
      }
      actions: { actionGroups: actionGroupResourceIds }
      autoMitigate: true
      // The tables fill with the first push, which comes after the deployment.
      skipQueryValidation: true
    }
  }
]
