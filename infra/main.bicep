metadata name = 'Microsoft 365 usage exporter'
metadata description = 'The exporter with all it needs, in one resource group. Nothing here is a secret, and nothing is granted that a call does not need.'

import {
  customerManagedKeyType
  diagnosticSettingType
  lockType
  privateEndpointType
  resourcesType
  roleAssignmentType
  tagsType
} from 'modules/interfaces.bicep'
import { chosenNames, namesOf } from 'modules/names.bicep'
import { exporterSettings } from 'modules/settings.bicep'

@description('Required. Names the deployment: every name is derived from it and from the resource group.')
@minLength(1)
@maxLength(64)
param environmentName string

@description('Optional. Azure region; empty for that of the resource group.')
param location string = resourceGroup().location

@description('Optional. Settings of the exporter. A secret among them is a reference to a key vault: `@Microsoft.KeyVault(SecretUri=...)`.')
param settings exporterSettings = {}

@description('Optional. Serves many tenants, each as it is declared by `tenants add`, instead of the one of the subscription.')
param withManyTenants bool = false

@description('Optional. Application ID of the app registration that many tenants consent to; scripts/register-app.sh makes it.')
param graphApplicationId string = ''

@description('Optional. Who pulls many tenants: functions by a queue, the timer by itself, or nobody.')
param tenantDispatch ('queue' | 'pool' | 'none') = 'queue'

@description('Optional. Deploys an Azure Monitor workspace, writes to it, and alerts by its rule groups.')
param withManagedPrometheus bool = false

@description('Optional. Sends metrics to Application Insights, and alerts by log search.')
param withLogAlerts bool = false

@description('Optional. Deploys Azure Managed Grafana.')
param withGrafana bool = false

@description('Optional. Object ID of who administers Grafana and imports the dashboards.')
param grafanaAdminPrincipalId string = ''

@description('Optional. Mail addresses that alerts tell, by an action group of their own.')
param alertEmailAddresses string[] = []

@description('Optional. Resource IDs of action groups that exist and that alerts tell.')
param actionGroupResourceIds string[] = []

@description('Optional. Folder of the runbooks as people reach it, with a slash at its end.')
param runbookFolder string = ''

@description('Optional. Application ID of the app registration that scrapers ask for a token of; empty leaves the door to function keys.')
param scrapeApplicationId string = ''

@description('Optional. Application IDs of the scrapers that may come in with a token.')
param scraperClientIds string[] = []

@description('Optional. Addresses in CIDR notation that reach the app, and its SCM site; none for any.')
param allowedIpAddresses string[] = []

@description('Optional. Whether the Internet reaches the app. Disabled, only private endpoints do.')
param publicNetworkAccess ('Enabled' | 'Disabled') = 'Enabled'

@description('Optional. Puts storage behind a private endpoint and the app into a virtual network.')
param withPrivateNetwork bool = false

@description('Optional. Addresses of the virtual network: at least /26.')
param networkAddressPrefix string = '10.65.0.0/26'

@description('Optional. Resource ID of a subnet that the app sends from, delegated to Microsoft.App/environments, instead of a network of its own. It takes `privateEndpoints` too.')
param virtualNetworkSubnetResourceId string = ''

@description('Optional. Private endpoints in subnets that exist, instead of a network of its own. It takes `virtualNetworkSubnetResourceId` too.')
param privateEndpoints privateEndpointType[] = []

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

@description('Optional. Resource ID of an identity that exists, instead of one of its own. It may have been given Reports.Read.All before.')
param userAssignedIdentityResourceId string = ''

@description('Optional. Resource ID of a Log Analytics workspace that exists, in the same region, instead of one of its own.')
param workspaceResourceId string = ''

@description('Optional. How many days logs are kept, in a workspace of its own.')
@minValue(30)
@maxValue(730)
param logRetentionInDays int = 30

@description('Optional. How many GB of logs a workspace of its own takes in a day; -1 for any number.')
@minValue(-1)
param dailyQuotaGb int = 1

@description('Optional. Diagnostic settings of the function app.')
param diagnosticSettings diagnosticSettingType[] = []

