using '../../../infra/main.bicep'

param environmentName = 'prod'
param location = 'northeurope'
param skuName = 'Standard_GZRS'
param lock = { kind: 'CanNotDelete' }
param roleAssignments = [
  {
    roleDefinitionIdOrName: 'Storage Blob Data Reader'
    principalId: '66666666-6666-6666-6666-666666666666'
    principalType: 'Group'
    description: 'Copies the history.'
  }
]
param customerManagedKey = {
  keyVaultResourceId: '/subscriptions/22222222-2222-2222-2222-222222222222/resourceGroups/rg-keys/providers/Microsoft.KeyVault/vaults/kv-usage'
  keyName: 'history'
  userAssignedIdentityResourceId: '/subscriptions/22222222-2222-2222-2222-222222222222/resourceGroups/rg-identities/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-usage'
}
param userAssignedIdentityResourceId = '/subscriptions/22222222-2222-2222-2222-222222222222/resourceGroups/rg-identities/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-usage'
param allowedIpAddresses = ['203.0.113.0/24', '198.51.100.7/32']
param dailyQuotaGb = -1
param diagnosticSettings = [
  {
    logCategoriesAndGroups: [{ categoryGroup: 'allLogs' }]
    storageAccountResourceId: '/subscriptions/22222222-2222-2222-2222-222222222222/resourceGroups/rg-logs/providers/Microsoft.Storage/storageAccounts/starchive'
  }
]
