metadata name = 'Private endpoints'
metadata description = 'Ways into one resource from subnets that exist.'

import { privateEndpointType, tagsType } from 'interfaces.bicep'

@description('Required. Name of the resource.')
param targetName string

@description('Required. Resource ID of the resource.')
param targetResourceId string

@description('Required. Azure region.')
param location string

@description('Required. The endpoints.')
param privateEndpoints privateEndpointType[]

@description('Required. Tags of every resource.')
param tags tagsType

resource endpoints 'Microsoft.Network/privateEndpoints@2025-09-01' = [
  for (endpoint, index) in privateEndpoints: {
    name: endpoint.?name ?? 'pep-${targetName}-${endpoint.service}-${index}'
    location: location
    tags: tags
    properties: {
      subnet: { id: endpoint.subnetResourceId }
      privateLinkServiceConnections: [
        {
          name: endpoint.service
          properties: { privateLinkServiceId: targetResourceId, groupIds: [endpoint.service] }
        }
      ]
    }
  }
]

resource records 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2025-09-01' = [
  for (endpoint, index) in privateEndpoints: if (endpoint.?privateDnsZoneGroup != null) {
    parent: endpoints[index]
    name: endpoint.?privateDnsZoneGroup.?name ?? 'default'
    properties: {
      privateDnsZoneConfigs: map(endpoint.?privateDnsZoneGroup.?privateDnsZoneGroupConfigs ?? [], config => {
        name: config.?name ?? last(split(config.privateDnsZoneResourceId, '/'))
        properties: { privateDnsZoneId: config.privateDnsZoneResourceId }
      })
    }
  }
]
