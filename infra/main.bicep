metadata name = 'Microsoft 365 usage exporter'
metadata description = 'The exporter with all it needs, in one resource group. Nothing here is a secret, and nothing is granted that a call does not need.'

import { exporterSettings } from 'modules/settings.bicep'

@description('Required. Names the deployment: every name is derived from it and from the resource group.')
@minLength(1)
@maxLength(20)
param environmentName string

@description('Optional. Azure region.')
param location string = resourceGroup().location

@description('Optional. Settings of the exporter. A secret among them is a reference to a key vault: `@Microsoft.KeyVault(SecretUri=...)`.')
@secure()
param settings exporterSettings = {}

@description('Optional. Deploys an Azure Monitor workspace, writes to it, and alerts by its rule groups.')
param withManagedPrometheus bool = false

@description('Optional. Sends metrics to Application Insights, and alerts by log search.')
param withLogAlerts bool = false

@description('Optional. Deploys Azure Managed Grafana.')
param withGrafana bool = false

@description('Optional. Object ID of who administers Grafana and imports the dashboards.')
param grafanaAdminPrincipalId string = ''

@description('Optional. Mail addresses that alerts tell.')
param alertEmailAddresses string[] = []

@description('Optional. Folder of the runbooks as people reach it, with a slash at its end.')
param runbookFolder string = ''

@description('Optional. Application ID of the app registration that scrapers ask for a token of; empty leaves the door to function keys.')
param scrapeApplicationId string = ''

@description('Optional. Application IDs of the scrapers that may come in with a token.')
param scraperClientIds string[] = []

@description('Optional. Puts storage behind a private endpoint and the app into a virtual network.')
param withPrivateNetwork bool = false

@description('Optional. Addresses of the virtual network: at least /26.')
param networkAddressPrefix string = '10.65.0.0/26'

@description('Optional. Instances for HTTP that are kept warm; without one the first scrape after a pause waits for a cold start.')
@minValue(0)
@maxValue(10)
param alwaysReadyHttpInstances int = 0

@description('Optional. Memory of an instance in MB.')
@allowed([512, 2048, 4096])
param instanceMemoryMB int = 2048

@description('Optional. Major version of Node.js.')
@allowed(['22', '24'])
param nodeVersion string = '24'

@description('Optional. How many days logs are kept.')
@minValue(30)
@maxValue(730)
param logRetentionInDays int = 30

@description('Optional. Tags of every resource.')
param tags object = {}

var token = uniqueString(resourceGroup().id, environmentName)
var allTags = union(tags, { 'azd-env-name': environmentName })
var hasAlerts = withManagedPrometheus || withLogAlerts

// Every deployment looks at a minute of its own, or all of them would call Graph at the same second.
var alphabet = 'abcdefghijklmnopqrstuvwxyz234567'
var minute = (32 * (indexOf(alphabet, substring(token, 0, 1)) + 1) + indexOf(alphabet, substring(token, 1, 1)) + 1) % 60

var exporters = concat(['prometheus'], withManagedPrometheus ? ['prometheus_remote_write'] : [], withLogAlerts ? ['azure_monitor'] : [])
var derivedSettings = union(
  {
    COLLECT_SCHEDULE: '0 ${minute} * * * *'
    HISTORY_STORE: storage.outputs.historyStore
    OTEL_METRICS_EXPORTER: join(exporters, ',')
  },
  withManagedPrometheus ? { PROMETHEUS_REMOTE_WRITE_URL: managedPrometheus!.outputs.remoteWriteUrl } : {}
)

module identity 'modules/identity.bicep' = {
  name: 'identity'
  params: {
    name: 'id-m365-usage-${token}'
    location: location
    tags: allTags
  }
}

module storage 'modules/storage.bicep' = {
  name: 'storage'
  params: {
    name: 'stm365usage${token}'
    location: location
    isPrivate: withPrivateNetwork
    tags: allTags
  }
}

module monitoring 'modules/monitoring.bicep' = {
  name: 'monitoring'
  params: {
    workspaceName: 'log-m365-usage-${token}'
    applicationInsightsName: 'appi-m365-usage-${token}'
    location: location
    retentionInDays: logRetentionInDays
    tags: allTags
  }
}

