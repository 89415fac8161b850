metadata name = 'Identity'
metadata description = 'Who the exporter is, to Graph, to its storage and to Azure Monitor: an identity of its own, or one that exists.'

import { isLocked, lockProperties, roleAssignmentProperties } from 'interface-properties.bicep'
import { lockType, roleAssignmentType, tagsType } from 'interfaces.bicep'

@description('Required. Name of the identity.')
param name string

@description('Required. Azure region.')
param location string

@description('Optional. Resource ID of an identity that exists, instead of one of its own.')
param existingResourceId string = ''

@description('Optional. A lock on an identity of its own.')
param lock lockType?

@description('Optional. Roles on an identity of its own.')
param roleAssignments roleAssignmentType[]?

@description('Required. Tags of every resource.')
param tags tagsType

var isOwn = empty(existingResourceId)
var path = split(isOwn ? identity.id : existingResourceId, '/')

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = if (isOwn) {
  name: name
  location: location
  tags: tags
}

resource existingIdentity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = if (!isOwn) {
  scope: resourceGroup(path[2], path[4])
  name: path[8]
}

resource identityLock 'Microsoft.Authorization/locks@2020-05-01' = if (isOwn && isLocked(lock)) {
  scope: identity
  name: lock.?name ?? 'lock-${name}'
  properties: lockProperties(lock)
}

resource identityRoles 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for assignment in roleAssignments ?? []: if (isOwn) {
    scope: identity
    name: assignment.?name ?? guid(identity.id, assignment.principalId, assignment.roleDefinitionIdOrName)
    properties: roleAssignmentProperties(assignment)
  }
]

@description('Client ID: what a token is asked for with.')
output clientId string = isOwn ? identity!.properties.clientId : existingIdentity!.properties.clientId

@description('Principal ID: what roles are given to.')
output principalId string = isOwn ? identity!.properties.principalId : existingIdentity!.properties.principalId
