metadata name = 'Storage'
metadata description = 'The history, which nobody can pull again once Graph has forgotten it, the package, and the bookkeeping of the Functions host.'

import { diagnosticProperties, isLocked, lockProperties, roleAssignmentProperties } from 'interface-properties.bicep'
import { customerManagedKeyType, diagnosticSettingType, lockType, roleAssignmentType, tagsType } from 'interfaces.bicep'

@description('Required. Name of the storage account.')
param name string

@description('Required. Azure region.')
param location string

@description('Required. How often the account is kept, and where.')
param skuName string

@description('Required. Whether only private endpoints reach the account.')
param isPrivate bool

@description('Optional. Queues; none without any.')
param queueNames string[] = []

@description('Optional. A lock on the account.')
param lock lockType?

@description('Optional. Roles on the account besides that of the function app.')
param roleAssignments roleAssignmentType[]?

@description('Optional. Where the platform sends its logs of the blobs.')
param diagnosticSettings diagnosticSettingType[]?

@description('Optional. A key of your own that the account is encrypted with.')
param customerManagedKey customerManagedKeyType?

@description('Required. Tags of every resource.')
param tags tagsType

var historyContainer = 'usage-reports'
var packageContainer = 'packages'

// A deleted or overwritten history can be had back this long.
var undoDays = 30

var vaultPath = split(customerManagedKey.?keyVaultResourceId ?? '//${subscription().subscriptionId}//none////none', '/')

resource vault 'Microsoft.KeyVault/vaults@2025-05-01' existing = if (customerManagedKey != null) {
  scope: resourceGroup(vaultPath[2], vaultPath[4])
  name: vaultPath[8]
}

resource account 'Microsoft.Storage/storageAccounts@2025-06-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: skuName }
  identity: customerManagedKey == null
    ? { type: 'None' }
    : { type: 'UserAssigned', userAssignedIdentities: { '${customerManagedKey!.userAssignedIdentityResourceId}': {} } }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    // Said without a key too: what is left out of a deployment stays as it was.
    encryption: customerManagedKey == null
      ? { keySource: 'Microsoft.Storage' }
      : {
          keySource: 'Microsoft.Keyvault'
          identity: { userAssignedIdentity: customerManagedKey!.userAssignedIdentityResourceId }
          keyvaultproperties: {
            keyname: customerManagedKey!.keyName
            keyvaulturi: vault!.properties.vaultUri
            keyversion: customerManagedKey.?keyVersion
          }
        }
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

resource containers 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-06-01' = [
  for name in [historyContainer, packageContainer]: {
    parent: blobs
    name: name
    properties: { publicAccess: 'None' }
  }
]

resource queueService 'Microsoft.Storage/storageAccounts/queueServices@2025-06-01' = if (!empty(queueNames)) {
  parent: account
  name: 'default'
}

resource queues 'Microsoft.Storage/storageAccounts/queueServices/queues@2025-06-01' = [
  for name in queueNames: {
    parent: queueService
    name: name
  }
]

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

resource accountLock 'Microsoft.Authorization/locks@2020-05-01' = if (isLocked(lock)) {
  scope: account
  name: lock.?name ?? 'lock-${name}'
  properties: lockProperties(union(
    { notes: 'Holds the history of the Microsoft 365 usage exporter, which Graph forgets after 180 days.' },
    lock ?? {}
  ))
}

resource accountRoles 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for assignment in roleAssignments ?? []: {
    scope: account
    name: assignment.?name ?? guid(account.id, assignment.principalId, assignment.roleDefinitionIdOrName)
    properties: roleAssignmentProperties(assignment)
  }
]

#disable-next-line use-recent-api-versions // The one stable version, of 2016, knows no groups of categories.
resource blobsDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = [
  for (setting, index) in diagnosticSettings ?? []: {
    scope: blobs
    name: setting.?name ?? 'diagnostics-${index}'
    properties: diagnosticProperties(setting)
  }
]

@description('Address of the blob service.')
output blobEndpoint string = account.properties.primaryEndpoints.blob

@description('Address of the queue service.')
output queueEndpoint string = account.properties.primaryEndpoints.queue

@description('Address of the container that packages are published to.')
output packageContainerUri string = '${account.properties.primaryEndpoints.blob}${packageContainer}'

@description('HISTORY_STORE of the exporter.')
output historyStore string = 'blob:${historyContainer}'
