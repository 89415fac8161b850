metadata name = 'Private network'
metadata description = 'A virtual network for what the app sends, a subnet for private endpoints, and the DNS zones that lead to them.'

import { diagnosticProperties, isLocked, lockProperties, roleAssignmentProperties } from 'interface-properties.bicep'
import { diagnosticSettingType, lockType, roleAssignmentType, tagsType } from 'interfaces.bicep'

@description('Required. Name of the virtual network.')
param name string

@description('Required. Azure region.')
param location string

@description('Required. Addresses of the virtual network: at least /26, in CIDR notation.')
param addressPrefix string

@description('Required. Names of the private DNS zones.')
param zoneNames string[]

@description('Optional. A lock on the network.')
param lock lockType?

@description('Optional. Roles on the network.')
param roleAssignments roleAssignmentType[]?

@description('Optional. Where the platform sends logs and metrics of the network.')
param diagnosticSettings diagnosticSettingType[]?

@description('Required. Tags of every resource.')
param tags tagsType

// Two subnets of /27 are the least that Flex Consumption takes.
var addresses = int(last(split(addressPrefix, '/'))) > 26
  ? fail('networkAddressPrefix has to be /26 or larger, since it holds two subnets of /27: it is ${addressPrefix}.')
  : addressPrefix

// Landing zones refuse subnets without one; what Azure allows by default is what is needed. Not one loop: the compiler
// writes dependencies on two of its items in either order.
resource appSecurityGroup 'Microsoft.Network/networkSecurityGroups@2025-09-01' = {
  name: 'nsg-${name}-app'
  location: location
  tags: tags
}

resource endpointsSecurityGroup 'Microsoft.Network/networkSecurityGroups@2025-09-01' = {
  name: 'nsg-${name}-endpoints'
  location: location
  tags: tags
}

resource network 'Microsoft.Network/virtualNetworks@2025-09-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    addressSpace: { addressPrefixes: [addresses] }
    subnets: [
      {
        name: 'snet-app'
        properties: {
          addressPrefix: cidrSubnet(addresses, 27, 0)
          // Graph, Entra and Azure Monitor are outside, and newer versions of the API no longer lead there by themselves.
          defaultOutboundAccess: true
          networkSecurityGroup: { id: appSecurityGroup.id }
          // https://learn.microsoft.com/azure/azure-functions/flex-consumption-how-to#enable-virtual-network-integration
          delegations: [{ name: 'flex', properties: { serviceName: 'Microsoft.App/environments' } }]
        }
      }
      {
        name: 'snet-endpoints'
        properties: {
          addressPrefix: cidrSubnet(addresses, 27, 1)
          defaultOutboundAccess: false
          networkSecurityGroup: { id: endpointsSecurityGroup.id }
        }
      }
    ]
  }
}

resource networkLock 'Microsoft.Authorization/locks@2020-05-01' = if (isLocked(lock)) {
  scope: network
  name: lock.?name ?? 'lock-${name}'
  properties: lockProperties(lock)
}

resource networkRoles 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for assignment in roleAssignments ?? []: {
    scope: network
    name: assignment.?name ?? guid(network.id, assignment.principalId, assignment.roleDefinitionIdOrName)
    properties: roleAssignmentProperties(assignment)
  }
]

#disable-next-line use-recent-api-versions // The one stable version, of 2016, knows no groups of categories.
resource networkDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = [
  for (setting, index) in diagnosticSettings ?? []: {
    scope: network
    name: setting.?name ?? 'diagnostics-${index}'
    properties: diagnosticProperties(setting)
  }
]

resource zones 'Microsoft.Network/privateDnsZones@2024-06-01' = [
  for zone in zoneNames: {
    name: zone
    location: 'global'
    tags: tags
  }
]

resource zoneLinks 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01' = [
  for (zone, index) in zoneNames: {
    parent: zones[index]
    name: name
    location: 'global'
    tags: tags
    properties: {
      registrationEnabled: false
      virtualNetwork: { id: network.id }
    }
  }
]
