metadata name = 'Function app'
metadata description = 'The exporter on Flex Consumption, with its settings and its door.'

import { diagnosticProperties, isLocked, lockProperties, roleAssignmentProperties } from 'interface-properties.bicep'
import { diagnosticSettingType, lockType, roleAssignmentType, tagsType } from 'interfaces.bicep'
import { appSettings, exporterSettings } from 'settings.bicep'

@description('Required. Name of the function app.')
param name string

@description('Required. Resource ID of the plan.')
param planResourceId string

@description('Required. Azure region.')
param location string

@description('Required. Major version of Node.js.')
param nodeVersion string

@description('Required. Memory of an instance in MB.')
param instanceMemoryMB int

@description('Required. Instances for HTTP that are kept warm.')
param alwaysReadyHttpInstances int

@description('Required. Resource ID of the identity.')
param identityResourceId string

@description('Required. Client ID of the identity.')
param identityClientId string

@description('Required. Address of the blob service.')
param blobEndpoint string

@description('Required. Address of the container that packages are published to.')
param packageContainerUri string

@description('Required. HISTORY_STORE of the exporter.')
param historyStore string

@description('Required. Name of the Application Insights resource.')
param applicationInsightsName string

@description('Required. Whether metrics go there.')
param pushesToApplicationInsights bool

@description('Optional. Where remote write goes; empty for nowhere.')
param remoteWriteUrl string = ''

@description('Optional. Whether it serves many tenants.')
param servesManyTenants bool = false

@description('Optional. The application that many tenants consent to; empty where there is none yet.')
param graphApplicationId string = ''

@description('Optional. Who pulls many tenants.')
param tenantDispatch string = 'queue'

@description('Optional. Address of the queue service; empty without a queue.')
param queueEndpoint string = ''

@description('Required. Settings of the exporter.')
param settings exporterSettings

@description('Required. Tells deployments apart.')
param token string

@description('Optional. Application ID of the app registration that scrapers ask for a token of; empty leaves the door to function keys.')
param scrapeApplicationId string = ''

@description('Optional. Application IDs of the scrapers that may come in with a token.')
param scraperClientIds string[] = []

@description('Optional. Resource ID of the subnet the app sends from; empty for none.')
param virtualNetworkSubnetResourceId string = ''

@description('Optional. Whether the Internet reaches the app.')
param publicNetworkAccess ('Enabled' | 'Disabled') = 'Enabled'

@description('Optional. Addresses that reach the app and its SCM site, in CIDR notation; none for any.')
param allowedIpAddresses string[] = []

@description('Optional. A lock on the app.')
param lock lockType?

@description('Optional. Roles on the app.')
param roleAssignments roleAssignmentType[]?

@description('Optional. Where the platform sends logs and metrics of the app. What it says itself is in Application Insights already.')
param diagnosticSettings diagnosticSettingType[]?

@description('Required. Tags of every resource.')
param tags tagsType

var usesEntra = !empty(scrapeApplicationId)
var access = empty(allowedIpAddresses) ? 'Allow' : 'Deny'

resource applicationInsights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: applicationInsightsName
}

