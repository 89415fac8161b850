metadata name = 'Managed Prometheus'
metadata description = 'An Azure Monitor workspace and the way in: it cannot scrape an address, so it is written to.'

import { isLocked, lockProperties, roleAssignmentProperties } from 'interface-properties.bicep'
import { governedType, tagsType } from 'interfaces.bicep'

@description('Required. Name of the Azure Monitor workspace.')
param workspaceName string

@description('Required. Name of the data collection endpoint.')
param endpointName string

@description('Required. Name of the data collection rule.')
param ruleName string

@description('Required. Azure region.')
param location string

@description('Optional. Lock and roles of the data collection endpoint.')
param endpointOptions governedType?

@description('Optional. Lock and roles of the data collection rule.')
param ruleOptions governedType?

@description('Required. Tags of every resource.')
param tags tagsType

var stream = 'Microsoft-PrometheusMetrics'

resource workspace 'Microsoft.Monitor/accounts@2025-10-03' = {
  name: workspaceName
  location: location
  tags: tags
}

resource endpoint 'Microsoft.Insights/dataCollectionEndpoints@2024-03-11' = {
  name: endpointName
  location: location
  tags: tags
  properties: {
    networkAcls: { publicNetworkAccess: 'Enabled' }
  }
}

resource rule 'Microsoft.Insights/dataCollectionRules@2024-03-11' = {
  name: ruleName
  location: location
  tags: tags
  properties: {
    dataCollectionEndpointId: endpoint.id
    dataSources: {
      prometheusForwarder: [{ name: 'remoteWrite', streams: [stream] }]
    }
    destinations: {
      monitoringAccounts: [{ name: 'workspace', accountResourceId: workspace.id }]
    }
    dataFlows: [{ streams: [stream], destinations: ['workspace'] }]
  }
}

resource endpointLock 'Microsoft.Authorization/locks@2020-05-01' = if (isLocked(endpointOptions.?lock)) {
  scope: endpoint
  name: endpointOptions.?lock.?name ?? 'lock-${endpointName}'
  properties: lockProperties(endpointOptions.?lock)
}

resource endpointRoles 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for assignment in endpointOptions.?roleAssignments ?? []: {
    scope: endpoint
    name: assignment.?name ?? guid(endpoint.id, assignment.principalId, assignment.roleDefinitionIdOrName)
    properties: roleAssignmentProperties(assignment)
  }
]

resource ruleLock 'Microsoft.Authorization/locks@2020-05-01' = if (isLocked(ruleOptions.?lock)) {
  scope: rule
  name: ruleOptions.?lock.?name ?? 'lock-${ruleName}'
  properties: lockProperties(ruleOptions.?lock)
}

resource ruleRoles 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for assignment in ruleOptions.?roleAssignments ?? []: {
    scope: rule
    name: assignment.?name ?? guid(rule.id, assignment.principalId, assignment.roleDefinitionIdOrName)
    properties: roleAssignmentProperties(assignment)
  }
]

// https://learn.microsoft.com/azure/azure-monitor/metrics/prometheus-remote-write-virtual-machines
@description('PROMETHEUS_REMOTE_WRITE_URL of the exporter.')
output remoteWriteUrl string = '${endpoint.properties.metricsIngestion.endpoint}/dataCollectionRules/${rule.properties.immutableId}/streams/${stream}/api/v1/write?api-version=2023-04-24'