@description('Optional. How often the history is kept, and where: once built, LRS becomes ZRS only by a conversion.')
@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GRS', 'Standard_GZRS', 'Standard_RAGRS', 'Standard_RAGZRS'])
param skuName string = 'Standard_LRS'

@description('Optional. A lock on the storage account that holds the history.')
param lock lockType?

@description('Optional. Roles on the storage account that holds the history.')
param roleAssignments roleAssignmentType[] = []

@description('Optional. A key of your own that the history is encrypted with.')
param customerManagedKey customerManagedKeyType?

@description('Optional. Locks, roles and diagnostic settings of the other resources, by resource.')
param resources resourcesType = {}

@description('Optional. Names of your own.')
param names chosenNames = {}

@description('Optional. Tags of every resource.')
param tags tagsType = {}

var token = uniqueString(resourceGroup().id, environmentName)
var region = empty(location) ? resourceGroup().location : location
var allTags = union(tags, { 'azd-env-name': environmentName })
var name = namesOf(token, names)

var identityId = empty(userAssignedIdentityResourceId)
  ? resourceId('Microsoft.ManagedIdentity/userAssignedIdentities', name.identity)
  : userAssignedIdentityResourceId
var workspaceId = empty(workspaceResourceId)
  ? resourceId('Microsoft.OperationalInsights/workspaces', name.workspace)
  : workspaceResourceId
var workspacePath = split(workspaceId, '/')

var usesQueue = withManyTenants && tenantDispatch == 'queue'

// A network that exists takes both the subnet and the endpoints; half of it would leave the app without its storage.
var hasOwnNetwork = withPrivateNetwork && empty(virtualNetworkSubnetResourceId) && empty(privateEndpoints)
var isPrivate = empty(virtualNetworkSubnetResourceId) != empty(filter(
    privateEndpoints,
    endpoint => endpoint.service == 'blob'
  ))
  ? fail('virtualNetworkSubnetResourceId and privateEndpoints with the service blob belong together: set both, or neither.')
  : usesQueue && !empty(privateEndpoints) && empty(filter(privateEndpoints, endpoint => endpoint.service == 'queue'))
      ? fail('withManyTenants takes privateEndpoints with the service queue too, or tenantDispatch with the value pool.')
      : withPrivateNetwork || !empty(virtualNetworkSubnetResourceId)

var networkId = resourceId('Microsoft.Network/virtualNetworks', name.virtualNetwork)
var siteSuffixes = { AzureUSGovernment: 'azurewebsites.us', AzureChinaCloud: 'chinacloudsites.cn' }
var zones = union(
  { blob: 'privatelink.blob.${environment().suffixes.storage}' },
  usesQueue ? { queue: 'privatelink.queue.${environment().suffixes.storage}' } : {},
  publicNetworkAccess == 'Enabled'
    ? {}
    : { sites: 'privatelink.${siteSuffixes[?environment().name] ?? 'azurewebsites.net'}' }
)
var endpoints = hasOwnNetwork
  ? map(items(zones), zone => {
      service: zone.key
      subnetResourceId: '${networkId}/subnets/snet-endpoints'
      privateDnsZoneGroup: {
        privateDnsZoneGroupConfigs: [
          { name: zone.key, privateDnsZoneResourceId: resourceId('Microsoft.Network/privateDnsZones', zone.value) }
        ]
      }
    })
  : privateEndpoints

var hasAlerts = withManagedPrometheus || withLogAlerts
var hasOwnActionGroup = hasAlerts && (!empty(alertEmailAddresses) || empty(actionGroupResourceIds))
var actionGroupIds = concat(
  actionGroupResourceIds,
  hasOwnActionGroup ? [resourceId('Microsoft.Insights/actionGroups', name.actionGroup)] : []
)

module identity 'modules/identity.bicep' = {
  params: {
    name: name.identity
    existingResourceId: userAssignedIdentityResourceId
    location: region
    lock: resources.?identity.?lock
    roleAssignments: resources.?identity.?roleAssignments
    tags: allTags
  }
}

