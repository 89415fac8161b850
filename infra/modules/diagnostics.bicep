metadata name = 'Diagnostics'
metadata description = 'What the platform itself logs of the function app and of its storage, in the Log Analytics workspace.'

@description('Required. Name of the function app.')
param functionAppName string

@description('Required. Name of the storage account.')
param storageAccountName string

@description('Required. Resource ID of the Log Analytics workspace.')
param workspaceId string

resource functionApp 'Microsoft.Web/sites@2025-03-01' existing = {
  name: functionAppName
}

resource storage 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: storageAccountName
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2025-06-01' existing = {
  parent: storage
  name: 'default'
}

resource appLogs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: functionApp
  name: 'm365-usage'
  properties: {
    workspaceId: workspaceId
    logs: [{ category: 'FunctionAppLogs', enabled: true }]
  }
}

// Reads are a scrape a minute, and tell nothing.
resource historyLogs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: blobs
  name: 'm365-usage'
  properties: {
    workspaceId: workspaceId
    logs: [{ category: 'StorageDelete', enabled: true }]
  }
}