module network 'modules/network.bicep' = if (withPrivateNetwork) {
  name: 'network'
  params: {
    name: 'vnet-m365-usage-${token}'
    location: location
    addressPrefix: networkAddressPrefix
    storageAccountId: storage.outputs.id
    tags: allTags
  }
}

module managedPrometheus 'modules/managed-prometheus.bicep' = if (withManagedPrometheus) {
  name: 'managed-prometheus'
  params: {
    name: 'amw-m365-usage-${token}'
    location: location
    tags: allTags
  }
}

module access 'modules/access.bicep' = {
  name: 'access'
  params: {
    principalId: identity.outputs.principalId
    storageAccountName: storage.outputs.name
    applicationInsightsName: monitoring.outputs.applicationInsightsName
    dataCollectionRuleName: withManagedPrometheus ? managedPrometheus!.outputs.dataCollectionRuleName : ''
  }
}

module functionApp 'modules/function-app.bicep' = {
  name: 'function-app'
  dependsOn: [access]
  params: {
    name: 'func-m365-usage-${token}'
    planName: 'plan-m365-usage-${token}'
    location: location
    nodeVersion: nodeVersion
    instanceMemoryMB: instanceMemoryMB
    alwaysReadyHttpInstances: alwaysReadyHttpInstances
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    blobEndpoint: storage.outputs.blobEndpoint
    packageContainerUri: storage.outputs.packageContainerUri
    settings: union(derivedSettings, settings)
    connectionString: monitoring.outputs.connectionString
    scrapeApplicationId: scrapeApplicationId
    scraperClientIds: scraperClientIds
    subnetId: withPrivateNetwork ? network!.outputs.appSubnetId : ''
    tags: allTags
  }
}

module diagnostics 'modules/diagnostics.bicep' = {
  name: 'diagnostics'
  params: {
    functionAppName: functionApp.outputs.name
    storageAccountName: storage.outputs.name
    workspaceId: monitoring.outputs.workspaceId
  }
}

module actionGroup 'modules/action-group.bicep' = if (hasAlerts) {
  name: 'action-group'
  params: {
    name: 'ag-m365-usage-${token}'
    emailAddresses: alertEmailAddresses
    tags: allTags
  }
}

module prometheusAlerts 'modules/prometheus-alerts.bicep' = if (withManagedPrometheus) {
  name: 'prometheus-alerts'
  params: {
    location: location
    monitorWorkspaceId: managedPrometheus!.outputs.workspaceId
    actionGroupId: actionGroup!.outputs.id
    runbookFolder: runbookFolder
    tags: allTags
  }
}

module logAlerts 'modules/log-alerts.bicep' = if (withLogAlerts) {
  name: 'log-alerts'
  params: {
    location: location
    logWorkspaceId: monitoring.outputs.workspaceId
    actionGroupId: actionGroup!.outputs.id
    runbookFolder: runbookFolder
    tags: allTags
  }
}

module grafana 'modules/grafana.bicep' = if (withGrafana) {
  name: 'grafana'
  params: {
    name: 'amg-${token}'
    location: location
    logWorkspaceName: monitoring.outputs.workspaceName
    monitorWorkspaceName: withManagedPrometheus ? managedPrometheus!.outputs.workspaceName : ''
    adminPrincipalId: grafanaAdminPrincipalId
    tags: allTags
  }
}

@description('Name of the function app.')
output FUNCTION_APP_NAME string = functionApp.outputs.name

@description('Address that is scraped.')
output METRICS_URL string = 'https://${functionApp.outputs.hostName}/metrics'

@description('Principal ID of the identity, for graph-grant.bicep.')
output PRINCIPAL_ID string = identity.outputs.principalId

@description('Name of Grafana; empty without it.')
output GRAFANA_NAME string = withGrafana ? grafana!.outputs.name : ''

@description('Address of Grafana; empty without it.')
output GRAFANA_URL string = withGrafana ? grafana!.outputs.endpoint : ''