module storage 'modules/storage.bicep' = {
  dependsOn: [identity, monitoring]
  params: {
    name: name.storageAccount
    location: region
    skuName: skuName
    isPrivate: isPrivate
    // The host puts what failed five times into the second one.
    queueNames: usesQueue ? ['tenant-pulls', 'tenant-pulls-poison'] : []
    lock: lock
    roleAssignments: roleAssignments
    // Reads are a scrape a minute, and tell nothing; who deletes is worth knowing.
    diagnosticSettings: [
      {
        name: 'm365-usage'
        workspaceResourceId: workspaceId
        logCategoriesAndGroups: [{ category: 'StorageDelete' }]
        metricCategories: []
      }
    ]
    customerManagedKey: customerManagedKey
    tags: allTags
  }
}

module monitoring 'modules/monitoring.bicep' = {
  params: {
    workspaceName: name.workspace
    existingWorkspaceResourceId: workspaceResourceId
    applicationInsightsName: name.applicationInsights
    location: region
    retentionInDays: logRetentionInDays
    dailyQuotaGb: dailyQuotaGb
    workspaceOptions: resources.?workspace
    applicationInsightsOptions: resources.?applicationInsights
    tags: allTags
  }
}

module network 'modules/network.bicep' = if (hasOwnNetwork) {
  params: {
    name: name.virtualNetwork
    location: region
    addressPrefix: networkAddressPrefix
    zoneNames: map(items(zones), zone => zone.value)
    lock: resources.?virtualNetwork.?lock
    roleAssignments: resources.?virtualNetwork.?roleAssignments
    diagnosticSettings: resources.?virtualNetwork.?diagnosticSettings
    tags: allTags
  }
}

module wayToStorage 'modules/private-endpoints.bicep' = {
  dependsOn: [network, storage]
  params: {
    targetName: name.storageAccount
    targetResourceId: resourceId('Microsoft.Storage/storageAccounts', name.storageAccount)
    location: region
    privateEndpoints: filter(endpoints, endpoint => endpoint.service != 'sites')
    tags: allTags
  }
}

module managedPrometheus 'modules/managed-prometheus.bicep' = if (withManagedPrometheus) {
  params: {
    workspaceName: name.monitorWorkspace
    endpointName: name.dataCollectionEndpoint
    ruleName: name.dataCollectionRule
    location: region
    endpointOptions: resources.?dataCollectionEndpoint
    ruleOptions: resources.?dataCollectionRule
    tags: allTags
  }
}

module access 'modules/access.bicep' = {
  dependsOn: [storage, monitoring, managedPrometheus]
  params: {
    identityResourceId: identityId
    principalId: identity.outputs.principalId
    storageAccountName: name.storageAccount
    applicationInsightsName: name.applicationInsights
    usesQueue: usesQueue
    dataCollectionRuleName: withManagedPrometheus ? name.dataCollectionRule : ''
  }
}

module plan 'modules/plan.bicep' = {
  params: {
    name: name.plan
    location: region
    lock: resources.?plan.?lock
    roleAssignments: resources.?plan.?roleAssignments
    diagnosticSettings: resources.?plan.?diagnosticSettings
    tags: allTags
  }
}

module functionApp 'modules/function-app.bicep' = {
  dependsOn: [access, monitoring, plan, wayToStorage]
  params: {
    name: name.functionApp
    planResourceId: resourceId('Microsoft.Web/serverfarms', name.plan)
    location: region
    nodeVersion: nodeVersion
    instanceMemoryMB: instanceMemoryMB
    alwaysReadyHttpInstances: alwaysReadyHttpInstances
    identityResourceId: identityId
    identityClientId: identity.outputs.clientId
    blobEndpoint: storage.outputs.blobEndpoint
    packageContainerUri: storage.outputs.packageContainerUri
    historyStore: storage.outputs.historyStore
    applicationInsightsName: name.applicationInsights
    pushesToApplicationInsights: withLogAlerts
    remoteWriteUrl: withManagedPrometheus ? managedPrometheus!.outputs.remoteWriteUrl : ''
    servesManyTenants: withManyTenants
    graphApplicationId: graphApplicationId
    tenantDispatch: tenantDispatch
    queueEndpoint: usesQueue ? storage.outputs.queueEndpoint : ''
    settings: settings
    token: token
    scrapeApplicationId: scrapeApplicationId
    scraperClientIds: scraperClientIds
    virtualNetworkSubnetResourceId: hasOwnNetwork ? '${networkId}/subnets/snet-app' : virtualNetworkSubnetResourceId
    publicNetworkAccess: publicNetworkAccess
    allowedIpAddresses: allowedIpAddresses
    lock: resources.?functionApp.?lock
    roleAssignments: resources.?functionApp.?roleAssignments
    diagnosticSettings: diagnosticSettings
    tags: allTags
  }
}

