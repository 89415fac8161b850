metadata name = 'Monitoring'
metadata description = 'Where logs go, and metrics with the exporter azure_monitor.'

import { tagsType } from 'interfaces.bicep'

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

@description('Required. Tags of every resource.')
param tags tagsType

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-07-01' = if (empty(existingWorkspaceResourceId)) {
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
    WorkspaceResourceId: empty(existingWorkspaceResourceId) ? workspace.id : existingWorkspaceResourceId
    DisableLocalAuth: true
  }
}
