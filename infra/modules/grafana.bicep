metadata name = 'Managed Grafana'
metadata description = 'A Grafana that reads the Azure Monitor workspace and the Log Analytics workspace; scripts/import-dashboards.sh brings the dashboards.'

import { tagsType } from 'interfaces.bicep'

@description('Required. Name of the Grafana workspace.')
param name string

@description('Required. Azure region.')
param location string

@description('Optional. Name of the Azure Monitor workspace; empty for none.')
param monitorWorkspaceName string = ''

@description('Optional. Object ID of the user, group or service principal that administers Grafana and imports the dashboards; empty for none.')
param adminPrincipalId string = ''

@description('Required. Tags of every resource.')
param tags tagsType

var hasMonitorWorkspace = !empty(monitorWorkspaceName)

// https://learn.microsoft.com/azure/role-based-access-control/built-in-roles/monitor
var monitoringDataReader = subscriptionResourceId(
  'Microsoft.Authorization/roleDefinitions',
  'b0d8363b-8ddd-447d-831f-62ca05bff136'
)
var grafanaAdmin = subscriptionResourceId(
  'Microsoft.Authorization/roleDefinitions',
  '22926164-76b3-42b3-bc55-97df8dab3e41'
)

// A scope without a name is refused before anything is deployed: https://github.com/Azure/bicep/issues/1492
resource monitorWorkspace 'Microsoft.Monitor/accounts@2025-10-03' existing = if (hasMonitorWorkspace) {
  name: hasMonitorWorkspace ? monitorWorkspaceName : 'none'
}

resource grafana 'Microsoft.Dashboard/grafana@2025-08-01' = {
  name: name
  location: location
  tags: tags
  sku: { name: 'Standard' }
  identity: { type: 'SystemAssigned' }
  properties: {
    apiKey: 'Disabled'
    // The dashboards are of its schema 42.
    grafanaMajorVersion: '12'
    publicNetworkAccess: 'Enabled'
    grafanaIntegrations: {
      azureMonitorWorkspaceIntegrations: hasMonitorWorkspace
        ? [{ azureMonitorWorkspaceResourceId: monitorWorkspace.id }]
        : []
    }
  }
}

@description('The dashboards in PromQL.')
resource metricsAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (hasMonitorWorkspace) {
  scope: monitorWorkspace
  name: guid(monitorWorkspace.id, grafana.id, monitoringDataReader)
  properties: {
    principalId: grafana.identity.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: monitoringDataReader
    description: 'The dashboards in PromQL of the Microsoft 365 usage exporter.'
  }
}

@description('Who imports the dashboards.')
resource adminAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(adminPrincipalId)) {
  scope: grafana
  name: guid(grafana.id, adminPrincipalId, grafanaAdmin)
  properties: {
    principalId: adminPrincipalId
    roleDefinitionId: grafanaAdmin
    description: 'Imports the dashboards of the Microsoft 365 usage exporter.'
  }
}

@description('Principal ID of Grafana.')
output principalId string = grafana.identity.principalId

@description('Address of Grafana.')
output endpoint string = grafana.properties.endpoint