module wayToApp 'modules/private-endpoints.bicep' = {
  dependsOn: [functionApp, network]
  params: {
    targetName: name.functionApp
    targetResourceId: resourceId('Microsoft.Web/sites', name.functionApp)
    location: region
    privateEndpoints: filter(endpoints, endpoint => endpoint.service == 'sites')
    tags: allTags
  }
}

module actionGroup 'modules/action-group.bicep' = if (hasOwnActionGroup) {
  params: {
    name: name.actionGroup
    emailAddresses: alertEmailAddresses
    lock: resources.?actionGroup.?lock
    roleAssignments: resources.?actionGroup.?roleAssignments
    tags: allTags
  }
}

module prometheusAlerts 'modules/prometheus-alerts.bicep' = if (withManagedPrometheus) {
  dependsOn: [actionGroup, managedPrometheus]
  params: {
    location: region
    workspaceResourceId: resourceId('Microsoft.Monitor/accounts', name.monitorWorkspace)
    actionGroupResourceIds: actionGroupIds
    token: token
    runbookFolder: runbookFolder
    withManyTenants: withManyTenants
    tags: allTags
  }
}

module logAlerts 'modules/log-alerts.bicep' = if (withLogAlerts) {
  dependsOn: [actionGroup, monitoring]
  params: {
    location: region
    workspaceResourceId: workspaceId
    // Where managed Prometheus alerts too, it tells: nobody wants to hear of everything twice.
    actionGroupResourceIds: withManagedPrometheus ? [] : actionGroupIds
    token: token
    runbookFolder: runbookFolder
    withManyTenants: withManyTenants
    tags: allTags
  }
}

module grafana 'modules/grafana.bicep' = if (withGrafana) {
  dependsOn: [managedPrometheus]
  params: {
    name: name.grafana
    location: region
    monitorWorkspaceName: withManagedPrometheus ? name.monitorWorkspace : ''
    adminPrincipalId: grafanaAdminPrincipalId
    tags: allTags
  }
}

module workspaceAccess 'modules/workspace-access.bicep' = if (withGrafana) {
  scope: resourceGroup(workspacePath[2], workspacePath[4])
  dependsOn: [monitoring]
  params: {
    workspaceName: last(workspacePath)
    grafanaResourceId: resourceId('Microsoft.Dashboard/grafana', name.grafana)
    principalId: grafana!.outputs.principalId
  }
}

@description('Name of the function app.')
output FUNCTION_APP_NAME string = name.functionApp

@description('Address that is scraped; of many tenants the one that lists what is.')
output METRICS_URL string = withManyTenants
  ? 'https://${functionApp.outputs.hostName}/targets'
  : 'https://${functionApp.outputs.hostName}/metrics'

@description('Principal ID of the identity, for graph-grant.bicep, or of many tenants for register-app.sh.')
output PRINCIPAL_ID string = identity.outputs.principalId

@description('Application ID that many tenants consent to; empty before scripts/register-app.sh has made it.')
output GRAPH_APPLICATION_ID string = graphApplicationId

@description('Name of Grafana; empty without it.')
output GRAFANA_NAME string = withGrafana ? name.grafana : ''

@description('Address of Grafana; empty without it.')
output GRAFANA_URL string = withGrafana ? grafana!.outputs.endpoint : ''