resource app 'Microsoft.Web/sites@2025-03-01' = {
  name: name
  location: location
  tags: tags
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identityResourceId}': {} }
  }
  properties: {
    serverFarmId: planResourceId
    httpsOnly: true
    publicNetworkAccess: publicNetworkAccess
    clientAffinityEnabled: false
    keyVaultReferenceIdentity: identityResourceId
    virtualNetworkSubnetId: empty(virtualNetworkSubnetResourceId) ? null : virtualNetworkSubnetResourceId
    functionAppConfig: {
      runtime: { name: 'node', version: nodeVersion }
      deployment: {
        storage: {
          type: 'blobContainer'
          value: packageContainerUri
          authentication: { type: 'UserAssignedIdentity', userAssignedIdentityResourceId: identityResourceId }
        }
      }
      scaleAndConcurrency: {
        // The least there is; the timer is a singleton, and an instance answers more scrapes than there are scrapers.
        maximumInstanceCount: 40
        instanceMemoryMB: instanceMemoryMB
        alwaysReady: alwaysReadyHttpInstances == 0 ? [] : [{ name: 'http', instanceCount: alwaysReadyHttpInstances }]
      }
    }
    siteConfig: {
      minTlsVersion: '1.2'
      ipSecurityRestrictions: map(range(0, length(allowedIpAddresses)), index => {
        name: 'allowed-${index}'
        priority: 100 + index
        action: 'Allow'
        ipAddress: allowedIpAddresses[index]
      })
      ipSecurityRestrictionsDefaultAction: access
      scmIpSecurityRestrictionsUseMain: true
      scmIpSecurityRestrictionsDefaultAction: access
      appSettings: appSettings(
        {
          token: token
          cloud: environment().name
          tenantId: tenant().tenantId
          appName: name
          clientId: identityClientId
          blobEndpoint: blobEndpoint
          historyStore: historyStore
          connectionString: applicationInsights.properties.ConnectionString
          remoteWriteUrl: remoteWriteUrl
          pushesToApplicationInsights: pushesToApplicationInsights
          isBehindEntra: usesEntra
          servesManyTenants: servesManyTenants
          graphApplicationId: graphApplicationId
          tenantDispatch: tenantDispatch
          queueEndpoint: queueEndpoint
          instanceMemoryMB: instanceMemoryMB
        },
        settings
      )
    }
  }
}

// Packages are published with an Entra token; a name and a password would be one more way in.
resource ftpPasswords 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2025-03-01' = {
  parent: app
  name: 'ftp'
  properties: { allow: false }
}

resource scmPasswords 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2025-03-01' = {
  parent: app
  name: 'scm'
  properties: { allow: false }
}

// Deployed without Entra too: what is left out of a deployment stays as it was, and the door would stay shut.
resource door 'Microsoft.Web/sites/config@2025-03-01' = {
  parent: app
  name: 'authsettingsV2'
  properties: {
    platform: { enabled: usesEntra }
    globalValidation: {
      requireAuthentication: usesEntra
      unauthenticatedClientAction: usesEntra ? 'Return401' : 'AllowAnonymous'
      // The others ask for the master key: az asks whether the host runs, and a deployment starts the first pull.
      // Administrators of other tenants end at /consented, without a token for anything.
      excludedPaths: concat(
        ['/healthz', '/admin/host/status'],
        servesManyTenants ? ['/admin/functions/plan', '/consented'] : ['/admin/functions/collect']
      )
    }
    identityProviders: {
      azureActiveDirectory: usesEntra
        ? {
            enabled: true
            registration: {
              clientId: scrapeApplicationId
              openIdIssuer: '${environment().authentication.loginEndpoint}${tenant().tenantId}/v2.0'
            }
            validation: {
              allowedAudiences: ['api://${scrapeApplicationId}', scrapeApplicationId]
              // Any application of the tenant can obtain a token for this one: without a list, any would be let in.
              defaultAuthorizationPolicy: {
                allowedApplications: empty(scraperClientIds) ? [scrapeApplicationId] : scraperClientIds
              }
            }
          }
        : { enabled: false }
    }
    login: { tokenStore: { enabled: false } }
    httpSettings: { requireHttps: true }
  }
}

resource appLock 'Microsoft.Authorization/locks@2020-05-01' = if (isLocked(lock)) {
  scope: app
  name: lock.?name ?? 'lock-${name}'
  properties: lockProperties(lock)
}

resource appRoles 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for assignment in roleAssignments ?? []: {
    scope: app
    name: assignment.?name ?? guid(app.id, assignment.principalId, assignment.roleDefinitionIdOrName)
    properties: roleAssignmentProperties(assignment)
  }
]

#disable-next-line use-recent-api-versions // The one stable version, of 2016, knows no groups of categories.
resource appDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = [
  for (setting, index) in diagnosticSettings ?? []: {
    scope: app
    name: setting.?name ?? 'diagnostics-${index}'
    properties: diagnosticProperties(setting)
  }
]

@description('Host name of the function app.')
output hostName string = app.properties.defaultHostName
