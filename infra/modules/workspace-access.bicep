metadata name = 'Access to the logs'
metadata description = 'Lets Grafana read the Log Analytics workspace, wherever that is.'

@description('Required. Name of the Log Analytics workspace.')
param workspaceName string

@description('Required. Resource ID of Grafana.')
param grafanaResourceId string

@description('Required. Principal ID of Grafana.')
param principalId string

var logAnalyticsReader = subscriptionResourceId(
  'Microsoft.Authorization/roleDefinitions',
  '73c42c96-874c-492b-b04d-ab87d138a893'
)

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-07-01' existing = {
  name: workspaceName
}

@description('The dashboard in KQL.')
resource logAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: workspace
  name: guid(workspace.id, grafanaResourceId, logAnalyticsReader)
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: logAnalyticsReader
    description: 'The dashboard in KQL of the Microsoft 365 usage exporter.'
  }
}
