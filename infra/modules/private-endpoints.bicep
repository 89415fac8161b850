metadata name = 'Private endpoints'
metadata description = 'Ways into one resource from subnets that exist.'

import { isLocked, lockProperties, roleAssignmentProperties } from 'interface-properties.bicep'
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

var names = map(
  range(0, length(privateEndpoints)),
  index => privateEndpoints[index].?name ?? 'pep-${targetName}-${privateEndpoints[index].service}-${index}'
)
var assignments = flatten(map(
  range(0, length(privateEndpoints)),
  index => map(privateEndpoints[index].?roleAssignments ?? [], role => { index: index, role: role })
))

resource endpoints 'Microsoft.Network/privateEndpoints@2025-09-01' = [
  for (endpoint, index) in privateEndpoints: {
    name: names[index]
    location: endpoint.?location ?? location
    tags: union(tags, endpoint.?tags ?? {})
    properties: {
      subnet: { id: endpoint.subnetResourceId }
      customNetworkInterfaceName: endpoint.?customNetworkInterfaceName
      ipConfigurations: endpoint.?ipConfigurations
      applicationSecurityGroups: map(endpoint.?applicationSecurityGroupResourceIds ?? [], id => { id: id })
      privateLinkServiceConnections: [
        {
          name: endpoint.?privateLinkServiceConnectionName ?? endpoint.service
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

resource locks 'Microsoft.Authorization/locks@2020-05-01' = [
  for (endpoint, index) in privateEndpoints: if (isLocked(endpoint.?lock)) {
    scope: endpoints[index]
    name: endpoint.?lock.?name ?? 'lock-${names[index]}'
    properties: lockProperties(endpoint.?lock)
  }
]

resource roles 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for assignment in assignments: {
    scope: endpoints[assignment.index]
    name: assignment.role.?name ?? guid(
      endpoints[assignment.index].id,
      assignment.role.principalId,
      assignment.role.roleDefinitionIdOrName
    )
    properties: roleAssignmentProperties(assignment.role)
  }
]
