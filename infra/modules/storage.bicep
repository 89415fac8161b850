metadata name = 'Storage'
metadata description = 'The history, which nobody can pull again once Graph has forgotten it, the package, and the bookkeeping of the Functions host.'

@description('Required. Name of the storage account.')
param name string

@description('Required. Azure region.')
param location string

@description('Required. Whether only the virtual network reaches the account.')
param isPrivate bool

@description('Required. Tags of every resource.')
param tags object

var historyContainer = 'usage-reports'
var packageContainer = 'packages'

// A deleted or overwritten history can be had back this long.
var undoDays = 30

resource account 'Microsoft.Storage/storageAccounts@2025-06-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: 'Standard_LRS' }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled'
    supportsHttpsTrafficOnly: true
    networkAcls: {
      bypass: 'None'
      defaultAction: isPrivate ? 'Deny' : 'Allow'
    }
  }
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2025-06-01' = {
  parent: account
  name: 'default'
  properties: {
    isVersioningEnabled: true
    deleteRetentionPolicy: { enabled: true, days: undoDays }
    containerDeleteRetentionPolicy: { enabled: true, days: undoDays }
  }
}

resource containers 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-06-01' = [for name in [historyContainer, packageContainer]: {
  parent: blobs
  name: name
  properties: { publicAccess: 'None' }
}]

// Versioning holds for the whole account, and the bookkeeping of the host is rewritten every hour.
resource tidying 'Microsoft.Storage/storageAccounts/managementPolicies@2025-06-01' = {
  parent: account
  name: 'default'
  dependsOn: [blobs]
  properties: {
    policy: {
      rules: [
        {
          name: 'old-versions'
          type: 'Lifecycle'
          enabled: true
          definition: {
            actions: {
              version: { delete: { daysAfterCreationGreaterThan: undoDays } }
            }
            filters: { blobTypes: ['blockBlob'] }
          }
        }
      ]
    }
  }
}

@description('Resource ID of the storage account.')
output id string = account.id

@description('Name of the storage account.')
output name string = account.name

@description('Address of the blob service.')
output blobEndpoint string = account.properties.primaryEndpoints.blob

@description('Address of the container that packages are published to.')
output packageContainerUri string = '${account.properties.primaryEndpoints.blob}${packageContainer}'

@description('HISTORY_STORE of the exporter.')
output historyStore string = 'blob:${historyContainer}'
