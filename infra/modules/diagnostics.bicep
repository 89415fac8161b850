metadata name = 'Diagnostics'
metadata description = 'What the platform itself logs: who deletes blobs of the history, and what else is asked for.'

import { diagnosticSettingType } from 'interfaces.bicep'

@description('Required. Name of the function app.')
param functionAppName string

@description('Required. Name of the storage account.')
param storageAccountName string

@description('Required. Resource ID of the Log Analytics workspace.')
param workspaceResourceId string

@description('Optional. More settings, of the function app. What it logs itself is in Application Insights already.')
param diagnosticSettings diagnosticSettingType[] = []

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

// Reads are a scrape a minute, and tell nothing. The one stable version, of 2016, knows no categories of storage.
#disable-next-line use-recent-api-versions
resource historyLogs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: blobs
  name: 'm365-usage'
  properties: {
    workspaceId: workspaceResourceId
    logs: [{ category: 'StorageDelete', enabled: true }]
  }
}

#disable-next-line use-recent-api-versions // As above.
resource appLogs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = [
  for (setting, index) in diagnosticSettings: {
    scope: functionApp
    name: setting.?name ?? 'diagnostics-${index}'
    properties: {
      workspaceId: setting.?workspaceResourceId
      storageAccountId: setting.?storageAccountResourceId
      eventHubAuthorizationRuleId: setting.?eventHubAuthorizationRuleResourceId
      eventHubName: setting.?eventHubName
      marketplacePartnerId: setting.?marketplacePartnerResourceId
      logs: map(setting.?logCategoriesAndGroups ?? [], group => {
        category: group.?category
        categoryGroup: group.?categoryGroup
        enabled: group.?enabled ?? true
      })
      metrics: map(setting.?metricCategories ?? [], metric => {
        category: metric.category
        enabled: metric.?enabled ?? true
      })
    }
  }
]
