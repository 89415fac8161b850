metadata name = 'Monitoring'
metadata description = 'Where logs go, and metrics with the exporter azure_monitor.'

import { diagnosticProperties, isLocked, lockProperties, roleAssignmentProperties } from 'interface-properties.bicep'
import { loggedType, tagsType } from 'interfaces.bicep'

@description('Required. Name of the Log Analytics workspace.')
param workspaceName string

@description('Optional. Resource ID of a Log Analytics workspace that exists, instead of one of its own.')
param existingWorkspaceResourceId string = ''

@description('Required. Name of the Application Insights resource.')
param applicationInsightsName string

@description('Required. Azure region.')
param location string

@description('Required. How many days logs are kept.')
param retentionInDays int

@description('Required. How many GB of logs are taken in a day; -1 for any number.')
param dailyQuotaGb int

@description('Optional. Lock, roles and diagnostic settings of a workspace of its own.')
param workspaceOptions loggedType?

@description('Optional. Lock, roles and diagnostic settings of Application Insights.')
param applicationInsightsOptions loggedType?

@description('Required. Tags of every resource.')
param tags tagsType

var isOwn = empty(existingWorkspaceResourceId)

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-07-01' = if (isOwn) {
  name: workspaceName
  location: location
  tags: tags
  properties: {
    sku: { name: 'PerGB2018' }
    retentionInDays: retentionInDays
    workspaceCapping: { dailyQuotaGb: dailyQuotaGb }
    features: { disableLocalAuth: true }
  }
}

resource applicationInsights 'Microsoft.Insights/components@2020-02-02' = {
  name: applicationInsightsName
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: isOwn ? workspace.id : existingWorkspaceResourceId
    DisableLocalAuth: true
  }
}

resource workspaceLock 'Microsoft.Authorization/locks@2020-05-01' = if (isOwn && isLocked(workspaceOptions.?lock)) {
  scope: workspace
  name: workspaceOptions.?lock.?name ?? 'lock-${workspaceName}'
  properties: lockProperties(workspaceOptions.?lock)
}

resource workspaceRoles 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for assignment in workspaceOptions.?roleAssignments ?? []: if (isOwn) {
    scope: workspace
    name: assignment.?name ?? guid(workspace.id, assignment.principalId, assignment.roleDefinitionIdOrName)
    properties: roleAssignmentProperties(assignment)
  }
]

#disable-next-line use-recent-api-versions // The one stable version, of 2016, knows no groups of categories.
resource workspaceDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = [
  for (setting, index) in workspaceOptions.?diagnosticSettings ?? []: if (isOwn) {
    scope: workspace
    name: setting.?name ?? 'diagnostics-${index}'
    properties: diagnosticProperties(setting)
  }
]

resource applicationInsightsLock 'Microsoft.Authorization/locks@2020-05-01' = if (isLocked(applicationInsightsOptions.?lock)) {
  scope: applicationInsights
  name: applicationInsightsOptions.?lock.?name ?? 'lock-${applicationInsightsName}'
  properties: lockProperties(applicationInsightsOptions.?lock)
}

resource applicationInsightsRoles 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for assignment in applicationInsightsOptions.?roleAssignments ?? []: {
    scope: applicationInsights
    name: assignment.?name ?? guid(applicationInsights.id, assignment.principalId, assignment.roleDefinitionIdOrName)
    properties: roleAssignmentProperties(assignment)
  }
]

#disable-next-line use-recent-api-versions // The one stable version, of 2016, knows no groups of categories.
resource applicationInsightsDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = [
  for (setting, index) in applicationInsightsOptions.?diagnosticSettings ?? []: {
    scope: applicationInsights
    name: setting.?name ?? 'diagnostics-${index}'
    properties: diagnosticProperties(setting)
  }
]
