metadata name = 'Managed Grafana'
metadata description = 'A Grafana that reads the Azure Monitor workspace and the Log Analytics workspace; scripts/import-dashboards.sh brings the dashboards.'

@description('Required. Name of the Grafana workspace.')
param name string

@description('Required. Azure region.')
param location string

@description('Required. Name of the Log Analytics workspace.')
param logWorkspaceName string

@description('Optional. Name of the Azure Monitor workspace; empty for none.')
param monitorWorkspaceName string = ''

@description('Optional. Object ID of the user, group or service principal that administers Grafana and imports the dashboards; empty for none.')
param adminPrincipalId string = ''

@description('Required. Tags of every resource.')
param tags object

// https://learn.microsoft.com/azure/role-based-access-control/built-in-roles/monitor
var monitoringDataReader = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', 'b0d8363b-8ddd-447d-831f-62ca05bff136')
var logAnalyticsReader = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '73c42c96-874c-492b-b04d-ab87d138a893')
var grafanaAdmin = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '22926164-76b3-42b3-bc55-97df8dab3e41')

resource monitorWorkspace 'Microsoft.Monitor/accounts@2023-04-03' existing = if (!empty(monitorWorkspaceName)) {
  name: monitorWorkspaceName
}

resource logWorkspace 'Microsoft.OperationalInsights/workspaces@2025-07-01' existing = {
  name: logWorkspaceName
}

resource grafana 'Microsoft.Dashboard/grafana@2025-08-01' = {
  name: name
  location: location
  tags: tags
  sku: { name: 'Standard' }
  identity: { type: 'SystemAssigned' }
  properties: {
    apiKey: 'Disabled'
    publicNetworkAccess: 'Enabled'
    grafanaIntegrations: {
      azureMonitorWorkspaceIntegrations: empty(monitorWorkspaceName) ? [] : [{ azureMonitorWorkspaceResourceId: monitorWorkspace.id }]
    }
  }
}

@description('The dashboards in PromQL.')
resource metricsAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(monitorWorkspaceName)) {
  scope: monitorWorkspace
  name: guid(monitorWorkspace.id, grafana.id, monitoringDataReader)
  properties: {
    principalId: grafana.identity.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: monitoringDataReader
  }
}

@description('The dashboard in KQL.')
resource logAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: logWorkspace
  name: guid(logWorkspace.id, grafana.id, logAnalyticsReader)
  properties: {
    principalId: grafana.identity.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: logAnalyticsReader
  }
}

@description('Who imports the dashboards.')
resource adminAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(adminPrincipalId)) {
  scope: grafana
  name: guid(grafana.id, adminPrincipalId, grafanaAdmin)
  properties: {
    principalId: adminPrincipalId
    roleDefinitionId: grafanaAdmin
  }
}

@description('Name of the Grafana workspace.')
output name string = grafana.name

@description('Address of Grafana.')
output endpoint string = grafana.properties.endpoint
