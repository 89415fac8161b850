metadata name = 'Managed Prometheus'
metadata description = 'An Azure Monitor workspace and the way in: it cannot scrape an address, so it is written to.'

import { tagsType } from 'interfaces.bicep'

@description('Required. Name of the Azure Monitor workspace.')
param workspaceName string

@description('Required. Name of the data collection endpoint.')
param endpointName string

@description('Required. Name of the data collection rule.')
param ruleName string

@description('Required. Azure region.')
param location string

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

// https://learn.microsoft.com/azure/azure-monitor/metrics/prometheus-remote-write-virtual-machines
@description('PROMETHEUS_REMOTE_WRITE_URL of the exporter.')
output remoteWriteUrl string = '${endpoint.properties.metricsIngestion.endpoint}/dataCollectionRules/${rule.properties.immutableId}/streams/${stream}/api/v1/write?api-version=2023-04-24'
