metadata name = 'Access'
metadata description = 'What the function app may do in Azure, and nothing more. What it may read from Graph is in graph-grant.bicep.'

@description('Required. Resource ID of the identity of the function app.')
param identityResourceId string

@description('Required. Principal ID of that identity.')
param principalId string

@description('Required. Name of the storage account.')
param storageAccountName string

@description('Required. Name of the Application Insights resource.')
param applicationInsightsName string

@description('Optional. Name of the data collection rule that remote write goes to; empty for none.')
param dataCollectionRuleName string = ''

@description('Optional. Whether tenants come by a queue.')
param usesQueue bool = false

var writesRemotely = !empty(dataCollectionRuleName)

// https://learn.microsoft.com/azure/role-based-access-control/built-in-roles
var storageBlobDataOwner = subscriptionResourceId(
  'Microsoft.Authorization/roleDefinitions',
  'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
)
var storageQueueDataContributor = subscriptionResourceId(
  'Microsoft.Authorization/roleDefinitions',
  '974c5e8b-45b9-4653-ba55-5f855dd0fb88'
)
var monitoringMetricsPublisher = subscriptionResourceId(
  'Microsoft.Authorization/roleDefinitions',
  '3913510d-42f4-4e42-8a64-420c390055eb'
)

resource storage 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: storageAccountName
}

resource applicationInsights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: applicationInsightsName
}

// A scope without a name is refused before anything is deployed: https://github.com/Azure/bicep/issues/1492
resource dataCollectionRule 'Microsoft.Insights/dataCollectionRules@2024-03-11' existing = if (writesRemotely) {
  name: writesRemotely ? dataCollectionRuleName : 'none'
}

// Owner rather than Contributor: the host asks for it, for leases, keys and the package.
// https://learn.microsoft.com/azure/azure-functions/functions-reference#connecting-to-host-storage-with-an-identity
@description('History, package, keys, and the lease that keeps the timer a singleton.')
resource blobAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: storage
  name: guid(storage.id, identityResourceId, storageBlobDataOwner)
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: storageBlobDataOwner
    description: 'History, package, keys and leases of the Microsoft 365 usage exporter.'
  }
}

@description('Messages that say which tenant to pull: sent, received, and set aside where they fail.')
resource queueAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (usesQueue) {
  scope: storage
  name: guid(storage.id, identityResourceId, storageQueueDataContributor)
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: storageQueueDataContributor
    description: 'The queue of tenants of the Microsoft 365 usage exporter.'
  }
}

@description('Logs of the host, and metrics with the exporter azure_monitor.')
resource telemetryAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: applicationInsights
  name: guid(applicationInsights.id, identityResourceId, monitoringMetricsPublisher)
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: monitoringMetricsPublisher
    description: 'Logs and metrics of the Microsoft 365 usage exporter.'
  }
}

@description('Remote write into the Azure Monitor workspace.')
resource remoteWriteAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (writesRemotely) {
  scope: dataCollectionRule
  name: guid(dataCollectionRule.id, identityResourceId, monitoringMetricsPublisher)
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: monitoringMetricsPublisher
    description: 'Remote write of the Microsoft 365 usage exporter.'
  }
}
