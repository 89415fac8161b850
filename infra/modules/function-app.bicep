metadata name = 'Function app'
metadata description = 'The exporter on Flex Consumption, with its settings and its door.'

@description('Required. Name of the function app.')
param name string

@description('Required. Name of the plan.')
param planName string

@description('Required. Azure region.')
param location string

@description('Required. Major version of Node.js.')
param nodeVersion string

@description('Required. Memory of an instance in MB.')
param instanceMemoryMB int

@description('Required. Instances for HTTP that are kept warm.')
param alwaysReadyHttpInstances int

@description('Required. Resource ID of the identity.')
param identityId string

@description('Required. Client ID of the identity.')
param identityClientId string

@description('Required. Address of the blob service.')
param blobEndpoint string

@description('Required. Address of the container that packages are published to.')
param packageContainerUri string

@description('Required. Settings of the exporter.')
@secure()
param settings object

@description('Required. Connection string of Application Insights.')
param connectionString string

@description('Optional. Application ID of the app registration that scrapers ask for a token of; empty leaves the door to function keys.')
param scrapeApplicationId string = ''

@description('Optional. Application IDs of the scrapers that may come in with a token.')
param scraperClientIds string[] = []

@description('Optional. Resource ID of the subnet the app sends from; empty for none.')
param subnetId string = ''

@description('Required. Tags of every resource.')
param tags object

var usesEntra = !empty(scrapeApplicationId)

// Read by the platform, not by the exporter: a closed list.
var platformSettings = {
  AzureWebJobsStorage__blobServiceUri: blobEndpoint
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: identityClientId
  AzureWebJobsDisableHomepage: 'true'
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identityClientId};Authorization=AAD'
}

var ownSettings = {
  APPLICATIONINSIGHTS_CONNECTION_STRING: connectionString
  AZURE_CLIENT_ID: identityClientId
  HTTP_AUTH: usesEntra ? 'anonymous' : 'function'
  TENANT_ID: tenant().tenantId
}

resource plan 'Microsoft.Web/serverfarms@2025-03-01' = {
  name: planName
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { name: 'FC1', tier: 'FlexConsumption' }
  properties: { reserved: true }
}

resource app 'Microsoft.Web/sites@2025-03-01' = {
  name: name
  location: location
  // azd finds the app by this tag.
  tags: union(tags, { 'azd-service-name': 'exporter' })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identityId}': {} }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    clientAffinityEnabled: false
    keyVaultReferenceIdentity: identityId
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    functionAppConfig: {
      runtime: { name: 'node', version: nodeVersion }
      deployment: {
        storage: {
          type: 'blobContainer'
          value: packageContainerUri
          authentication: { type: 'UserAssignedIdentity', userAssignedIdentityResourceId: identityId }
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
      appSettings: map(items(union(ownSettings, settings, platformSettings)), setting => {
        name: setting.key
        value: setting.value
      })
    }
  }
}

// Packages are published with an Entra token; a name and a password would be one more way in.
resource publishingPasswords 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2025-03-01' = [for service in ['ftp', 'scm']: {
  parent: app
  name: service
  properties: { allow: false }
}]

resource door 'Microsoft.Web/sites/config@2025-03-01' = if (usesEntra) {
  parent: app
  name: 'authsettingsV2'
  properties: {
    platform: { enabled: true }
    globalValidation: {
      requireAuthentication: true
      unauthenticatedClientAction: 'Return401'
      // The second asks for the master key, with which a deployment starts the first pull.
      excludedPaths: ['/healthz', '/admin/functions/collect']
    }
    identityProviders: {
      azureActiveDirectory: {
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
    }
    login: { tokenStore: { enabled: false } }
    httpSettings: { requireHttps: true }
  }
}

@description('Name of the function app.')
output name string = app.name

@description('Host name of the function app.')
output hostName string = app.properties.defaultHostName
